"""Which entries of Wagtail's admin menus each role sees, and what they are called."""

from cms.pages.models.review import SKIP_REVIEW_PERMISSION

# By the names Wagtail gives them. Its help links to its own website, and people are managed on our site.
HIDDEN = {
    "help": {"editor-guide", "whats-new-in-wagtail"},
    "reports": {"workflow-tasks", "page-types-usage"},
    "settings": {"users", "groups"},
}
ADMINISTRATORS_ONLY = {
    "help": set(),
    "reports": {"site-history", "locked-pages"},
    "settings": {"collections", "workflows", "workflow-tasks", "sites", "locales", "redirects"},
}
LABELS = {"workflows": "Reviews", "aging-pages": "Last published", "explorer": "Pages", "locked-pages": "Locked pages"}


def tailor_menu(menu, user, items):
    """Remove the entries of a menu ("help", "reports" or "settings") that the user has no use for, and relabel the rest, in place."""
    hidden = HIDDEN[menu] | (set() if user.has_perm(SKIP_REVIEW_PERMISSION) else ADMINISTRATORS_ONLY[menu])
    items[:] = [item for item in items if not any(item.name == name or item.name.startswith(f"{name}-") for name in hidden)]
    if menu == "reports":
        for item in items:
            item.label = LABELS.get(item.name, item.label)


def tailor_actions(items):
    """Relabel the editor's actions and put "unpublish" last, in place. "Restart workflow" is pointless in a review of one step."""
    items[:] = sorted((item for item in items if item.name != "action-restart-workflow"), key=lambda item: item.name == "action-unpublish")
    for item in items:
        if item.name == "action-unpublish":
            item.classname = "button-secondary"
        if item.name == "action-cancel-workflow":
            item.label = "Withdraw from review"
