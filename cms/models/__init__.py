"""What editors write on the ground: pages, settings, figures and the shared vocabulary."""

from .figures import Figure
from .pages import Audience, BasePage, HomePage, StandardPage
from .review import SecondTrainerTask
from .settings import SiteSettings, Stamp, StarterFile
from .vocabulary import GlossaryTerm, Provocation, Theme

__all__ = [
    "Audience",
    "BasePage",
    "Figure",
    "GlossaryTerm",
    "HomePage",
    "Provocation",
    "SecondTrainerTask",
    "SiteSettings",
    "Stamp",
    "StandardPage",
    "StarterFile",
    "Theme",
]
