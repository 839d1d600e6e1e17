"""Signals that apps above this one listen to."""

from django.dispatch import Signal

# Sent when memberships end because people leave, within the transaction. Argument: `user_ids`.
people_left = Signal()
