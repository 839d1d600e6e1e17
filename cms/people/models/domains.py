"""Email domains whose addresses belong to an authority."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cms.people.identity import clean_domain
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
    try:
        name = clean_domain(words)
        validate_domain_name(name)
    except (UnicodeError, ValidationError):
        raise ValidationError("Write the part of an address after the @, such as council.gov.uk.") from None
    if name in PUBLIC_DOMAINS:
        raise ValidationError(f"Anyone can have an address at {name}, so it does not show that someone works for you.")
    if name in SHARED_DOMAINS:
        raise ValidationError(f"Many organisations share {name}. Write the domain that only your own people have.")
    return name


class ApprovedDomainQuerySet(models.QuerySet):
    def confirmed(self):
        """Return domains that are in force."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self):
        """Return domains that wait for an administrator, oldest first."""
        return self.filter(confirmed_at__isnull=True).order_by("added_at", "pk")


class ApprovedDomain(models.Model):
    """A domain whose addresses only the authority's people have. Once it is confirmed, they may ask to join. Subdomains do not count.

    A lead who has an address there themselves proves it; otherwise an administrator confirms it. Several authorities may claim a domain,
    but only one has it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField("domain", max_length=253)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, help_text="Empty while it waits for an administrator. Until then it has no effect.")

    objects = ApprovedDomainQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(confirmed_at__isnull=False), name="people_a_domain_belongs_to_one_authority"
            ),
            models.UniqueConstraint(Lower("name"), "authority", name="people_an_authority_claims_a_domain_once"),
        ]

    def __str__(self):
        return self.name
