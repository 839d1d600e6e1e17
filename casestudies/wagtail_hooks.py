"""Hooks of Wagtail and of cms, and the template context of our pages."""

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save, pre_delete
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.images import get_image_model
from wagtail.models import Page

from casestudies import personal_data
from casestudies.index_pages import case_study_index_context
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.page_context import case_study_context
from casestudies.publish_advice import publish_advice
from casestudies.search_sources import searchable_pages
from casestudies.signals import check_pages_that_show, forget_desk_submissions
from casestudies.starter_content import kinds
from cms.hooks import (
    BEFORE_PUBLISHING,
    EXPORT_MEMBER,
    FORGET_MEMBER,
    NAVIGATION,
    SEARCHABLE_MODELS,
    STARTER_CONTENT,
    TRAINERS_EDIT,
    WHO_SEES,
)
from cms.library.models import Recording
from cms.page_tree.snapshot import current_tree
from cms.pages.page_context import register_page_context
from cms.vocabulary.models import Figure

register_page_context(CaseStudyIndexPage, case_study_index_context)
register_page_context(CaseStudyPage, case_study_context)
for model in (get_image_model(), Recording, Figure):
    post_save.connect(check_pages_that_show, sender=model, dispatch_uid=f"casestudies {model.__name__}")
pre_delete.connect(forget_desk_submissions, sender=CaseStudyPage, dispatch_uid="casestudies deleted page")


@hooks.register("before_bulk_action")
def block_bulk_publish(request, action_type, pages, action_class_instance):
    """Cancel a bulk publish if any case study in it may not be published, and name each of them with the reason."""
    if action_type != "publish" or request.method != "POST":
        return None
    selected = [page for page in pages if isinstance(page, Page)]
    case_studies = _case_studies(selected, include_descendants="include_descendants" in request.POST)
    blocked = [(case_study, reason) for case_study in case_studies if (reason := _reason_not_to_publish(case_study))]
    if not blocked:
        return None
    for case_study, reason in blocked:
        messages.error(request, f"Nothing was published. “{case_study.get_admin_display_title()}”: {reason}")
    return redirect(reverse("wagtailadmin_explore", args=[blocked[0][0].get_parent().pk]))


@hooks.register("before_copy_page")
def refuse_copy(request, page):
    """Say why a case study cannot be copied, instead of an error page."""
    if issubclass(page.specific_class, CaseStudyPage):
        messages.error(request, "A case study cannot be copied: when it is withdrawn, a copy would go on saying its words.")
        return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return None


def _case_studies(pages, *, include_descendants):
    case_studies = CaseStudyPage.objects.filter(pk__in=[page.pk for page in pages])
    if include_descendants:
        for page in pages:
            case_studies = case_studies | CaseStudyPage.objects.not_live().descendant_of(page)
    return case_studies


def _reason_not_to_publish(case_study):
    """Return a sentence about the latest revision, "" if it may be published."""
    latest = case_study.get_latest_revision_as_object()
    if errors := latest.extra_publish_errors:
        return " ".join(errors.values())
    if latest.missing_fields:
        return f"These sections are empty: {', '.join(str(latest._meta.get_field(name).verbose_name) for name in latest.missing_fields)}."
    try:
        latest.full_clean()
    except ValidationError as error:
        field, field_messages = next(iter(error.message_dict.items()))
        return f"{field}: {' '.join(field_messages)}"
    return ""


@hooks.register("on_serve_page")
def add_noindex_header(serve):
    """Tell search engines to leave case studies out, in a header as well as in the page."""

    def serve_with_header(page, request, serve_args, serve_kwargs):
        response = serve(page, request, serve_args, serve_kwargs)
        if isinstance(page, (CaseStudyPage, CaseStudyIndexPage)):
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return serve_with_header


@hooks.register(NAVIGATION)
def navigation(request):
    index = current_tree().first_live("casestudies.casestudyindexpage")
    return {"title": "Case studies", "url": index.url, "order": 30} if index and index.url else None


@hooks.register(STARTER_CONTENT)
def starter_content():
    return kinds()


@hooks.register(TRAINERS_EDIT)
def trainers_edit():
    return CaseStudyIndexPage.objects.first()


@hooks.register(BEFORE_PUBLISHING)
def before_publishing(page):
    return publish_advice(page) if isinstance(page, CaseStudyPage) else None


@hooks.register(SEARCHABLE_MODELS)
def findable():
    return searchable_pages()


@hooks.register(EXPORT_MEMBER)
def export_member(person):
    return personal_data.export(person)


@hooks.register(FORGET_MEMBER)
def forget_member(person, at):
    personal_data.erase(person, at)


@hooks.register(WHO_SEES)
def who_sees(person):
    return personal_data.visibility(person)
