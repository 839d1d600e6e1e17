"""Wagtail's views for adding and editing a page, with a question asked in a step of its own when someone publishes or submits."""

from django.shortcuts import render
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

# What the button of the step says, by the editor's button that was selected.
ACTIONS = {
    "action-publish": "Publish",
    "action-submit": "Submit to a second trainer",
    "action-restart-workflow": "Submit again",
    "action-workflow-action": "Approve and publish",
}
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "asked", *ACTIONS}


class AsksBeforePublishing:
    """Mixin for Wagtail's views: if a question is all that is missing, ask it on a page of its own rather than as an error in the form.

    The form answers `question_before_publishing()` with (template, context), or None. Its template extends desk/question.html, which sends
    everything that was typed again, together with the answer. `own_fields` in the context names the form fields the template shows itself.
    """

    def form_invalid(self, form):
        ask = getattr(form, "question_before_publishing", None)
        action = next((name for name in ACTIONS if self.request.POST.get(name)), None)
        if action is None or ask is None or getattr(self, "locked_for_user", False) or (question := ask()) is None:
            return super().form_invalid(form)
        template, context = question
        own_fields = {*context.get("own_fields", ()), *NOT_SENT_AGAIN}
        context |= {
            "form": form,
            "page_title": form.instance.get_admin_display_title(),
            "sent": [(name, value) for name, values in self.request.POST.lists() if name not in own_fields for value in values],
            "action": action,
            "action_value": self.request.POST[action],
            "action_label": ACTIONS[action],
            "was_asked": "asked" in self.request.POST,
        }
        return render(self.request, template, context)


class AskingCreateView(AsksBeforePublishing, CreateView):
    pass


class AskingEditView(AsksBeforePublishing, EditView):
    pass


class AskingRevertView(AsksBeforePublishing, RevisionsRevertView):
    pass
