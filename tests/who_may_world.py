"""At least one object for every URL, for tests/test_who_may.py. Made once per run: see STARTING_ROWS in tests/conftest.py."""

import atexit
import hashlib
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils.text import slugify
from wagtail.documents import get_document_model

from casestudies.actions.drafts import start_submission
from casestudies.models import Submission
from cms.accounts.authority_sign_in import provider_id
from cms.desk.rights import set_desk_rights
from cms.directory.actions import put_up, set_photo, write_card
from cms.directory.models import Card
from cms.members.actions import report_problem
from cms.notices.models import Notice
from cms.pages.models import StandardPage, StartIndexPage, StartPage
from cms.people.models import Invitation, InvitationList, JoinRequest, Membership, OutgoingEmail, User
from cms.privacy.actions import ask_to_be_forgotten, cancel_request
from cms.vocabulary.models import GlossaryTerm, Provocation
from community.actions.boards import Audience
from community.actions.moderation import ask_to_join as ask_to_join_board
from community.actions.moderation import flag_post
from community.models.records import Board, Sanction
from learning.actions.rules import make_rule
from learning.actions.sign_offs import sign_off
from learning.models import Note, Pathway, WordFile
from tests import builders
from tests.builders import QUESTION, item_of, make_lesson, make_module, make_more_people
from tests.casestudies.stories import make_draft, make_study
from tests.casestudies.stories import make_index as make_stories
from tests.community.boards.builders import make_board, make_topic
from tests.community.builders import make_event, make_index, make_reflection, make_reflection_index, make_upcoming
from tests.library.test_file_audience import picture_block, put_on
from tests.pages.blocks.parts import a_recording, an_image

SESSION = {"title": "A visit", "page": None, "number": 1, "unit": "month", "is_optional": False}
PRIVATE = "Only Alice may read these words"
SUBMITTED = "Only Alice and reviewers may read these words"
PLACES = ["on a page for members", "on a public page", "on a draft", "on no page"]


def make_world(site, people):
    """Add the rows and files; return them by name. The files are real, in a folder of the run; `made.files` has the settings for it."""
    folder = Path(tempfile.mkdtemp(prefix="drumbeat-who-may-")) / "media"
    folder.mkdir()
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    files = {
        "MEDIA_ROOT": str(folder),
        "STORAGES": {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}},
    }
    with override_settings(**files):
        made = _make(site, people, folder)
    made.files = files
    return made


