"""Lists at the desk: problems that members reported, and words that were searched."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms import actions
from cms.models import ProblemReport, SearchTerm
from cms.permissions import may_answer_problems
from cms.search import terms

QUARTER = timedelta(days=92)


class ReadAndAnswer(ModelPermissionPolicy):
    """Whoever works at the desk reads and answers; nobody writes a report there, and none is deleted."""

    def user_has_permission(self, user, action):
        return action in {"view", "change"} and may_answer_problems(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user, actions):
        return ProblemReport.objects.all() if self.user_has_any_permission(user, actions) else ProblemReport.objects.none()


register_permission_policy(ProblemReport, ReadAndAnswer(ProblemReport))


class AnswerView(EditView):
    """Reading one report, and noting that it is dealt with."""

    success_message = "Dealt with. Whoever reported it gets a letter."

    def save_instance(self):
        try:
            return actions.deal_with_problem(
                report=self.object, answer=self.form.cleaned_data["answer"], by=self.request.user, at=timezone.now()
            )
        except actions.AlreadyDealtWith:
            return ProblemReport.objects.get(pk=self.object.pk)


class ProblemReportViewSet(ModelViewSet):
    """Reported problems, the open ones first to be filtered for."""

    model = ProblemReport
    icon = "warning"
    add_to_admin_menu = True
    menu_label = "Reported problems"
    menu_order = 260
    list_display = [
        TitleColumn("page_title", label="Page", get_url=lambda one: f"/admin/problem_reports/edit/{one.pk}/"),
        Column("get_kind_display", label="What"),
        Column("get_state_display", label="State"),
        Column("made_at", label="Reported"),
    ]
    list_filter = ["state", "kind"]
    edit_view_class = AnswerView
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = ["answer"]
    panels = [
        FieldPanel("page_title", read_only=True),
        FieldPanel("kind", read_only=True),
        FieldPanel("words", read_only=True),
        FieldPanel("made_at", read_only=True),
        FieldPanel("state", read_only=True),
        FieldPanel("answer"),
    ]


class SearchTermsView(ReportView):
    """What was searched in the last three months, without people: only what was searched three times or more."""

    page_title = "Searched words"
    header_icon = "search"
    index_url_name = "searched_words"
    index_results_url_name = "searched_words_results"
    model = SearchTerm
    columns = [
        Column("words", label="Words"),
        NumberColumn("total", label="Searched"),
        NumberColumn("found", label="Of these, something was found"),
    ]
    list_export = ["words", "total", "found"]
    export_headings = {"words": "Words", "total": "Searched", "found": "Of these, something was found"}
    default_ordering = None
    paginate_by = 50

    def dispatch(self, request, *args, **kwargs):
        if not may_answer_problems(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return terms.reported(since=(timezone.localdate() - QUARTER).replace(day=1))
