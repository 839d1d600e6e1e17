"""Boards for the benchmark: rows written in bulk, with the counters that the product's own actions would leave."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import connection
from django.utils import timezone

from cms.people.models import JobRole, Membership, Role, RoleGrant, User
from community.board_counts import drift
from community.models.records import AudienceRule, Board, BoardCounts, BoardReader, Post, Topic, TopicReader

COMMON, RARE = "lesson", "zebra"
_TEXT = """
visit door kitchen card school plan night friday meeting trust worker mum dad brother dog football bus money sleep phone text angry quiet
late early rota manager police nurse doctor panel review family home bed tonight risk safe kind listen wait again
"""
WORDS = _TEXT.split()
POST_LENGTH = 45
BATCH = 5_000
AUDIENCES = 20
READ_MARKS = 30  # topics that each of the first members has read


@dataclass
class Boards:
    """What the benchmark asks for: the board with the most topics, the longest topic, a board of one member, and who they are."""

    big: Board
    long: Topic
    small: Board
    member: User
    member_of_small: User
    deep_cursor: int


def fill(users, *, posts):
    """Write `posts` posts in a tenth as many topics on up to 200 boards with 20 kinds of audience, and return Boards."""
    random, now = Random(4), timezone.now()
    boards = _boards(users, number=max(AUDIENCES, min(200, posts // 500)), at=now)
    topics = _topics(boards, users, number=posts // 10, random=random, at=now - timedelta(days=50))
    _posts(topics, users, number=posts, random=random, now=now)
    _count(boards)
    big = boards[0]
    depth = min(9_000, big.topics.count() - 30)
    cursor = big.topics.order_by("-last_post").values_list("last_post", flat=True)[max(depth, 0)]
    _read_marks(topics, users, random=random, at=now)
    if found := next(drift(), None):
        raise RuntimeError(f"The benchmark's own counters differ: {found}")
    return Boards(big, topics[0], boards[-1], users[0], users[-1], cursor)


def _boards(users, *, number, at):
    """Return the boards. The first is the big one, open to everyone; the last has one member, a partner who reads nothing else."""
    boards = Board.objects.bulk_create(
        Board(name=f"Board {n}", slug=f"board-{n}", purpose="Doorsteps and kitchens.", created_at=at) for n in range(number)
    )
    BoardCounts.objects.bulk_create(BoardCounts(board=board) for board in boards)
    jobs = list(JobRole.objects.order_by("pk"))
    places = list(Membership.objects.order_by("authority").values_list("authority", flat=True).distinct())
    rules = []
    for n, board in enumerate(boards[:-1]):
        kind = n % AUDIENCES
        if kind < AUDIENCES // 2:
            rules.append(AudienceRule(board=board, everyone=True))
        elif kind < AUDIENCES - 4:
            rules += [AudienceRule(board=board, authority_id=places[(n + step) % len(places)]) for step in range(kind)]
        elif kind < AUDIENCES - 2:
            rules.append(AudienceRule(board=board, job_role=jobs[n % len(jobs)]))
        else:
            rules += [AudienceRule(board=board, person=users[(n * 7 + step) % len(users)]) for step in range(5)]
    rules.append(AudienceRule(board=boards[-1], person=users[-1]))
    AudienceRule.objects.bulk_create(rules)
    RoleGrant.objects.create(user=users[-1], role=Role.PARTNER, started_on=at.date())
    return boards


def _topics(boards, users, *, number, random, at):
    """Return the topics. The first has the most posts. A fifth of all are on the first board, and three on the last."""
    kinds, fifth = Topic.Kind.values, max(40, number // 5)

    def board_of(n):
        return boards[0] if n < fifth else boards[-1] if n < fifth + 3 else boards[1 + n % (len(boards) - 2)]

    return Topic.objects.bulk_create(
        (
            Topic(
                board=board_of(n),
                kind=kinds[n % len(kinds)],
                title=f"{random.choice(WORDS)} and {random.choice(WORDS)} {n}".capitalize(),
                author=users[n % len(users)],
                made_at=at,
                last_post_at=at,
            )
            for n in range(number)
        ),
        batch_size=BATCH,
    )


def _posts(topics, users, *, number, random, now):
    numbers = dict.fromkeys((topic.pk for topic in topics), 0)
    step = timedelta(days=50) / number
    rows = []
    for n in range(number):
        # First each topic's first post, then a twentieth of all (at least 5,000 of 100,000) in the longest topic.
        topic = topics[n] if n < len(topics) else topics[0] if n % 20 == 0 else random.choice(topics)
        numbers[topic.pk] += 1
        is_first = numbers[topic.pk] == 1
        rows.append(
            Post(
                topic=topic,
                board_id=topic.board_id,
                number=numbers[topic.pk],
                uid=UUID(int=n),
                author=topic.author if is_first else users[random.randrange(len(users))],
                made_at=now - timedelta(days=50) + step * n,
                title=topic.title if is_first else "",
                text=_text(random),
            )
        )
        if len(rows) == BATCH or n == number - 1:
            Post.objects.bulk_create(rows)
            rows = []


def _text(random):
    words = random.choices(WORDS, k=POST_LENGTH)
    luck = random.random()
    if luck < 0.03:
        words[5] = COMMON
    elif luck > 0.9998:
        words[5] = RARE
    return f"{' '.join(words).capitalize()}."


def _count(boards):
    """Set the counters of topics and boards from their posts, and what PostgreSQL knows about the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE community_topic SET highest_number = found.number, reply_count = found.number - 1, last_post = found.last, "
            "last_post_at = found.at, made_at = found.began FROM (SELECT topic_id, MAX(number) AS number, MAX(id) AS last, "
            "MAX(made_at) AS at, MIN(made_at) AS began FROM community_post GROUP BY topic_id) AS found "
            "WHERE found.topic_id = community_topic.id"
        )
        cursor.execute("ANALYZE")
    for board in boards:
        newest = board.topics.order_by("-last_post").values_list("last_post", flat=True).first() or 0
        posts = Post.objects.filter(board=board).count()
        BoardCounts.objects.filter(board=board).update(topics=board.topics.count(), posts=posts, last_post=newest)


def _read_marks(topics, users, *, random, at):
    """Let each member have read some topics, and every third have marked a board as read."""
    TopicReader.objects.bulk_create(
        (
            TopicReader(member=user, topic=topic, last_read_number=1, read_at=at)
            for user in users[:1000]
            for topic in random.sample(topics, min(READ_MARKS, len(topics)))
        ),
        batch_size=BATCH,
    )
    big = topics[0].board
    BoardReader.objects.bulk_create(BoardReader(member=user, board=big, read_up_to=1) for user in users[::3])


def counted():
    """Return {what: number} of what was made."""
    models = {"boards": Board, "topics": Topic, "posts": Post, "audience rules": AudienceRule, "read marks": TopicReader}
    return {name: model.objects.count() for name, model in models.items()}
