"""What the welcome on the first visit shows."""

from cms.people.forms import WelcomeForm


def welcome_context(user):
    """Return the context of the welcome, {form}, or None once the user has hidden it or if nothing about them is missing."""
    if user.welcomed_at or user.membership is None:
        return None
    form = WelcomeForm(user=user)
    return {"form": form} if form.fields else None
