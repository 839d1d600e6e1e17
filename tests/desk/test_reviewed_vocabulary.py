"""Review of glossary terms, provocations and figures: trainers can submit and retire them, but not publish them without a review."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import rich_text

from cms.desk.rights import set_desk_rights
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation
from tests.desk.test_dashboard import links, make_trainer, rows
from tests.desk.test_review import ask_for_review

pytestmark = pytest.mark.django_db
NEW = "In other words"
FORMS = {
    GlossaryTerm: {"term": NEW, "slug": "other", "text": rich_text("<p>What it means.</p>"), "also": "", "stands_for": ""},
    Provocation: {"text": NEW, "slug": "other", "prompt": "", "body": rich_text("<p>Why.</p>"), "origin": "ours", "order": "0"},
    Figure: {
        "value": "355",
        "unit": NEW,
        "slug": "other",
        "period": "2014 to 2017",
        "place": "North Yorkshire",
        "source": "Lushey",
        "source_url": "https://example.org/",
        "counted_by": "independent",
        "seen": "second_hand",
        "order": "0",
    },
}


@pytest.fixture
def gwen(people):
    """A second trainer."""
    return make_trainer(people, "gwen")


@pytest.fixture
def desk(site, people):
    set_desk_rights()
    return site


def published(model):
    """Create a live snippet with its own text."""
    if model is GlossaryTerm:
        thing = GlossaryTerm(term="Old", slug="old", text="<p>Old.</p>")
    elif model is Provocation:
        thing = Provocation(text="Old", slug="old", body="<p>Old.</p>")
    else:
        words = {name: value for name, value in FORMS[Figure].items() if name not in {"unit", "slug", "order"}}
        thing = Figure(unit="old", slug="old", **words)
    thing.live = False
    thing.save()
    thing.save_revision().publish()
    return model.objects.get(pk=thing.pk)


def address(thing, view, *arguments):
    return reverse(thing.snippet_viewset.get_url_name(view), args=arguments or ([] if isinstance(thing, type) else [thing.pk]))


def send(client, thing, action):
    """Select a button in the editor. If a model is given, create a new snippet."""
    model, view = (thing, "add") if isinstance(thing, type) else (type(thing), "edit")
    return client.post(address(thing, view), {**FORMS[model], action: "1"})


def act(client, thing, action):
    state = WorkflowState.objects.for_instance(thing).active().get().current_task_state
    return client.post(address(thing, "workflow_action", thing.pk, action, state.pk), {"comment": ""}, follow=True)


def is_new(thing):
    return NEW in str(type(thing).objects.get(pk=thing.pk))


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_with_review_required_a_trainer_submits_a_snippet_and_another_trainer_approves_it(desk, people, gwen, signed_in, model):
    ask_for_review()
    thing, dana, reviewer = published(model), signed_in(people.dana), signed_in(gwen)
    html = dana.get(address(thing, "edit")).content.decode()
    assert 'name="action-publish"' not in html and 'name="action-submit"' in html and 'name="action-restart-workflow"' not in html
    send(dana, thing, "action-publish")
    assert not is_new(thing) and NEW in str(model.objects.get(pk=thing.pk).get_latest_revision_as_object()), "kept as a draft"
    send(dana, model, "action-publish")
    assert not model.objects.filter(slug="other", live=True).exists()
    model.objects.filter(slug="other").delete()

    send(dana, thing, "action-submit")
    assert len(rows(dana, "under-review")) == 1
    (waiting,) = rows(reviewer, "to-review").values()
    assert "Dana Ward" in waiting and len(links(reviewer, "to-review")) == 3, "the editor, the preview and the comparison"
    act(dana, thing, "approve")
    assert not is_new(thing), "nobody approves what they submitted"
    act(reviewer, thing, "approve")
    assert is_new(thing)


def test_with_review_required_an_administrator_can_publish_and_a_trainer_can_retire_a_snippet(desk, people, signed_in):
    ask_for_review()
    thing = published(Provocation)
    send(signed_in(people.frank), thing, "action-publish")
    assert is_new(thing)
    dana = signed_in(people.dana)
    assert address(thing, "unpublish") in dana.get(address(thing, "edit")).content.decode()
    dana.post(address(thing, "unpublish"))
    assert not Provocation.objects.get(pk=thing.pk).live


def test_without_review_required_a_trainer_can_publish_or_submit_a_snippet(desk, people, signed_in):
    thing, dana = published(Figure), signed_in(people.dana)
    html = dana.get(address(thing, "edit")).content.decode()
    assert "action-publish" in html and "action-submit" in html
    send(dana, thing, "action-publish")
    assert is_new(thing)


def test_a_snippet_with_errors_cannot_be_approved(desk, people, gwen, signed_in):
    thing, dana = published(Figure), signed_in(people.dana)
    send(dana, thing, "action-submit")
    revision = Figure.objects.get(pk=thing.pk).latest_revision
    revision.content = {**revision.content, "source": ""}
    revision.save()
    response = act(signed_in(gwen), thing, "approve")
    assert [message.tags for message in response.context["messages"]] == ["error"]
    assert "Source" in str(next(iter(response.context["messages"])))
    assert not is_new(thing)


def test_a_draft_page_is_listed_even_if_a_snippet_with_the_same_id_is_in_review(desk, people, signed_in):
    page = desk.lessons[0].specific_class.objects.get(pk=desk.lessons[0].pk)
    page.title = "Half done"
    page.save_revision(user=people.dana)
    term = GlossaryTerm.objects.create(pk=page.pk, term="Old", slug="old", text="<p>Old.</p>")
    term.save_revision(user=people.dana)
    term.get_workflow().start(term, people.dana)
    assert "Half done" in rows(signed_in(people.dana), "drafts")
