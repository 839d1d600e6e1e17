"""The audit log: who did what to whom, and when. Append-only: a trigger rejects changes."""

from django.db import models


class AuditEntry(models.Model):
    """One action about a person or an authority. People are identified by their keys, never by name or address."""

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        FAILED = "failed", "Sign-in failed"
        INVITED = "invited", "Invited"
        WITHDRAWN = "withdrawn", "Invitation withdrawn"
        JOINED = "joined", "Joined"
        MOVED = "moved", "Moved"
        LEFT = "left", "Left"
        CLOSED = "closed", "Account closed"
        OPENED = "opened", "Account reopened"
        ROLE_GIVEN = "role_given", "Role given"
        ROLE_ENDED = "role_ended", "Role ended"
        ROLE_KEPT = "role_kept", "Role reviewed and kept"
        SIGNED_OUT = "signed_out", "Signed out everywhere"
        DEVICE_OUT = "device_out", "Signed out on some devices"
        FACTOR_ADDED = "factor_added", "Second factor added"
        FACTOR_GONE = "factor_gone", "Second factor removed"
        FACTOR_TAKEN = "factor_taken", "Second factor removed by an administrator"
        CODES_MADE = "codes_made", "Recovery codes created"
        CONNECTED = "connected", "Authority’s sign-in connected"
        DISCONNECTED = "disconnected", "Authority’s sign-in disconnected"
        PROVIDER_SET = "provider_set", "Authority’s sign-in set up"
        PROVIDER_OFF = "provider_off", "Authority’s sign-in removed"
        ASKED = "asked", "Asked to join"
        DECLINED = "declined", "Request declined"
        TAKEN_BACK = "taken_back", "Request cancelled"
        DOMAIN_ADDED = "domain_added", "Domain approved"
        DOMAIN_ENDED = "domain_ended", "Domain no longer approved"
        PLACE = "place", "Authority changed"
        EXPORTED = "exported", "Own data downloaded"
        LISTED = "listed", "List of people downloaded"
        SEEN = "seen", "Someone’s evidence viewed"
        FORGET_ASKED = "forget_asked", "Asked to be forgotten"
        FORGET_BACK = "forget_back", "Cancelled being forgotten"
        FORGET_RULE = "forget_rule", "To be forgotten under their authority’s rule"
        FORGOTTEN = "forgotten", "Forgotten"
        BOARD_OPENED = "board_opened", "Closed board opened"
        ASSIGNED = "assigned", "Module assigned"
        REDATED = "redated", "Due date of a module changed"
        WAIVED = "waived", "Module waived"
        OBJECTED = "objected", "Says a module is wrong for them"
        ANSWERED = "answered", "Answered about a module"
        POST_PURGED = "post_purged", "Post removed for good"
        BOARD_WARNED = "board_warned", "Warned on a board"
        BOARD_OUT = "board_out", "Timed out on a board"
        BOARD_BACK = "board_back", "Time-out on a board lifted"
        AWAY = "away", "Time away entered or changed"
        COVER = "cover", "Deputy for a hub manager"
        RULE = "rule", "Rule about who is asked changed"
        PATHWAY = "pathway", "Pathway changed"
        OBSERVED = "observed", "Practice signed off"
        DIPLOMA = "diploma", "Level 3 diploma changed"
        CASE_DECIDED = "case_decided", "Case study reviewed"
        CASE_REFUSED = "case_refused", "Tried to review a case study without being independent"
        CASE_FORCED = "case_forced", "Case study published without a review"
        CASE_GONE = "case_gone", "Case study withdrawn"

    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What.choices)
    actor = models.UUIDField(null=True, help_text="The key of the person who did it; empty if no person did.")
    about = models.UUIDField(null=True, help_text="The key of the person it was done to; empty if there is no account yet.")
    authority = models.ForeignKey("people.Authority", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True, help_text="The role, the authority or hub, or the reason. No names or addresses.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["about", "at"], name="audit_audit_by_person"),
            models.Index(fields=["authority", "at"], name="audit_audit_by_place"),
            models.Index(fields=["actor", "at"], name="audit_audit_by_actor"),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d %H:%M}"


class AuditSeal(models.Model):
    """A hash of the log up to an entry, and of the seal before it. Append-only too. See cms/audit/actions.py."""

    at = models.DateTimeField()
    up_to = models.BigIntegerField(unique=True, help_text="The key of the last entry it covers.")
    count = models.BigIntegerField(help_text="How many entries it covers, with those of earlier seals.")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["up_to"]

    def __str__(self):
        return f"{self.count} entries, {self.hash}"