def _make(site, people, folder):
    """Make at least one object for every URL. Lessons and modules that were published and then retired have their items too."""
    make_more_people(people, on=date(2026, 9, 1))
    index = make_stories()
    set_desk_rights()
    (folder / "documents").mkdir(exist_ok=True)
    (folder / "documents/one.txt").write_text("words")
    (folder.parent / "outside.txt").write_text("secret")
    made = SimpleNamespace(site=site, people=people)
    made.events, made.reflections = make_index(site.home), make_reflection_index(site.home)
    made.event, made.upcoming = make_event(made.events), make_upcoming(made.events)
    made.hidden_event = make_upcoming(made.events, "An event that went")
    made.reflection, made.hidden_reflection = make_reflection(made.reflections), make_reflection(made.reflections, "One that went")
    set_desk_rights()
    made.study, made.hidden_study = make_study(index), make_draft(index, is_composite=False)
    type(made.study).objects.filter(pk=made.study.pk).update(review_due_on=date(2026, 1, 5))
    made.submission = start_submission(by=people.alice, at=builders.AT)
    made.sent, made.taken = (
        Submission.objects.create(
            author=people.alice,
            fields={"title": SUBMITTED},
            state="submitted",
            audience="network",
            made_at=builders.AT,
            saved_at=builders.AT,
            submitted_at=builders.now(),
            reviewer=reviewer,
            taken_at=builders.now() if reviewer else None,
        )
        for reviewer in (None, people.erin)
    )
    made.standard = site.home.add_child(instance=StandardPage(title="Cookies", slug="cookies"))
    made.hidden_standard = site.home.add_child(instance=StandardPage(title="Soon", slug="soon", live=False))
    made.hidden_lesson = make_lesson(site.module, "A lesson that went")
    made.hidden_module, _ = make_module(site.learn, "A module that went")
    for page in (made.hidden_lesson, made.hidden_module, made.hidden_event, made.hidden_reflection):
        page.unpublish()
    start = site.home.add_child(instance=StartIndexPage(title="Start here", slug="start-here"))
    start.add_child(instance=StartPage(title="If you are new", slug="if-you-are-new", steps=[]))
    start.add_child(instance=StartPage(title="Not yet", slug="not-yet", steps=[], live=False))
    made.problem = report_problem(by=people.alice, page=site.module, kind="other", words="A word is missing.", at=builders.now())
    GlossaryTerm.objects.create(term="Hub", slug="hub", text="<p>A home.</p>")
    made.provocation = Provocation.objects.create(text="Would I open the door?", slug="would-i")
    made.hidden_provocation = Provocation.objects.create(text="Not yet?", slug="not-yet", live=False)
    made.list, made.somebody_elses_list, made.northholts_list = (
        InvitationList.objects.create(authority=place, made_by=by, made_at=builders.AT, filename="people.csv", lines=[])
        for place, by in [(people.ashdale, people.gita), (people.ashdale, people.carol), (people.northholt, people.gita)]
    )
    made.invitation, made.northholts_invitation = (
        Invitation.objects.create(
            email="nia@example.org",
            authority=place,
            job_role=people.job,
            made_at=builders.AT,
            sent_at=builders.now(),
            key_hash=hashlib.sha256(key).hexdigest(),
        )
        for place, key in [(people.ashdale, b"a-key-that-was-sent"), (people.northholt, b"another-key")]
    )
    made.card = write_card(user=people.carol, ask_line="Missing from home", themes=[], said_like="", pronouns="", shows_email=True)
    put_up(user=people.carol, at=builders.now())
    for person in (people.carol, people.bob):
        set_photo(user=person, content=b"RIFF")
    made.hidden_card = Card.objects.get(user=people.bob)
    SocialApp.objects.create(provider="openid_connect", provider_id=provider_id(people.ashdale), name="Ashdale", client_id="drumbeat")
    places = (people.ashdale, people.northholt)
    made.hubs = [place.hubs.first() for place in places]
    made.domains = [place.domains.create(name=f"{place.slug}.example", added_at=builders.AT, confirmed_at=builders.AT) for place in places]
    made.milestones = [place.milestones.create(when="2019", what="Heard of it", source="A report") for place in places]
    made.wordings = [place.wordings.create(term="unit", instead="the house", why="They asked us.") for place in places]
    askers = [User.objects.create_user(f"nia@{place.slug}.example") for place in places]
    asks = {"job_role": people.job, "made_at": builders.AT}
    made.requests = [JoinRequest.objects.create(user=user, authority=place, **asks) for user, place in zip(askers, places, strict=True)]
    made.answered = JoinRequest.objects.create(
        user=askers[0], authority=people.ashdale, **asks, ended_at=builders.AT, outcome=JoinRequest.Outcome.TAKEN_BACK
    )
    made.wishes = [ask_to_be_forgotten(user=who, by=people.frank, at=builders.AT) for who in (people.bob, people.erin, people.jude)]
    cancel_request(user=people.jude, by=people.frank, at=builders.AT)
    write_note(member=people.alice, lesson=item_of(site.lessons[0]))
    made.recording = a_recording()
    (folder / "recordings").mkdir(exist_ok=True)
    (folder / "recordings/one.mp4").write_bytes(b"film")
    made.word_file = WordFile.objects.create(
        by=people.dana,
        name="one.docx",
        read_at=builders.AT,
        read={"title": "One", "intro": "", "lessons": [{"title": "One", "blocks": [{"type": "text", "value": "<p>Words.</p>"}]}]},
    )
    made.word_file.pictures.create(number=1, name="picture-1.png", content=b"\x89PNG")
    make_boards(made)
    made.parked = OutgoingEmail.objects.create(
        user=people.alice, kind="notices", message_id="<1@localhost>", made_at=builders.AT, not_before=builders.AT, state="parked"
    )
    made.document = get_document_model().objects.create(title="One", file=ContentFile(b"words", name="one.txt"))
    made.pictures = {where: an_image(where, f"{slugify(where)}.png") for where in PLACES}
    made.document_on_page = get_document_model().objects.create(title="Two", file=ContentFile(b"words", name="two.txt"))
    put_on(made.standard, picture_block(made.pictures["on a public page"]))
    put_on(made.hidden_standard, picture_block(made.pictures["on a draft"]))
    put_on(
        site.lessons[2],
        picture_block(made.pictures["on a page for members"]),
        {"type": "download", "value": {"file": made.document_on_page.pk, "title": "Two", "description": ""}},
        {"type": "video", "value": {"recording": made.recording.pk, "called": ""}},
    )
    return made


