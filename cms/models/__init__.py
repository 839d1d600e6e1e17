"""What editors write on the ground: pages, settings, figures and the shared vocabulary."""

from .figures import Figure
from .pages import Audience, BasePage, HomePage, StandardPage
from .settings import SiteSettings, Stamp, StarterFile
from .vocabulary import GlossaryTerm, Provocation, Theme

__all__ = [
    "Audience",
    "BasePage",
    "Figure",
    "GlossaryTerm",
    "HomePage",
    "Provocation",
    "SiteSettings",
    "Stamp",
    "StandardPage",
    "StarterFile",
    "Theme",
]
