"""The allow-list that comes from the site itself: names that say nothing about a child here."""

from cms.page_tree.snapshot import current_tree
from cms.people.models import Authority, JobRole


def site_phrases():
    """Return names of themes, terms, job roles and authorities, and titles of the pages this reader may open.

    What comes from pages and the vocabulary is cached with the page tree, apart for readers to whom different pages are closed. The two
    other tables are small and not watched by its stamp, so they are read each time: two queries for a form that is sent.
    """
    tree = current_tree()
    from_tree = tree.cached("safeguarding phrases", ["all"], lambda keys: {"all": _tree_phrases(tree)})["all"]
    authorities = Authority.objects.order_by("pk").values_list("name", "local_name")
    return (*from_tree, *(name for names in authorities for name in names if name), *JobRole.objects.values_list("title", flat=True))


def _tree_phrases(tree):
    # A title of one word could be a first name ("Hope"), and allowing it would hide the child of that name.
    titles = (node.title for node in tree.nodes.values() if tree.is_open(node.id) and " " in node.title.strip())
    names = [*(theme.name for theme in tree.themes), *(term.term for term in tree.terms)]
    return tuple(dict.fromkeys([*names, *titles]))
