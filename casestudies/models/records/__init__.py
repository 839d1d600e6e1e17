"""What members do: submissions, which can be deleted; evidence, which is append-only; and the gate, which triggers write."""

from .evidence import Approval, ConsentBasis, Publication, Rereading, Review, Withdrawal
from .gate import Gate
from .submissions import Answer, Message, ReviewerPass, ReviewerPause, Submission

__all__ = [
    "Answer",
    "Approval",
    "ConsentBasis",
    "Gate",
    "Message",
    "Publication",
    "Rereading",
    "Review",
    "ReviewerPass",
    "ReviewerPause",
    "Submission",
    "Withdrawal",
]
