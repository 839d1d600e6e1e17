"""Pages that belong to no other app, site settings and the review of content."""

from .base import BasePage
from .pages import HomePage, StandardPage
from .review import SecondTrainerTask
from .settings import SiteSettings
from .start import StartIndexPage, StartPage

__all__ = ["BasePage", "HomePage", "SecondTrainerTask", "SiteSettings", "StandardPage", "StartIndexPage", "StartPage"]
