"""What members do about events and on boards, one module for each subject."""

from .interest import EventIsOver, EventNotOpen, be_interested, take_back_interest, tell_cancelled

__all__ = ["EventIsOver", "EventNotOpen", "be_interested", "take_back_interest", "tell_cancelled"]