def make_boards(made):
    """Add boards of each level, with topics, a reported post and a request to join."""
    people = made.people
    made.board = make_board(facilitators=[people.erin, people.milo])
    made.restricted = make_board(
        "Hub managers", audience=Audience(roles=["hub_manager"]), level=Board.Level.RESTRICTED, facilitators=[people.erin]
    )
    named = Audience(people=[people.alice])
    made.private = make_board("Night shift", audience=named, level=Board.Level.PRIVATE)
    made.confidential = make_board("Learning from one evening", audience=named, level=Board.Level.CONFIDENTIAL)
    made.topic = make_topic(made.board, people.carol, kind="challenge", replies=[people.alice])
    made.question = make_topic(made.board, people.carol, "Who reads your notes?", kind="question", replies=[people.alice])
    made.notice = Notice.objects.get(recipient=people.carol, target=made.topic.pk)
    made.closed_topics = {
        "restricted": make_topic(made.restricted, people.bob, "Rotas", replies=[people.hari]),
        "private": make_topic(made.private, people.alice, PRIVATE),
        "confidential": make_topic(made.confidential, people.alice, PRIVATE),
    }
    at = builders.now()
    made.post, made.reply = made.topic.posts.get(number=1), made.topic.posts.get(number=2)
    made.flag = flag_post(post=made.reply, by=people.dana, reason="other", note="", at=at)
    restricted = made.closed_topics["restricted"].posts.get(number=2)
    made.restricted_flag = flag_post(post=restricted, by=people.bob, reason="other", note="", at=at)
    made.warning = Sanction.objects.create(
        board=made.board, member=people.alice, kind="warning", reason="Please be kind.", by=people.erin, made_at=at
    )
    elsewhere = make_board("Rotas and handovers", facilitators=[people.erin, people.milo])
    ends = {"made_at": at, "ends_at": at + timedelta(days=3)}
    made.time_out = Sanction.objects.create(
        board=elsewhere, member=people.alice, kind="time_out", reason="Not kind.", by=people.erin, **ends
    )
    made.pathway = Pathway.objects.create(title="First weeks", slug="first-weeks", summary="For newcomers.", steps=[("session", SESSION)])
    made.pathway.save_revision().publish()
    made.rule = make_rule(by=people.bob, at=at, authority=people.ashdale, member=people.alice, pathway=made.pathway)
    Membership.objects.filter(user__in=[people.alice, people.carol]).update(in_care_role_since=date(2026, 9, 1))
    made.step = made.pathway.steps[0].id
    seen = {"seen_on": at.date(), "points": [], "words": "She listened.", "is_ready": False, "event_id": uuid4(), "at": at}
    made.sign_off = sign_off(member=people.alice, module=made.site.item, by=people.bob, **seen)
    made.asked = ask_to_join_board(user=people.carol, board=made.restricted, reason="", at=at)


def write_note(*, member, lesson):
    """Add a private note, which no URL may show to anyone else."""
    Note.objects.create(member=member, item=lesson, prompt=QUESTION, question="Which?", text=PRIVATE, saved_at=builders.AT)
