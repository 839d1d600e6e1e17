"""Writing a case study: the list of your own, the draft, the second author."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casestudies.actions import drafts
from casestudies.actions.story_page import TEXTS, build_page
from casestudies.actions.submit import record_answers
from casestudies.forms.contribute import ContributeForm, PasteForm, SecondAuthorForm, SwapForm
from casestudies.identifiers import whole_story_of
from casestudies.models import CaseStudyPage, Submission
from casestudies.pasted_headings import parts_of
from casestudies.permissions import may_write
from casestudies.swap_name import swap
from casestudies.views.access import authors_only, contributors_only
from cms.components import plural
from cms.page_tree.snapshot import current_tree
from cms.people.permissions import may_use_desk, safeguarding_contact

TOO_MUCH = "This is too long to be saved, or you have too many drafts. Your words are still here."


def too_late(request, submission, texts):
    """Show what was typed into a form of a case study that is no longer where it was when the form was opened."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"too_late": True}, status=409)
    context = {"submission": submission, "texts": [(label, text) for label, text in texts if text], "crumbs": crumbs(("Too late", ""))}
    return render(request, "casestudies/too_late.html", context, status=409)


def crumbs(*titles):
    """Return the breadcrumb of a page of case studies: (title, url) pairs, the last without a URL."""
    index = current_tree().first_live("casestudies.casestudyindexpage")
    first = [{"title": "Case studies", "url": index.url}] if index and index.url else []
    return [*first, *({"title": title, "url": url} for title, url in titles)]


def own_crumbs(title):
    """Return the breadcrumb of a page about one of the user's own case studies."""
    return crumbs(("Your case studies", reverse("casestudies:contribute")), (title, ""))


@require_safe
@contributors_only
def contribute(request):
    """List the user's case studies with their states, and offer to start one."""
    rows = Submission.objects.written_by(request.user).select_related("page")
    # Pages that trainers wrote at the desk, with words that nobody has approved yet.
    waiting = CaseStudyPage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).order_by("path")
    desk_pages = list(waiting[:20]) if may_use_desk(request.user) else []
    context = {"rows": rows, "desk_pages": desk_pages, "crumbs": crumbs(("Your case studies", ""))}
    return render(request, "casestudies/contribute.html", context)


