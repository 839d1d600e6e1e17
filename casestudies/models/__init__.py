"""`pages`: what editors write. `records`: submissions, evidence, and the row that decides whether a case study may be live."""

from .pages import CaseStudyIndexPage, CaseStudyPage, NotApproved, approval_of, composite_errors
from .records import (
    Answer,
    Approval,
    ConsentBasis,
    Gate,
    Message,
    Publication,
    Rereading,
    Review,
    ReviewerPass,
    ReviewerPause,
    Submission,
    Withdrawal,
)

__all__ = [
    "Answer",
    "Approval",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "ConsentBasis",
    "Gate",
    "Message",
    "NotApproved",
    "Publication",
    "Rereading",
    "Review",
    "ReviewerPass",
    "ReviewerPause",
    "Submission",
    "Withdrawal",
    "approval_of",
    "composite_errors",
]
