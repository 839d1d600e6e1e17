"""What editors write on the ground: pages, settings, figures and the shared vocabulary."""

from .figures import Figure
from .pages import Audience, BasePage, HomePage, StandardPage
from .recordings import BY_ITS_DATE, Recording, RecordingUnfinished
from .review import SecondTrainerTask
from .settings import SiteSettings, Stamp, StarterFile
from .vocabulary import GlossaryTerm, Provocation, Theme

__all__ = [
    "BY_ITS_DATE",
    "Audience",
    "BasePage",
    "Figure",
    "GlossaryTerm",
    "HomePage",
    "Provocation",
    "Recording",
    "RecordingUnfinished",
    "SecondTrainerTask",
    "SiteSettings",
    "Stamp",
    "StandardPage",
    "StarterFile",
    "Theme",
]
