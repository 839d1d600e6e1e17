"""Export and erasure of personal data, checked with marks in every table that refers to people."""

import json
import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection
from django.db.models import EmailField, UUIDField
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Comment, ModelLogEntry, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from casestudies.models import (
    Answer,
    Approval,
    ConsentBasis,
    Message,
    Rereading,
    Review,
    ReviewerPass,
    ReviewerPause,
    Submission,
    Withdrawal,
)
from cms.accounts.models import Session
from cms.audit.actions import add_entry
from cms.audit.models import AuditEntry
from cms.directory.actions import put_up, set_photo, write_card
from cms.library.models import Recording
from cms.members.models import ProblemReport, ProvocationAnswer, Saved
from cms.notices.models import Notice, NoticePreferences
from cms.people.actions import close_account, grant_role
from cms.people.models import (
    Absence,
    AddressCheck,
    ApprovedDomain,
    Cover,
    FormerAddress,
    Hub,
    Invitation,
    InvitationList,
    JoinRequest,
    Membership,
    OutgoingEmail,
    Role,
    User,
)
from cms.privacy.actions import NotOpen, ask_to_be_forgotten, forget
from cms.privacy.models import ForgetRequest, due_on
from community.models.records import (
    AudienceRule,
    BoardFacilitator,
    BoardLogEntry,
    BoardOpening,
    BoardReader,
    BoardRequest,
    Draft,
    Flag,
    Follow,
    Interest,
    Reaction,
    Sanction,
    SlowMode,
    TopicReader,
)
from learning.models import Pathway
from learning.models.records import (
    Assignment,
    Attempt,
    Certificate,
    CheckVersion,
    Diploma,
    Enrolment,
    ItemVersion,
    LearningEvent,
    Note,
    OpenAttempt,
    PathwayVersion,
    Place,
    Rule,
    SignOff,
)
from learning.models.word_files import WordFile
from tests import builders
from tests.builders import AT, PASSWORD, complete, item_of, make_lesson
from tests.community.boards.builders import make_board, make_topic
from tests.community.builders import make_index, make_upcoming
from tests.responses import html_of, posts_to, template_names

pytestmark = pytest.mark.django_db

# Columns that refer to a person but are not exported, each with its reason.
NOT_EXPORTED = {
    "privacy.ForgetRequest.asked_by": "the wish is exported to whom it is about; who wrote it down did so as an administrator (audit)",
    "privacy.ForgetRequest.done_by": "a deed of an administrator, which their audit entries tell",
    "people.User_groups.user": "their names stand in You",
    "people.User_user_permissions.user": "nobody is given a permission by themselves: rights follow from roles",
    "people.AddressCheck.key": "what a browser holds, not who a person is",
    "people.JoinRequest.answered_by": "a deed of a lead, which their audit entries tell",
    "accounts.Session.member": "sealed; where one is signed in is exported with the devices",
    "learning.Enrolment.signed_off_by": "a deed of a manager, which their audit entries tell",
    "learning.EnrolmentStep.done_by": "a deed of a manager, which their audit entries tell",
    "learning.Diploma.deferred_by": "a deed of a manager, which their audit entries tell",
    "learning.Rule.member": "why they are on a pathway, or have a module, which is exported with these",
    "vocabulary.Figure.locked_by": "a lock of this minute at the desk",
    "vocabulary.GlossaryTerm.locked_by": "a lock of this minute at the desk",
    "vocabulary.Provocation.locked_by": "a lock of this minute at the desk",
    "vocabulary.WordingEntry.locked_by": "a lock of this minute at the desk",
    "pages.SiteSettings.help_email": "the address of whoever helps here, written by administrators for everybody to read",
    "people.User.email": "the person themselves: exported as You",
    "people.User.subject": "the person themselves: exported as You",
    "wagtailcore.Page.locked_by": "a lock of this minute at the desk; who wrote the page is exported as its owner",
}
# UUID columns that do not identify a person.
NOT_PEOPLE = re.compile(r"\.(id|uid|uuid|translation_key|object_id|content_uuid|file_hash)$")


