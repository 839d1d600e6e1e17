"""Only approved words are live, by any route: the editor, bulk actions, a schedule, a revert, a copy, a script, the database itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from casestudies.actions.approval import NoReason, NotSuperuser, override_review, unpublish_changed
from casestudies.content_hash import content_hash
from casestudies.gated_fields import OWN_FIELDS, PAGE_FIELDS
from casestudies.models import Approval, CaseStudyPage, Gate, NotApproved, Publication
from casestudies.publication_gate import drop_gate
from cms.desk.rights import set_desk_rights
from tests.casestudies.stories import approve, make_draft, make_index, make_study, stream
from tests.pages.blocks.parts import an_image

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OTHER_WORDS = "<p>Words that no one has approved.</p>"
REFUSED = (IntegrityError, NotApproved)


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


def live_words(page):
    """Return the hash of what is live now, None if nothing is."""
    now = CaseStudyPage.objects.get(pk=page.pk)
    return content_hash(now) if now.live else None


def changed(page):
    """Return the page, freshly read, with one section in other words."""
    page = CaseStudyPage.objects.get(pk=page.pk)
    page.learnt = stream("learnt", [{"type": "text", "value": OTHER_WORDS}])
    return page


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _schedule(page):
    page = changed(page)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def _schedule_behind_the_models(page):
    """Write the date of a revision straight into its row, as if it had been approved for it, and run the scheduler."""
    revision = changed(page).save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)


def _save_live(page):
    page = changed(page)
    page.live = True
    page.save()


def _update_live(page):
    changed(page).save_revision()
    CaseStudyPage.objects.filter(pk=page.pk).update(learnt=changed(page).learnt)
    Page.objects.filter(pk=page.pk).update(live=True)


def _write_the_gate(page):
    CaseStudyPage.objects.filter(pk=page.pk).update(live=False)
    CaseStudyPage.objects.filter(pk=page.pk).update(learnt=changed(page).learnt)
    Gate.objects.filter(page_id=page.pk).update(approved_edition=Gate.objects.get(page_id=page.pk).edition)


def _wind_the_gate_back(page):
    Gate.objects.filter(page_id=page.pk).update(edition=1)
    sql("UPDATE wagtailcore_page SET live = FALSE WHERE id = %s", page.pk)
    CaseStudyPage.objects.filter(pk=page.pk).update(learnt=changed(page).learnt)
    Gate.objects.filter(page_id=page.pk).update(edition=1)
    sql("UPDATE wagtailcore_page SET live = TRUE WHERE id = %s", page.pk)


def _remove_the_gate(page):
    Gate.objects.filter(page_id=page.pk).delete()
    CaseStudyPage.objects.filter(pk=page.pk).update(learnt=changed(page).learnt)
    if not is_live(page):
        raise NotApproved


ROUTES = {
    "publish() in a shell": lambda page: changed(page).save_revision().publish(),
    "a save of a live page": _save_live,
    "a schedule": _schedule,
    "the scheduler": _schedule_behind_the_models,
    "queryset.update() of the words": lambda page: CaseStudyPage.objects.filter(pk=page.pk).update(learnt=changed(page).learnt),
    "queryset.update() of the title": lambda page: Page.objects.filter(pk=page.pk).update(title="Kayleigh’s story"),
    "queryset.update() of the readers": lambda page: CaseStudyPage.objects.filter(pk=page.pk).update(readers_authority=None, summary="All"),
    "update() and then live": _update_live,
    "SQL on the words": lambda page: sql("UPDATE casestudies_casestudypage SET situation = 'Kayleigh' WHERE page_ptr_id = %s", page.pk),
    "SQL on the title": lambda page: sql("UPDATE wagtailcore_page SET title = 'Kayleigh', live = TRUE WHERE id = %s", page.pk),
    "SQL on the gate": _write_the_gate,
    "winding the gate back": _wind_the_gate_back,
    "deleting the gate": _remove_the_gate,
    "an alias": lambda page: page.create_alias(update_slug="alias"),
}


@pytest.mark.parametrize("state", ["published", "draft"])
@pytest.mark.parametrize("route", ROUTES)
def test_no_route_publishes_words_that_were_not_approved(index, route, state):
    page = (make_study if state == "published" else make_draft)(index)
    before = live_words(page)
    title = page.title
    try:
        with transaction.atomic():
            ROUTES[route](page)
    except REFUSED:
        pass
    assert live_words(page) in {None, before}, route
    assert before is None or CaseStudyPage.objects.get(pk=page.pk).title in {title, "Kayleigh", "Kayleigh’s story"}


def test_every_field_that_readers_see_is_gated(index):
    """A field that is not watched could be changed while the page is live. Dates and responsibility are not words of the story."""
    not_words = {"page_ptr", "reviewed_on", "review_due_on", "approved_on"}
    own = {field.attname for field in CaseStudyPage._meta.local_concrete_fields} - {f"{name}_id" for name in not_words} - not_words
    assert own == set(OWN_FIELDS)
    page = make_study(index)
    for name in OWN_FIELDS:
        edition = Gate.objects.get(page_id=page.pk).edition
        value = {"is_composite": False, "readers_authority_id": None, "readers_hub_id": None}.get(name, "x")
        if value is None:
            continue
        with transaction.atomic():
            Page.objects.filter(pk=page.pk).update(live=False)
            column = {} if name in {"questions", "further", "own_words"} or name in _streams() else {name: value}
            CaseStudyPage.objects.filter(pk=page.pk).update(**(column or {name: []}))
        if name not in {"further"}:
            assert Gate.objects.get(page_id=page.pk).edition > edition, name
    assert PAGE_FIELDS == ("title", "slug")


def _streams():
    return {"happening", "around", "did", "changed", "learnt", "own_words", "questions", "further"}


def test_approved_words_are_published_and_stay_while_new_words_wait(index):
    page = make_draft(index)
    approve(page)
    page.get_latest_revision().publish()
    approved = live_words(page)
    assert approved and Gate.objects.get(page_id=page.pk).approved_edition == Gate.objects.get(page_id=page.pk).edition
    changed(page).save_revision()
    assert live_words(page) == approved
    new = changed(page)
    approve(new)
    new.save_revision().publish()
    assert live_words(page) == content_hash(new) != approved


def test_an_earlier_revision_can_return_only_in_words_that_were_approved(index):
    page = make_draft(index)
    never = page.get_latest_revision()
    new = changed(page)
    approve(new)
    new.save_revision().publish()
    with pytest.raises(NotApproved), transaction.atomic():
        never.publish()
    assert live_words(page) == content_hash(new)


def test_nothing_is_copied_because_a_copy_would_outlive_a_withdrawal(index, desk):
    page = make_study(index)
    with pytest.raises(NotApproved):
        page.copy(update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=True)
    response = desk.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {"new_title": "A copy", "new_slug": "a-copy"}, follow=True)
    assert "error" in [message.tags for message in response.context["messages"]]
    assert CaseStudyPage.objects.count() == 1


def test_a_page_created_live_is_refused(index):
    from tests.casestudies.stories import a_story

    page = a_story()
    page.live = True
    with pytest.raises(REFUSED), transaction.atomic():
        index.add_child(instance=page)


def test_the_evidence_cannot_be_changed_or_forged_into_an_edition(index):
    page = make_study(index)
    for rows in (Approval.objects.all(), Publication.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(at=timezone.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    assert is_live(page)


def test_a_replaced_picture_unpublishes(index):
    image = an_image("The kitchen")
    page = make_draft(index)
    page.did = stream("did", [{"type": "picture", "value": {"image": image.pk, "alternative": "A table", "decorative": False}}])
    page.save_revision()
    approve(page)
    page.get_latest_revision().publish()
    assert is_live(page) and unpublish_changed() == []
    image.title = "The kitchen at 4 Mill Lane"
    image.save()
    assert not is_live(page)


def test_a_superuser_needs_a_reason_and_leaves_a_trace(index, people):
    page = make_draft(index)
    with pytest.raises(NotSuperuser):
        override_review(page=page, by=people.frank, reason="No reviewer", at=timezone.now())
    people.frank.is_superuser = True
    people.frank.save()
    with pytest.raises(NoReason):
        override_review(page=page, by=people.frank, reason="  ", at=timezone.now())
    assert not is_live(page)
    approval = override_review(page=page, by=people.frank, reason="The only reviewer is away, and it is a composite.", at=timezone.now())
    assert is_live(page) and approval.kind == Approval.Kind.OVERRIDE
    assert approval.reason and people.frank.pk == approval.by_id


# In the admin


def sent(page, **changes):
    """Return the editor's form as sent, to publish."""
    text = lambda field: streamfield([("text", rich_text(f"<p>The words of {field}.</p>"))])  # noqa: E731
    form = {
        **{name: getattr(page, name) for name in ("title", "slug", "summary", "composite_why", "evidence", "situation", "age_band")},
        "is_composite": "on",
        "content_note": "",
        **{field: text(field) for field in ("happening", "around", "did", "changed", "learnt")},
        "own_words": streamfield([]),
        "questions": streamfield([("question", "What then?")]),
        "further": streamfield([]),
        "practice": page.practice,
        "outcome": page.outcome,
        "themes": "",
        "owner_words": "Editors",
        "approved_on": "",
        "comments": inline_formset([]),
        **changes,
    }
    return {**nested_form_data(form), "action-publish": "1"}


