"""What we store about how a person signs in: export, who can see it, erasure."""

from cms.accounts import unsent_forms
from cms.accounts.models import Session
from cms.hooks import ExportSection, VisibilityEntry
from cms.people.models import relations_to_people
from cms.people.personal_data import rows_of_package

ALLAUTH_APPS = {"account", "mfa", "socialaccount", "usersessions"}


def export(user):
    """Return the ExportSections of this app; see EXPORT_MEMBER in cms/hooks.py. No secrets are included."""
    rows = [{"kind": kind, "what": text, "since": since} for kind, text, since in rows_of_package(user, "allauth")]
    return [ExportSection("ways_in", "Ways you sign in", rows)]


def visibility(user):
    """Return the VisibilityEntries of this app; see WHO_SEES in cms/hooks.py."""
    return [
        VisibilityEntry(
            "Your password, the codes from your phone, and addresses you had before",
            "We store your password, and any address you signed in with before, as a hash. No one can read them here.",
            who="No one",
        )
    ]


def erase(user, at):
    """Delete the ways to sign in, and sessions; see FORGET_MEMBER in cms/hooks.py."""
    for relation in relations_to_people():
        model = relation.related_model
        if model._meta.app_label in ALLAUTH_APPS:
            model._default_manager.filter(**{relation.field.name: user}).delete()
    Session.objects.filter(member=user).delete()
    unsent_forms.delete_of(user)
