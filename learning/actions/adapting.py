"""What an authority changes about a pathway for its own people. The network's version stays as it is."""

from django.db import transaction

from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from learning.models.records import HiddenStep, LocalStep, SeenVersion, StepKind
from learning.models.records.pathways import new_step_key


class NotOptional(Exception):
    """The network's pathway requires this step, so an authority cannot hide it."""


class AlreadyInPathway(Exception):
    """The module is in the pathway already."""


@transaction.atomic
def hide_step(*, pathway, authority, key, by):
    """Hide an optional step from an authority's newcomers. Raises NotOptional."""
    newest = pathway.versions.order_by("-number").first()
    if not any(step["key"] == key and step["is_optional"] for step in newest.steps):
        raise NotOptional
    if HiddenStep.objects.get_or_create(pathway=pathway, authority=authority, key=key)[1]:
        _log(pathway, authority, by, "Step hidden")


@transaction.atomic
def show_step(*, pathway, authority, key, by):
    """Show a step again."""
    if HiddenStep.objects.filter(pathway=pathway, authority=authority, key=key).delete()[0]:
        _log(pathway, authority, by, "Step shown again")


@transaction.atomic
def add_step(*, pathway, authority, module, number, unit, by):
    """Add a module to the pathway for an authority's newcomers, and return the LocalStep. Raises AlreadyInPathway."""
    newest = pathway.versions.order_by("-number").first()
    network = {pk for step in newest.steps for pk in step["modules"] if step["kind"] != StepKind.PRACTICE}
    local = LocalStep.objects.filter(pathway=pathway, authority=authority)
    if module.pk in network or any(module.pk in step.modules for step in local):
        raise AlreadyInPathway
    step = LocalStep.objects.create(
        pathway=pathway,
        authority=authority,
        key=new_step_key(),
        kind=StepKind.MODULE,
        title=module.title,
        modules=[module.pk],
        number=number,
        unit=unit,
    )
    _log(pathway, authority, by, "Step added")
    return step


@transaction.atomic
def remove_step(*, step, by):
    """Remove a step that the authority had added. People who have it keep it."""
    _log(step.pathway, step.authority, by, "Added step removed")
    step.delete()


@transaction.atomic
def see_version(*, pathway, authority, number):
    """Remember that a lead of the authority has looked at this version of the network's pathway."""
    SeenVersion.objects.update_or_create(pathway=pathway, authority=authority, defaults={"number": number})


def _log(pathway, authority, by, words):
    add_entry(what=AuditEntry.What.PATHWAY, by=by, authority=authority, words=f"{words}: {pathway}"[:200])
