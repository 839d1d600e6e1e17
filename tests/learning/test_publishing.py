"""Publishing, moving, copying, retiring and deleting lessons and modules never damages a record."""

from datetime import date

import pytest
from django.urls import reverse

from learning.models import Item, ItemVersion, LearningEvent, LessonPage, LessonState, ModuleState
from learning.rebuild import differences
from tests.builders import complete, edit, item_of, make_lesson, make_module, publish

pytestmark = pytest.mark.django_db


def test_publishing_unchanged_text_makes_no_version(site):
    publish(site.lessons[0])
    assert item_of(site.lessons[0]).versions.count() == 1


def test_each_change_makes_a_version_with_its_text_and_kind(site, people):
    edit(site.lessons[0], "Clearer words.", "clarified")
    edit(site.lessons[0], "Other words.", "material", "The rule is new.")
    item = item_of(site.lessons[0])
    assert list(item.versions.values_list("number", "change")) == [(1, "first"), (2, "clarified"), (3, "material")]
    assert (item.current.number, item.last_material, item.current.what_changed) == (3, 3, "The rule is new.")
    assert "Other words." in str(item.current.snapshot)


def test_versions_survive_the_purge_of_revisions(site):
    from django.core.management import call_command

    edit(site.lessons[0], "Clearer words.", "clarified")
    call_command("purge_revisions", verbosity=0)
    assert "said no" in str(item_of(site.lessons[0]).versions.get(number=1).snapshot)


def test_a_retired_lesson_is_no_longer_required_and_its_record_remains(site, people):
    complete(people.alice, site.lessons[0])
    site.lessons[0].unpublish()
    state = ModuleState.objects.get()
    assert (state.lessons_done, state.lessons_asked) == (0, 2)
    assert LessonState.objects.get().completed_at is not None
    assert list(differences()) == []


def test_retiring_the_last_open_lesson_completes_the_module_for_those_who_did_the_rest(site, people):
    complete(people.alice, site.lessons[0])
    complete(people.alice, site.lessons[1])
    complete(people.carol, site.lessons[0])
    site.lessons[2].unpublish()
    assert ModuleState.objects.get(assignment__member=people.alice).status == "completed"
    assert ModuleState.objects.get(assignment__member=people.carol).status == "started"
    waived = LearningEvent.objects.get(verb="waived")
    assert waived.subject == people.alice.subject and waived.reason
    assert list(differences()) == []


def test_waivers_lock_people_in_a_fixed_order(site, people):
    """Two modules that change at once lock the same people; without a fixed order they would deadlock."""
    for person in (people.carol, people.erin, people.alice):
        for lesson in site.lessons[:2]:
            complete(person, lesson)
    site.lessons[2].unpublish()
    waived = LearningEvent.objects.filter(verb="waived").order_by("received_at").values_list("subject", flat=True)
    assert list(waived) == [person.subject for person in sorted((people.carol, people.erin, people.alice), key=lambda person: person.pk)]


def test_a_completed_module_stays_completed_when_a_lesson_is_retired(site, people):
    for lesson in site.lessons:
        complete(people.alice, lesson)
    site.lessons[1].unpublish()
    state = ModuleState.objects.get()
    assert (state.status, state.lessons_done, state.lessons_asked) == ("completed", 3, 3)


def test_a_copy_is_a_new_item_with_no_evidence(site, people):
    complete(people.alice, site.lessons[0])
    copy = site.module.copy(recursive=True, update_attrs={"slug": "copy", "title": "A copy"}, user=people.dana)
    lessons = LessonPage.objects.child_of(copy)
    assert lessons.count() == 3
    assert set(Item.objects.filter(page__in=lessons).values_list("uid", flat=True)).isdisjoint({item_of(site.lessons[0]).uid})
    assert Item.objects.get(page=copy.pk).structure.requirements.count() == 3
    assert ModuleState.objects.count() == 1


def test_a_copy_is_neither_approved_nor_reviewed(site, people):
    """Check the page, the draft that the admin opens, and a lesson below it."""
    module, lesson = site.module, site.lessons[0]
    module.approved_on = module.reviewed_on = lesson.reviewed_on = date(2026, 9, 1)
    publish(module)
    publish(lesson)
    copy = module.copy(recursive=True, update_attrs={"slug": "copy", "title": "A copy"}, user=people.dana)
    below = LessonPage.objects.child_of(copy).first()
    for page in (copy.specific, copy.get_latest_revision_as_object(), below, below.get_latest_revision_as_object()):
        assert (getattr(page, "approved_on", None), page.reviewed_on) == (None, None)
    assert type(module).objects.get(pk=module.pk).approved_on == date(2026, 9, 1)


