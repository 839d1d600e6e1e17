"""Helpers that read a response by its structure, so that better wording never breaks a test."""

import re


def html_of(response):
    """Return the page as text."""
    return response.content.decode()


def stable_html(response, *differences):
    """Return the page without tokens, nonces and the given texts, which differ from request to request."""
    html = html_of(response)
    for text in differences:
        html = html.replace(text, "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", html)


def wrong_fields(response, form="form"):
    """Return the names of the fields with errors in a form of the context."""
    return set(response.context[form].errors)


def error_codes(response, field, form="form"):
    """Return the codes of the errors beside a field: "required", "invalid" …; None for an error without a code."""
    return [error.code for error in response.context[form].errors.as_data()[field]]


def message_levels(response):
    """Return the levels of the messages the page shows: "success", "warning", "error"."""
    return [message.level_tag for message in response.context["messages"]]


def template_names(response):
    return {template.name for template in response.templates}


def posts_to(response, address):
    """Return whether the page has a form that posts to an address."""
    return f'method="post" action="{address}"' in html_of(response)


def links_to(response, address):
    return f'href="{address}"' in html_of(response)
