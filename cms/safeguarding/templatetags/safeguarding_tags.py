"""What the check found, for templates of forms."""

from django import template

register = template.Library()


@register.filter
def findings_in(form, field):
    """Return the findings in one field of a form, [] for a form that is not checked."""
    findings = getattr(form, "findings", None)
    return findings.in_field(field.name) if findings else []
