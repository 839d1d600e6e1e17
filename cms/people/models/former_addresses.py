"""Addresses people signed in with before: only so much of them that the same address is known again."""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac


def hash_address(email):
    """What is kept of an address somebody no longer has: an HMAC by the site's own secret, so that the table alone names nobody."""
    return salted_hmac("cms.accounts.former_address", email.strip().lower(), algorithm="sha256").hexdigest()


class FormerAddressQuerySet(models.QuerySet):
    def are(self, email):
        """Whoever once signed in with this address."""
        return self.filter(address_hash=hash_address(email))


class FormerAddress(models.Model):
    """An address somebody signed in with and has changed since. Written by User.save(); gone when the person is forgotten."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_addresses")
    address_hash = models.CharField(max_length=64, db_index=True, help_text="The address itself is not kept.")
    changed_at = models.DateTimeField(help_text="When another took its place.")

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at"]
        constraints = [models.UniqueConstraint(fields=["user", "address_hash"], name="people_a_former_address_once")]

    def __str__(self):
        return f"An address until {self.changed_at:%Y-%m-%d}"
