"""The review by a second trainer: a step of Wagtail's workflow, and who may publish without it."""

from django.urls import reverse
from wagtail.admin.utils import set_query_params
from wagtail.models import AbstractGroupApprovalTask, PagePermissionTester

from cms.fit import unfit
from cms.tree import current

PAST_REVIEW = "cms.change_sitesettings"  # whoever may set the switch may go past it


class SecondTrainerTask(AbstractGroupApprovalTask):
    """Somebody of the groups reads what another has submitted, and asks for changes or approves it, which publishes it.

    Whoever submitted it can neither approve it nor change it while it waits: what the reviewer reads is what is published.
    They can comment, and cancel the review. A reviewer may mend a word while reading; the history says who did.
    """

    class Meta:
        verbose_name = "review by a second trainer"
        verbose_name_plural = "reviews by a second trainer"

    @classmethod
    def get_description(cls):
        return "Somebody of the chosen groups approves it, never the person who submitted it."

    def _is_theirs(self, obj, user):
        state = obj.current_workflow_state
        return state is not None and state.requested_by_id == user.pk

    def locked_for_user(self, obj, user):
        return self._is_theirs(obj, user) or super().locked_for_user(obj, user)

    def get_actions(self, obj, user):
        if self._is_theirs(obj, user) or not super().get_actions(obj, user):
            return []
        return [
            ("reject", "Ask for changes", True),
            ("approve", "Approve", False),
            ("approve", "Approve with a comment", True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return super().get_task_states_user_can_moderate(user, **kwargs).exclude(workflow_state__requested_by=user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """As Wagtail's own; what could not be published from the editor is not approved from a list either.

        Returns the address to go to then: the editor, where it is said what is missing.
        """
        page = task_state.revision.content_object.get_latest_revision_as_object()
        if action_name == "approve" and unfit(page):
            return set_query_params(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"not-approved": "1"})
        return super().on_action(task_state, user, action_name, **kwargs)


class ReviewedPagePermissions(PagePermissionTester):
    """As Wagtail's own; where a second trainer reviews, only administrators publish without it. Taking back stays possible."""

    def _must_be_reviewed(self):
        return current().settings.second_trainer_reviews and not self.user.has_perm(PAST_REVIEW)

    def can_publish(self):
        return super().can_publish() and not self._must_be_reviewed()

    def can_publish_subpage(self):
        return super().can_publish_subpage() and not self._must_be_reviewed()

    def can_unschedule(self):
        return super().can_publish()
