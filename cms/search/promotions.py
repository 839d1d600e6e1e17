"""Results that trainers promote for a search."""

from collections import defaultdict

from wagtail.contrib.search_promotions.models import SearchPromotion

from cms.page_tree.snapshot import current_tree


def read_promotions():
    """Return {query string: [(page id, URL, title, description)]}. Takes one query."""
    promotions = defaultdict(list)
    fields = ("query__query_string", "page_id", "external_link_url", "external_link_text", "description")
    for query_string, *promotion in SearchPromotion.objects.values_list(*fields):
        promotions[query_string].append(tuple(promotion))
    return dict(promotions)


def promoted(text, promotions, access):
    """Return what is promoted for a ParsedText as dicts of title, url, text and is_external, without pages that may not be opened."""
    if not text.words:
        return []
    found = []
    for query_string in dict.fromkeys([text.term, " ".join(text.text.lower().split())[:255]]):
        for page_id, url, title, description in promotions.get(query_string, ()):
            if page_id and (page_url := access.open_url(page_id)):
                page_title = current_tree().nodes[page_id].title
                found.append({"title": page_title, "url": page_url, "text": description, "is_external": False})
            elif url and not page_id:
                found.append({"title": title or url, "url": url, "text": description, "is_external": True})
    return found
