"""The audit log: who did what to whom, when. Added to, never changed: the database refuses (migration 0003)."""

from django.db import models


class AuditEntry(models.Model):
    """One thing that was done about a person or an authority. People stand here by their keys, never by name or address."""

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        FAILED = "failed", "Sign-in failed"
        INVITED = "invited", "Invited"
        WITHDRAWN = "withdrawn", "Invitation withdrawn"
        JOINED = "joined", "Joined"
        MOVED = "moved", "Moved"
        LEFT = "left", "Left"
        CLOSED = "closed", "Account closed"
        OPENED = "opened", "Account opened again"
        ROLE_GIVEN = "role_given", "Role given"
        ROLE_ENDED = "role_ended", "Role ended"
        ROLE_KEPT = "role_kept", "Role looked at and kept"
        SIGNED_OUT = "signed_out", "Signed out everywhere"
        DEVICE_OUT = "device_out", "Signed out on some devices"
        FACTOR_ADDED = "factor_added", "Second factor added"
        FACTOR_GONE = "factor_gone", "Second factor removed"
        FACTOR_TAKEN = "factor_taken", "Second factor taken away"
        CODES_MADE = "codes_made", "Recovery codes made"
        CONNECTED = "connected", "Authority’s log-in connected"
        DISCONNECTED = "disconnected", "Authority’s log-in taken away"
        PROVIDER_SET = "provider_set", "Authority’s sign-in set up"
        PROVIDER_OFF = "provider_off", "Authority’s sign-in taken away"
        ASKED = "asked", "Asked to join"
        DECLINED = "declined", "Request declined"
        TAKEN_BACK = "taken_back", "Request taken back"
        DOMAIN_ADDED = "domain_added", "Domain approved"
        DOMAIN_ENDED = "domain_ended", "Domain no longer approved"
        PLACE = "place", "Authority changed"
        EXPORTED = "exported", "Own data downloaded"
        LISTED = "listed", "List of people downloaded"
        SEEN = "seen", "Somebody’s evidence looked at"
        FORGET_ASKED = "forget_asked", "Asked to be forgotten"
        FORGET_BACK = "forget_back", "No longer asks to be forgotten"
        FORGET_RULE = "forget_rule", "To be forgotten by their authority’s rule"
        FORGOTTEN = "forgotten", "Forgotten"

    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What.choices)
    actor = models.UUIDField(null=True, help_text="The key of whoever did it; empty when nobody in person did.")
    about = models.UUIDField(null=True, help_text="The key of whom it was done to; empty when there is no account yet.")
    authority = models.ForeignKey("people.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True, help_text="The role, the place or the reason; no name and no address.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["about", "at"], name="audit_audit_by_person"),
            models.Index(fields=["authority", "at"], name="audit_audit_by_place"),
            models.Index(fields=["actor", "at"], name="audit_audit_by_actor"),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d %H:%M}"
