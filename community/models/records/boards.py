"""Boards, who may read them, and who looks after them."""

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q
from django.db.models.functions import Now
from django.urls import reverse

from cms.people.models import Authority, JobRole, Membership, Role, RoleGrant


class BoardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the boards the user may read. One subquery, never cached: losing access takes effect at the next statement.

        Each board is decided by its own rows alone, so the answer does not depend on other boards or on their order.
        """
        if not _is_current_member(user):
            return self.none()
        return self.filter(
            Q(pk__in=AudienceRule.objects.matching(user).values("board"))
            | Q(pk__in=BoardFacilitator.objects.active(user).values("board"))
            | Q(pk__in=BoardOpening.objects.open_for(user).values("board"))
        )

    def looked_after_by(self, user):
        """Return the boards of which the user is a facilitator today."""
        if not _is_current_member(user):
            return self.none()
        return self.filter(pk__in=BoardFacilitator.objects.active(user).values("board"))

    def open_to_requests_from(self, user):
        """Return restricted boards that the user cannot read and may ask to join. Partners may not ask."""
        if not _is_current_member(user):
            return self.none()
        open_boards = self.filter(level=Board.Level.RESTRICTED).exclude(state=Board.State.ARCHIVED)
        return open_boards.exclude(_is_partner(user)).exclude(pk__in=Board.objects.visible_to(user).values("pk"))

    def for_list(self):
        """Return boards, most recently active first, with what a list shows. Three queries, however many boards."""
        return self.select_related("counts").with_audience().with_facilitators().order_by("-counts__last_post", "name", "pk")

    def with_audience(self):
        """Load what `audience_words` needs, in one query."""
        return self.prefetch_related(
            Prefetch("audience", AudienceRule.objects.in_force().select_related("authority", "job_role", "person"))
        )

    def with_facilitators(self):
        """Load the facilitators who have the role today, as `current_facilitators`, in one query."""
        current = BoardFacilitator.objects.current().select_related("user")
        return self.prefetch_related(Prefetch("facilitators", current, to_attr="current_facilitators"))

    def for_reader(self, user):
        """Annotate `looked_after` (by the user) and `only_opened`: they read it only because they opened it with a reason."""
        facilitates = Exists(BoardFacilitator.objects.active(user).filter(board=OuterRef("pk")))
        opened = Exists(BoardOpening.objects.open_for(user).filter(board=OuterRef("pk")))
        let_in = Exists(AudienceRule.objects.matching(user).filter(board=OuterRef("pk")))
        return self.annotate(
            looked_after=facilitates, only_opened=ExpressionWrapper(Q(opened) & ~Q(let_in) & ~Q(facilitates), BooleanField())
        )


def _is_current_member(user):
    return user.is_authenticated and user.is_active and (user.is_superuser or user.membership is not None)


def _is_partner(user):
    return Exists(RoleGrant.objects.current().filter(user=user, role=Role.PARTNER))


class Board(models.Model):
    """A place to talk about one subject. Who may read it is a list of rules, never a list of members."""

    class Level(models.TextChoices):
        """What people who may not read the board are told about it."""

        OPEN = "open", "Open: it is listed for the people who can read it"
        RESTRICTED = "restricted", "Restricted: everyone can find it and ask to join"
        PRIVATE = "private", "Private: others can see its name if they have a link, and cannot ask to join"
        CONFIDENTIAL = "confidential", "Confidential: no one else can see that it exists"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        READ_ONLY = "read_only", "Read-only"
        ARCHIVED = "archived", "Archived"

    name = models.CharField(max_length=100, help_text="What the board is about, in a few words.")
    slug = models.SlugField(max_length=110, unique=True)
    purpose = models.CharField(max_length=200, help_text="One sentence: what people talk about here.")
    theme = models.ForeignKey("vocabulary.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The authority whose leads manage the board. Empty for boards of the network.",
    )
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.OPEN)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    first_posts_wait = models.BooleanField(
        default=False, help_text="Whether the first post of someone new to the board waits until a facilitator has read it."
    )
    created_at = models.DateTimeField()

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("boards:board", args=[self.slug])

    @property
    def is_writable(self):
        return self.state == self.State.OPEN

    @property
    def named_people(self):
        """Return the people whom the audience names. Needs no query after with_audience()."""
        return [rule.person for rule in self.audience.all() if rule.person_id]

    @property
    def audience_words(self):
        """Return who can read the board as a sentence without its full stop. Needs no query after with_audience()."""
        rules = list(self.audience.all())
        if any(rule.everyone for rule in rules):
            return "Everyone in the network can read this"
        groups: dict[str, list[str]] = {}
        for rule in rules:
            if not rule.person_id:
                groups.setdefault(rule.people_words, []).append(rule.authority.name if rule.authority_id else "")
        phrases = [_with_places(people, places) for people, places in groups.items()]
        if named := sum(1 for rule in rules if rule.person_id):
            phrases.append(f"the {named} people named here" if named > 1 else "the one person named here")
        return f"Only {_join(phrases)} can read this" if phrases else "Only its facilitators can read this"

    @property
    def audience_icon(self):
        if self.level == self.Level.CONFIDENTIAL:
            return "hidden"
        rules = list(self.audience.all())
        if any(rule.everyone for rule in rules):
            return "network"
        return "lock" if rules and all(rule.person_id for rule in rules) else "group"


def _with_places(people, places):
    return people if "" in places else f"{people} in {_join(sorted(set(places)))}"


def _join(words):
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


class AudienceRuleQuerySet(models.QuerySet):
    def matching(self, user):
        """Return the rules that let the user in, who must be a member. A partner needs a rule that names them or partners."""
        membership = user.membership
        authority, job_role = (membership.authority_id, membership.job_role_id) if membership else (None, None)
        roles = RoleGrant.objects.current().filter(Q(authority=None) | Q(authority=authority), user=user)
        general = Q(
            Q(authority=None) | Q(authority=authority) if authority else Q(authority=None),
            Q(job_role=None) | Q(job_role=job_role) if job_role else Q(job_role=None),
            Q(role="") | Q(role__in=roles.values("role")),
            person=None,
        )
        named = Q(person=user) & (Q(person_authority=None) | Q(person_authority=authority))
        return self.filter(named | (general & (Q(role=Role.PARTNER) | ~Q(_is_partner(user)))))

    def in_force(self):
        """Leave out rules that name someone who has left the authority that they were named in."""
        still_there = Membership.objects.current().filter(user=OuterRef("person"), authority=OuterRef("person_authority"))
        return self.filter(Q(person=None) | Q(person_authority=None) | Exists(still_there))


class AudienceRule(models.Model):
    """Lets in the members who match all that it names: an authority, a role, a job role. Or everyone, or one person.

    A board lets in anyone whom one of its rules lets in. A person who moves to another authority has to be named again.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="audience")
    everyone = models.BooleanField(default=False)
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    job_role = models.ForeignKey(JobRole, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person_authority = models.ForeignKey(
        Authority,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where the person worked when they were named. Empty if nowhere.",
    )

    objects = AudienceRuleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                # An empty rule must not open a board to everyone by accident.
                condition=Q(everyone=True, authority=None, role="", job_role=None, person=None)
                | Q(Q(authority__isnull=False) | ~Q(role="") | Q(job_role__isnull=False), everyone=False, person=None)
                | Q(everyone=False, authority=None, role="", job_role=None, person__isnull=False),
                name="community_audience_rule_names_someone",
            ),
            models.UniqueConstraint(
                fields=["board", "person"], condition=Q(person__isnull=False), name="community_audience_names_a_person_once"
            ),
        ]

    def __str__(self):
        return f"{self.board}: {self.people_words}"

    @property
    def people_words(self):
        """Return whom the rule lets in, without the authority: "people", "hub managers", "hub managers who are social workers"."""
        job = f"people who work as {self.job_role.title.lower()}" if self.job_role_id else ""
        if not self.role:
            return job or "people"
        role = f"{self.get_role_display().lower()}s"
        return f"{role} who work as {self.job_role.title.lower()}" if job else role


