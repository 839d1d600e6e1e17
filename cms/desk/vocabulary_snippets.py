"""The vocabulary in Wagtail's admin: themes, glossary, wording guide, provocations and figures, and who may publish them."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup, UnpublishView

from cms.pages.models.review import ReviewedSnippetPolicy
from cms.search.models import Synonym
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme, WordingEntry

REVIEWED_MODELS = [GlossaryTerm, Provocation, Figure, WordingEntry]  # written by trainers and reviewed by a second trainer

for model in REVIEWED_MODELS:
    register_permission_policy(model, ReviewedSnippetPolicy(model))


class RetireView(UnpublishView):
    """Wagtail's view with its own permission: content that does harm can be taken down without a review."""

    permission_required = "unpublish"


class ReviewedViewSet(SnippetViewSet):
    """Base for snippets that trainers edit."""

    unpublish_view_class = RetireView


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = "Themes"
    list_display = ["name", "slug", "order"]


class GlossaryTermViewSet(ReviewedViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ["term", "mark", "live"]


class ProvocationViewSet(ReviewedViewSet):
    model = Provocation
    icon = "help"
    menu_label = "Provocations"
    list_display = ["text", "origin", "order", "live"]


class FigureViewSet(ReviewedViewSet):
    model = Figure
    icon = "table"
    menu_label = "Figures"
    list_display = ["__str__", "source", "counted_by", "seen", "live"]


class WordingViewSet(ReviewedViewSet):
    model = WordingEntry
    icon = "edit"
    menu_label = "Wording guide"
    list_display = ["term", "strength", "dated_on", "live"]


class SynonymViewSet(SnippetViewSet):
    """Synonyms for Find. They change what is found at once, and nothing that readers see, so they need no review."""

    model = Synonym
    icon = "search"
    menu_label = "Synonyms for Find"
    list_display = ["typed", "meanings"]
    search_fields = ["typed", "meanings"]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu for glossary, wording guide, provocations, figures, themes and synonyms."""

    items = (GlossaryTermViewSet, WordingViewSet, ProvocationViewSet, FigureViewSet, ThemeViewSet, SynonymViewSet)
    menu_label = "Shared words"
    menu_icon = "openquote"
