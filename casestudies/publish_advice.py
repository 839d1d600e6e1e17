"""Advice to editors before they publish a case study. None of it blocks publishing; see identifiers.py for what does."""

from casestudies.identifiers import identifier_advice


def publish_advice(page):
    """Yield sentences about what is missing from the page; see BEFORE_PUBLISHING in cms/hooks.py."""
    yield from identifier_advice(page)
    if not page.summary:
        yield "There is no summary. People use it to decide what to read."
    if not page.content_note:
        yield "There is no content note. Is there anything here that people should be able to choose when to read?"
    if page.pk and not page.provocations.exists():
        yield "It does not name a provocation that guided the work."
    if not page.own_words:
        yield "No one in it speaks in their own words."
    if not page.further:
        yield "It does not link to a module or page where people can read more and find the sources for its claims."
