"""Who may do what with events."""


def may_open_event(user, event):
    """Say whether the person may read the event: a member, and it is published and not locked."""
    return type(event).objects.visible_to(user).filter(pk=event.pk).exists()


def may_be_interested(user, event, *, on):
    """Say whether the person may say on the date `on` that they are interested: they may read it, and it is not over."""
    return event.is_upcoming(on) and may_open_event(user, event)
