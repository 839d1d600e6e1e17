"""What we store about a person in the audit log, in Wagtail and as requests to be forgotten: export, who can see it, erasure."""

from django.db.models import Q
from django.urls import reverse

from cms.audit.models import AuditEntry
from cms.hooks import ExportSection, VisibilityEntry
from cms.people.models import User, relations_to_people
from cms.people.permissions import network_administrators
from cms.people.personal_data import rows_of_package
from cms.privacy.models import ForgetRequest

# Apps of Wagtail whose rows about a person are only preferences.
WAGTAIL_PREFERENCE_APPS = {"wagtailusers", "wagtailadmin"}


def export(user):
    """Return the ExportSections of this app; see EXPORT_MEMBER in cms/hooks.py."""
    desk_rows = [{"kind": kind, "what": text, "when": when} for kind, text, when in rows_of_package(user, "wagtail")]
    return [
        ExportSection("forget_requests", "When you asked to be forgotten", _forget_requests(user)),
        ExportSection("desk", "At the trainers’ desk", desk_rows),
        ExportSection("audit", "In the audit log", _audit_entries(user)),
    ]


def _forget_requests(user):
    return [
        {
            "asked": request.asked_at,
            "by your authority’s rule": request.by_rule,
            "due": request.due_on,
            "cancelled": request.taken_back_at,
            "done": request.done_at,
        }
        for request in ForgetRequest.objects.filter(user=user)
    ]


def _audit_entries(user):
    entries = AuditEntry.objects.filter(Q(about=user.subject) | Q(actor=user.subject)).select_related("authority").order_by("pk")
    return [
        {
            "when": entry.at,
            "what": entry.get_what_display(),
            "about you": entry.about == user.subject,
            "by you": entry.actor == user.subject,
            "authority": str(entry.authority or ""),
            "words": entry.words,
        }
        for entry in entries
    ]


def visibility(user):
    """Return the VisibilityEntries of this app; see WHO_SEES in cms/hooks.py."""
    return [
        VisibilityEntry(
            "What the audit log says about you",
            "When you signed in or failed to, joined, moved or left, roles you held, what you downloaded. Never what you read or wrote.",
            people=list(network_administrators().exclude(pk=user.pk)),
            url=reverse("people:audit") + f"?person={user.email}",
            page_text=f"{user}</a>",
        )
    ]


def erase(user, at):
    """Delete the user's preferences and tokens in Wagtail, and their name in its log; see FORGET_MEMBER in cms/hooks.py."""
    for relation in relations_to_people():
        model = relation.related_model
        if model._meta.app_label in WAGTAIL_PREFERENCE_APPS or model._meta.label == "wagtailcore.APIToken":
            model._default_manager.filter(**{relation.field.name: user}).delete()
    # Wagtail's log contains the name of a person whose account was edited in its admin.
    log = User._meta.apps.get_model("wagtailcore.ModelLogEntry")
    log.objects.filter(content_type__app_label="people", content_type__model="user", object_id=str(user.pk)).update(label="", data={})
