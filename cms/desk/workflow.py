"""What happens when a review is approved. Kept free of model imports because Wagtail imports it from a setting at start-up."""


def publish_reviewed(workflow_state, user=None):
    """Publish the latest revision. Reviewers need no publish permission of their own: approving is enough."""
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
