"""What editors write on the ground: pages, settings and the shared vocabulary."""

from .pages import Audience, BasePage, HomePage, StandardPage
from .settings import SiteSettings, Stamp, StarterFile
from .vocabulary import GlossaryTerm, Provocation, Theme

__all__ = [
    "Audience",
    "BasePage",
    "GlossaryTerm",
    "HomePage",
    "Provocation",
    "SiteSettings",
    "Stamp",
    "StandardPage",
    "StarterFile",
    "Theme",
]
