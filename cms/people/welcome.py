"""What the welcome on the first visit shows."""

from cms.people.forms import WelcomeForm
from cms.people.permissions import hub_managers_of


def welcome_context(user):
    """Return the context of the welcome, {form, manager, hub}, or None once the user has hidden it."""
    if user.welcomed_at or user.membership is None:
        return None
    return {"form": WelcomeForm(user=user), **hub_manager_names(user)}


def hub_manager_names(user):
    """Return the names of the user's hub and one of its managers, {manager, hub}."""
    manager = hub_managers_of(user).first()
    return {"manager": str(manager), "hub": str(user.membership.hub)} if manager else {"manager": "", "hub": ""}
