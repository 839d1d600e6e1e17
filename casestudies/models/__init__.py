"""`pages`: what editors write. `records`: the row that decides whether a case study may be live."""

from .pages import CaseStudyIndexPage, CaseStudyPage, NotAComposite, composite_errors
from .records import Gate

__all__ = ["CaseStudyIndexPage", "CaseStudyPage", "Gate", "NotAComposite", "composite_errors"]
