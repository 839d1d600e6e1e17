"""People who can sign in."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import FilteredRelation, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.people.identity import AddressField, clean_address, clean_password
from cms.people.models.former_addresses import FormerAddress, hash_address
from cms.people.name_search import NamedModel, NameSearchQuerySet

# The email domain of people who were forgotten. Mail to it reaches no one (RFC 2606).
FORGOTTEN_DOMAIN = "forgotten.invalid"


class MemberQuerySet(NameSearchQuerySet):
    """Users with their current memberships."""

    def with_standing(self):
        """Return users with their current membership, in the same query, as `standing`."""
        condition = Q(memberships__ended_on__isnull=True)
        return self.annotate(standing=FilteredRelation("memberships", condition=condition)).select_related("standing")

    def known(self):
        """Exclude people who were forgotten."""
        return self.exclude(email__endswith=f"@{FORGOTTEN_DOMAIN}")


class MemberManager(UserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    """Creates and reads users."""

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """Create a user who signs in with `email`. Without a password they cannot sign in until they set one."""
        user = self.model(email=clean_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Create an administrator of the whole site."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(NamedModel, AbstractUser):
    """A person who can sign in. The learning record knows them only by `subject`."""

    username = None  # type: ignore[assignment]
    email = AddressField("work email address", unique=True, help_text="What you sign in with.")
    subject = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="The key that the learning record has instead of a name. Erasing a person breaks the link.",
    )
    phone = models.CharField(
        max_length=30, blank=True, help_text="A work number that people in your hub may ring. Leave empty to show none."
    )

    session_round = models.PositiveIntegerField(default=0, editable=False, help_text="Incremented to end all sessions of the person.")

    welcomed_at = models.DateTimeField(null=True, editable=False, help_text="When they hid the welcome on their first visit.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = MemberManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="people_one_person_per_email")]

    def __str__(self):
        return self.get_full_name() or "Someone without a name"

    @transaction.atomic
    def save(self, **kwargs):
        """Save, and store a hash of the previous address if it changed."""
        self.email = clean_address(self.email)
        fields, before = kwargs.get("update_fields"), None
        if self.pk and (fields is None or "email" in fields):
            before = User.objects.filter(pk=self.pk).values_list("email", flat=True).first()
        super().save(**kwargs)
        if before and before != self.email and not self.is_forgotten:
            found = {"user": self, "address_hash": hash_address(before)}
            FormerAddress.objects.update_or_create(**found, defaults={"changed_at": timezone.now()})

    def set_password(self, raw_password):
        """Store the hash of the password in its one form, however it was typed."""
        super().set_password(raw_password if raw_password is None else clean_password(raw_password))

    def check_password(self, raw_password):
        """Return whether the password is right. Hashes from before 0.3 may be of the password as it was typed."""
        cleaned = clean_password(raw_password or "")
        return super().check_password(cleaned) or (cleaned != raw_password and super().check_password(raw_password))

    def _get_session_auth_hash(self, secret=None):
        """Include `session_round`, so that incrementing it ends every session at its next request."""
        if not self.session_round:
            return super()._get_session_auth_hash(secret)
        return salted_hmac("cms.people.session", f"{self.password}{self.session_round}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_forgotten(self):
        """Return whether the person was erased; see cms/privacy/actions.py."""
        return self.email.endswith(f"@{FORGOTTEN_DOMAIN}")

    @property
    def membership(self):
        """Return the current membership or None. Needs no query after `with_standing()`."""
        if "standing" not in self.__dict__:
            self.standing = self.memberships.current().first()
        return self.standing

    @property
    def manages_learning(self):
        """Return whether they manage or cover a hub of their authority, or lead it. Needs no query for the user of a request."""
        if "has_learning_role" not in self.__dict__:
            self.has_learning_role = self.membership is not None and self._has_learning_role(self.membership.authority_id)
        return self.has_learning_role

    def _has_learning_role(self, authority_id):
        grants = self.role_grants.of_learning_managers().filter(authority=authority_id)
        return grants.exists() or self.covers.current().filter(hub__authority=authority_id).exists()

    @property
    def leads_programme(self):
        """Return whether they are a programme lead. Needs no query for the user of a request."""
        if "has_programme_role" not in self.__dict__:
            self.has_programme_role = self.membership is not None and self.role_grants.of_programme_leads().exists()
        return self.has_programme_role


def relations_to_people():
    """Return every reverse relation from User, including those of third-party packages."""
    return [field for field in User._meta.get_fields(include_hidden=True) if field.auto_created and (field.one_to_many or field.one_to_one)]
