"""What stands in the desk's menu, and what does not, because it is nobody's work here."""

from cms.pages.models.review import SKIP_REVIEW_PERMISSION

# By the names Wagtail gives them. Its help leads to its own pages elsewhere and counts them as news; people have their pages on the site.
NOBODYS = {
    "help": {"editor-guide", "whats-new-in-wagtail"},
    "reports": {"workflow-tasks", "page-types-usage"},
    "settings": {"users", "groups"},
}
ADMINISTRATORS = {
    "help": set(),
    "reports": {"site-history", "locked-pages"},
    "settings": {"collections", "workflows", "workflow-tasks", "sites", "locales", "redirects"},
}
CALLED = {"workflows": "Reviews", "aging-pages": "When published last", "explorer": "Pages", "locked-pages": "Locked pages"}


def tidy(menu, user, items):
    """Take out of a menu ("help", "reports" or "settings") what is not this person's, and word the rest. Changes the list."""
    hidden = NOBODYS[menu] | (set() if user.has_perm(SKIP_REVIEW_PERMISSION) else ADMINISTRATORS[menu])
    items[:] = [item for item in items if not any(item.name == name or item.name.startswith(f"{name}-") for name in hidden)]
    if menu == "reports":
        for item in items:
            item.label = CALLED.get(item.name, item.label)


def word_actions(items):
    """Say in a trainer's words what the editor's actions do, and leave out starting a review of one step anew. Changes the list."""
    items[:] = [item for item in items if item.name != "action-restart-workflow"]
    for item in items:
        if item.name == "action-cancel-workflow":
            item.label = "Take it back from review"
