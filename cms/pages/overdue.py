"""Which pages should have been read again by now."""

from wagtail.models import get_page_models

from cms.pages.models import BasePage


def review_overdue(*, on):
    """Published pages whose day of review is before the date `on`, longest overdue first, as {"pk", "title", "review_due_on"}.

    One query, whatever the number of kinds of page.
    """
    kinds = [model for model in get_page_models() if issubclass(model, BasePage)]
    first, *others = [
        model.objects.live().filter(review_due_on__lt=on).order_by().values("pk", "title", "review_due_on") for model in kinds
    ]
    return first.union(*others, all=True).order_by("review_due_on", "title")