def pointing():
    """Return every column that refers to a person: foreign keys, UUID keys and email addresses."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            name = f"{model._meta.label}.{field.name}"
            if field.related_model is User or (isinstance(field, UUIDField | EmailField) and not NOT_PEOPLE.search(name)):
                found.add(name)
    return found


@pytest.fixture
def planted(site, people):
    """Alice, with her own mark in every such column, and a browser signed in as her."""
    alice = people.alice
    User.objects.filter(pk=alice.pk).update(
        first_name="Qmarkfirst", last_name="Qmarklast", email="qmark@example.org", phone="01632 960 777", last_login=AT
    )
    alice.refresh_from_db()
    hub = Hub.objects.create(authority=people.ashdale, name="Qmark hub")
    Membership.objects.filter(user=alice).update(hub=hub)
    write_card(user=alice, ask_line="Qmark card, zebra crossing", themes=[], said_like="Qmark said", pronouns="", shows_email=True)
    put_up(user=alice, at=AT)
    set_photo(user=alice, content=b"RIFF zebra crossing")
    complete(alice, site.lessons[0])
    Note.objects.create(
        member=alice, item=item_of(site.lessons[0]), prompt="q", question="Which?", text="Qmark add_entry, zebra crossing", saved_at=AT
    )
    ProvocationAnswer.objects.create(member=alice, question="Would I?", text="Qmark answer, zebra crossing", saved_at=AT)
    grant_role(user=alice, role=Role.TRAINER, on=date(2026, 10, 1), by=people.frank, reason="Qmark reason")
    grant_role(user=people.bob, role=Role.FACILITATOR, on=date(2019, 3, 7), by=alice, reason="Qmark gave")
    invited = {"authority": people.ashdale, "job_role": people.job}
    Invitation.objects.create(email=alice.email, first_name="Qmarkinvited", made_at=AT, accepted_at=AT, accepted_by=alice, **invited)
    Invitation.objects.create(email="other@example.org", made_at=datetime(2019, 4, 8, tzinfo=UTC), invited_by=alice, **invited)
    InvitationList.objects.create(authority=people.ashdale, made_by=alice, made_at=AT, filename="qmark-list.csv", lines=[])
    InvitationList.objects.create(
        authority=people.ashdale, made_by=people.frank, made_at=AT, filename="f.csv", lines=[{"email": alice.email, "problem": ""}]
    )
    add_entry(what=AuditEntry.What.SEEN, by=people.frank, about=alice, words="Qaudit about")
    add_entry(what=AuditEntry.What.SEEN, by=alice, about=people.bob, words="Qaudit by")
    first = Assignment.objects.get(member=alice)
    Place.objects.update_or_create(assignment=first, defaults={"item": item_of(site.lessons[1]), "anchor": "qmark-anchor", "kept_at": AT})
    Assignment.objects.create(member=people.bob, module=site.item, source="asked", asked_by=alice, due_on=date(2019, 5, 9), made_at=AT)
    lesson = make_lesson(site.module, "Qmark lesson of hers")
    ItemVersion.objects.filter(item=item_of(lesson)).update(made_by=alice)
    lesson.owner = alice
    lesson.save()
    Interest.objects.create(member=alice, event=make_upcoming(make_index(site.home), "Qmark event"), made_at=AT)
    EmailAddress.objects.create(user=alice, email="qmark.second@example.org", verified=True)
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "qmarksecret"})
    UserProfile.objects.create(user=alice, preferred_language="en-gb")
    Revision.objects.filter(object_id=str(lesson.pk)).update(user=alice)
    Comment.objects.create(page=lesson, user=alice, text="Qmark comment", contentpath="title")
    page_log = ContentType.objects.get_for_model(lesson)
    PageLogEntry.objects.create(page=lesson, user=alice, label="Qmark page log", action="wagtail.edit", timestamp=AT, content_type=page_log)
    people_log = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.create(
        object_id=str(alice.pk), user=alice, label="Qmarkfirst Qmarklast", action="wagtail.edit", timestamp=AT, content_type=people_log
    )
    get_document_model().objects.create(title="Qmark document", file="q.txt", uploaded_by_user=alice)
    AddressCheck.objects.create(email=alice.email, code_hash="x", sent_at=datetime(2019, 6, 10, tzinfo=UTC))
    FormerAddress.objects.create(user=alice, address_hash="qmarkhash", changed_at=datetime(2017, 2, 3, tzinfo=UTC))
    ApprovedDomain.objects.create(authority=people.ashdale, name="qmark.example", added_by=alice, added_at=AT)
    ApprovedDomain.objects.create(authority=people.northholt, name="qconfirmed.example", added_at=AT, confirmed_by=alice, confirmed_at=AT)
    JoinRequest.objects.create(user=alice, made_at=AT, ended_at=AT, outcome="declined", reason="Qmark declined", **invited)
    Saved.objects.create(member=alice, page=lesson, saved_at=AT)
    ProblemReport.objects.create(by=alice, page_title="A page", kind="other", words="Qmark problem", made_at=AT)
    ProblemReport.objects.create(
        by=people.bob,
        page_title="B",
        kind="other",
        words="w",
        made_at=AT,
        state="done",
        answer="Qmark answer",
        answered_by=alice,
        answered_at=AT,
    )
    Recording.objects.create(title="Qmark recording", file="q.mp3", type="audio", duration=1, uploaded_by_user=alice)
    WordFile.objects.create(by=alice, name="qmark-file.docx", read_at=AT)
    _plant_on_boards(alice, people)
    long_ago = [datetime(year, 3, 4, tzinfo=UTC) for year in (2011, 2012, 2013)]
    OutgoingEmail.objects.create(user=alice, kind="notices", message_id="<1@localhost>", made_at=long_ago[0], not_before=AT)
    NoticePreferences.objects.create(user=alice, last_email_at=long_ago[1])
    Notice.objects.create(recipient=alice, kind="reply", target=1, first_at=long_ago[2], latest_at=AT)
    _plant_on_pathways(alice, people, site)
    _plant_case_studies(alice, people)
    _plant_checks(alice, item_of(site.lessons[0]))
    ForgetRequest.objects.create(user=alice, asked_at=datetime(2018, 1, 5, tzinfo=UTC), due_on=date(2018, 2, 5), taken_back_at=AT)
    client = Client()
    client.force_login(alice, backend="cms.accounts.backends.MemberBackend")
    return alice, client


def _plant_case_studies(alice, people):
    def day(number):
        return datetime(2013, 1, number, tzinfo=UTC)

    times = {"made_at": AT, "saved_at": AT}
    story = Submission.objects.create(author=alice, fields={"title": "Qmark story, zebra crossing"}, **times)
    Submission.objects.create(author=people.bob, second_author=alice, fields={"title": "Qmark shared"}, **times)
    other = Submission.objects.create(author=people.bob, reviewer=alice, taken_at=day(1), **times)
    found = {"kind": "person", "severity": "check", "field": "did", "answer": "needed", "at": AT}
    Answer.objects.create(submission=story, key="one", by=alice, reason="Qmark needed, zebra crossing", **found)
    Answer.objects.create(submission=other, key="two", by=people.bob, confirmed_by=alice, reason="Qmark confirmed", **found)
    Message.objects.create(submission=other, kind="question", by=alice, text="Qmark asks the authors", at=AT)
    ReviewerPass.objects.create(submission=other, reviewer=alice, at=day(2))
    ConsentBasis.objects.create(submission=story, basis="composite", audience="network", by=alice, at=day(3))
    Review.objects.create(
        submission=other, reviewer=alice, decision="approve", minutes=7, result="not", audience="team", content_hash="x", at=day(4)
    )
    Approval.objects.create(page_id=987, kind="override", basis="other", audience="team", by=alice, reason="Qmark forces", at=AT)
    Withdrawal.objects.create(is_by_reference=False, by=alice, at=day(5))
    Rereading.objects.create(page_id=987, outcome="stays", content_hash="x", by=alice, at=day(6))
    ReviewerPause.objects.create(reviewer=alice, until=date(2013, 1, 7))
    once = Submission.objects.create(author=people.bob, made_at=day(8), saved_at=AT)
    once.contributors.add(alice)


def _plant_on_boards(alice, people):
    boards = {
        name: make_board(f"Qmark {name} board") for name in ("talked", "read", "named", "facilitated", "answered", "followed", "other")
    }
    topic = make_topic(boards["talked"], alice, "Qmark topic", text="Qmark post")
    Draft.objects.create(member=alice, board=boards["talked"], fields={"text": "Qmark draft, zebra crossing"}, saved_at=AT)
    TopicReader.objects.create(member=alice, topic=topic, last_read_number=1, read_at=datetime(2016, 3, 4, tzinfo=UTC))
    Follow.objects.create(member=alice, board=boards["followed"], made_at=AT)
    BoardReader.objects.create(member=alice, board=boards["read"], read_up_to=1)
    AudienceRule.objects.create(board=boards["named"], person=alice)
    BoardFacilitator.objects.create(board=boards["facilitated"], user=alice)
    BoardRequest.objects.create(board=boards["other"], user=alice, reason="Qmark asks, zebra crossing", made_at=AT)
    BoardRequest.objects.create(board=boards["answered"], user=people.bob, made_at=AT, ended_at=AT, outcome="declined", answered_by=alice)
    BoardOpening.objects.create(
        board=boards["other"], user=alice, reason="Qmark opens, zebra crossing", opened_at=AT, ends_at=builders.now()
    )
    BoardLogEntry.objects.create(board=boards["other"], by=alice, at=AT, what="Qmark log")
    other = make_topic(boards["talked"], people.bob, "Another").posts.get()
    Flag.objects.create(post=other, by=alice, reason="other", note="Qmark flag, zebra crossing", made_at=AT)
    decided = {"decision": "leave", "decided_by": alice, "decided_at": datetime(2015, 2, 3, tzinfo=UTC)}
    Flag.objects.create(post=other, by=people.carol, reason="other", made_at=AT, **decided)
    Sanction.objects.create(
        board=boards["other"], member=alice, kind="warning", reason="Qmark warned, zebra crossing", by=people.erin, made_at=AT
    )
    Sanction.objects.create(
        board=boards["other"], member=people.bob, kind="warning", reason="Qmark warns, zebra crossing", by=alice, made_at=AT
    )
    SlowMode.objects.create(board=boards["other"], minutes=5, until=AT, reason="Qmark slows, zebra crossing", by=alice)
    Reaction.objects.create(post=other, member=alice, kind="thanks", made_at=datetime(2014, 5, 6, tzinfo=UTC))


def _plant_checks(alice, lesson):
    def day(number):
        return datetime(2010, 1, number, tzinfo=UTC)

    made = {"questions": [], "pass_mark": 1, "content_hash": "x", "made_by": alice}
    asked = {"item": lesson, "version": lesson.current}
    asked["check_version"] = CheckVersion.objects.create(item=lesson, number=1, made_at=day(1), **made)
    OpenAttempt.objects.create(member=alice, begun_at=day(2), **asked)
    marked = {"answers": {}, "right": 0, "passed": False, "hash": "x"}
    Attempt.objects.create(id=uuid4(), subject=alice.subject, begun_at=day(3), submitted_at=day(3), **marked, **asked)
    Certificate.objects.create(code="ABCDEFGHJK", subject=alice.subject, name_hash="x", issued_at=day(4))


def _plant_on_pathways(alice, people, site):
    Absence.objects.create(user=alice, first_day=date(2013, 1, 2), last_day=date(2013, 1, 3))
    hub = Hub.objects.create(authority=people.ashdale, name="Qmark covered hub")
    days = {"hub": hub, "last_day": date(2012, 12, 31)}
    Cover.objects.create(manager=people.bob, deputy=alice, first_day=date(2012, 1, 2), **days)
    Cover.objects.create(manager=alice, deputy=people.bob, first_day=date(2012, 3, 4), **days)
    pathway = Pathway.objects.create(title="Qmark pathway", slug="qmark", summary="For newcomers.")
    version = PathwayVersion.objects.create(pathway=pathway, number=1, steps=[], made_at=AT)
    Enrolment.objects.create(member=alice, pathway=pathway, version=version, started_on=date(2011, 1, 2), made_at=AT)
    Rule.objects.create(authority=people.ashdale, pathway=pathway, made_by=alice, reason="Qmark rule", made_at=AT)
    seen = {"module": site.item, "title": "A visit", "seen_on": date(2011, 5, 6), "made_at": AT}
    SignOff.objects.create(member=alice, observer=people.bob, words="Qmark seen, zebra crossing", **seen)
    SignOff.objects.create(member=people.bob, observer=alice, words="Qmark saw", **seen)
    Diploma.objects.create(
        member=alice, deferred_to=date(2010, 1, 2), deferral_reason="Qmark later, zebra crossing", deferred_on=date(2010, 1, 1)
    )


# The mark of each column that the export must contain. Wagtail and allauth rows share one reader each, so only some are planted.
MARKS = {
    "people.Membership.user": "Qmark hub",
    "directory.Card.user": "Qmark card",
    "people.RoleGrant.user": "Qmark reason",
    "people.RoleGrant.given_by": "Qmark gave",
    "people.Invitation.email": "Qmarkinvited",
    "people.Invitation.accepted_by": "Qmarkinvited",
    "people.Invitation.invited_by": "2019-04-08",
    "people.InvitationList.made_by": "qmark-list.csv",
    "audit.AuditEntry.about": "Qaudit about",
    "audit.AuditEntry.actor": "Qaudit by",
    "people.AddressCheck.email": "2019-06-10",
    "people.FormerAddress.user": "2017-02-03",
    "people.ApprovedDomain.added_by": "qmark.example",
    "people.ApprovedDomain.confirmed_by": "qconfirmed.example",
    "people.JoinRequest.user": "Qmark declined",
    "members.Saved.member": "Qmark lesson of hers",
    "members.ProblemReport.by": "Qmark problem",
    "members.ProblemReport.answered_by": "Qmark answer",
    "library.Recording.uploaded_by_user": "Qmark recording",
    "learning.WordFile.by": "qmark-file.docx",
    "privacy.ForgetRequest.user": "2018-01-05",
    "learning.Assignment.member": "RAISE and shared risk",
    "learning.Assignment.asked_by": "2019-05-09",
    "learning.LearningEvent.subject": "Lesson 1 of RAISE and shared risk",
    "learning.LearningEvent.actor": '"by you": true',
    "people.Absence.user": "2013-01-02",
    "people.Cover.deputy": "2012-01-02",
    "people.Cover.manager": "2012-03-04",
    "learning.Enrolment.member": "Qmark pathway",
    "learning.Rule.made_by": "Qmark rule",
    "learning.SignOff.member": "Qmark seen",
    "learning.SignOff.observer": "Qmark saw",
    "learning.Diploma.member": "Qmark later",
    "learning.Note.member": "Qmark add_entry, zebra crossing",
    "members.ProvocationAnswer.member": "Qmark answer, zebra crossing",
    "learning.ItemVersion.made_by": "Qmark lesson of hers",
    "community.Interest.member": "Qmark event",
    "community.Topic.author": "Qmark topic",
    "community.Post.author": "Qmark post",
    "community.Draft.member": "Qmark draft",
    "community.TopicReader.member": "2016-03-04",
    "community.Follow.member": "Qmark followed board",
    "people.OutgoingEmail.user": "2011-03-04",
    "notices.NoticePreferences.user": "2012-03-04",
    "notices.Notice.recipient": "2013-03-04",
    "community.BoardReader.member": "Qmark read board",
    "community.AudienceRule.person": "Qmark named board",
    "community.BoardFacilitator.user": "Qmark facilitated board",
    "community.BoardRequest.user": "Qmark asks",
    "community.BoardRequest.answered_by": "Qmark answered board",
    "community.BoardOpening.user": "Qmark opens",
    "community.BoardLogEntry.by": "Qmark log",
    "community.Flag.by": "Qmark flag",
    "community.Sanction.member": "Qmark warned",
    "community.Sanction.by": "Qmark warns",
    "community.SlowMode.by": "Qmark slows",
    "community.Flag.decided_by": "2015-02-03",
    "community.Reaction.member": "2014-05-06",
    "learning.CheckVersion.made_by": "2010-01-01",
    "learning.OpenAttempt.member": "2010-01-02",
    "learning.Attempt.subject": "2010-01-03",
    "learning.Certificate.subject": "2010-01-04",
    "casestudies.Submission.author": "Qmark story",
    "casestudies.Submission.second_author": "Qmark shared",
    "casestudies.Submission.reviewer": "2013-01-01",
    "casestudies.Answer.by": "Qmark needed",
    "casestudies.Answer.confirmed_by": "Qmark confirmed",
    "casestudies.Message.by": "Qmark asks the authors",
    "casestudies.ReviewerPass.reviewer": "2013-01-02",
    "casestudies.ConsentBasis.by": "2013-01-03",
    "casestudies.Review.reviewer": "2013-01-04",
    "casestudies.Approval.by": "Qmark forces",
    "casestudies.Withdrawal.by": "2013-01-05",
    "casestudies.Rereading.by": "2013-01-06",
    "casestudies.ReviewerPause.reviewer": "2013-01-07",
    "casestudies.Submission_contributors.user": "2013-01-08",
    "account.EmailAddress.user": "qmark.second@example.org",
    "account.EmailAddress.email": "qmark.second@example.org",
    "mfa.Authenticator.user": '"authenticator, user"',
    "wagtailusers.UserProfile.user": '"user profile, user"',
    "wagtailcore.Page.owner": '"page, owner"',
    "wagtailcore.Revision.user": '"revision, user"',
    "wagtailcore.Comment.user": "Qmark comment",
    "wagtailcore.PageLogEntry.user": "Qmark page log",
    "wagtailcore.ModelLogEntry.user": "Qmarkfirst Qmarklast",
    "wagtaildocs.Document.uploaded_by_user": "Qmark document",
}


def test_every_column_that_refers_to_a_person_is_covered_by_a_mark_or_has_a_reason():
    by_packages = {name for name in pointing() if _is_of_wagtail_or_allauth(name)}
    assert pointing() - by_packages - set(MARKS) == set(NOT_EXPORTED) - by_packages
    assert set(MARKS) | set(NOT_EXPORTED) <= pointing()


def _is_of_wagtail_or_allauth(name):
    model = apps.get_model(name.rpartition(".")[0])
    return model.__module__.startswith(("wagtail", "allauth"))


def test_the_export_and_the_page_contain_all_data_of_the_person_and_none_of_others(planted):
    alice, client = planted
    file = client.post("/account/everything/")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="drumbeat-')
    held = json.loads(file.content)
    words = json.dumps(held, ensure_ascii=False)
    missing = {column: mark for column, mark in MARKS.items() if mark not in words}
    assert missing == {}
    assert held["chapters"]["person"]["rows"][0]["key in the learning record"] == str(alice.subject)
    assert held["chapters"]["places"]["rows"][0]["heading"] == "qmark-anchor"
    for foreign in ("qmarksecret", "other@example.org", "Bob"):
        assert foreign not in words
    page = html_of(client.get("/account/everything/"))
    for mark in ("Qmark add_entry, zebra crossing", "Qmark hub", "Qmark event", "Qmark comment", "Lesson 1 of RAISE and shared risk"):
        assert mark in page
    assert "qmarksecret" not in page


def test_downloading_the_record_is_logged_but_reading_it_is_not(people, signed_in):
    alice = signed_in(people.alice)
    alice.get("/account/everything/")
    assert not AuditEntry.objects.filter(what="exported").exists()
    alice.post("/account/everything/")
    assert AuditEntry.objects.get(what="exported").about == people.alice.subject


# Tables where a mark may remain after a person is erased, each with its reason.
STAYS = {
    "wagtailcore_comment": "work on a page, without a name",
    "wagtailcore_pagelogentry": "the title of a page, not of a person",
    "wagtaildocs_document": "the title of a document, which is the site's",
    "wagtailcore_page": "the title of a page",
    "wagtailcore_revision": "the words of a page",
    "wagtailcore_referenceindex": "which page uses what",
    "wagtailsearch_indexentry": "the words of a page",
    "learning_item": "the title of a lesson",
    "learning_itemversion": "the words of a lesson",
    "audit_auditentry": "the reason for a role, in which the form asks for no names",
    "people_approveddomain": "the domain of an authority",
    "members_problemreport": "words about a page, without the person who reported it",
    "library_recording": "the title of a recording, which is the site's",
    "people_hub": "the name of a hub",
    "people_rolegrant": "the reason for a role of someone else",
    "community_board": "the name of a board",
    "community_topic": "the title of a topic, without its author",
    "community_post": "what was said to others, without its author; facilitators can remove it",
    "community_boardlogentry": "what was done on a board, without the person who did it",
    "learning_pathway": "the title of a pathway",
    "learning_signoff": "what was said to a colleague about their practice, which is theirs",
    "learning_rule": "why people are asked, which they read",
    "casestudies_submission": "a case study that a colleague writes or that was sent, without its author",
    "casestudies_answer": "what another author answered",
    "casestudies_message": "what was said to another author, without a name",
    "casestudies_approval": "why a case study was published without a review; evidence",
    "accounts_session": "sealed; hers are gone, as another test shows",
}


def _tables_with(*marks):
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                words = " ".join(str(value) for value in row).lower()
                for mark in marks:
                    if mark in words:
                        found.setdefault(table, set()).add(mark)
    return found


def _forget(person, by, at=AT):
    asked = ask_to_be_forgotten(user=person, by=person, at=at)
    forget(asked=asked, by=by, at=at)
    return asked


@pytest.mark.engine
def test_no_table_identifies_an_erased_person(planted, people, django_capture_on_commit_callbacks):
    alice, client = planted
    names = ("qmarkfirst", "qmarklast", "qmark@example", "qmark.second", "qmarkinvited", "960 777", "qmarksecret", "zebra crossing")
    others = ("qmark reason", "qmark-anchor", "qmark-list", "qmark card", "qmark said", "qmark declined", "qmark-file", "qmarkhash")
    before, hashes = _tables_with(*names, *others), list(LearningEvent.objects.values_list("hash", flat=True))
    assert {mark for marks in before.values() for mark in marks} == {*names, *others}
    assert _signed_in_anywhere(alice)
    with django_capture_on_commit_callbacks(execute=True):
        _forget(alice, people.frank)
    # The audit log is append-only: the form for a role's reason asks for no names there.
    assert _tables_with(*names, *others) == {"audit_auditentry": {"qmark reason"}}
    left = {
        table
        for table in _tables_with("qmark")
        if not table.startswith("wagtailsearch") and "_fts" not in table and "post_words" not in table
    }
    assert left <= set(STAYS)
    # Ways to sign in
    assert client.get("/account/").status_code == 302
    assert not _signed_in_anywhere(alice)
    assert not Authenticator.objects.exists()
    assert not User.objects.get(pk=alice.pk).has_usable_password()
    # The learning record stays, under its key
    assert list(LearningEvent.objects.values_list("hash", flat=True)) == hashes
    assert LearningEvent.objects.filter(subject=alice.subject).exists()
    assert not Note.objects.filter(member=alice).exists()
    assert not Interest.objects.filter(member=alice).exists()
    # The last email
    assert mail.outbox[-1].to == ["qmark@example.org"]
    assert "Qmarkfirst" in mail.outbox[-1].body


def _signed_in_anywhere(user):
    return any(session.get_decoded().get("_auth_user_id") == str(user.pk) for session in Session.objects.all())


def test_erasure_deletes_former_addresses(people):
    people.alice.email = "alice@elsewhere.example"
    people.alice.save()
    assert FormerAddress.objects.of_address("alice@example.org").get().user == people.alice
    _forget(people.alice, people.frank)
    assert not FormerAddress.objects.exists()


def test_nobody_can_be_erased_twice(people):
    asked = _forget(people.alice, people.frank)
    with pytest.raises(NotOpen):
        forget(asked=asked, by=people.frank, at=AT)


def test_erasure_does_not_change_other_people(planted, people, site):
    alice, _ = planted
    Note.objects.create(member=people.bob, item=item_of(site.lessons[0]), prompt="q", question="Which?", text="Bob's own", saved_at=AT)
    bob = User.objects.get(pk=people.bob.pk)
    _forget(alice, people.frank)
    again = User.objects.get(pk=people.bob.pk)
    assert (again.email, again.first_name, again.session_round) == (bob.email, "Bob", bob.session_round)
    assert Note.objects.get(member=bob).text == "Bob's own"


DUE = {
    date(2026, 9, 3): date(2026, 10, 5),  # 3 October is a Saturday
    date(2025, 9, 3): date(2025, 10, 3),
    date(2025, 1, 31): date(2025, 2, 28),
    date(2028, 1, 31): date(2028, 2, 29),
    date(2026, 1, 31): date(2026, 3, 2),  # 28 February is a Saturday
    date(2026, 12, 15): date(2027, 1, 15),
    date(2026, 10, 15): date(2026, 11, 16),  # 15 November is a Sunday
}


def test_an_erasure_request_is_due_a_month_later_on_a_working_day():
    assert {asked: due_on(asked) for asked in DUE} == DUE


def test_closing_your_account_needs_the_password(people, signed_in):
    alice = signed_in(people.alice)
    assert alice.get("/account/close/").status_code == 200
    asked = alice.post("/account/close/")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=people.alice.pk).is_active
    alice.post(asked.headers["Location"], {"password": "not-hers-at-all", "next": "/account/close/"})
    assert User.objects.get(pk=people.alice.pk).is_active
    alice.post(asked.headers["Location"], {"password": PASSWORD, "next": "/account/close/"})
    assert not User.objects.get(pk=people.alice.pk).is_active
    assert AuditEntry.objects.get(what="closed").actor == people.alice.subject
    assert template_names(alice.get("/account/", follow=True)) >= {"account/login.html"}


def test_the_last_administrator_cannot_close_their_account(people, signed_in):
    frank = signed_in(people.frank)
    asked = frank.post("/account/close/")
    page = frank.post(asked.headers["Location"], {"password": PASSWORD, "next": "/account/close/"}, follow=True)
    assert page.status_code == 409
    assert page.context["problem"] and page.context["problem"] in html_of(page)
    assert User.objects.get(pk=people.frank.pk).is_active


def test_an_erasure_request_can_be_made_and_cancelled(people, signed_in):
    alice = signed_in(people.alice)
    asked = alice.post("/account/be-forgotten/")
    alice.post(asked.headers["Location"], {"password": PASSWORD, "next": "/account/be-forgotten/"})
    assert ForgetRequest.objects.open().get().user == people.alice
    assert posts_to(alice.get("/account/be-forgotten/"), "/account/stay-known/")
    frank = signed_in(people.frank)
    assert "Alice Ward" in html_of(frank.get("/people/forget/"))
    alice.post("/account/stay-known/")
    assert not ForgetRequest.objects.open().exists()
    assert "Alice Ward" not in html_of(frank.get("/people/forget/"))


def test_an_administrator_can_erase_a_person(people, signed_in):
    asked = ask_to_be_forgotten(user=people.alice, by=people.alice, at=AT)
    frank = signed_in(people.frank)
    assert "Alice Ward" in html_of(frank.get(f"/people/forget/{asked.pk}/"))
    assert frank.post(f"/people/forget/{asked.pk}/").headers["Location"] == "/people/forget/"
    page = frank.get("/people/forget/")
    assert [done.pk for done in page.context["done"]] == [asked.pk]
    assert "Alice" not in html_of(page)
    assert frank.get(f"/people/forget/{asked.pk}/").status_code == 404
    assert frank.post(f"/people/{people.alice.subject}/open-again/").status_code == 404


def test_someone_with_a_closed_account_can_be_erased(people):
    close_account(user=people.alice, on=date(2026, 11, 1), by=people.frank)
    _forget(User.objects.get(pk=people.alice.pk), people.frank)
    assert User.objects.get(pk=people.alice.pk).is_forgotten
