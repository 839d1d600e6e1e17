"""Review by a second trainer: a task of Wagtail's workflow, and permission to publish without it."""

from django.urls import reverse
from wagtail.admin.utils import set_query_params
from wagtail.models import AbstractGroupApprovalTask, Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy

from cms.page_tree.snapshot import current_tree
from cms.pages.validation import publish_errors

# Anyone who may turn the review on or off may also publish without it.
SKIP_REVIEW_PERMISSION = "pages.change_sitesettings"


class SecondTrainerTask(AbstractGroupApprovalTask):
    """Someone in the chosen groups, but not the person who submitted it, approves the content, which publishes it, or asks for changes.

    The submitter cannot approve or edit it meanwhile, so that what the reviewer reads is what gets published. Because Wagtail saves
    comments with the edit form, they cannot comment either, but they can cancel the review. The reviewer may make small corrections: the
    history records who made them.
    """

    class Meta:
        verbose_name = "review by a second trainer"
        verbose_name_plural = "reviews by a second trainer"

    @classmethod
    def get_description(cls):
        return "Someone in the chosen groups approves it, but never the person who submitted it."

    def _was_submitted_by(self, obj, user):
        state = obj.current_workflow_state
        return state is not None and state.requested_by_id == user.pk

    def locked_for_user(self, obj, user):
        return self._was_submitted_by(obj, user) or super().locked_for_user(obj, user)

    def get_actions(self, obj, user):
        if self._was_submitted_by(obj, user) or not super().get_actions(obj, user):
            return []
        return [
            ("reject", "Ask for changes", True),
            ("approve", "Approve", False),
            ("approve", "Approve with a comment", True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return super().get_task_states_user_can_moderate(user, **kwargs).exclude(workflow_state__requested_by=user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Act as Wagtail does, but do not approve content that cannot be published.

        Lists of tasks approve without the edit form, so its validation does not run. In that case return the URL of the editor, which lists
        what is missing.
        """
        instance = task_state.revision.content_object.get_latest_revision_as_object()
        if action_name == "approve" and publish_errors(instance):
            return set_query_params(admin_view_url(instance, "edit", instance.pk), {"not-approved": "1"})
        return super().on_action(task_state, user, action_name, **kwargs)


def admin_view_url(target, view, *args):
    """Return the URL of an admin view of a page or snippet, given the instance or its class.

    `view` is a name such as "edit", "workflow_preview" or "revisions_compare".
    """
    model = target if isinstance(target, type) else type(target)
    name = f"wagtailadmin_pages:{view}" if issubclass(model, Page) else model.snippet_viewset.get_url_name(view)
    return reverse(name, args=args)


def must_be_reviewed(user):
    """Return whether content by this user has to be approved by a second trainer before it is published."""
    return current_tree().settings.second_trainer_reviews and not user.has_perm(SKIP_REVIEW_PERMISSION)


class ReviewedPagePermissions(PagePermissionTester):
    """Wagtail's page permissions, except that users who must be reviewed cannot publish. They can still unschedule."""

    def can_publish(self):
        return super().can_publish() and not must_be_reviewed(self.user)

    def can_publish_subpage(self):
        return super().can_publish_subpage() and not must_be_reviewed(self.user)

    def can_unschedule(self):
        return super().can_publish()


class ReviewedSnippetPolicy(ModelPermissionPolicy):
    """Model permissions, except that users who must be reviewed cannot publish.

    The action "unpublish" needs the permission to publish, whether or not there is a review.
    """

    def user_has_permission(self, user, action):
        if action == "unpublish":
            return super().user_has_permission(user, "publish")
        return super().user_has_permission(user, action) and not (action == "publish" and must_be_reviewed(user))
