"""What editors write here, the index and the case studies, and what the database knows of their way to publication."""

from .pages import CaseStudyIndexPage, CaseStudyPage, NotAComposite, composite_errors
from .records import Gate

__all__ = ["CaseStudyIndexPage", "CaseStudyPage", "Gate", "NotAComposite", "composite_errors"]
