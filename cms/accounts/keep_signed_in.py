"""Staying signed in for weeks on your own device, for people without a role. Others see people's data and sign in each day."""

from allauth.core import context
from django import forms

from cms.people.permissions import current_roles

DAYS = 30
# Session keys: whether the person asked to stay signed in, and where they were going when they asked for a new password.
KEEP, AFTER_RESET = "keep_signed_in", "after_reset"


def keep_field():
    """Return the form field that offers it."""
    hint = f"For {DAYS} days. Not on a shared computer. People with a role sign in each day."
    return forms.BooleanField(label="Keep me signed in on this phone or computer", required=False, help_text=hint)


def remember_choice(keep):
    """Note in the session what was chosen, for a sign-in that takes several steps."""
    context.request.session[KEEP] = bool(keep)


def apply_choice(request, user):
    """Let the session last as was chosen. Called whenever someone has signed in."""
    request.session.pop(AFTER_RESET, None)
    if request.session.pop(KEEP, False) and not user.is_superuser and not current_roles(user):
        request.session.set_expiry(DAYS * 24 * 60 * 60)
