"""Every text field of every model of ours has a policy. A new one fails here until someone has decided which."""

from django.apps import apps
from django.db import models
from wagtail.fields import StreamField

from casestudies.actions.story_page import TEXTS
from casestudies.forms import contribute, review
from cms.directory.forms import CardForm
from cms.members.forms import ProblemForm
from cms.safeguarding.forms import AdvisesOnIdentifiers, CheckedText, ChecksIdentifiers
from community.forms import posts

OURS = ("cms.", "learning.", "casestudies.", "community.")

# Findings have to be changed or answered before others can read the text.
CHECKED = """
casestudies.CaseStudyPage: summary composite_why content_note situation happening around did changed learnt own_words questions
casestudies.Submission: fields changed_else
casestudies.Answer: reason
casestudies.Message: text
casestudies.Approval: reason
community.Topic: title
community.Post: title text answers quoted_text
community.PostVersion: text answers
community.FollowUp: text
learning.SignOff: words
learning.Diploma: deferral_reason
"""
# Findings are advice. Today only ProblemReport.words and Card.ask_line give it; the others wait for their forms and the editor's panel.
SUGGESTED = """
members.ProblemReport: words answer
directory.Card: ask_line
learning.LearnIndexPage: summary
learning.ModulePage: summary intro for_whom objectives content_note owner_words
learning.LessonPage: summary body questions content_note sources what_changed
learning.LearningEvent: reason
learning.Assignment: occasion reason objection answer waiver
learning.Pathway: title summary steps what_changed
learning.Rule: reason
learning.SignOff: withdrawn_why
learning.WordFile: name read
learning.WordPicture: name alternative
casestudies.CaseStudyIndexPage: summary
casestudies.CaseStudyPage: owner_words further
community.EventIndexPage: summary
community.EventPage: summary place programme intro sessions points contributions quotes attendance_source attendance_url resources since
community.ReflectionIndexPage: summary
community.ReflectionPage: summary role consent_words name hub written answers source_title source_url
community.Board: name purpose
community.BoardOpening: reason
community.BoardRequest: reason
community.Flag: note
community.Sanction: reason
community.SlowMode: reason
pages.HomePage: summary heading lead promises body joining
pages.StandardPage: summary body
pages.StartIndexPage: summary
pages.StartPage: summary intro steps
vocabulary.Figure: value unit period place source source_url method caveat
vocabulary.Theme: name
vocabulary.GlossaryTerm: term also stands_for text source source_url
vocabulary.Provocation: text prompt body source source_url
vocabulary.WordingEntry: term also instead why exceptions stays_in source source_url owner
vocabulary.AuthorityWording: term instead why exceptions
library.Recording: title file captions transcript
people.Authority: about programme
people.Milestone: when what source source_url
people.JoinRequest: reason
people.RoleGrant: reason
audit.AuditEntry: words
"""
# Only the writer reads it.
PRIVATE = """
members.ProvocationAnswer: question text
learning.Note: prompt question text
community.Draft: fields
"""
# Software writes it, or it names a colleague, an office or an address because that is what it is for.
SYSTEM = """
casestudies.Submission: changed attempt
casestudies.ConsentBasis: told
casestudies.Review: sources
learning.Item: title
learning.CheckVersion: content_hash questions
learning.OpenAttempt: answers
learning.Attempt: answers hash
learning.ItemVersion: content_hash what_changed title content_note snapshot
learning.LearningEvent: previous_hash hash
learning.Place: anchor
learning.Pathway: slug
learning.PathwayVersion: steps what_changed
learning.LocalStep: key title modules points
learning.HiddenStep: key
learning.EnrolmentStep: key title modules points
learning.SignOff: title points
community.Board: slug
community.BoardLogEntry: what
starter_content.StarterFile: key file_hash content_hash
members.ProblemReport: page_title
search.Synonym: typed meanings
search.SearchTerm: words
pages.SiteSettings: owner_line help_name help_email
vocabulary.Figure: slug
vocabulary.Theme: slug
vocabulary.GlossaryTerm: slug
vocabulary.Provocation: slug
vocabulary.WordingEntry: slug
privacy.ForgetRequest: mentions
directory.Card: said_like pronouns
directory.CardPhoto: digest
directory.TonightDetail: phone words
accounts.Session: session_key session_data
people.Authority: name slug local_name safeguarding_phone safeguarding_who
people.Hub: name
people.JobRole: slug title
people.ApprovedDomain: name
people.FormerAddress: address_hash
people.Invitation: first_name last_name email key_hash
people.InvitationList: filename lines
people.AddressCheck: email code_hash
people.User: password first_name last_name email phone
audit.AuditSeal: hash
"""
LISTS = {"checked": CHECKED, "suggested": SUGGESTED, "private": PRIVATE, "system": SYSTEM}


def _fields_of(text):
    lines = [line.partition(": ") for line in text.split("\n") if line]
    return [f"{model}.{name}" for model, _, names in lines for name in names.split()]


def _text_fields():
    """Return the fields in which text can be typed. Fields with choices, and those that no form may change, cannot."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, StreamField)
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(OURS)
        for field in model._meta.local_fields
        if isinstance(field, kinds) and field.editable and not field.choices
    }


def test_every_text_field_has_one_policy():
    listed = [name for text in LISTS.values() for name in _fields_of(text)]
    assert sorted(listed) == sorted(set(listed)), "a field is in two lists"
    assert not _text_fields() - set(listed), "decide who checks these fields, and add each to a list"
    assert not set(listed) - _text_fields(), "these fields do not exist any more"


def test_the_forms_of_posts_reports_cards_and_case_studies_check_their_texts(db):
    """A form that goes back to a plain field would send its text without a check."""
    for form, names in ((posts.TopicForm, {"title", "text"}), (posts.ReplyForm, {"text"}), (posts.FollowUpForm, {"text"})):
        assert issubclass(form, ChecksIdentifiers)
        assert names == {name for name, field in form.base_fields.items() if isinstance(field, CheckedText)}
    contribute_texts = {name for name, field in contribute.ContributeForm().fields.items() if isinstance(field, CheckedText)}
    assert issubclass(contribute.ContributeForm, ChecksIdentifiers) and set(TEXTS) == contribute_texts
    for form, names in ((contribute.BasisForm, {"changed_else"}), (review.ReviewForm, {"how", "note"}), (review.OverrideForm, {"reason"})):
        assert issubclass(form, ChecksIdentifiers)
        assert names == {name for name, field in form.base_fields.items() if isinstance(field, CheckedText)}
    for form, name in ((ProblemForm, "words"), (CardForm, "ask_line")):
        assert issubclass(form, AdvisesOnIdentifiers)
        assert isinstance(form.base_fields[name], CheckedText)
