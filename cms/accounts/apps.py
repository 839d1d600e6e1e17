from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


def note_sign_in(sender, request, user, **kwargs):
    """Write into the audit log that somebody signed in."""
    from cms.accounts.actions.people import note  # noqa: PLC0415 - models are there only once the apps are ready
    from cms.accounts.models import AuditEntry  # noqa: PLC0415

    note(what=AuditEntry.What.SIGNED_IN, by=user, about=user)


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "People and authorities"

    def ready(self):
        user_logged_in.connect(note_sign_in, dispatch_uid="accounts_note_sign_in")