@require_POST
@contributors_only
def start(request):
    """Start a case study."""
    try:
        submission = drafts.start_submission(by=request.user, at=timezone.now())
    except drafts.TooMuch:
        messages.warning(request, "You have a lot of drafts. Finish or delete one first.")
        return redirect("casestudies:contribute")
    return redirect("casestudies:write", submission.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def write(request, submission):
    """Write the case study: save it, swap a name, paste it as a whole, and check it for names and places."""
    if not may_write(request.user, submission):
        if request.method == "POST":
            form = ContributeForm(request.POST)
            return too_late(request, submission, [(form[name].label, form[name].value()) for name in TEXTS])
        return redirect("casestudies:where", submission.uid)
    page = _WritePage(request, submission)
    if request.method != "POST":
        return page.show(ContributeForm(initial={**submission.fields, "draft_version": submission.version}))
    form = ContributeForm(request.POST, answers=submission.answers.all())
    steps = {"draft": page.save, "leave": page.leave, "swap": page.swap, "paste": page.paste, "check": page.check}
    return steps.get(request.POST.get("wish", "draft"), page.save)(form)


class _WritePage:
    """The page of the draft: each method is what one of its buttons does."""

    def __init__(self, request, submission):
        self.request, self.submission = request, submission

    def show(self, form, status=200, **more):
        parts = form.parts
        stopped = next((part for part in parts if any(field.name == self.submission.stopped_in for field in part["fields"])), None)
        context = {
            "form": form,
            "parts": parts,
            "stopped": stopped,
            "written_count": sum(part["is_written"] for part in parts),
            "part_count": len(parts),
            "submission": self.submission,
            "swap_form": SwapForm(),
            "paste_form": PasteForm(),
            "co_author": self._co_author(),
            "contact": safeguarding_contact(self.request.user),
            "crumbs": own_crumbs(self.submission.title or "Without a title yet"),
        }
        return render(self.request, "casestudies/write.html", {**context, **more}, status=status)

    def _co_author(self):
        submission = self.submission
        return submission.second_author if submission.author_id == self.request.user.pk else submission.author

    def _saved(self, form):
        """Save what was typed. Return None, or the response that says why it could not be saved."""
        by_script = self.request.headers.get("X-Requested-With") == "fetch"
        try:
            self.submission = drafts.save_draft(
                submission=self.submission, fields=form.typed(), version=form.sent_version, at=timezone.now()
            )
        except drafts.NewerDraft as newer:
            if by_script:
                return JsonResponse({"newer": True}, status=409)
            # Saving once more is a decision to replace it, so the form now has the newer version.
            form.data = form.data.copy()
            form.data["draft_version"] = str(newer.draft.version)
            texts = [(form[name].label, text) for name, text in newer.draft.fields.items() if isinstance(text, str) and text]
            return self.show(form, status=409, newer=newer.draft, newer_texts=texts)
        except drafts.TooMuch:
            if by_script:
                return JsonResponse({"too_much": True}, status=422)
            form.add_error(None, TOO_MUCH)
            return self.show(form, status=422)
        except drafts.NotEditable:
            raise Http404 from None
        return None

    def save(self, form):
        if response := self._saved(form):
            return response
        if self.request.headers.get("X-Requested-With") == "fetch":
            saved = timezone.localtime(self.submission.saved_at).strftime("%H:%M")
            return JsonResponse({"version": self.submission.version, "saved": saved})
        part = self.request.POST.get("part", "")
        known = {part["id"] for part in form.parts}
        return redirect(reverse("casestudies:write", args=[self.submission.uid]) + (f"#{part}" if part in known else ""))

    def leave(self, form):
        if response := self._saved(form):
            return response
        messages.success(self.request, "Saved. You can carry on at any time.")
        return redirect("casestudies:contribute")

    def swap(self, form):
        """Save, then replace one name by another word in every part."""
        if response := self._saved(form):
            return response
        swap_form = SwapForm(self.request.POST)
        if not swap_form.is_valid():
            return self.show(self._form_of_saved(), status=422, swap_form=swap_form)
        fields, count = swap(self.submission.fields, **swap_form.cleaned_data)
        if response := self._saved(self._form_of(fields)):
            return response
        says = f"Swapped in {plural(count, 'place')}. We do not keep a record of what it was." if count else "We did not find that name."
        messages.success(self.request, says)
        return redirect("casestudies:write", self.submission.uid)

    def paste(self, form):
        """Show what the pasted text would look like in its parts. Nothing is replaced before it is saved."""
        paste_form = PasteForm(self.request.POST)
        if not paste_form.is_valid():
            return self.show(form, status=422, paste_form=paste_form)
        fields = {**form.typed(), **parts_of(paste_form.cleaned_data["pasted"])}
        shown = ContributeForm({**fields, "draft_version": form.sent_version})
        return self.show(shown, is_pasted=True)

    def check(self, form):
        """Save, then show what is missing and what could identify someone, or go on to the checklist."""
        if response := self._saved(form):
            return response
        form.data = form.data.copy()
        form.data["draft_version"] = str(self.submission.version)
        is_complete = form.is_complete()
        findings = form.check_identifiers()
        record_answers(submission=self.submission, by=self.request.user, findings=findings, at=timezone.now())
        if not is_complete or findings.open:
            return self.show(form, status=422, is_checked=True, details=whole_story_of(build_page(self.submission)))
        return redirect("casestudies:checklist", self.submission.uid)

    def _form_of(self, fields):
        return ContributeForm({**fields, "draft_version": self.submission.version})

    def _form_of_saved(self):
        return ContributeForm(initial={**self.submission.fields, "draft_version": self.submission.version})


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def second_author(request, submission):
    """Choose who writes with the first author. Only the first author does."""
    if submission.author_id != request.user.pk or not submission.is_editable:
        raise Http404
    initial = {"email": submission.second_author.email if submission.second_author else ""}
    form = SecondAuthorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.set_second_author(submission=submission, by=request.user, email=form.cleaned_data["email"])
        except drafts.NoColleague:
            form.add_error("email", "We found nobody with this address in your authority.")
        else:
            messages.success(request, "Saved.")
            return redirect("casestudies:write", submission.uid)
    context = {"form": form, "submission": submission, "crumbs": own_crumbs("Who writes with you")}
    return render(request, "casestudies/second_author.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def delete(request, submission):
    """Delete a draft, after a page that asks."""
    if not submission.is_editable or submission.page_id:
        raise Http404
    if request.method == "POST":
        drafts.delete_draft(submission=submission)
        messages.success(request, "Your draft is deleted.")
        return redirect("casestudies:contribute")
    return render(request, "casestudies/delete.html", {"submission": submission, "crumbs": own_crumbs("Delete it")})
