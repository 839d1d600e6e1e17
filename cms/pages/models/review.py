"""The review by a second trainer: a step of Wagtail's workflow, and who may publish without it."""

from django.urls import reverse
from wagtail.admin.utils import set_query_params
from wagtail.models import AbstractGroupApprovalTask, Page, PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy

from cms.page_tree.snapshot import current_tree
from cms.pages.validation import publish_errors

PAST_REVIEW = "pages.change_sitesettings"  # whoever may set the switch may go past it


class SecondTrainerTask(AbstractGroupApprovalTask):
    """Somebody of the groups reads what another has submitted, and asks for changes or approves it, which publishes it.

    Whoever submitted it can neither approve it nor change it while it waits: what the reviewer reads is what is published.
    Nor can they comment meanwhile, for Wagtail saves comments with the form; they can take it back. A reviewer may mend a word while
    reading; the history says who did.
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
        thing = task_state.revision.content_object.get_latest_revision_as_object()
        if action_name == "approve" and publish_errors(thing):
            return set_query_params(at_the_desk(thing, "edit", thing.pk), {"not-approved": "1"})
        return super().on_action(task_state, user, action_name, **kwargs)


def at_the_desk(thing, view, *arguments):
    """The address of one of the desk's views of a page or a shared word (or its class): "edit", "workflow_preview", "revisions_compare"."""
    model = thing if isinstance(thing, type) else type(thing)
    name = f"wagtailadmin_pages:{view}" if issubclass(model, Page) else model.snippet_viewset.get_url_name(view)
    return reverse(name, args=arguments)


def must_be_reviewed(user):
    """Say whether what this person writes is published only once a second trainer has approved it."""
    return current_tree().settings.second_trainer_reviews and not user.has_perm(PAST_REVIEW)


class ReviewedPagePermissions(PagePermissionTester):
    """As Wagtail's own; where a second trainer reviews, only administrators publish without it. Taking back stays possible."""

    def can_publish(self):
        return super().can_publish() and not must_be_reviewed(self.user)

    def can_publish_subpage(self):
        return super().can_publish_subpage() and not must_be_reviewed(self.user)

    def can_unschedule(self):
        return super().can_publish()


class ReviewedWordsPolicy(ModelPermissionPolicy):
    """The same for glossary, provocations and figures. The right to retire one is called "unpublish", and is the right to publish."""

    def user_has_permission(self, user, action):
        if action == "unpublish":
            return super().user_has_permission(user, "publish")
        return super().user_has_permission(user, action) and not (action == "publish" and must_be_reviewed(user))
