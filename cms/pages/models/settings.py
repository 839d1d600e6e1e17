"""Settings of the whole site, which administrators edit."""

from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Who runs the site, who helps its members, and whether content is reviewed before it is published."""

    owner_line = models.CharField(
        "who looks after this site",
        max_length=250,
        default="Drumbeat is looked after by the team that hosts it. No Wrong Door is a registered name of North Yorkshire Council, which "
        "does not run this site and has not approved its pages.",
        help_text="Shown at the bottom of every page. Use full sentences.",
    )
    help_name = models.CharField("who helps members", max_length=80, blank=True, help_text="A person or team members can ask for help.")
    help_email = models.EmailField("their email address", blank=True, help_text="The address members write to when they need help.")
    second_trainer_reviews = models.BooleanField(
        "a second trainer reviews before publishing",
        default=False,
        help_text="If ticked, trainers submit their work, another trainer approves it, and only administrators can publish without that. "
        "If not, trainers can do either. Tick it when you have two trainers.",
    )

    class Meta:
        verbose_name = "Site owner and help"
