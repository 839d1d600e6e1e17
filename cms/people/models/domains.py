"""Email domains whose addresses belong to an authority."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.db import models
from django.db.models.functions import Lower

from cms.people.models.authorities import Authority

# Anyone can get an address here, so it says nothing about where they work.
_PUBLIC = """
    aol.co.uk aol.com blueyonder.co.uk btinternet.com btopenworld.com fastmail.com gmail.com gmx.co.uk gmx.com gmx.net googlemail.com
    hey.com hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mac.com mail.com mail.ru me.com msn.com ntlworld.com o2.co.uk
    orange.net outlook.co.uk outlook.com plus.net pm.me proton.me protonmail.com qq.com rocketmail.com sky.com talktalk.net
    tiscali.co.uk tuta.com tutanota.com virgin.net virginmedia.com yahoo.co.uk yahoo.com yandex.com yandex.ru ymail.com zoho.com
"""
# Many organisations have addresses in or below these domains.
_SHARED = "ac.uk co.uk gov.uk nhs.net nhs.uk org.uk parliament.uk pnn.police.uk police.uk sch.uk"
PUBLIC_DOMAINS, SHARED_DOMAINS = frozenset(_PUBLIC.split()), frozenset(_SHARED.split())


def normalize_domain(words):
    """Return the domain in lower case, without a leading "@", IDNA-encoded. Raises ValidationError."""
    name = words.strip().lower().removeprefix("@").rstrip(".")
    try:
        # Mail programs encode domains with IDNA. Django's validator then checks the result.
        name = name.encode("idna").decode("ascii")
        validate_domain_name(name)
    except (UnicodeError, ValidationError):
        raise ValidationError("Write the part of an address after the @, such as council.gov.uk.") from None
    if name in PUBLIC_DOMAINS:
        raise ValidationError(f"Anyone can have an address at {name}, so it does not show that someone works for you.")
    if name in SHARED_DOMAINS:
        raise ValidationError(f"Many organisations share {name}. Write the domain that only your own people have.")
    return name


def normalize_address(email):
    """Return the address in lower case with the domain IDNA-encoded. Raises ValidationError."""
    name, _, domain = email.strip().lower().rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise ValidationError("Enter a work email address, such as sam@council.gov.uk") from None


class ApprovedDomain(models.Model):
    """People with an address in exactly this domain work for the authority and may ask to join. Subdomains do not count."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField("domain", max_length=253)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="people_a_domain_belongs_to_one_authority")]

    def __str__(self):
        return self.name
