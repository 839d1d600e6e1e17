"""Publishing, moving, copying, retiring and deleting lessons and modules harms no record."""

from datetime import date

import pytest
from django.urls import reverse

from learning.models import Item, ItemVersion, LearningEvent, LessonPage, LessonState, ModuleState
from learning.rebuild import differences
from tests.builders import complete, edit, item_of, make_lesson, make_module, publish

pytestmark = pytest.mark.django_db


def test_publishing_the_same_words_again_makes_no_version(site):
    publish(site.lessons[0])
    assert item_of(site.lessons[0]).versions.count() == 1


def test_each_change_is_a_version_with_its_words_and_kind(site, people):
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


def test_a_retired_lesson_is_no_longer_asked_and_its_record_stays(site, people):
    complete(people.alice, site.lessons[0])
    site.lessons[0].unpublish()
    state = ModuleState.objects.get()
    assert (state.lessons_done, state.lessons_asked) == (0, 2)
    assert LessonState.objects.get().completed_at is not None
    assert list(differences()) == []


def test_whoever_had_done_all_the_rest_completes_when_the_last_lesson_is_retired(site, people):
    complete(people.alice, site.lessons[0])
    complete(people.alice, site.lessons[1])
    complete(people.carol, site.lessons[0])
    site.lessons[2].unpublish()
    assert ModuleState.objects.get(assignment__member=people.alice).status == "completed"
    assert ModuleState.objects.get(assignment__member=people.carol).status == "started"
    waived = LearningEvent.objects.get(verb="waived")
    assert (waived.subject, waived.reason) == (
        people.alice.subject,
        "The lesson is no longer part of the module; everything else was done.",
    )
    assert list(differences()) == []


def test_waivers_lock_people_in_one_order(site, people):
    """Two modules that change at once lock the same people, whatever order these began in: the same order, or both wait for ever."""
    for person in (people.carol, people.erin, people.alice):
        for lesson in site.lessons[:2]:
            complete(person, lesson)
    site.lessons[2].unpublish()
    waived = LearningEvent.objects.filter(verb="waived").order_by("received_at").values_list("subject", flat=True)
    assert list(waived) == [person.subject for person in sorted((people.carol, people.erin, people.alice), key=lambda one: one.pk)]


def test_a_completed_module_stays_so_when_a_lesson_is_retired(site, people):
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
    """Neither the page nor the draft the desk opens; a lesson below it neither."""
    module, lesson = site.module, site.lessons[0]
    module.approved_on = module.reviewed_on = lesson.reviewed_on = date(2026, 9, 1)
    publish(module)
    publish(lesson)
    copy = module.copy(recursive=True, update_attrs={"slug": "copy", "title": "A copy"}, user=people.dana)
    below = LessonPage.objects.child_of(copy).first()
    for one in (copy.specific, copy.get_latest_revision_as_object(), below, below.get_latest_revision_as_object()):
        assert (getattr(one, "approved_on", None), one.reviewed_on) == (None, None)
    assert type(module).objects.get(pk=module.pk).approved_on == date(2026, 9, 1)


def test_moving_a_lesson_to_another_module_keeps_what_was_done(site, people):
    complete(people.alice, site.lessons[0])
    other, _ = make_module(site.learn, "Words that care", lessons=1)
    site.lessons[0].move(other, pos="last-child")
    assert item_of(site.lessons[0]).module == item_of(other)
    assert item_of(site.module).structure.requirements.count() == 2
    assert item_of(other).structure.requirements.count() == 2
    assert LessonState.objects.filter(completed_at__isnull=False).count() == 1
    assert list(differences()) == []


def test_a_new_order_is_a_new_structure(site):
    site.lessons[2].move(site.lessons[0], pos="left")
    order = item_of(site.module).structure.requirements.values_list("item__title", flat=True)
    assert next(iter(order)).startswith("Lesson 3")


def test_deleting_pages_in_code_leaves_every_record(site, people):
    complete(people.alice, site.lessons[0])
    site.module.delete()
    assert LearningEvent.objects.count() == 1
    item = Item.objects.get(kind="lesson", states__isnull=False)
    assert (item.page, item.title) == (None, "Lesson 1 of RAISE and shared risk")
    assert item.retired_at is not None
    assert list(differences()) == []


def test_deleting_one_lesson_in_code_stops_the_module_asking_for_it(site, people):
    complete(people.alice, site.lessons[0])
    complete(people.alice, site.lessons[1])
    site.lessons[2].delete()
    assert ModuleState.objects.get().status == "completed"
    assert list(differences()) == []


@pytest.fixture
def desk(people, signed_in):
    """Frank at the desk, as somebody who may do everything there."""
    people.frank.is_superuser = True
    people.frank.save()
    return signed_in(people.frank)


@pytest.mark.parametrize("which", ["lesson", "module"])
def test_the_desk_refuses_to_delete_what_is_on_a_record(site, people, desk, which):
    complete(people.alice, site.lessons[0])
    page = site.lessons[0] if which == "lesson" else site.module
    for method in (desk.get, desk.post):
        response = method(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert response.status_code == 200
        assert "Unpublish it instead" in response.content.decode()
    assert LessonPage.objects.filter(pk=site.lessons[0].pk).exists()


def test_the_desk_refuses_to_bulk_delete_what_is_on_a_record(site, people, desk):
    complete(people.alice, site.lessons[0])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = desk.post(f"{url}?id={site.lessons[0].pk}&id={site.lessons[1].pk}&next=/admin/", follow=True)
    assert response.status_code == 200
    assert "Unpublish it instead" in response.content.decode()
    assert LessonPage.objects.filter(pk__in=[page.pk for page in site.lessons]).count() == 3


def test_the_desk_deletes_what_nobody_has_on_record(site, desk):
    response = desk.post(reverse("wagtailadmin_pages:delete", args=[site.lessons[2].pk]))
    assert response.status_code == 302
    assert not LessonPage.objects.filter(pk=site.lessons[2].pk).exists()


def test_the_desk_publishes_no_lessons_in_a_batch(site, people, desk):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.title = "Not checked yet"
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for ids in ([page.pk], [site.module.pk]):
        response = desk.post(f"{url}?{'&'.join(f'id={pk}' for pk in ids)}", {"include_descendants": "on"}, follow=True)
        assert "Publish each lesson from its own editor" in response.content.decode()
    assert LessonPage.objects.get(pk=page.pk).title != "Not checked yet"


def test_an_alias_is_no_lesson_of_its_own_when_its_original_is_published_again(site):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.create_alias(update_slug="alias")
    edit(page, "Other words.", "clarified")
    assert site.item.structure.lessons.count() == 3
    assert Item.objects.filter(kind="lesson").count() == 3


def test_bulk_unpublish_retires_and_harms_nothing(site, people, desk):
    complete(people.alice, site.lessons[0])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    desk.post(f"{url}?id={site.lessons[0].pk}&next=/admin/")
    assert item_of(site.lessons[0]).retired_at is not None
    assert LearningEvent.objects.count() == 1
    assert list(differences()) == []


def test_a_lesson_added_later_is_in_the_structure(site):
    make_lesson(site.module, "A fourth")
    assert item_of(site.module).structure.requirements.count() == 4
    assert ItemVersion.objects.filter(item__module=site.item).count() == 4