class BoardFacilitatorQuerySet(models.QuerySet):
    def current(self):
        """Return rows of people who are members with the role of facilitator today."""
        has_role = RoleGrant.objects.current().filter(user=OuterRef("user"), role=Role.FACILITATOR)
        is_member = Membership.objects.current().filter(user=OuterRef("user"))
        return self.filter(Exists(has_role), Exists(is_member), user__is_active=True)

    def active(self, user):
        """Return the user's rows as a facilitator, if they have the role of facilitator today."""
        has_role = RoleGrant.objects.current().filter(user=user, role=Role.FACILITATOR)
        return self.filter(Exists(has_role), user=user)


class BoardFacilitator(models.Model):
    """Someone who looks after a board. It counts only while they are a member with the role of facilitator."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="boards_looked_after")

    objects = BoardFacilitatorQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="community_facilitator_once_per_board")]

    def __str__(self):
        return f"{self.user}: {self.board}"


class BoardCounts(models.Model):
    """Counters of a board. They are not on Board, so that posting never changes a row that decides who may read."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, primary_key=True, related_name="counts")
    topics = models.PositiveIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)
    last_post = models.BigIntegerField(default=0, help_text="Key of the newest post, 0 for none.")

    class Meta:
        verbose_name_plural = "board counts"

    def __str__(self):
        return f"Counts of {self.board_id}"


class BoardOpeningQuerySet(models.QuerySet):
    def open_for(self, user):
        """Return openings by the user that have not ended, if they are still an administrator."""
        administers = RoleGrant.objects.current().filter(user=user, role=Role.ADMINISTRATOR)
        openings = self.filter(user=user, ends_at__gt=Now())
        return openings if user.is_superuser else openings.filter(Exists(administers))


class BoardOpening(models.Model):
    """An administrator opened a board that they may not read, for a while and for a reason. Members read about it in the board's log."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = BoardOpeningQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="community_opening_ends_after_it_starts")]

    def __str__(self):
        return f"{self.board} opened by {self.user}"


class BoardLogEntry(models.Model):
    """What facilitators and administrators did on a board, for its members to read. It never contains the text of a post."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    what = models.CharField(max_length=200, help_text="A sentence without the name of who did it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "board log entries"

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
