"""The review of what trainers write: one workflow with one task, made by a function and attached where trainers write."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from cms.pages.models import SecondTrainerTask

NAME = "a second trainer"  # it goes on after “Submit to”
WAGTAILS_OWN = "Moderators approval"


def set_review(*, pages, words, groups):
    """Attach the review to these pages and what is below them, and to these kinds of shared words, with these groups as reviewers.
    Run again it changes nothing.

    Wagtail's own workflow for the whole site is put out of use: its moderators are nobody here. What somebody has given another
    workflow keeps it.
    """
    for stock in Workflow.objects.filter(name=WAGTAILS_OWN, active=True):
        stock.deactivate()
    task = SecondTrainerTask.objects.first() or SecondTrainerTask.objects.create(name=NAME)
    task.groups.set(groups)
    found = WorkflowTask.objects.filter(task=task).select_related("workflow").first()
    workflow = found.workflow if found else Workflow.objects.create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    for page in pages:
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
    for model in words:
        WorkflowContentType.objects.get_or_create(content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow})
