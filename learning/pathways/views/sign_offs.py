"""Pages on which a manager or a portfolio lead signs off what they saw of a colleague's practice."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.people.decorators import members_only
from learning.actions import sign_offs
from learning.actions.event_chain import EventIdTaken, EventVoided
from learning.models.records import EnrolmentStep, Item, SignOff, StepKind
from learning.outline import outline
from learning.pathways.forms import SignOffForm
from learning.pathways.views import get_or_post
from learning.permissions import may_see_record, people_to_sign_off
from learning.reports.person import record_look

SENT_BEFORE = "You have sent this form before. If this is another sign-off, sign off again: what you wrote is still here."


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why are you withdrawing it?",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read it. The sign-off and your reason both stay on the record.",
        error_messages={"required": "Write why you are withdrawing it", "max_length": "Write 200 characters or fewer"},
    )


@require_safe
@members_only
def people(request):
    """List the people whose practice the reader may sign off."""
    found = people_to_sign_off(request.user)
    if not found.exists():
        raise Http404
    return render(request, "learning/pathways/people_to_sign_off.html", {"people": found})


@get_or_post
@members_only
def sign_off(request, subject):
    """Write what you saw: signed off, it is on the record as observed in practice; otherwise only the words are sent."""
    who = get_object_or_404(people_to_sign_off(request.user), subject=subject)
    steps = _practice_steps(who)
    chosen = (request.POST or request.GET).get("module", "")
    step = steps.get(chosen)
    form = SignOffForm(
        request.POST or None,
        modules=_modules(steps),
        points=step.points if step else [],
        names=[who.first_name, request.user.first_name],
        initial={"module": chosen, "seen_on": timezone.localdate()},
    )
    event = _event_id(request)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, who, step, form.cleaned_data)
        except (EventIdTaken, EventVoided, sign_offs.SignedOffBefore):
            form.add_error(None, SENT_BEFORE)
            event = str(uuid4())
    sees_all = may_see_record(request.user, who)
    before = SignOff.objects.filter(member=who).select_related("observer", "module")
    if sees_all:
        record_look(by=request.user, person=who, at=timezone.now())
    else:
        before = before.filter(observer=request.user)
    context = {"who": who, "form": form, "step": step, "event": event, "before": before[:10], "may_see_record": sees_all}
    return render(request, "learning/pathways/sign_off.html", context, status=422 if form.is_bound else 200)


def _practice_steps(who):
    """Return {Item id as text: the EnrolmentStep} of what someone's pathways ask to see in practice."""
    steps = EnrolmentStep.objects.filter(enrolment__member=who, enrolment__ended_on=None, kind=StepKind.PRACTICE)
    return {str(step.modules[0]): step for step in steps if step.modules}


def _modules(steps):
    """Return what can be chosen, [(Item id, title)]: first what the pathways ask for, then every published module."""
    titles = dict(Item.objects.in_use().filter(kind=Item.Kind.MODULE).values_list("pk", "title"))
    published = [module.item_id for module in outline().values() if module.lessons and module.item_id in titles]
    rest = [(str(pk), titles[pk]) for pk in published if str(pk) not in steps]
    asked = [(pk, step.title) for pk, step in steps.items()]
    return [("Their pathway", asked), ("Any module", rest)] if asked else rest


def _event_id(request):
    try:
        return str(UUID(request.POST.get("event", "")))
    except ValueError:
        return str(uuid4())


def _save(request, who, step, cleaned):
    is_ready = cleaned["ready"] == "yes"
    module = get_object_or_404(Item.objects.in_use().filter(kind=Item.Kind.MODULE, structure__isnull=False), pk=cleaned["module"])
    sign_offs.sign_off(
        member=who,
        module=module,
        by=request.user,
        seen_on=cleaned["seen_on"],
        points=cleaned.get("points", []),
        words=cleaned["words"],
        is_ready=is_ready,
        event_id=UUID(_event_id(request)),
        at=timezone.now(),
        title=step.title if step else "",
        step_key=step.key if step else "",
    )
    if is_ready:
        messages.success(request, f"You have signed off “{step.title if step else module.title}” for {who}, under your name.")
    else:
        messages.success(request, f"{who} can read your words. Nothing goes on the record.")
    return redirect("learning:sign_off", who.subject)


@require_safe
@members_only
def practice(request, pk):
    """Show the reader what a colleague wrote about their own practice."""
    found = get_object_or_404(SignOff.objects.select_related("observer", "module"), pk=pk, member=request.user)
    return render(request, "learning/pathways/practice.html", {"found": found})


@get_or_post
@members_only
def withdraw(request, pk):
    """Withdraw one's own sign-off, with a reason."""
    own = SignOff.objects.filter(
        observer=request.user, withdrawn_at=None, member__in=people_to_sign_off(request.user).order_by().values("pk")
    )
    found = get_object_or_404(own.select_related("member", "module"), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_offs.withdraw(sign_off=found, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
            messages.success(request, "The sign-off is withdrawn. It and your reason stay on the record.")
        except sign_offs.AlreadyWithdrawn:
            messages.info(request, "It had been withdrawn before, so nothing was changed.")
        return redirect("learning:my_learning")
    return render(request, "learning/pathways/withdraw.html", {"form": form, "found": found}, status=422 if form.is_bound else 200)
