"""Only composites can be published, by any route: the editor, bulk actions, a schedule, a workflow, a copy, a script, SQL."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask as ApprovalTask
from wagtail.models import Page, Revision, Workflow, WorkflowContentType, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from casestudies.models import CaseStudyPage, Gate, NotAComposite
from cms.desk.rights import set_desk_rights
from tests.casestudies.stories import WHY, a_story, make_draft, make_index, make_study

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
UNFIT = {
    "not a composite": {"is_composite": False},
    "no reason why": {"composite_why": ""},
    "spaces for a reason": {"composite_why": "   "},
    "evidence it cannot be": {"evidence": "evaluated"},
}


@pytest.fixture
def index(site):
    return make_index()


@pytest.fixture
def desk(index, people, signed_in):
    """Return a client signed in to the admin as dana, the trainer."""
    set_desk_rights()
    return signed_in(people.dana)


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def test_an_invalid_case_study_cannot_be_published_or_saved_as_live(index):
    for what, fields in UNFIT.items():
        page = make_draft(index, what, **fields)
        with pytest.raises(NotAComposite), transaction.atomic():
            page.get_latest_revision().publish()
        assert not is_live(page), what
        page.live = True
        for saving in ({}, {"clean": False}):
            with pytest.raises(NotAComposite), transaction.atomic():
                page.save(**saving)
        assert not is_live(page), what


def test_a_non_composite_created_live_is_refused(index):
    page = a_story(is_composite=False)
    page.live = True
    with pytest.raises(NotAComposite):
        index.add_child(instance=page)
    assert not CaseStudyPage.objects.exists()


def test_a_published_composite_cannot_become_a_non_composite(index):
    page = make_study(index)
    page.is_composite = False
    revision = page.save_revision()
    with pytest.raises(NotAComposite):
        revision.publish()
    page = CaseStudyPage.objects.get(pk=page.pk)
    assert page.live and page.is_composite
    page.is_composite = False
    with pytest.raises(NotAComposite):
        page.save()


def test_a_draft_need_not_be_a_composite(index):
    page = make_study(index)
    page.is_composite = False
    page.save_revision()
    kept = CaseStudyPage.objects.get(pk=page.pk)
    assert kept.live and kept.is_composite and not kept.get_latest_revision_as_object().is_composite


def test_a_non_composite_cannot_be_scheduled(index):
    page = make_draft(index, is_composite=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(NotAComposite):
        page.save_revision().publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_an_invalid_scheduled_revision_is_unscheduled_and_others_go_live(index, caplog):
    """The contents of a scheduled revision were overwritten: Wagtail allows that while the same person is editing it."""
    soon = timezone.now() + timedelta(minutes=1)
    pages = [make_draft(index, f"Study {n}") for n in range(2)]
    for page in pages:
        page.go_live_at = soon
        page.save_revision().publish()
    bad = pages[0].get_latest_revision()
    bad.content = {**bad.content, "is_composite": False}
    bad.save()
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        revision.content = {**revision.content, "go_live_at": None}
        revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert [is_live(page) for page in pages] == [False, True]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert "not a composite" in caplog.text


# In the admin


def sent(page, action="publish", **changes):
    """Return the editor's form as sent."""
    text = lambda field: streamfield([("text", rich_text(f"<p>The words of {field}.</p>"))])  # noqa: E731
    form = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "is_composite": "on" if page.is_composite else "",
        "composite_why": page.composite_why,
        "evidence": page.evidence,
        "content_note": "",
        "situation": page.situation,
        **{field: text(field) for field in ("happening", "around", "did", "changed", "learnt")},
        "own_words": streamfield([]),
        "questions": streamfield([("question", "What then?")]),
        "further": streamfield([]),
        "age_band": page.age_band,
        "practice": page.practice,
        "outcome": page.outcome,
        "themes": "",
        "owner_words": "Editors",
        "approved_on": "",
        "comments": inline_formset([]),
        **changes,
    }
    if not form["is_composite"]:
        del form["is_composite"]
    return {**nested_form_data(form), **({f"action-{action}": "1"} if action else {})}


def send(desk, page, **how):
    return desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent(page, **how))


def errors(response):
    """Return the form's errors by field; none if the page was saved."""
    return {name: " ".join(words) for name, words in response.context["form"].errors.items()} if response.status_code == 200 else {}


def test_the_editor_shows_the_error_on_its_field(index, desk):
    page = make_draft(index, is_composite=False)
    assert list(errors(send(desk, page))) == ["is_composite"]
    assert list(errors(send(desk, page, is_composite="on", composite_why=" "))) == ["composite_why"]
    assert list(errors(send(desk, page, is_composite="on", evidence="account"))) == ["evidence"]
    assert not is_live(page)


def test_the_editor_publishes_a_composite(index, desk):
    page = make_draft(index)
    assert send(desk, page).status_code == 302
    assert is_live(page)


def test_the_editor_saves_an_invalid_draft_and_readers_see_the_published_page(index, desk):
    page = make_study(index)
    assert send(desk, page, action="", is_composite="", composite_why="").status_code == 302
    kept = CaseStudyPage.objects.get(pk=page.pk)
    assert kept.live and kept.is_composite and kept.composite_why == WHY
    assert not kept.get_latest_revision_as_object().is_composite


def test_the_editor_cannot_schedule_a_non_composite(index, desk):
    page = make_draft(index, is_composite=False)
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    assert "is_composite" in errors(send(desk, page, go_live_at=tomorrow))
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def bulk(desk, *pages, **fields):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return desk.post(f"{address}?" + "&".join(f"id={page.pk}" for page in pages), fields, follow=True)


