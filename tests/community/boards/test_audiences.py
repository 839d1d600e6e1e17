"""Who may read a board: one rule for every way of reading, compared with a naive answer, and effective at once."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.people.actions import grant_role, leave, move
from cms.people.models import Authority, JobRole, Membership, Role, RoleGrant, User
from community.actions.boards import Audience, NotPermitted, ReasonMissing, WouldReadIt, change_board, create_board, open_closed_board
from community.actions.moderation import answer_request, ask_to_join
from community.forms.boards import initial_of
from community.models.records import Board, BoardFacilitator, BoardOpening, Post, Topic
from community.page_discussion import discussion_of
from community.permissions import visible_board_ids
from community.post_search import PostSearch, find_posts
from tests.builders import make_more_people
from tests.community.boards.builders import fresh, make_board, make_reply, make_topic, visible_boards, visible_titles
from tests.responses import html_of

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)


@pytest.fixture
def everybody(site, people):
    """Return one person of each role, in two authorities, some with a role in another job."""
    make_more_people(people, on=ON)
    return people


def naive_may_read(user, board):
    """Return whether the user may read the board, decided row by row in Python, without any queryset of the product."""
    membership = Membership.objects.filter(user=user, ended_on=None).first()
    if not user.is_active or membership is None:
        return False
    grants = RoleGrant.objects.filter(user=user, ended_on=None)
    roles = {grant.role for grant in grants if grant.authority_id in (None, membership.authority_id)}
    is_partner = any(grant.role == Role.PARTNER for grant in grants)
    if any(grant.role == Role.FACILITATOR for grant in grants) and BoardFacilitator.objects.filter(board=board, user=user).exists():
        return True
    for rule in board.audience.all():
        if rule.person_id:
            if rule.person_id == user.pk:
                return True
            continue
        fits = (
            rule.authority_id in (None, membership.authority_id)
            and rule.job_role_id in (None, membership.job_role_id)
            and (not rule.role or rule.role in roles)
        )
        if fits and (not is_partner or rule.role == Role.PARTNER):
            return True
    return False


def _random_audience(rng, members, jobs):
    if rng.random() < 0.2:
        return Audience(everyone=True)
    authorities, roles = list(Authority.objects.order_by("pk")), [role for role in Role.values if role != Role.MEMBER]
    pick = lambda pool, most: rng.sample(pool, rng.randint(0, min(most, len(pool))))  # noqa: E731 - reads best in one line
    return Audience(authorities=pick(authorities, 2), roles=pick(roles, 2), job_roles=pick(jobs, 1), people=pick(members, 3))


@pytest.mark.engine
@pytest.mark.parametrize("seed", range(3))
def test_every_way_of_reading_agrees_with_the_naive_answer(seed, site, everybody, signed_in):
    """Boards, audiences and members at random. Topics, posts, pages and permalinks follow the same answer."""
    rng = random.Random(seed)
    members = [user for user in User.objects.order_by("pk") if user.membership]
    other_job = JobRole.objects.create(slug="social-worker", title="Social worker")
    for user in rng.sample(members, 4):
        Membership.objects.filter(user=user, ended_on=None).update(job_role=other_job)
    boards = []
    for n in range(12):
        facilitators = rng.sample([everybody.erin, everybody.milo, everybody.alice], rng.randint(0, 2))
        level = rng.choice(Board.Level.values)
        boards.append(
            make_board(
                f"Board {n}", audience=_random_audience(rng, members, [everybody.job, other_job]), level=level, facilitators=facilitators
            )
        )
    topics = {}
    for board in boards:
        writers = [user for user in members if naive_may_read(user, board)]
        if writers:
            topics[board.pk] = make_topic(board, writers[0], f"Topic of {board.name}", replies=[writers[-1]], about=site.lessons[0].pk)
    replies = {pk: topic.posts.get(number=2) for pk, topic in topics.items()}
    everyone = [*members, everybody.newcomer, everybody.jude]
    for user in map(fresh, everyone):
        may = {board.pk for board in boards if naive_may_read(user, board)}
        assert set(visible_board_ids(user)) == may, user
        assert set(Topic.objects.visible_to(user).values_list("board", flat=True)) == may & set(topics), user
        assert set(Post.objects.visible_to(user).values_list("board", flat=True)) == may & set(topics), user
        found = find_posts(user, PostSearch(("card",))).posts
        assert sorted(post.pk for post in found) == sorted(replies[pk].pk for pk in may & set(topics)), user
        talk = discussion_of(site.lessons[0].pk, "learning.lessonpage", user)
        newest = sorted(Post.objects.filter(board__in=may).values_list("pk", flat=True), reverse=True)[:3]
        assert ([post.pk for post, _, _ in talk.posts], talk.topics) == (newest, len(may & set(topics))), user
    for user in rng.sample(members, 2):
        client = signed_in(user)
        index = html_of(client.get("/boards/"))
        lesson = html_of(client.get(site.lessons[0].url))
        searches = [html_of(client.get("/boards/search/?q=card")), html_of(client.get("/find/?q=card"))]
        for board in boards:
            may = naive_may_read(user, board)
            assert (client.get(board.get_absolute_url()).status_code == 200) == may, (user, board.name, board.level)
            if topic := topics.get(board.pk):
                assert (client.get(topic.get_absolute_url()).status_code == 200) == may
                newest = sorted((replies[pk].pk for pk in topics if naive_may_read(user, Board.objects.get(pk=pk))), reverse=True)
                for page, most in zip(searches, (len(newest), 5), strict=True):
                    assert (replies[board.pk].get_absolute_url() in page) == (replies[board.pk].pk in newest[:most])
                if not may:
                    assert topic.title not in lesson
                assert ("#post-2" in client.get(f"{topic.get_absolute_url()}2/").get("Location", "")) == may
            if not may and board.level != Board.Level.RESTRICTED:
                assert f">{board.name}<" not in index


def test_a_boards_readers_do_not_depend_on_other_boards_or_their_order(everybody):
    """The fault of a peer: a denied board was shown when another board was in the list."""
    rng, members = random.Random(7), [user for user in User.objects.order_by("pk") if user.membership]
    audiences = [_random_audience(rng, members, [everybody.job]) for _ in range(20)]
    order = list(range(60))
    rng.shuffle(order)
    for n in order:
        make_board(f"Board {n}", audience=audiences[n % 20])
    before = {user.pk: visible_boards(user) for user in members}
    gone = set(rng.sample(order, 30))
    Board.objects.filter(name__in=[f"Board {n}" for n in gone]).delete()
    for user in members:
        assert visible_boards(user) == {name for name in before[user.pk] if int(name.split()[1]) not in gone}


def test_losing_membership_role_or_place_on_the_list_takes_effect_at_once(everybody):
    managers = make_board("Managers", audience=Audience(roles=[Role.HUB_MANAGER]))
    ashdale = make_board("Ashdale", audience=Audience(authorities=[everybody.ashdale]))
    named = make_board("Named", audience=Audience(people=[everybody.bob]))
    looked_after = make_board("Looked after", audience=Audience(people=[everybody.alice]), facilitators=[everybody.erin])
    for board in (managers, ashdale, named):
        make_topic(board, everybody.bob, board.name)
    make_topic(looked_after, everybody.alice, "Looked after")
    assert visible_titles(everybody.bob) == {"Managers", "Ashdale", "Named"}
    assert visible_titles(everybody.erin) == {"Looked after"}
    RoleGrant.objects.filter(user=everybody.bob).update(ended_on=ON)
    assert visible_titles(everybody.bob) == {"Ashdale", "Named"}
    named.audience.all().delete()
    assert visible_titles(everybody.bob) == {"Ashdale"}
    leave(user=everybody.bob, on=timezone.localdate(), by=everybody.frank)
    assert visible_titles(everybody.bob) == set()
    RoleGrant.objects.filter(user=everybody.erin, role=Role.FACILITATOR).update(ended_on=ON)
    assert visible_titles(everybody.erin) == set()


def test_someone_who_moves_to_another_authority_has_to_be_named_again(everybody, signed_in):
    named = make_board(
        "Named", audience=Audience(people=[everybody.bob, everybody.carol]), level=Board.Level.RESTRICTED, facilitators=[everybody.erin]
    )
    make_topic(named, everybody.bob, "Named")
    move(user=everybody.bob, authority=everybody.northholt, hub=None, job_role=everybody.job, on=timezone.localdate(), by=everybody.frank)
    assert visible_titles(everybody.bob) == set()
    assert "the one person named here" in Board.objects.with_audience().get(pk=named.pk).audience_words
    # Saving the settings as the form shows them does not name him again; asking does
    change_board(
        board=named,
        by=fresh(everybody.frank),
        at=timezone.now(),
        audience=Audience(people=[everybody.carol]),
        facilitators=[everybody.erin],
    )
    assert everybody.bob.email not in initial_of(named)["people"]
    asked = ask_to_join(user=fresh(everybody.bob), board=named, reason="", at=timezone.now())
    answer_request(request=asked, by=fresh(everybody.erin), is_added=True, at=timezone.now())
    assert visible_titles(everybody.bob) == {"Named"}


def test_a_partner_reads_only_boards_that_name_them_or_partners(everybody):
    make_board("Everyone")
    make_board("Ashdale", audience=Audience(authorities=[everybody.ashdale]))
    make_board("Partners", audience=Audience(roles=[Role.PARTNER]))
    make_board("Iris", audience=Audience(people=[everybody.iris]))
    assert visible_boards(everybody.iris) == {"Partners", "Iris"}


def test_an_empty_audience_opens_a_board_to_no_one(everybody):
    make_board("Nobody", audience=Audience())
    assert not any(visible_boards(user) for user in User.objects.all())


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (lambda p: Audience(everyone=True), "Everyone in the network can read this"),
        (lambda p: Audience(authorities=[p.northholt, p.ashdale]), "Only people in Ashdale and Northholt can read this"),
        (lambda p: Audience(roles=[Role.HUB_MANAGER]), "Only hub managers can read this"),
        (lambda p: Audience(roles=[Role.HUB_MANAGER], authorities=[p.ashdale]), "Only hub managers in Ashdale can read this"),
        (lambda p: Audience(people=[p.alice, p.bob]), "Only the 2 people named here can read this"),
        (lambda p: Audience(roles=[Role.TRAINER], people=[p.alice]), "Only trainers and the one person named here can read this"),
        (lambda p: Audience(job_roles=[p.job]), "Only people who work as hub worker can read this"),
    ],
)
def test_the_audience_is_said_in_words(audience, words, people):
    board = make_board(audience=audience(people))
    assert Board.objects.for_list().get(pk=board.pk).audience_words == words


def test_what_people_who_may_not_read_are_told_depends_on_the_level(people, signed_in):
    """Restricted: ask to join. Private: its name, to those with a link. Open and confidential: the page of a wrong address."""
    carol, nowhere = signed_in(people.carol), None
    nowhere = html_of(carol.get("/boards/no-such-board/")).replace("no-such-board", "x")
    for level in Board.Level.values:
        board = make_board(f"Secret {level}", audience=Audience(people=[people.alice]), level=level)
        topic = make_topic(board, people.alice, "A title nobody sees")
        for address in (board.get_absolute_url(), topic.get_absolute_url(), f"{topic.get_absolute_url()}reply/"):
            response = carol.get(address)
            page = html_of(response)
            assert "A title nobody sees" not in page
            if level == Board.Level.RESTRICTED:
                assert response["Location"] == f"{board.get_absolute_url()}ask/"
            elif level == Board.Level.PRIVATE:
                assert response.status_code == 403
                assert board.name in page
            else:
                assert response.status_code == 404
                assert board.name not in page
    assert html_of(carol.get("/boards/secret-confidential/")).replace("secret-confidential", "x") == nowhere


def test_an_administrator_does_not_read_a_closed_board_without_a_reason(people, signed_in):
    board = make_board("Private", audience=Audience(people=[people.alice]), level=Board.Level.CONFIDENTIAL, facilitators=[people.erin])
    topic = make_topic(board, people.alice, "Only ours")
    frank, now = fresh(people.frank), timezone.now()
    assert visible_titles(frank) == set()
    with pytest.raises(ReasonMissing):
        open_closed_board(board=board, by=frank, reason="  ", at=now)
    with pytest.raises(NotPermitted):
        open_closed_board(board=board, by=fresh(people.bob), reason="I am curious", at=now)
    open_closed_board(board=board, by=frank, reason="A complaint about this board", at=now)
    assert visible_titles(frank) == {"Only ours"}
    assert AuditEntry.objects.get(what="board_opened").words == "A complaint about this board"
    # Its members and facilitators see that it happened, who did it and why
    for reader in (people.alice, people.erin):
        page = html_of(signed_in(reader).get(f"{board.get_absolute_url()}log/"))
        assert "A complaint about this board" in page
        assert "Frank Ward" in page
    # They read and do not take part, and it ends by itself or with the role
    assert signed_in(people.frank).get(f"{board.get_absolute_url()}start/").status_code == 404
    from community.actions import posts

    with pytest.raises(posts.NotPermitted):
        make_reply(topic, people.frank)
    BoardOpening.objects.update(opened_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    assert visible_titles(frank) == set()
    open_closed_board(board=board, by=frank, reason="Again", at=now)
    RoleGrant.objects.filter(user=frank, role=Role.ADMINISTRATOR).update(ended_on=ON)
    assert visible_titles(frank) == set()


def test_a_lead_opens_boards_to_people_of_their_own_authority_only(everybody):
    gita, at = fresh(everybody.gita), timezone.now()
    made = {"by": gita, "at": at, "name": "Night shift", "purpose": "Handover.", "authority": everybody.ashdale}
    for wrong in (
        Audience(everyone=True),
        Audience(roles=[Role.HUB_MANAGER]),
        Audience(authorities=[everybody.ashdale, everybody.northholt]),
        Audience(authorities=[everybody.ashdale], people=[everybody.carol]),
    ):
        with pytest.raises(NotPermitted):
            create_board(audience=wrong, **made)
    with pytest.raises(NotPermitted):
        create_board(audience=Audience(authorities=[everybody.northholt]), **{**made, "authority": everybody.northholt})
    assert not Board.objects.exists()
    board = create_board(audience=Audience(authorities=[everybody.ashdale]), **made)
    assert visible_boards(everybody.alice) == {"Night shift"}
    with pytest.raises(NotPermitted):
        change_board(board=board, by=gita, at=at, audience=Audience(everyone=True), facilitators=[])
    grant_role(user=everybody.carol, role=Role.AUTHORITY_LEAD, authority=everybody.northholt, on=ON)
    with pytest.raises(NotPermitted):
        change_board(board=board, by=fresh(everybody.carol), at=at, audience=Audience(authorities=[everybody.northholt]), facilitators=[])


def test_nobody_lets_themselves_in_to_a_conversation_by_changing_a_board(everybody, signed_in):
    board = make_board("Private", audience=Audience(people=[everybody.alice]), level=Board.Level.CONFIDENTIAL, authority=everybody.ashdale)
    at, here = timezone.now(), Audience(authorities=[everybody.ashdale])
    gita, frank, alice = fresh(everybody.gita), fresh(everybody.frank), fresh(everybody.alice)
    # Nobody has written yet, so a lead may still open it
    change_board(board=board, by=gita, at=at, audience=here, facilitators=[])
    change_board(board=board, by=gita, at=at, audience=Audience(people=[alice]), facilitators=[])
    make_topic(board, alice, "Only ours")
    for by, audience, facilitators in (
        (gita, here, []),
        (gita, Audience(people=[gita]), []),
        (frank, Audience(people=[alice, frank]), []),
        (frank, Audience(everyone=True), []),
    ):
        with pytest.raises(WouldReadIt):
            change_board(board=board, by=by, at=at, audience=audience, facilitators=facilitators)
        assert visible_titles(by) == set()
    # Administrators open it first, which its members read; other changes need no reading, and the log says what kind they were
    entries = board.log.count()
    change_board(board=board, by=frank, at=at, audience=Audience(people=[fresh(everybody.bob)]), facilitators=[])
    assert board.log.count() == entries + 1
    assert board.log.first().what == "Who can read this board was changed."
    change_board(board=board, by=frank, at=at, audience=Audience(people=[fresh(everybody.bob)]), facilitators=[], name="Quiet")
    assert board.log.first().what == "The settings of this board were changed."
    open_closed_board(board=board, by=frank, reason="A complaint", at=at)
    change_board(board=board, by=frank, at=at, audience=Audience(people=[frank]), facilitators=[])
