"""Words we share, at the desk: themes, glossary, provocations and figures, and who may publish them."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup, UnpublishView

from cms.pages.models.review import ReviewedSnippetPolicy
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation, Theme

REVIEWED = [GlossaryTerm, Provocation, Figure]  # what trainers write, and a second trainer reads

for model in REVIEWED:
    register_permission_policy(model, ReviewedSnippetPolicy(model))


class RetireView(UnpublishView):
    """Wagtail's own. Retiring is never held up by a review: it is how one takes harm away."""

    permission_required = "unpublish"


class ReviewedViewSet(SnippetViewSet):
    """What trainers keep."""

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


class VocabularyGroup(SnippetViewSetGroup):
    """Words we share: themes, glossary, provocations, figures, in one place of the desk."""

    items = (GlossaryTermViewSet, ProvocationViewSet, FigureViewSet, ThemeViewSet)
    menu_label = "Shared words"
    menu_icon = "openquote"
