"""What the check found and what the wording guide suggests, for templates of forms."""

from django import template

from cms.safeguarding.forms import CheckedText

register = template.Library()


@register.filter
def findings_in(form, field):
    """Return the findings in one field of a form, [] for a form that is not checked."""
    findings = getattr(form, "findings", None)
    return findings.in_field(field.name) if findings else []


@register.filter
def suggestions_in(form, field):
    """Return what the wording guide suggests for one field of a form, [] for a form that is not checked."""
    return [suggestion for suggestion in getattr(form, "suggestions", []) if suggestion.field == field.name]


@register.filter
def is_checked(field):
    """Return whether a field of a form is a CheckedText."""
    return isinstance(field.field, CheckedText)
