"""Who may answer reported problems."""

from cms.people.permissions import may_use_desk


def may_answer_problems(user):
    """Return whether the user may answer reported problems: trainers and administrators may."""
    return may_use_desk(user)
