"""Certificates: proof that leaves the site, which anyone can check with its code and the name on it."""

from django.db import models

from .assignments import Assignment


class Certificate(models.Model):
    """The code of one certificate, and what is needed to check it. What it says is read from the record whenever it is shown.

    `subject` is the person's pseudonymous key. The name on it is kept only as a keyed hash, so that it can be compared and not read.
    """

    code = models.CharField(max_length=10, unique=True, editable=False)
    subject = models.UUIDField()
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="certificates", help_text="Empty: the whole record up to that day."
    )
    name_hash = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, help_text="When the person was forgotten.")

    class Meta:
        indexes = [models.Index(fields=["subject"], name="learning_certificates_of")]

    def __str__(self):
        return f"Certificate of {self.issued_at:%Y-%m-%d}"

    @property
    def printed_code(self):
        """Return the code in groups, as it is printed."""
        return f"{self.code[:4]} {self.code[4:8]} {self.code[8:]}"
