"""What editors write on the ground: pages, settings, figures and the shared vocabulary; and what members do with any page."""

from .figures import Figure
from .pages import Audience, BasePage, HomePage, MemberPageQuerySet, StandardPage
from .recordings import BY_ITS_DATE, Recording, RecordingUnfinished
from .records import ProblemReport, Saved, SearchTerm
from .review import SecondTrainerTask
from .settings import SiteSettings, Stamp, StarterFile
from .start import StartIndexPage, StartPage
from .vocabulary import GlossaryTerm, Provocation, Theme

__all__ = [
    "BY_ITS_DATE",
    "Audience",
    "BasePage",
    "Figure",
    "GlossaryTerm",
    "HomePage",
    "MemberPageQuerySet",
    "ProblemReport",
    "Provocation",
    "Recording",
    "RecordingUnfinished",
    "Saved",
    "SearchTerm",
    "SecondTrainerTask",
    "SiteSettings",
    "Stamp",
    "StandardPage",
    "StartIndexPage",
    "StartPage",
    "StarterFile",
    "Theme",
]
