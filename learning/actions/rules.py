"""Rules about who is asked for a pathway or a module, and applying them: every night and whenever someone moves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.people.mailer import absolute_url, send_email
from cms.people.models import Authority, Membership, User
from learning.actions import pathways, record
from learning.clocks import date_within
from learning.models.records import Assignment, Enrolment, Rule
from learning.models.records.assignments import MAX_REASON

BY_RULE = "rule "
# What people opened by themselves, or were observed in, before anyone asked: a rule takes it over and gives it a date.
UNASKED = Q(occasion="", asked_by__isnull=True, due_on__isnull=True) & (Q(state__isnull=True) | Q(state__completed_at__isnull=True))


@transaction.atomic
def make_rule(*, by, at, authority, pathway=None, module=None, **fields):
    """Make a rule, ask everyone it names at once, and return it. The same rule again is the one that exists, with what it says now."""
    Authority.objects.select_for_update(no_key=True).only("pk").get(pk=authority.pk)  # two clicks on Save make one rule
    wanted = {"authority": authority, "pathway": pathway, "module": module}
    whom = {name: fields.get(name) for name in ("hub", "job_role", "member")}
    existing = Rule.objects.filter(ended_at__isnull=True, **_exactly({**wanted, **whom})).first()
    if existing:
        changes = {name: fields[name] for name in ("number", "unit", "reason") if name in fields}
        if Rule.objects.filter(pk=existing.pk).exclude(**changes).update(**changes):
            existing.refresh_from_db()
            add_entry(what=AuditEntry.What.RULE, by=by, about=existing.member, authority=authority, words=f"Changed: {existing.what}"[:200])
        return existing
    rule = Rule.objects.create(**wanted, **fields, made_by=by, made_at=at)
    add_entry(what=AuditEntry.What.RULE, by=by, about=rule.member, authority=authority, words=f"Made: {rule.what}"[:200])
    apply_rules(at=at, user_ids=[membership.user_id for membership in members_of(rule)])
    return rule


def _exactly(values):
    return {name if value is not None else f"{name}__isnull": value if value is not None else True for name, value in values.items()}


@transaction.atomic
def end_rule(*, rule, by, at):
    """End a rule. People whom no other rule asks are no longer asked for what they have not begun. Ending it again changes nothing."""
    if not Rule.objects.filter(pk=rule.pk, ended_at__isnull=True).update(ended_at=at):
        return
    add_entry(what=AuditEntry.What.RULE, by=by, about=rule.member, authority=rule.authority, words=f"Ended: {rule.what}"[:200])
    asked = {*Enrolment.objects.current().filter(rule=rule).values_list("member", flat=True)}
    asked |= {*Assignment.objects.filter(occasion=rule.occasion).values_list("member", flat=True)}
    apply_rules(at=at, user_ids=asked)


def members_of(rule):
    """Return the current memberships that a rule, saved or not, is about."""
    chosen = {"authority": rule.authority, "hub": rule.hub, "job_role": rule.job_role, "user": rule.member}
    chosen = {name: value for name, value in chosen.items() if value is not None}
    return Membership.objects.current().filter(**chosen, user__is_active=True)


@dataclass(frozen=True)
class Asked:
    """What a rule would do for one person: is anything new for them, and in words."""

    person: User
    is_new: bool
    words: str
    due_on: date | None = None


def who_would_be_asked(rule, *, at):
    """Return an Asked for each person a rule is about, by name, without changing anything. Takes two queries."""
    on = timezone.localdate(at)
    members = list(members_of(rule).select_related("user").order_by("user__last_name", "user__first_name", "user__pk"))
    users = [membership.user_id for membership in members]
    if rule.pathway is not None:
        existing = {row.member_id: row for row in Enrolment.objects.filter(pathway=rule.pathway, member__in=users)}
        return [_would_enrol(membership, existing.get(membership.user_id), on=on) for membership in members]
    newest = Assignment.objects.filter(module=rule.module, member__in=users).select_related("state").order_by("cycle")
    assignments = {row.member_id: row for row in newest}
    return [_would_assign(rule, membership, assignments.get(membership.user_id), on=on) for membership in members]


def _would_enrol(membership, enrolment, *, on):
    if enrolment is None:
        return Asked(membership.user, True, "New. Dates run from", pathways.start_for(membership, on=on))
    if enrolment.ended_on is not None:
        return Asked(membership.user, True, "Was on it before, and carries on from there")
    return Asked(membership.user, False, "Is on it already, since", enrolment.started_on)


def _would_assign(rule, membership, assignment, *, on):
    if assignment is None or (assignment.lapsed_at and not hasattr(assignment, "state")):
        return Asked(membership.user, True, "New, due", due_on_of(rule, membership, on=on))
    state = getattr(assignment, "state", None)
    if state and state.completed_at:
        return Asked(membership.user, False, "Done", timezone.localdate(state.completed_at))
    if not (assignment.occasion or assignment.asked_by_id or assignment.due_on):
        return Asked(membership.user, True, "Has begun it by themselves. Due", due_on_of(rule, membership, on=on))
    return Asked(membership.user, False, "Has it already", assignment.due_on)


def due_on_of(rule, membership, *, on):
    """Return by when someone who is asked on the date `on` is to do the module of a rule."""
    return date_within(pathways.start_for(membership, on=on), rule.number, rule.unit)


def apply_rules(*, at, user_ids=None):
    """Ask everyone for what the rules say, and stop asking for what none says any more. Return how many people were asked or released.

    `user_ids` limits it to these people, whose authority may have changed. Running it again changes nothing. The number of queries
    depends on what is new, not on how many people there are.
    """
    if user_ids is not None:
        _lock(user_ids)
    wanted = _wanted(user_ids)
    existing = _enrolments(user_ids)
    # First what ends: a module that it shares with another rule or pathway is asked for again below.
    released = _stop_asking(wanted, existing, user_ids, at)
    asked = _apply_pathways(wanted, existing, released, at) | _apply_modules(wanted, user_ids, at)
    return len(released | asked)


def _lock(user_ids):
    """Lock the people in the order of their keys, so that two managers' rules about the same people cannot wait for each other."""
    with transaction.atomic():
        list(User.objects.select_for_update(no_key=True).filter(pk__in=list(user_ids)).order_by("pk").values_list("pk"))


