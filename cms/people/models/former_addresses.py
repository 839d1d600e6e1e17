"""Hashes of addresses that people signed in with before, so that we recognise an address that is used again."""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from cms.people.identity import clean_address


def hash_address(email):
    """Return an HMAC of the address with the secret key, so that the table alone identifies no one."""
    return salted_hmac("cms.people.former_address", clean_address(email), algorithm="sha256").hexdigest()


class FormerAddressQuerySet(models.QuerySet):
    def of_address(self, email):
        """Return rows of people who once signed in with this address."""
        return self.filter(address_hash=hash_address(email))


class FormerAddress(models.Model):
    """An address that someone signed in with and has since changed. User.save() writes it; it is deleted when the person is forgotten."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_addresses")
    address_hash = models.CharField(max_length=64, db_index=True, help_text="We do not store the address itself.")
    changed_at = models.DateTimeField(help_text="When the person changed to another address.")

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at"]
        constraints = [models.UniqueConstraint(fields=["user", "address_hash"], name="people_a_former_address_once")]

    def __str__(self):
        return f"An address until {self.changed_at:%Y-%m-%d}"
