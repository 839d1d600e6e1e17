"""Who may answer reported problems."""

from cms.people.permissions import may_use_desk


def may_answer_problems(user):
    """Return whether the user answers reported problems: anyone who may use the desk."""
    return may_use_desk(user)
