"""What editors write here, the index and the case studies, and what the database knows of their way to publication."""

from .pages import CaseStudyIndexPage, CaseStudyPage, NotAComposite, why_not_published
from .records import Gate

__all__ = ["CaseStudyIndexPage", "CaseStudyPage", "Gate", "NotAComposite", "why_not_published"]
