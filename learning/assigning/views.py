"""Pages for managers who assign modules, and the form on which a person says one is wrong for them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.components import join_with_and, plural
from cms.people.decorators import members_only
from cms.people.permissions import people_managed_by
from learning.actions import assigning, record
from learning.assigning.forms import BY_DATE, AnswerForm, AssignForm, DateForm, DatesForm, ObjectionForm, WaiveForm
from learning.assigning.selection import MAX_PEOPLE, items_of, modules_to_assign, people_to_choose
from learning.models.records import Assignment
from learning.progress import long_date
from learning.reports.cells import cell_of
from learning.reports.forms import TeamFilterForm
from learning.reports.matrix import modules_to_report
from learning.reports.person import record_look
from learning.reports.scope import get_scope
from learning.reports.views import managers_only

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@managers_only
def assign(request, kind, slug):
    """Choose modules, people, a date and a reason; check; then ask. Which of these it is, the pressed button says (`step`)."""
    scope, on = get_scope(request.user, kind, slug), timezone.localdate()
    everyone = scope.people(request.user)
    filters = TeamFilterForm(request.GET, people=everyone, modules=[])
    people = filters.filter(everyone, on=on)
    context = {"scope": scope, "filters": filters, "max_people": MAX_PEOPLE}
    if (count := people.count()) > MAX_PEOPLE:
        return render(request, "learning/assigning/too_many.html", {**context, "count": count})
    modules = modules_to_assign(everyone)
    step, typed = request.POST.get("step", ""), _typed(request)
    chosen = [module for module in modules if str(module.item_id) in typed["module"]]
    choices = people_to_choose(people, chosen, on=on)
    typed["person"] = _ticked(step, typed["person"], choices)
    offered = {
        "modules": [(str(module.item_id), module.title) for module in modules],
        "people": [(str(choice.person.subject), str(choice.person)) for choice in choices],
    }
    context |= {"modules": modules, "chosen": chosen, "choices": choices, "typed": typed, "roles": _roles(choices)}
    context["without_box"] = sum(not choice.can_be_asked for choice in choices)
    if step not in ("check", "send"):
        return render(request, "learning/assigning/assign.html", {**context, "form": AssignForm(initial=typed, **offered)})
    form = AssignForm(typed, **offered)
    subjects = set(typed["person"])
    to_ask = [choice for choice in choices if choice.can_be_asked and str(choice.person.subject) in subjects]
    if form.is_valid() and step == "send":
        return _send(request, scope, [choice.person for choice in to_ask], chosen, form)
    if form.is_valid() and not to_ask:
        form.add_error("person", "Everyone you chose has done this or been asked already. Choose someone else")
    if form.errors:
        return render(request, "learning/assigning/assign.html", {**context, "form": form}, status=422)
    return render(request, "learning/assigning/check.html", {**context, **_check_context(form, to_ask, choices, chosen, subjects)})


def _typed(request):
    """Return what was typed and ticked, as {field name: value}, also from a link with `module` and `person`."""
    data = request.POST or request.GET
    return {
        "module": data.getlist("module"),
        "person": data.getlist("person"),
        "when": data.get("when", BY_DATE),
        "due_on": data.get("due_on", ""),
        "reason": data.get("reason", ""),
    }


def _roles(choices):
    return sorted({choice.job_role for choice in choices if choice.job_role and choice.can_be_asked})


def _ticked(step, subjects, choices):
    """Return the ticked subjects after a button that ticks everyone of a job role ("role:Hub worker") or no one ("clear")."""
    if step == "clear":
        return []
    if not step.startswith("role:"):
        return subjects
    wanted = [str(choice.person.subject) for choice in choices if choice.can_be_asked and f"role:{choice.job_role}" == step]
    return list(dict.fromkeys([*subjects, *wanted]))


def _check_context(form, to_ask, choices, chosen, subjects):
    due_on = form.cleaned_data["due_on"]
    left_out = [choice for choice in choices if str(choice.person.subject) in subjects and not choice.can_be_asked]
    asks = [
        {
            "person": choice.person,
            "asked": [title for title, words in choice.states if words == "Not asked"],
            "kept": [f"{title}: {words}" for title, words in choice.states if words != "Not asked"],
        }
        for choice in to_ask
    ]
    return {
        "asks": asks,
        "left_out": left_out,
        "due_on": due_on,
        "reason": form.cleaned_data["reason"],
        "people_words": plural(len(to_ask), "person", "people"),
        "module_words": join_with_and([f"“{module.title}”" for module in chosen]),
        "by_words": f"by {long_date(due_on)}" if due_on else "with no due date",
    }


def _send(request, scope, members, chosen, form):
    asked = assigning.assign_to(
        members=members,
        modules=items_of(chosen),
        due_on=form.cleaned_data["due_on"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    if asked:
        messages.success(request, f"{plural(len(asked), 'person has', 'people have')} been asked. Each gets one email.")
    else:
        messages.info(request, "They had been asked already, so nothing was sent again.")
    return redirect(scope.report_url)


@get_or_post
@managers_only
def dates(request, kind, slug):
    """Change the due date of one module for several people. First choose the module, then the people and the date."""
    scope, on = get_scope(request.user, kind, slug), timezone.localdate()
    people = scope.people(request.user)
    modules = modules_to_report(people)
    chosen = next((module for module in modules if str(module.item_id) == request.GET.get("module")), None)
    context = {"scope": scope, "modules": modules, "chosen": chosen}
    if chosen is None:
        return render(request, "learning/assigning/dates.html", context)
    unfinished = Assignment.objects.newest_cycle().open().filter(member__in=people.order_by().values("pk"), module=chosen.item_id)
    found = {
        str(assignment.pk): assignment for assignment in unfinished.select_related("member", "module", "state").order_by("due_on", "pk")
    }
    choices = [(pk, f"{assignment.member}: {_due_words(assignment, on)}") for pk, assignment in found.items()]
    form = DatesForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        picked = [found[pk] for pk in form.cleaned_data["chosen"]]
        changed = assigning.change_due_dates(assignments=picked, due_on=due_on, by=request.user, on=on)
        messages.success(request, f"“{chosen.title}” is now due on {long_date(due_on)} for {plural(len(changed), 'person', 'people')}.")
        return redirect(scope.report_url)
    context |= {"form": form, "has_people": bool(found)}
    return render(request, "learning/assigning/dates.html", context, status=422 if form.is_bound else 200)


def _due_words(assignment, on):
    if assignment.due_on is None:
        return "no due date"
    return f"{'overdue since' if assignment.due_on < on else 'due'} {long_date(assignment.due_on)}"


@get_or_post
@managers_only
def asked(request, subject, uid):
    """Change the date of one person's module, waive it with a reason, or answer if they say that it is wrong for them."""
    who = get_object_or_404(people_managed_by(request.user), subject=subject)
    assignment = _newest(who, uid)
    if assignment is None:
        raise Http404
    now = timezone.now()
    record_look(by=request.user, person=who, at=now)
    forms = {
        "date": DateForm(initial={"due_on": assignment.due_on}, prefix="date"),
        "answer": AnswerForm(prefix="answer"),
        "waive": WaiveForm(prefix="waive"),
    }
    wish = request.POST.get("wish", "")
    if request.method == "POST" and wish in forms:
        form = forms[wish] = type(forms[wish])(request.POST, prefix=wish)
        if form.is_valid():
            return _change(request, who, assignment, wish, form.cleaned_data)
    bound = next((form for form in forms.values() if form.is_bound), None)
    context = {
        "who": who,
        "assignment": assignment,
        "cell": cell_of(assignment, on=timezone.localdate(now)),
        "forms": forms,
        "wrong": bound,
        "now": now,
    }
    return render(request, "learning/assigning/asked.html", context, status=422 if request.method == "POST" else 200)


