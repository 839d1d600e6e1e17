"""What case studies plug into Wagtail, and into the ground's sockets."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from casestudies import publish_advice, search_sources
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from casestudies.starter_content import kinds
from cms.hooks import BEFORE_PUBLISHING, FINDABLE, NAVIGATION, STARTER_CONTENT, TRAINERS_EDIT
from cms.tree import current


@hooks.register("before_bulk_action")
def only_composites_in_a_bulk_publish(request, action_type, pages, action_class_instance):
    """Publishing many at once: nothing of the batch is published if one of it may not be, and each is named with the reason."""
    if action_type != "publish" or request.method != "POST":
        return None
    chosen = [page for page in pages if isinstance(page, Page)]
    refused = [(study, words) for study in _studies(chosen, below="include_descendants" in request.POST) if (words := _why_not(study))]
    if not refused:
        return None
    for study, words in refused:
        messages.error(request, f"Nothing was published. “{study.get_admin_display_title()}”: {words}")
    return redirect(reverse("wagtailadmin_explore", args=[refused[0][0].get_parent().pk]))


def _studies(pages, *, below):
    """The case studies among these pages, and those below them if they are to be published too."""
    found = CaseStudyPage.objects.filter(pk__in=[page.pk for page in pages])
    if below:
        for page in pages:
            found = found | CaseStudyPage.objects.not_live().descendant_of(page)
    return found


def _why_not(study):
    """What keeps its newest words from being published, in a sentence; empty when nothing does."""
    newest = study.get_latest_revision_as_object()
    if refusals := newest.why_not_published:
        return " ".join(refusals.values())
    if newest.unfinished:
        return f"There are no words yet for: {', '.join(str(newest._meta.get_field(name).verbose_name) for name in newest.unfinished)}."
    try:
        newest.full_clean()
    except ValidationError as problem:
        field, words = next(iter(problem.message_dict.items()))
        return f"{field}: {' '.join(words)}"
    return ""


@hooks.register("on_serve_page")
def kept_out_of_search(serve):
    """Case studies are for members, and search engines are told so in the header as well as in the page."""

    def kept_out(page, request, serve_args, serve_kwargs):
        response = serve(page, request, serve_args, serve_kwargs)
        if isinstance(page, (CaseStudyPage, CaseStudyIndexPage)):
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return kept_out


@hooks.register(NAVIGATION)
def case_studies(request):
    index = current().first_live("casestudies.casestudyindexpage")
    return {"title": "Case studies", "url": index.url, "order": 30} if index and index.url else None


@hooks.register(STARTER_CONTENT)
def starter_content():
    return kinds()


@hooks.register(TRAINERS_EDIT)
def trainers_edit():
    return CaseStudyIndexPage.objects.first()


@hooks.register(BEFORE_PUBLISHING)
def before_publishing(page):
    return publish_advice.publish_advice(page) if isinstance(page, CaseStudyPage) else None


@hooks.register(FINDABLE)
def found_in_casestudies():
    return search_sources.kinds()
