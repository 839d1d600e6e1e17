"""A second trainer reviews glossary, provocations and figures too: publishing is withheld, submitting and retiring are not."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import rich_text

from cms.desk.rights import set_desk_rights
from cms.vocabulary.models import Figure, GlossaryTerm, Provocation
from tests.cms.test_desk import make_trainer, panel
from tests.cms.test_review import ask_for_review

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
        "order": "0",
    },
}


@pytest.fixture
def gwen(people):
    """Another trainer."""
    return make_trainer(people, "gwen")


@pytest.fixture
def desk(site, people):
    set_desk_rights()
    return site


def published(model):
    """One that is live, in words of its own."""
    if model is GlossaryTerm:
        one = GlossaryTerm(term="Old", slug="old", text="<p>Old.</p>")
    elif model is Provocation:
        one = Provocation(text="Old", slug="old", body="<p>Old.</p>")
    else:
        words = {name: value for name, value in FORMS[Figure].items() if name not in {"unit", "slug", "order"}}
        one = Figure(unit="old", slug="old", **words)
    one.live = False
    one.save()
    one.save_revision().publish()
    return model.objects.get(pk=one.pk)


def address(one, view, *arguments):
    return reverse(one.snippet_viewset.get_url_name(view), args=arguments or ([] if isinstance(one, type) else [one.pk]))


def send(client, one, action):
    """Press a button of the editor: of a new one, if a model is given."""
    return client.post(
        address(one, "add" if isinstance(one, type) else "edit"), {**FORMS[one if isinstance(one, type) else type(one)], action: "1"}
    )


def act(client, one, action):
    state = WorkflowState.objects.for_instance(one).active().get().current_task_state
    return client.post(address(one, "workflow_action", one.pk, action, state.pk), {"comment": ""}, follow=True)


def is_new(one):
    return NEW in str(type(one).objects.get(pk=one.pk))


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_with_the_switch_shared_words_are_submitted_and_approved(desk, people, gwen, signed_in, model):
    ask_for_review()
    one, dana, reviewer = published(model), signed_in(people.dana), signed_in(gwen)
    html = dana.get(address(one, "edit")).content.decode()
    assert "action-publish" not in html and "Submit to a second trainer" in html and "Restart workflow" not in html
    send(dana, one, "action-publish")
    assert not is_new(one) and NEW in str(model.objects.get(pk=one.pk).get_latest_revision_as_object()), "kept as a draft"
    send(dana, model, "action-publish")
    assert not model.objects.filter(slug="other", live=True).exists()
    model.objects.filter(slug="other").delete()

    send(dana, one, "action-submit")
    assert "Waiting since" in panel(dana, "under-review")
    waiting = panel(reviewer, "to-review")
    assert "From Dana Ward" in waiting and "Read as a page" in waiting and "What is different" in waiting
    act(dana, one, "approve")
    assert not is_new(one), "not by whoever submitted it"
    act(reviewer, one, "approve")
    assert is_new(one)


def test_with_the_switch_an_administrator_publishes_and_a_trainer_still_retires(desk, people, signed_in):
    ask_for_review()
    one = published(Provocation)
    send(signed_in(people.frank), one, "action-publish")
    assert is_new(one)
    dana = signed_in(people.dana)
    assert address(one, "unpublish") in dana.get(address(one, "edit")).content.decode()
    dana.post(address(one, "unpublish"))
    assert not Provocation.objects.get(pk=one.pk).live


def test_without_the_switch_a_trainer_publishes_or_submits(desk, people, signed_in):
    one, dana = published(Figure), signed_in(people.dana)
    html = dana.get(address(one, "edit")).content.decode()
    assert "action-publish" in html and "Submit to a second trainer" in html
    send(dana, one, "action-publish")
    assert is_new(one)


def test_what_could_not_be_published_is_not_approved_and_says_why(desk, people, gwen, signed_in):
    one, dana = published(Figure), signed_in(people.dana)
    send(dana, one, "action-submit")
    revision = Figure.objects.get(pk=one.pk).latest_revision
    revision.content = {**revision.content, "source": ""}
    revision.save()
    response = act(signed_in(gwen), one, "approve")
    assert "It was not approved. Source: This field cannot be blank." in response.content.decode()
    assert not is_new(one)


def test_a_draft_of_a_page_is_not_hidden_by_a_word_with_the_same_number(desk, people, signed_in):
    page = desk.lessons[0].specific_class.objects.get(pk=desk.lessons[0].pk)
    page.title = "Half done"
    page.save_revision(user=people.dana)
    one = GlossaryTerm.objects.create(pk=page.pk, term="Old", slug="old", text="<p>Old.</p>")
    one.save_revision(user=people.dana)
    one.get_workflow().start(one, people.dana)
    assert "Half done" in panel(signed_in(people.dana), "drafts")
