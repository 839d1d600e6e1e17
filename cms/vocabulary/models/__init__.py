"""Content that editors write once and every page can use: themes, glossary terms, provocations, figures and the wording guide."""

from .figures import Figure
from .terms import GlossaryTerm, Provocation, Theme
from .wording import AuthorityWording, WordingEntry

__all__ = ["AuthorityWording", "Figure", "GlossaryTerm", "Provocation", "Theme", "WordingEntry"]