def _wanted(user_ids):
    """Return {(user id, pathway id or None, module id or None): (Membership, Rule)}; where several rules ask, the oldest counts."""
    rules: dict[int, list[Rule]] = defaultdict(list)
    for rule in Rule.objects.filter(ended_at__isnull=True).select_related("pathway", "module", "made_by").order_by("made_at", "pk"):
        rules[rule.authority_id].append(rule)
    members = Membership.objects.current().filter(authority__in=rules, user__is_active=True).select_related("user", "authority")
    if user_ids is not None:
        members = members.filter(user__in=user_ids)
    found: dict[tuple, tuple] = {}
    for membership in members:
        membership.user.standing = membership
        for rule in rules[membership.authority_id]:
            if _is_about(rule, membership):
                found.setdefault((membership.user_id, rule.pathway_id, rule.module_id), (membership, rule))
    return found


def _is_about(rule, membership):
    return (
        (rule.hub_id is None or rule.hub_id == membership.hub_id)
        and (rule.job_role_id is None or rule.job_role_id == membership.job_role_id)
        and (rule.member_id is None or rule.member_id == membership.user_id)
    )


def _enrolments(user_ids):
    """Return {(user id, pathway id): Enrolment}."""
    enrolments = Enrolment.objects.select_related("member", "pathway", "rule")
    if user_ids is not None:
        enrolments = enrolments.filter(member__in=user_ids)
    return {(row.member_id, row.pathway_id): row for row in enrolments}


def _stop_asking(wanted, existing, user_ids, at):
    """End enrolments and lapse modules that no rule asks for any more. Return the keys of the people."""
    released = set()
    for (user_id, pathway_id), enrolment in existing.items():
        if enrolment.ended_on is None and (user_id, pathway_id, None) not in wanted:
            pathways.end_enrolment(enrolment=enrolment, at=at)
            released.add(user_id)
    given = Assignment.objects.filter(lapsed_at__isnull=True, occasion__startswith=BY_RULE, state__isnull=True)
    for assignment in given if user_ids is None else given.filter(member__in=user_ids):
        if (assignment.member_id, None, assignment.module_id) not in wanted:
            pathways.lapse(assignment.member_id, [assignment.occasion], at=at)
            released.add(assignment.member_id)
    return released


def _in_order(wanted):
    return sorted(wanted.items(), key=lambda entry: entry[0][0])


def _apply_pathways(wanted, existing, released, at):
    published, changed = pathways.newest_numbers(), set()
    for (user_id, pathway_id, _), (membership, rule) in _in_order(wanted):
        if pathway_id is None or pathway_id not in published:
            continue
        enrolment = existing.get((user_id, pathway_id))
        is_new = enrolment is None or enrolment.ended_on is not None
        if is_new or enrolment.authority_id != membership.authority_id:
            pathways.enrol(member=membership.user, pathway=rule.pathway, rule=rule, at=at)
            if is_new:
                changed.add(user_id)
                _tell(membership.user, rule, at)
            continue
        if enrolment.rule_id != rule.pk:
            Enrolment.objects.filter(pk=enrolment.pk).update(rule=rule)
        if user_id in released:
            pathways.ask_for_modules(enrolment, at=at)
    return changed


def _apply_modules(wanted, user_ids, at):
    on, changed = timezone.localdate(at), set()
    by_rule = {key: value for key, value in _in_order(wanted) if key[2] is not None}
    asked = Assignment.objects.filter(lapsed_at__isnull=True, module__in={key[2] for key in by_rule})
    if user_ids is not None:
        asked = asked.filter(member__in=user_ids)
    have = set(asked.exclude(UNASKED).values_list("member", "module"))
    for (user_id, _, module_id), (membership, rule) in by_rule.items():
        if (user_id, module_id) in have or rule.module.retired_at is not None:
            continue
        due_on = due_on_of(rule, membership, on=on)
        reason = rule.reason[:MAX_REASON]
        record.assign(member=membership.user, module=rule.module, due_on=due_on, by=None, at=at, occasion=rule.occasion, reason=reason)
        changed.add(user_id)
        _tell(membership.user, rule, at)
    return changed


def _tell(member, rule, at):
    """Email someone that there is something new for them. No titles: what someone learns is private."""
    send_email(
        to=member,
        template="learning/emails/asked_by_rule.txt",
        name=member.first_name,
        is_pathway=rule.pathway_id is not None,
        link=absolute_url("learning:my_learning"),
    )
