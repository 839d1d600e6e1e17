"""The audience of a page type."""

from django.db import models


class Audience(models.TextChoices):
    """Who may read pages of a type. Members only is the default: a public page type has to set `audience`."""

    PUBLIC = "public", "Anyone"
    MEMBERS = "members", "Members of the network"
