"""Pages for managers: the rules of a hub or an authority, and a new one with a look at whom it would ask."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cms.components import plural
from cms.people.models import Hub, JobRole
from cms.people.permissions import people_managed_by
from learning.actions.rules import end_rule, make_rule, who_would_be_asked
from learning.assigning.selection import modules_to_assign
from learning.models.pathways import Pathway
from learning.models.records import Item, Rule
from learning.pathways.forms import PATHWAY, RuleForm
from learning.pathways.views import get_or_post
from learning.reports.scope import get_scope
from learning.reports.views import managers_only

MAX_SHOWN = 200


def rules_of(scope, user):
    """Return the rules of today in a Scope that the user may end: a hub's, or all of an authority."""
    rules = Rule.objects.filter(ended_at__isnull=True, authority=scope.authority)
    if scope.hub:
        people = people_managed_by(user).order_by().values("pk")
        rules = rules.filter(hub=scope.hub) | rules.filter(hub__isnull=True, member__in=people)
    return rules.select_related("authority", "hub", "job_role", "member", "pathway", "module", "made_by")


@get_or_post
@managers_only
def rules(request, kind, slug):
    """List whom the rules ask for what. One can be ended; what people have begun stays."""
    scope = get_scope(request.user, kind, slug)
    found = rules_of(scope, request.user)
    if request.method == "POST":
        pk = request.POST.get("rule", "")
        rule = get_object_or_404(found, pk=pk if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None)
        end_rule(rule=rule, by=request.user, at=timezone.now())
        messages.success(request, "The rule has ended. What people have begun stays on their record.")
        return redirect(scope.url("rules"))
    return render(request, "learning/pathways/rules.html", {"scope": scope, "rules": found})


@get_or_post
@managers_only
def new_rule(request, kind, slug):
    """Choose what and whom; look at who would be asked; then save. Which of these it is, the pressed button says (`step`)."""
    scope, now = get_scope(request.user, kind, slug), timezone.now()
    person = _person(request)
    form = RuleForm(
        request.POST or None,
        pathways=Pathway.objects.filter(live=True),
        modules=modules_to_assign(scope.people(request.user)),
        hubs=Hub.objects.filter(authority=scope.authority),
        hub=scope.hub,
    )
    if person is not None:
        form.fields.pop("hub", None)
        form.fields.pop("job_role", None)
    step = request.POST.get("step", "")
    context = {"scope": scope, "form": form, "person": person}
    if not form.is_bound or step == "change" or not form.is_valid():
        status = 422 if form.is_bound and step != "change" else 200
        return render(request, "learning/pathways/new_rule.html", context, status=status)
    rule = _rule_of(form.cleaned_data, scope, person)
    if step == "save":
        fields = {name: getattr(rule, name) for name in ("authority", "hub", "job_role", "member", "pathway", "module")}
        make_rule(by=request.user, at=now, **fields, number=rule.number, unit=rule.unit, reason=rule.reason)
        messages.success(request, "The rule is saved. Everyone it asks gets one email. Newcomers are asked on their first day.")
        return redirect("learning:person", person.subject) if person else redirect(scope.url("rules"))
    asked = who_would_be_asked(rule, at=now)
    context |= {
        "rule": rule,
        "asked": asked[:MAX_SHOWN],
        "more": max(0, len(asked) - MAX_SHOWN),
        "new_words": plural(sum(person.is_new for person in asked), "person", "people"),
        "kept": sum(not person.is_new for person in asked),
        "kept_words": plural(sum(not person.is_new for person in asked), "person", "people"),
    }
    return render(request, "learning/pathways/check_rule.html", context)


def _person(request):
    """Return the one person the rule is to be about, whom the user manages, or None if none is named. Raises Http404."""
    subject = (request.POST or request.GET).get("person", "")
    if not subject:
        return None
    try:
        return get_object_or_404(people_managed_by(request.user), subject=UUID(subject))
    except ValueError:
        raise Http404 from None


def _rule_of(cleaned, scope, person):
    """Return an unsaved Rule."""
    kind, _, pk = cleaned["what"].partition(":")
    job_role = cleaned.get("job_role")
    return Rule(
        authority=scope.authority,
        hub=None if person else scope.hub or cleaned.get("hub"),
        job_role=job_role if isinstance(job_role, JobRole) else None,
        member=person,
        pathway=Pathway.objects.get(pk=pk) if kind == PATHWAY else None,
        module=None if kind == PATHWAY else Item.objects.get(pk=pk),
        number=cleaned.get("number") or 4,
        unit=cleaned.get("unit") or "week",
        reason=cleaned.get("reason", ""),
    )
