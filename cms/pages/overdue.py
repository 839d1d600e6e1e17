"""Published pages whose review is overdue."""

from wagtail.models import get_page_models

from cms.pages.models import BasePage


def pages_overdue_for_review(*, on):
    """Return published pages that were to be reviewed before the date `on`, longest overdue first.

    The result is a queryset of {"pk", "title", "review_due_on"} that uses one query, however many page types there are.
    """
    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    first, *others = [
        model.objects.live().filter(review_due_on__lt=on).order_by().values("pk", "title", "review_due_on") for model in models
    ]
    return first.union(*others, all=True).order_by("review_due_on", "title")
