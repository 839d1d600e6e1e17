"""Lists at the desk: authorities, problems that members reported, and words that were searched."""

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

from cms.components import and_words
from cms.members import actions
from cms.members.models import ProblemReport
from cms.members.permissions import may_answer_problems
from cms.people.actions import authorities
from cms.people.models import Authority
from cms.search import search_log
from cms.search.models import SearchTerm

QUARTER = timedelta(days=92)
THE_REST = (
    "What it says of itself, the safeguarding contact, milestones, hubs, approved domains and settings are changed on the site, by its "
    "lead or by you: <a href='/people/'>People</a>, then the authority."
)


class AddAuthorityView(CreateView):
    """A new authority; the audit log says who added it."""

    def save_instance(self):
        place = authorities.add(fields=self.form.cleaned_data, by=self.request.user)
        log(instance=place, action="wagtail.create")
        return place


class ChangeAuthorityView(EditView):
    """What a lead does not change of an authority. Only what was changed is written: a lead may be at work on the rest."""

    def save_instance(self):
        changed = {name: self.form.cleaned_data[name] for name in self.form.changed_data}
        if changed:
            words = and_words([str(self.form.fields[name].label).lower() for name in changed])
            authorities.change(authority=self.object, fields=changed, by=self.request.user, words=f"At the desk: {words}")
            log(instance=self.object, action="wagtail.edit")
        return Authority.objects.get(pk=self.object.pk)


class AuthorityViewSet(ModelViewSet):
    """The authorities of the network, and what of them has no page on the site."""

    model = Authority
    icon = "home"
    add_to_admin_menu = True
    menu_label = "Authorities"
    list_display = ["name", "local_name", "programme"]
    add_view_class = AddAuthorityView
    edit_view_class = ChangeAuthorityView
    copy_view_enabled = False
    form_fields = ["name", "slug", "programme", "joined_on", "left_on"]
    panels = [*(FieldPanel(name) for name in form_fields), HelpPanel(THE_REST)]


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
        HelpPanel(template="cms/desk/reported_page.html"),
        FieldPanel("kind", read_only=True, heading="What is wrong"),
        FieldPanel("words", read_only=True, heading="In their words"),
        FieldPanel("made_at", read_only=True, heading="Reported"),
        FieldPanel("state", read_only=True, heading="Where it stands"),
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
        return search_log.reported(since=(timezone.localdate() - QUARTER).replace(day=1))
