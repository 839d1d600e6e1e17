"""Who may do what with events."""


def may_open_event(user, event):
    """Return whether the user may read the event."""
    return type(event).objects.visible_to(user).filter(pk=event.pk).exists()


def may_be_interested(user, event, *, on):
    """Return whether the user may show interest on the date `on`: they may read the event, and it is not over."""
    return event.is_upcoming(on) and may_open_event(user, event)
