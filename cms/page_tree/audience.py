"""Who may read a kind of page."""

from django.db import models


class Audience(models.TextChoices):
    """Who may read a kind of page. Closed is the default: a new page type is for members until it says otherwise."""

    PUBLIC = "public", "Anyone"
    MEMBERS = "members", "Members of the network"
