"""Wagtail's views for modules and lessons: questions before publishing, and how many people are on a page that is to be unpublished."""

from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.desk.editing import AskingCreateView, AskingEditView, AskingRevertView
from learning.models import LessonPage, ModulePage, Pathway
from learning.models.records import Item, change_impact, module_impact


class RetireView(UnpublishView):
    """Wagtail's page for unpublishing, with what it means for people who have the lesson or module on their record."""

    template_name = "learning/desk/confirm_retire.html"
    page_title = "Retire"
    success_message = "“%(page_title)s” is retired. Readers no longer see it, and every record stays as it is."

    def get_context_data(self, **kwargs):
        item = Item.objects.of_page(self.object.pk).first()
        is_module = isinstance(self.object, ModulePage)
        impact = (module_impact(item) if is_module else change_impact(item)) if item else None
        return {**super().get_context_data(**kwargs), "impact": impact, "is_module": is_module}


class LessonViewSet(PageViewSet):
    model = LessonPage
    add_view_class = AskingCreateView
    edit_view_class = AskingEditView
    revisions_revert_view_class = AskingRevertView
    unpublish_view_class = RetireView


class ModuleViewSet(PageViewSet):
    model = ModulePage
    add_view_class = AskingCreateView
    edit_view_class = AskingEditView
    revisions_revert_view_class = AskingRevertView
    unpublish_view_class = RetireView


class PathwayViewSet(SnippetViewSet):
    """Pathways, among the trainers' menus. Publishing stores a version; authorities decide when their people get it."""

    model = Pathway
    icon = "list-ol"
    menu_label = "Pathways"
    menu_order = 120
    add_to_admin_menu = True
    list_display = ["title", "live"]