def _change(request, who, assignment, wish, cleaned):
    title = assignment.module.title
    try:
        if wish == "date":
            assigning.change_due_date(assignment=assignment, due_on=cleaned["due_on"], by=request.user, on=timezone.localdate())
            due = f"due on {long_date(cleaned['due_on'])}" if cleaned["due_on"] else "due on no date"
            messages.success(request, f"“{title}” is now {due} for {who}.")
        elif wish == "waive":
            assigning.waive_module(assignment=assignment, by=request.user, reason=cleaned["waiver"], at=timezone.now())
            messages.success(request, f"“{title}” is waived for {who}. They can see why.")
        else:
            assigning.answer(assignment=assignment, words=cleaned["answer"], by=request.user)
            messages.success(request, f"{who} can read your answer beside the module.")
    except assigning.AlreadyComplete:
        messages.info(request, f"“{title}” is complete for {who}, so nothing was changed.")
    except assigning.NothingToAnswer:
        messages.info(request, f"{who} has had an answer already, so nothing was changed.")
    except record.NotOpenToYou:
        messages.error(request, f"“{title}” has no lessons to waive, so nothing was changed.")
    return redirect("learning:person", who.subject)


@get_or_post
@members_only
def wrong_for_me(request, uid):
    """Say that a module someone asked for is wrong for me. Managers see it until one answers."""
    assignment = _newest(request.user, uid)
    if assignment is None or not assignment.is_asked or not Assignment.objects.open().filter(pk=assignment.pk).exists():
        raise Http404
    form = ObjectionForm(request.POST or None, initial={"objection": assignment.objection})
    if request.method == "POST" and form.is_valid():
        try:
            assigning.object_to(assignment=assignment, words=form.cleaned_data["objection"], at=timezone.now())
            messages.success(request, "Your manager sees what you wrote at the top of their page. The answer will appear here.")
        except assigning.AlreadyComplete:
            messages.info(request, "You have completed this module, so there is nothing to answer any more.")
        return redirect("learning:my_learning")
    context = {"form": form, "module": assignment.module}
    return render(request, "learning/assigning/wrong_for_me.html", context, status=422 if form.is_bound else 200)


def _newest(person, uid):
    """Return the person's newest assignment of the module with this uid, or None."""
    assignments = Assignment.objects.of(person).filter(module__uid=uid).select_related("module", "state", "asked_by", "member")
    return assignments.order_by("-cycle").first()
