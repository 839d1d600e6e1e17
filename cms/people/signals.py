"""Signals that apps above this one listen to."""

from django.dispatch import Signal

# Sent when memberships end because people leave, within the transaction. Argument: `user_ids`.
people_left = Signal()
# Sent when someone has joined, moved or left, or their job role or hub has changed, within the transaction. Argument: `user_ids`.
memberships_changed = Signal()
# Sent when an absence was entered or removed, within the transaction. Argument: `user_ids`.
absences_changed = Signal()