def refusals(response):
    """Return the errors shown after a bulk action."""
    return [str(message) for message in response.context["messages"] if "error" in message.tags]


def test_bulk_publishing_is_refused_as_a_whole_and_names_the_invalid_page(index, desk):
    good, bad = make_draft(index, "Good"), make_draft(index, "Bad", is_composite=False)
    (error,) = refusals(bulk(desk, good, bad))
    assert "“Bad”" in error and "“Good”" not in error
    assert not is_live(good) and not is_live(bad)


def test_bulk_publishing_with_invalid_descendants_is_refused_and_the_index_alone_is_published(index, desk):
    bad = make_draft(index, "Bad", is_composite=False)
    index.unpublish()
    assert "“Bad”" in refusals(bulk(desk, index, include_descendants="on"))[0]
    assert not is_live(bad) and not is_live(index)
    bulk(desk, index)
    assert is_live(index) and not is_live(bad)


def test_composites_can_be_published_in_bulk(index, desk):
    pages = [make_draft(index, f"Study {n}") for n in range(3)]
    bulk(desk, *pages)
    assert all(is_live(page) for page in pages)


def test_bulk_publishing_an_incomplete_page_names_the_missing_field(index, desk):
    page = make_draft(index)
    revision = page.get_latest_revision()
    revision.content = {**revision.content, "happening": "[]"}
    revision.save()
    (error,) = refusals(bulk(desk, page))
    assert "“A draft”" in error and "happening" in error
    assert not is_live(page)


def test_approving_a_workflow_cannot_publish_a_non_composite(index, people, desk, settings):
    settings.WAGTAIL_WORKFLOW_ENABLED = True
    task = ApprovalTask.objects.create(name="Second trainer reviews")
    task.groups.set(people.dana.groups.all())
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(CaseStudyPage))
    page = make_draft(index, is_composite=False)
    state = workflow.start(page, people.dana)
    with pytest.raises(NotAComposite), transaction.atomic():
        state.current_task_state.approve(user=people.dana)
    assert not is_live(page)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    response = desk.post(address, {"comment": "Fine."})
    assert response.status_code in {302, 403} and not is_live(page)


def test_an_old_non_composite_revision_cannot_be_published(index):
    page = make_draft(index, is_composite=False)
    old = page.get_latest_revision()
    page.is_composite = True
    page.save_revision().publish()
    with pytest.raises(NotAComposite):
        old.publish()
    assert CaseStudyPage.objects.get(pk=page.pk).is_composite


def test_copies_and_aliases_have_the_state_of_their_original(index, people):
    page = make_study(index)
    copy = page.copy(update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=True)
    alias = page.create_alias(update_slug="an-alias")
    assert copy.live and copy.is_composite and alias.live and alias.specific.is_composite
    draft = make_draft(index, is_composite=False)
    assert not draft.copy(update_attrs={"slug": "another", "title": "Another"}, keep_live=True).live
    assert not draft.create_alias(update_slug="its-alias").live


# In the database


def test_the_database_refuses_to_bulk_publish_a_non_composite(index):
    page = make_draft(index, is_composite=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(live=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(path__startswith=index.path).update(live=True)
    assert not is_live(page)


def test_the_database_refuses_to_make_a_live_page_a_non_composite(index):
    page = make_study(index)
    for fields in ({"is_composite": False}, {"composite_why": ""}, {"composite_why": "  "}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseStudyPage.objects.filter(pk=page.pk).update(**fields)
    CaseStudyPage.objects.filter(pk=page.pk).update(composite_why="Another reason.")


def test_the_database_refuses_plain_sql_that_bypasses_the_check(index):
    page = make_draft(index, is_composite=False)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = TRUE WHERE id = %s", [page.pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casestudies_gate SET is_live = TRUE WHERE page_id = %s", [page.pk])


def test_the_database_refuses_a_non_composite_inserted_live(index):
    """Bypass all checks in Python: insert the page's row first, as Django does, then ours."""
    page = make_study(index)
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).update(live=False)
        CaseStudyPage.objects.filter(pk=page.pk).update(is_composite=False)
    fields = {field.attname: getattr(page, field.attname) for field in CaseStudyPage._meta.local_concrete_fields}
    bare = Page(title="Born live", slug="born-live", live=True, content_type=page.content_type)
    index.refresh_from_db()
    index.add_child(instance=bare)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStudyPage(**{**fields, "page_ptr_id": bare.pk, "is_composite": False}).save_base(raw=True)
    CaseStudyPage(**{**fields, "page_ptr_id": bare.pk, "is_composite": True}).save_base(raw=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStudyPage.objects.filter(pk=bare.pk).update(is_composite=False)


def test_the_composite_check_ignores_other_pages_and_forgets_deleted_ones(site, index):
    Page.objects.filter(pk=site.module.pk).update(live=False)
    Page.objects.filter(pk=site.module.pk).update(live=True)
    page = make_study(index)
    assert Gate.objects.get(page_id=page.pk).is_live
    page.unpublish()
    assert not Gate.objects.get(page_id=page.pk).is_live
    CaseStudyPage.objects.get(pk=page.pk).delete()
    assert not Gate.objects.filter(page_id=page.pk).exists()


def test_control_without_triggers_the_database_publishes_a_non_composite(index):
    from casestudies.publication_gate import drop_triggers

    page = make_draft(index, is_composite=False)
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        drop_triggers(editor)
    Page.objects.filter(pk=page.pk).update(live=True)
    assert is_live(page)


class _Editor:
    """A minimal schema editor for dropping SQLite's triggers within a test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None

    def execute(self, statement, params=None):
        with connection.cursor() as cursor:
            cursor.execute(statement)
