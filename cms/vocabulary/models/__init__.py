"""Content that editors write once and every page can use: themes, glossary terms, provocations and figures."""

from .figures import Figure
from .terms import GlossaryTerm, Provocation, Theme

__all__ = ["Figure", "GlossaryTerm", "Provocation", "Theme"]