def test_the_editor_says_that_the_words_need_a_review(index, desk):
    page = make_study(index)
    before = live_words(page)
    response = desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent(page, summary="Another summary."))
    assert response.status_code == 200 and response.context["form"].non_field_errors()
    assert live_words(page) == before


def test_bulk_publishing_is_refused_as_a_whole_and_names_the_page(index, desk):
    good, bad = make_draft(index, "Good"), make_draft(index, "Bad")
    approve(good)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = desk.post(f"{address}?id={good.pk}&id={bad.pk}", {}, follow=True)
    (error,) = [str(message) for message in response.context["messages"] if "error" in message.tags]
    assert "“Bad”" in error and "“Good”" not in error and not is_live(good) and not is_live(bad)
    desk.post(f"{address}?id={good.pk}", {}, follow=True)
    assert is_live(good)


def test_an_unapproved_scheduled_page_does_not_hold_up_the_others(index):
    pages = [make_draft(index, f"Study {n}") for n in range(2)]
    approve(pages[1])
    for page in pages:
        past = timezone.now() - timedelta(minutes=1)
        Revision.objects.filter(pk=page.get_latest_revision().pk).update(approved_go_live_at=past)
    call_command("publish_scheduled", verbosity=0)
    assert [is_live(page) for page in pages] == [False, True]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


# The triggers themselves


def test_other_pages_are_left_alone_and_a_deleted_page_leaves_no_gate(site, index):
    Page.objects.filter(pk=site.module.pk).update(live=False)
    Page.objects.filter(pk=site.module.pk).update(live=True, title="Another title")
    page = make_study(index)
    CaseStudyPage.objects.get(pk=page.pk).delete()
    assert not Gate.objects.filter(page_id=page.pk).exists()


def test_control_without_triggers_the_database_publishes_anything(index):
    page = make_draft(index)
    with connection.schema_editor(atomic=False) if connection.vendor == "postgresql" else _Editor() as editor:
        drop_gate(editor)
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
        sql(statement)
