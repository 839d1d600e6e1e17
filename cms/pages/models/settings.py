"""What an administrator sets once for the whole site."""

from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """The words that stand on every page."""

    owner_line = models.CharField(
        "who looks after this site",
        max_length=250,
        default="Drumbeat is looked after by the team that hosts it. No Wrong Door is a registered name of North Yorkshire Council.",
        help_text="Shown at the foot of every page, in full sentences.",
    )
    help_name = models.CharField(
        "who helps here", max_length=80, blank=True, help_text="A person or team members can ask when they are stuck."
    )
    help_email = models.EmailField("their e-mail address", blank=True, help_text="Where members write to when they are stuck.")
    second_trainer_reviews = models.BooleanField(
        "a second trainer reviews before publishing",
        default=False,
        help_text="Ticked, trainers submit what they write and another trainer approves it; only administrators publish without. "
        "Not ticked, both ways are open. Tick it once there are two trainers.",
    )

    class Meta:
        verbose_name = "Site owner and help"
