"""Where people are on their pathways. The number of queries does not depend on how many people or steps there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from cms.components import plural
from cms.page_tree.snapshot import current_tree
from learning.actions.absences import absences_of
from learning.clocks import days_held
from learning.models.records import Assignment, Enrolment, EnrolmentStep, Item, SignOff
from learning.outline import outline
from learning.reports.cells import DUE_SOON, cell_of, short_date

OPTIONAL = "Optional"


@dataclass(frozen=True)
class StepRow:
    """A step with its state (a key of cells.STATES), in words. `options` are the modules of a choice: [{"title", "url", "is_done"}]."""

    step: EnrolmentStep
    state: str
    words: str
    due_on: date
    title: str
    url: str | None = None
    options: list = field(default_factory=list)

    @property
    def is_done(self):
        return self.state in ("done", "waived")

    @property
    def is_required(self):
        return not self.step.is_optional


@dataclass(frozen=True)
class PathwayProgress:
    """One person's pathway: its steps in order, and what is left."""

    enrolment: Enrolment
    rows: list

    @property
    def done(self):
        return sum(row.is_done for row in self.rows if row.is_required)

    @property
    def asked(self):
        return sum(row.is_required for row in self.rows)

    @property
    def next_row(self):
        return next((row for row in self.rows if row.is_required and not row.is_done), None)

    @property
    def needs_sign_off(self):
        return self.enrolment.version.needs_sign_off and self.enrolment.signed_off_at is None

    @property
    def is_ready_to_sign(self):
        return self.needs_sign_off and self.next_row is None

    @property
    def words(self):
        """Return where they are, such as "4 of 9 steps done"."""
        return f"{self.done} of {plural(self.asked, 'step')} done"


def progress_of(enrolments, *, on):
    """Return a PathwayProgress for each enrolment (with version, member and pathway), on the date `on`. Takes five queries."""
    enrolments = list(enrolments)
    if not enrolments:
        return []
    members = [enrolment.member_id for enrolment in enrolments]
    steps: dict[int, list] = defaultdict(list)
    for step in EnrolmentStep.objects.filter(enrolment__in=enrolments).order_by("position", "pk"):
        steps[step.enrolment_id].append(step)
    module_ids = {module_id for rows in steps.values() for step in rows for module_id in step.modules}
    facts = _Facts(members, module_ids, on)
    return [PathwayProgress(enrolment, [facts.row_of(enrolment, step) for step in steps[enrolment.pk]]) for enrolment in enrolments]


def enrolments_of(people):
    """Return the enrolments of these people with what progress_of() reads, those of today first."""
    enrolments = Enrolment.objects.filter(member__in=people).select_related("member", "pathway", "version", "rule", "signed_off_by")
    return enrolments.order_by("ended_on", "pathway__title", "pk")


class _Facts:
    """What people did about these modules, read once for all of them."""

    def __init__(self, members, module_ids, on):
        self.on = on
        assignments = Assignment.objects.filter(member__in=members, module__in=module_ids).select_related("state", "module")
        self.assignments: dict = {(row.member_id, row.module_id): row for row in assignments.order_by("cycle")}
        self.sign_offs: dict = {
            (row.member_id, row.module_id): row
            for row in SignOff.objects.counting_on(on)
            .filter(member__in=members, module__in=module_ids)
            .select_related("observer")
            .order_by("pk")
        }
        self.absences = absences_of(members)
        pages = {module.item_id: page_id for page_id, module in outline().items()}
        titles = dict(Item.objects.filter(pk__in=module_ids).values_list("pk", "title"))
        tree = current_tree()
        self.urls: dict = {pk: tree.url(pages[pk]) if pk in pages and tree.is_open(pages[pk]) else None for pk in module_ids}
        self.titles: dict = titles

    def row_of(self, enrolment, step):
        due_on = self._due_on(enrolment, step)
        return getattr(self, f"_{step.kind}")(enrolment.member_id, step, due_on)

    def _due_on(self, enrolment, step):
        since = timezone.localdate(enrolment.made_at)
        held = days_held(step.due_on, since=since, absences=self.absences.get(enrolment.member_id, []))
        return step.due_on + timedelta(days=held)

    def _module(self, member_id, step, due_on):
        module_id = step.modules[0] if step.modules else None
        assignment = self.assignments.get((member_id, module_id))
        cell = cell_of(assignment, on=self.on)
        title, url = self.titles.get(module_id, step.title), self.urls.get(module_id)
        if cell.state == "not-asked":
            return StepRow(step, "not-asked", OPTIONAL if step.is_optional else "Not open today", due_on, title, url)
        return StepRow(step, cell.state, cell.words, assignment.due_on or due_on, title, url)

    def _choice(self, member_id, step, due_on):
        cells = {pk: cell_of(self.assignments.get((member_id, pk)), on=self.on) for pk in step.modules}
        done = sum(cell.state in ("done", "waived") for cell in cells.values())
        options = [
            {"title": self.titles.get(pk, ""), "url": self.urls.get(pk), "is_done": cell.state in ("done", "waived")}
            for pk, cell in cells.items()
        ]
        words = f"{done} of {step.needed}"
        if done >= step.needed:
            return StepRow(step, "done", f"{words} done", due_on, step.title, options=options)
        state, due_words = self._open(step, due_on, is_begun=bool(done))
        return StepRow(step, state, f"{words} done. {due_words}", due_on, step.title, options=options)

    def _session(self, member_id, step, due_on):
        tree = current_tree()
        url = tree.url(step.page_id) if step.page_id and tree.is_open(step.page_id) else None
        if step.done_on and step.done_on <= self.on:
            return StepRow(step, "done", f"Took part {short_date(step.done_on, today=self.on)}", due_on, step.title, url)
        state, words = self._open(step, due_on)
        return StepRow(step, state, words, due_on, step.title, url)

    def _practice(self, member_id, step, due_on):
        sign_off = self.sign_offs.get((member_id, step.modules[0] if step.modules else None))
        if sign_off:
            by = f" by {sign_off.observer}" if sign_off.observer else ""
            return StepRow(step, "done", f"Observed {short_date(sign_off.seen_on, today=self.on)}{by}", due_on, step.title)
        state, words = self._open(step, due_on)
        return StepRow(step, state, words, due_on, step.title)

    def _open(self, step, due_on, *, is_begun=False):
        if step.is_optional:
            return "not-asked", OPTIONAL
        words = short_date(due_on, today=self.on)
        if due_on < self.on:
            return "overdue", f"Overdue {words}"
        if due_on <= self.on + DUE_SOON:
            return "due", f"Due {words}"
        return ("started" if is_begun else "not-started"), f"By {words}"