def test_moving_a_lesson_to_another_module_preserves_progress(site, people):
    complete(people.alice, site.lessons[0])
    target, _ = make_module(site.learn, "Words that care", lessons=1)
    site.lessons[0].move(target, pos="last-child")
    assert item_of(site.lessons[0]).module == item_of(target)
    assert item_of(site.module).structure.requirements.count() == 2
    assert item_of(target).structure.requirements.count() == 2
    assert LessonState.objects.filter(completed_at__isnull=False).count() == 1
    assert list(differences()) == []


def test_reordering_lessons_makes_a_new_structure(site):
    site.lessons[2].move(site.lessons[0], pos="left")
    order = item_of(site.module).structure.requirements.values_list("item__title", flat=True)
    assert next(iter(order)).startswith("Lesson 3")


def test_deleting_pages_in_code_preserves_every_record(site, people):
    complete(people.alice, site.lessons[0])
    site.module.delete()
    assert LearningEvent.objects.count() == 1
    item = Item.objects.get(kind="lesson", states__isnull=False)
    assert (item.page, item.title) == (None, "Lesson 1 of RAISE and shared risk")
    assert item.retired_at is not None
    assert list(differences()) == []


def test_a_lesson_deleted_in_code_is_no_longer_required_by_the_module(site, people):
    complete(people.alice, site.lessons[0])
    complete(people.alice, site.lessons[1])
    site.lessons[2].delete()
    assert ModuleState.objects.get().status == "completed"
    assert list(differences()) == []


@pytest.fixture
def desk(people, signed_in):
    """Return a client signed in as frank, who may do everything in the admin."""
    people.frank.is_superuser = True
    people.frank.save()
    return signed_in(people.frank)


def errors(response):
    """Return the errors shown after an action in the admin."""
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"] if "error" in message.tags]


def test_the_admin_refuses_to_delete_a_lesson_or_module_with_a_record(site, people, desk):
    complete(people.alice, site.lessons[0])
    for page in (site.lessons[0], site.module):
        for method in (desk.get, desk.post):
            assert len(errors(method(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True))) == 1, page
        assert type(page).objects.filter(pk=page.pk).exists(), page


def test_a_bulk_deletion_leaves_lessons_with_a_record(site, people, desk):
    complete(people.alice, site.lessons[0])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    desk.post(f"{url}?id={site.lessons[0].pk}&id={site.lessons[1].pk}&next=/admin/", follow=True)
    left = LessonPage.objects.filter(pk__in=[page.pk for page in site.lessons])
    assert set(left.values_list("pk", flat=True)) == {site.lessons[0].pk, site.lessons[2].pk}


def test_the_admin_deletes_a_lesson_without_a_record(site, desk):
    response = desk.post(reverse("wagtailadmin_pages:delete", args=[site.lessons[2].pk]))
    assert response.status_code == 302
    assert not LessonPage.objects.filter(pk=site.lessons[2].pk).exists()


def test_the_admin_refuses_to_bulk_publish_lessons(site, people, desk):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.title = "Not checked yet"
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for ids in ([page.pk], [site.module.pk]):
        response = desk.post(f"{url}?{'&'.join(f'id={pk}' for pk in ids)}", {"include_descendants": "on"}, follow=True)
        assert len(errors(response)) == 1
    assert LessonPage.objects.get(pk=page.pk).title != "Not checked yet"


def test_an_alias_is_not_counted_as_a_lesson(site):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.create_alias(update_slug="alias")
    edit(page, "Other words.", "clarified")
    assert site.item.structure.requirements.count() == 3
    assert Item.objects.filter(kind="lesson").count() == 3


def test_bulk_unpublish_retires_lessons_and_preserves_records(site, people, desk):
    complete(people.alice, site.lessons[0])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    desk.post(f"{url}?id={site.lessons[0].pk}&next=/admin/")
    assert item_of(site.lessons[0]).retired_at is not None
    assert LearningEvent.objects.count() == 1
    assert list(differences()) == []


def test_a_new_lesson_is_added_to_the_structure(site):
    make_lesson(site.module, "A fourth")
    assert item_of(site.module).structure.requirements.count() == 4
    assert ItemVersion.objects.filter(item__module=site.item).count() == 4
