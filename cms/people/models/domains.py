"""E-mail domains by which an authority knows its own people."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.db import models
from django.db.models.functions import Lower

from cms.people.models.authorities import Authority

# Mail that anybody can have: an address there says nothing about where somebody works.
_PUBLIC = """
    aol.co.uk aol.com blueyonder.co.uk btinternet.com btopenworld.com fastmail.com gmail.com gmx.co.uk gmx.com gmx.net googlemail.com
    hey.com hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mac.com mail.com mail.ru me.com msn.com ntlworld.com o2.co.uk
    orange.net outlook.co.uk outlook.com plus.net pm.me proton.me protonmail.com qq.com rocketmail.com sky.com talktalk.net
    tiscali.co.uk tuta.com tutanota.com virgin.net virginmedia.com yahoo.co.uk yahoo.com yandex.com yandex.ru ymail.com zoho.com
"""
# Domains that many organisations share, each below or within it.
_SHARED = "ac.uk co.uk gov.uk nhs.net nhs.uk org.uk parliament.uk pnn.police.uk police.uk sch.uk"
PUBLIC_DOMAINS, SHARED_DOMAINS = frozenset(_PUBLIC.split()), frozenset(_SHARED.split())


def normalize_domain(words):
    """A domain as it is kept: small letters, no "@" before it, letters beyond ASCII as in DNS. Raises ValidationError."""
    name = words.strip().lower().removeprefix("@").rstrip(".")
    try:
        # As the sender's mail program does it (IDNA); Django's own validator then reads the result.
        name = name.encode("idna").decode("ascii")
        validate_domain_name(name)
    except (UnicodeError, ValidationError):
        raise ValidationError("Write the part of an address after the @, such as council.gov.uk.") from None
    if name in PUBLIC_DOMAINS:
        raise ValidationError(f"Anybody can have an address at {name}, so it does not show that somebody works for you.")
    if name in SHARED_DOMAINS:
        raise ValidationError(f"Many organisations share {name}. Write the domain that only your own people have.")
    return name


def normalize_address(email):
    """An address as it is kept and compared: small letters, the domain as in DNS. Raises ValidationError."""
    name, _, domain = email.strip().lower().rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise ValidationError("Enter a work e-mail address, such as sam@council.gov.uk") from None


class ApprovedDomain(models.Model):
    """Whoever has an address in this domain works for the authority, and may ask to join. Not what lies below it."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField("domain", max_length=253)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="people_a_domain_belongs_to_one_authority")]

    def __str__(self):
        return self.name
