"""Publishing pathways, and putting people on them."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.models import User
from learning.actions import record
from learning.models.pathways import module_pages
from learning.models.records import (
    Assignment,
    Enrolment,
    EnrolmentStep,
    HiddenStep,
    Item,
    LocalStep,
    PathwayVersion,
    StepKind,
)
from learning.models.records.assignments import MAX_REASON

# Someone who began to work here this recently is new, and their dates run from that day. For everyone else they run from the asking.
NEW_FOR_DAYS = 30
STEP_FIELDS = ["key", "kind", "title", "modules", "needed", "page_id", "points", "number", "unit", "is_optional"]


@transaction.atomic
def pathway_published(*, pathway, at):
    """Store a new version of the pathway if its steps have changed since the last, and return the newest PathwayVersion."""
    steps = steps_as_published(pathway)
    newest = pathway.versions.order_by("-number").first()
    if newest and (newest.steps, newest.needs_sign_off) == (steps, pathway.needs_sign_off):
        return newest
    return PathwayVersion.objects.create(
        pathway=pathway,
        number=newest.number + 1 if newest else 1,
        steps=steps,
        needs_sign_off=pathway.needs_sign_off,
        what_changed=pathway.what_changed if newest else "",
        made_at=at,
    )


def steps_as_published(pathway):
    """Return the steps as a list of {field: value}; see STEP_FIELDS."""
    pages = {page.pk: page for block in pathway.steps for page in module_pages(block)}
    items = dict(Item.objects.filter(page__in=pages, kind=Item.Kind.MODULE).values_list("page_id", "pk"))
    return [_as_step(block, items) for block in pathway.steps]


def _as_step(block, items):
    value, modules = block.value, module_pages(block)
    page = value.get("page")
    return {
        "key": block.id,
        "kind": block.block_type,
        "title": modules[0].title if block.block_type == StepKind.MODULE and modules else value["title"],
        "modules": [items[page.pk] for page in modules if page.pk in items],
        "needed": value.get("needed") or 1,
        "page_id": page.pk if page else None,
        "points": list(value.get("points", [])),
        "number": value["number"],
        "unit": value["unit"],
        "is_optional": bool(value.get("is_optional")),
    }


def steps_for(version, authority):
    """Return the steps that newcomers of an authority get: [({field: value}, added by the authority)], in order."""
    hidden = set(HiddenStep.objects.filter(pathway=version.pathway_id, authority=authority).values_list("key", flat=True))
    network = [(step, False) for step in version.steps if not (step["is_optional"] and step["key"] in hidden)]
    local = LocalStep.objects.filter(pathway=version.pathway_id, authority=authority).values(*STEP_FIELDS)
    return [*network, *((step, True) for step in local)]


def start_for(membership, *, on):
    """Return the day from which the dates of someone who is asked on the date `on` run; see NEW_FOR_DAYS."""
    since = membership.employed_since
    return since if since and (on - since).days <= NEW_FOR_DAYS else on


@transaction.atomic
def enrol(*, member, pathway, rule, at):
    """Put the member on the newest version of the pathway because of a Rule, and return the Enrolment.

    Someone who is on it keeps their version and dates. Someone who comes back finds what they did, and what is left moves by the days
    they were not on it. Repeating it changes nothing.
    """
    on = timezone.localdate(at)
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    membership = member.membership
    version = pathway.versions.order_by("-number").first()
    enrolment = Enrolment.objects.filter(member=member, pathway=pathway).select_related("version").first()
    if enrolment is None:
        started_on = start_for(membership, on=on)
        enrolment = Enrolment.objects.create(member=member, pathway=pathway, version=version, rule=rule, started_on=started_on, made_at=at)
    elif enrolment.ended_on is not None:
        _move_dates(enrolment, on - enrolment.ended_on)
        enrolment.ended_on = None
    enrolment.rule, enrolment.authority = rule, membership.authority
    enrolment.save()
    fit_steps(enrolment, membership.authority, at=at)
    return enrolment


def _move_dates(enrolment, gap):
    steps = list(enrolment.steps.filter(done_on__isnull=True))
    for step in steps:
        step.due_on += gap
    EnrolmentStep.objects.bulk_update(steps, ["due_on"])


def fit_steps(enrolment, authority, *, at):
    """Give the enrolment the steps of its version in the authority, keeping the dates of those it has, and ask for their modules."""
    existing = {step.key: step for step in enrolment.steps.all()}
    wanted = steps_for(enrolment.version, authority)
    gone = [step for key, step in existing.items() if key not in {step["key"] for step, _ in wanted}]
    lapse(enrolment.member_id, [step.occasion for step in gone], at=at)
    EnrolmentStep.objects.filter(pk__in=[step.pk for step in gone if step.done_on is None]).delete()
    if gone:  # another pathway may ask for the same modules
        for other in (
            Enrolment.objects.current().filter(member=enrolment.member_id).exclude(pk=enrolment.pk).select_related("pathway", "rule")
        ):
            ask_for_modules(other, at=at)
    new = []
    for position, (fields, is_local) in enumerate(wanted, start=1):
        step = existing.get(fields["key"])
        if step is None:
            step = EnrolmentStep(enrolment=enrolment, **fields)
            start = max(enrolment.started_on, timezone.localdate(at)) if existing else enrolment.started_on
            step.due_on, step.added_by = step.due_from(start), authority if is_local else None
            new.append(step)
        step.position = position
        for name, value in fields.items():
            setattr(step, name, value)
    EnrolmentStep.objects.bulk_create(new)
    kept = [step for key, step in existing.items() if step not in gone]
    EnrolmentStep.objects.bulk_update(kept, ["position", *STEP_FIELDS[1:]])
    _ask_for_modules(enrolment, [*kept, *new], at=at)


def ask_for_modules(enrolment, *, at):
    """Ask for the modules of the steps the person has. What they were asked for already stays as it is."""
    _ask_for_modules(enrolment, list(enrolment.steps.all()), at=at)


def _ask_for_modules(enrolment, steps, *, at):
    required = [step for step in steps if step.kind == StepKind.MODULE and not step.is_optional and step.modules]
    items = Item.objects.in_use().in_bulk([step.modules[0] for step in required])
    reason = f"It is part of “{enrolment.pathway}”. {enrolment.rule.reason if enrolment.rule else ''}".strip()[:MAX_REASON]
    for step in required:
        if (module := items.get(step.modules[0])) is not None:
            step.enrolment = enrolment
            record.assign(member=enrolment.member, module=module, due_on=step.due_on, by=None, at=at, occasion=step.occasion, reason=reason)


@transaction.atomic
def end_enrolment(*, enrolment, at):
    """End the enrolment because no rule asks for it any more. What was done stays; modules that were not begun are not asked for."""
    enrolment.ended_on = timezone.localdate(at)
    enrolment.save(update_fields=["ended_on"])
    lapse(enrolment.member_id, [step.occasion for step in enrolment.steps.select_related("enrolment")], at=at)


def lapse(member_id, occasions, *, at):
    """Stop asking for what these occasions asked for, where nothing was begun and no person has asked for it too."""
    asked = Assignment.objects.filter(member=member_id, occasion__in=occasions, asked_by__isnull=True)
    asked.filter(state__isnull=True, lapsed_at__isnull=True).update(lapsed_at=at)


@transaction.atomic
def move_to_newest(*, pathway, authority, at):
    """Give everyone of the authority who is on the pathway its newest version, and return how many changed. Dates they have stay."""
    newest = pathway.versions.order_by("-number").first()
    here = Enrolment.objects.current().filter(pathway=pathway, member__memberships__authority=authority, member__memberships__ended_on=None)
    older = list(here.exclude(version=newest).select_related("member", "pathway", "rule").order_by("member"))
    for enrolment in older:
        enrolment.version = newest
        enrolment.save(update_fields=["version"])
        fit_steps(enrolment, authority, at=at)
    return len(older)


@transaction.atomic
def mark_session(*, step, done_on, by):
    """Record that someone took part in a live session on the date `done_on`, or that they did not, for None."""
    step.done_on, step.done_by = done_on, by if done_on else None
    step.save(update_fields=["done_on", "done_by"])
    _log(step.enrolment, by, "Took part" if done_on else "Took no part after all", step.title)


@transaction.atomic
def sign_off_pathway(*, enrolment, by, at):
    """Record that a manager says the person is ready. Signing again changes nothing."""
    if Enrolment.objects.filter(pk=enrolment.pk, signed_off_at__isnull=True).update(signed_off_at=at, signed_off_by=by):
        _log(enrolment, by, "Signed off", str(enrolment.pathway))


def _log(enrolment, by, what, title):
    membership = enrolment.member.membership
    authority = membership and membership.authority
    add_entry(what=AuditEntry.What.PATHWAY, by=by, about=enrolment.member, authority=authority, words=f"{what}: {title}"[:200])


def newest_numbers():
    """Return {pathway id: number of its newest version}."""
    return dict(PathwayVersion.objects.values_list("pathway").annotate(Max("number")).order_by())
