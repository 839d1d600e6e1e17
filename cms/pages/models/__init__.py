"""What editors write on the site itself: the front page, public pages, start lists, settings and the review of what is written."""

from .pages import BasePage, HomePage, MemberPageQuerySet, StandardPage
from .review import SecondTrainerTask
from .settings import SiteSettings
from .start import StartIndexPage, StartPage

__all__ = ["BasePage", "HomePage", "MemberPageQuerySet", "SecondTrainerTask", "SiteSettings", "StandardPage", "StartIndexPage", "StartPage"]
