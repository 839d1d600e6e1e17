"""Wagtail admin views for authorities, reported problems and search terms."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.components import join_with_and
from cms.members import actions
from cms.members.models import ProblemReport
from cms.members.permissions import may_answer_problems
from cms.people.actions import authorities
from cms.people.models import Authority
from cms.search import search_log
from cms.search.models import SearchTerm

QUARTER = timedelta(days=92)
AUTHORITY_HELP = (
    "The description, safeguarding contact, milestones, hubs, approved domains and settings are edited on the site, by the authority's "
    "lead or by you: go to <a href='/people/'>People</a> and select the authority."
)


class AddAuthorityView(CreateView):
    """Add an authority through the action, which writes to the audit log."""

    def save_instance(self):
        authority = authorities.add(fields=self.form.cleaned_data, by=self.request.user)
        log(instance=authority, action="wagtail.create")
        return authority


class ChangeAuthorityView(EditView):
    """Edit the fields of an authority that its lead cannot. Only changed fields are saved, as the lead may be editing the others."""

    def save_instance(self):
        changed = {name: self.form.cleaned_data[name] for name in self.form.changed_data}
        if changed:
            labels = join_with_and([str(self.form.fields[name].label).lower() for name in changed])
            authorities.change(authority=self.object, fields=changed, by=self.request.user, words=f"At the trainers’ desk: {labels}")
            log(instance=self.object, action="wagtail.edit")
        return Authority.objects.get(pk=self.object.pk)


class AuthorityViewSet(ModelViewSet):
    """Authorities, with the fields that are not edited on the site."""

    model = Authority
    icon = "home"
    add_to_admin_menu = True
    menu_label = "Authorities"
    list_display = ["name", "local_name", "programme"]
    add_view_class = AddAuthorityView
    edit_view_class = ChangeAuthorityView
    copy_view_enabled = False
    form_fields = ["name", "slug", "programme", "joined_on", "left_on"]
    panels = [*(FieldPanel(name) for name in form_fields), HelpPanel(AUTHORITY_HELP)]


class ProblemReportPolicy(ModelPermissionPolicy):
    """Trainers and administrators may read and answer reports. No one may add or delete them in the admin."""

    def user_has_permission(self, user, action):
        return action in {"view", "change"} and may_answer_problems(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user, actions):
        return ProblemReport.objects.all() if self.user_has_any_permission(user, actions) else ProblemReport.objects.none()


register_permission_policy(ProblemReport, ProblemReportPolicy(ProblemReport))


class AnswerProblemView(EditView):
    """Read one report and answer it."""

    success_message = "The report is closed. We have emailed the person who reported it."

    def save_instance(self):
        try:
            return actions.answer_problem(
                report=self.object, answer=self.form.cleaned_data["answer"], by=self.request.user, at=timezone.now()
            )
        except actions.ReportAlreadyAnswered:
            return ProblemReport.objects.get(pk=self.object.pk)


class ProblemReportViewSet(ModelViewSet):
    """Reported problems, which can be filtered by state and kind."""

    model = ProblemReport
    icon = "warning"
    add_to_admin_menu = True
    menu_label = "Reported problems"
    menu_order = 260
    list_display = [
        TitleColumn("page_title", label="Page", get_url=lambda report: f"/admin/problem_reports/edit/{report.pk}/"),
        Column("get_kind_display", label="Problem"),
        Column("get_state_display", label="State"),
        Column("made_at", label="Reported"),
    ]
    list_filter = ["state", "kind"]
    edit_view_class = AnswerProblemView
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = ["answer"]
    panels = [
        HelpPanel(template="desk/reported_page.html"),
        FieldPanel("kind", read_only=True, heading="Problem"),
        FieldPanel("words", read_only=True, heading="Description"),
        FieldPanel("made_at", read_only=True, heading="Reported"),
        FieldPanel("state", read_only=True, heading="State"),
        FieldPanel("answer"),
    ]


class SearchTermsView(ReportView):
    """Terms searched for in the last three months, at least three times, without who searched."""

    page_title = "Search terms"
    header_icon = "search"
    index_url_name = "searched_words"
    index_results_url_name = "searched_words_results"
    model = SearchTerm
    columns = [
        Column("words", label="Search term"),
        NumberColumn("total", label="Searches"),
        NumberColumn("found", label="Searches with results"),
    ]
    list_export = ["words", "total", "found"]
    export_headings = {"words": "Search term", "total": "Searches", "found": "Searches with results"}
    default_ordering = None
    paginate_by = 50

    def dispatch(self, request, *args, **kwargs):
        if not may_answer_problems(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return search_log.frequent_searches(since=(timezone.localdate() - QUARTER).replace(day=1))
