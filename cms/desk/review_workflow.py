"""The review workflow for trainers' content: one workflow with one task."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from cms.pages.models import SecondTrainerTask

NAME = "a second trainer"  # Wagtail shows it after "Submit to"
DEFAULT_WORKFLOW = "Moderators approval"


def set_up_review(*, pages, models, groups):
    """Create the review workflow, with `groups` as reviewers, and attach it to `pages` and the snippet models `models`. Idempotent.

    Pages and models that already have another workflow keep it. Wagtail's default workflow is deactivated, because nobody here is in its
    group of moderators.
    """
    for workflow in Workflow.objects.filter(name=DEFAULT_WORKFLOW, active=True):
        workflow.deactivate()
    task = SecondTrainerTask.objects.first() or SecondTrainerTask.objects.create(name=NAME)
    task.groups.set(groups)
    workflow_task = WorkflowTask.objects.filter(task=task).select_related("workflow").first()
    workflow = workflow_task.workflow if workflow_task else Workflow.objects.create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    for page in pages:
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
    for model in models:
        WorkflowContentType.objects.get_or_create(content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow})
