"""The vocabulary in Wagtail's admin: themes, glossary, provocations and figures, and who may publish them."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup, UnpublishView

from cms.pages.models.review import ReviewedSnippetPolicy
from cms.search.models import Synonym
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme

REVIEWED_MODELS = [GlossaryTerm, Provocation, Figure]  # written by trainers and reviewed by a second trainer

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
    list_display = ["__str__", "source", "is_verified", "live"]


class SynonymViewSet(SnippetViewSet):
    """Synonyms for Find. They change what is found at once, and nothing that readers see, so they need no review."""

    model = Synonym
    icon = "search"
    menu_label = "Synonyms for Find"
    list_display = ["typed", "meanings"]
    search_fields = ["typed", "meanings"]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu for glossary, provocations, figures, themes and synonyms."""

    items = (GlossaryTermViewSet, ProvocationViewSet, FigureViewSet, ThemeViewSet, SynonymViewSet)
    menu_label = "Shared words"
    menu_icon = "openquote"
