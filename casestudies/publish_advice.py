"""What is worth a look before a case study is published; none of it keeps it from being published."""


def publish_advice(page):
    """Sentences for the editor."""
    if not page.summary:
        yield "It has no summary. That is the sentence by which people choose."
    if not page.content_note:
        yield "There is no content note. Is there nothing in it that people should be able to choose when to read?"
    if page.pk and not page.provocations.exists():
        yield "It names no provocation that guided the work."
    if not page.own_words:
        yield "Nobody speaks in it in their own words."
    if not page.further:
        yield "It leads nowhere: no module or page to go on with, in which what it claims has its source."
