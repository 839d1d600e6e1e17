"""Words and numbers that are kept once and used everywhere: themes, glossary terms, provocations, figures."""

from .figures import Figure
from .terms import GlossaryTerm, Provocation, Theme

__all__ = ["Figure", "GlossaryTerm", "Provocation", "Theme"]
