"""Pages that belong to no other app, site settings and the review of content."""

from .base import BasePage, MemberPageQuerySet
from .pages import HomePage, StandardPage
from .review import SecondTrainerTask
from .settings import SiteSettings
from .start import StartIndexPage, StartPage

__all__ = ["BasePage", "HomePage", "MemberPageQuerySet", "SecondTrainerTask", "SiteSettings", "StandardPage", "StartIndexPage", "StartPage"]
