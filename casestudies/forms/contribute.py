"""Forms for writing a case study and sending it for review."""

from django import forms
from django.utils import timezone

from casestudies.actions.drafts import MAX_SECTION
from casestudies.actions.story_page import REQUIRED, TEXTS, audiences_open_to, build_page, lines
from casestudies.choices import SECTIONS, AgeBand, Audience, Basis, Changed, Outcome, Practice, Told
from casestudies.models import CaseStudyPage
from cms.page_tree.snapshot import current_tree
from cms.safeguarding.allow_list import site_phrases
from cms.safeguarding.answers import check_texts
from cms.safeguarding.findings import CHECK
from cms.safeguarding.forms import CheckedText, ChecksIdentifiers

HINTS = {
    "title": "What happened, not who it happened to.",
    "happening": "As you would tell a colleague. No ages, names, places or dates.",
    "around": "Who was there for them, and who was not.",
    "did": "What the team tried, including what did not work.",
    "changed": "What got better, what did not, and how you know. Claim no more than you know.",
    "learnt": "What you would do again, and what you would not.",
    "own_words": "Something the young person or family said, if they are happy for it to be used. It stays exactly as they said it.",
    "situation": "What a team needs to know before they discuss it. Stop before what you did.",
    "questions": "One to three questions a team could talk about for ten minutes, one on each line.",
    "content_note": "Difficult subjects in it, so that people can choose when to read it.",
    "composite_why": "What it was made from, and why nobody in it can be recognised. Readers see this.",
}
LABELS = {
    "title": "Title",
    "summary": "Summary, in one or two sentences",
    **SECTIONS,
    "own_words": "In their own words (optional)",
    "around": "Who was around the family (optional)",
    "situation": "The situation, for a team sheet",
    "questions": "Questions for a team",
    "content_note": "Content note (optional)",
    "composite_why": "If it is a composite: how it was made",
}
LENGTHS = {"title": 120, "summary": 300, "situation": 700, "content_note": 300, "composite_why": 300, "questions": 600}
MAX_QUESTION = 160
# By whether the authors say that it is a composite.
AT_DESK = {
    True: "At the trainers’ desk it is not marked as a composite. Mark it there first, and say how it was made.",
    False: "At the trainers’ desk it is marked as a composite, about nobody. Change that there first, or choose composite.",
}
MISSING = {
    "practice": "Choose the part of the work.",
    "outcome": "Choose where it stops.",
    "title": "Enter a title.",
    "questions": "Write at least one question for a team.",
}
# (id, heading, fields) in the order of the page.
PARTS = [
    ("start", "Title and summary", ("title", "summary")),
    *((field.replace("_", "-"), title, (field,)) for field, title in SECTIONS.items()),
    ("team", "For a team", ("situation", "questions")),
    ("about", "What it is about", ("practice", "outcome", "age_band", "content_note", "composite_why")),
]


class ContributeForm(ChecksIdentifiers, forms.Form):
    """A case study as its authors write it. Everything may be empty while it is a draft; `is_complete()` asks for the rest."""

    unknown_name = CHECK
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, answers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {f"answer-{row.key}": row.answer for row in answers} | {f"reason-{row.key}": row.reason for row in answers}
        for name in TEXTS:
            is_line = name in {"title"}
            rows = 3 if name in LENGTHS else 8
            self.fields[name] = CheckedText(
                label=LABELS[name],
                help_text=HINTS.get(name, ""),
                required=False,
                max_length=LENGTHS.get(name, MAX_SECTION),
                widget=forms.TextInput() if is_line else forms.Textarea(attrs={"rows": rows}),
            )
        self.fields["age_band"] = _choice("Age (optional)", AgeBand.choices, "A band, never an exact age.")
        self.fields["practice"] = _choice("The part of the work it shows most", Practice.choices)
        self.fields["outcome"] = _choice("Where it stops", Outcome.choices, "In broad terms. It proves nothing.")
        tree = current_tree()
        themes = [(theme.slug, theme.name) for theme in tree.themes]
        provocations = [(provocation.slug, provocation.text) for provocation in tree.provocations]
        self.fields["themes"] = _choices("Themes", themes)
        self.fields["provocations"] = _choices("Provocations that guided the work", provocations)

    @property
    def parts(self):
        """Return what the template shows for each part: id, title, bound fields, and how far it is."""
        return [
            {
                "id": key,
                "title": title,
                "fields": [self[name] for name in names],
                "is_written": any(self[name].value() for name in names[:1]),
            }
            for key, title, names in PARTS
        ]

    def typed(self):
        """Return what was typed, for the draft."""
        lists = {"themes", "provocations"}
        texts = {name: str(self[name].value() or "").replace("\r\n", "\n") for name in (*TEXTS, "age_band", "practice", "outcome")}
        return texts | {name: [str(value) for value in self[name].value() or []][:20] for name in lists}

    @property
    def sent_version(self):
        value = str(self["draft_version"].value() or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0

    def is_complete(self):
        """Return whether everything a case study needs is there, adding an error for each part that is not."""
        if not self.is_valid():
            return False
        for name in REQUIRED:
            if not self.cleaned_data.get(name):
                self.add_error(name, MISSING.get(name) or f"Write something in “{LABELS[name].split(',')[0]}”.")
        questions = lines(self.cleaned_data.get("questions") or "")
        if len(questions) > CaseStudyPage._meta.get_field("questions").stream_block.meta.max_num:
            self.add_error("questions", "Keep the three best questions.")
        elif any(len(question) > MAX_QUESTION for question in questions):
            self.add_error("questions", f"Shorten each question to {MAX_QUESTION} characters or fewer.")
        return not self.errors

    def check_identifiers(self, **options):
        """Check the texts. Answers that were given before stand while their sentences do."""
        self.findings = check_texts(
            self.checked_texts(),
            allowed=site_phrases(),
            answers={**self.stored, **{key: value for key, value in self.data.items() if key.startswith(("answer-", "reason-"))}},
            unknown_name=self.unknown_name,
        )
        return self.findings


def saved_form(submission):
    """Return the form as if the saved draft had just been sent, to check it again."""
    data = {**submission.fields, "draft_version": submission.version}
    return ContributeForm(data, answers=submission.answers.all())


def _choice(label, choices, hint=""):
    return forms.ChoiceField(label=label, help_text=hint, required=False, choices=[("", "Choose"), *choices])


def _choices(label, choices):
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


class SwapForm(forms.Form):
    """One name and what to call them instead. We keep neither."""

    old = forms.CharField(label="The name you wrote", max_length=60, error_messages={"required": "Enter the name you wrote."})
    new = forms.CharField(
        label="What to call them instead",
        help_text="A different first name, or “his sister”.",
        max_length=60,
        error_messages={"required": "Enter what to call them instead."},
    )


class PasteForm(forms.Form):
    """A whole story, pasted with its headings."""

    pasted = forms.CharField(
        label="Your case study",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Paste your case study first."},
    )


class SecondAuthorForm(forms.Form):
    """The address of a colleague who writes too."""

    email = forms.EmailField(
        label="Their work email address", required=False, help_text="Someone in your authority. Leave empty to write alone."
    )


class BasisForm(ChecksIdentifiers, forms.Form):
    """What the authors changed, and why they may share it."""

    unknown_name = CHECK
    changed = forms.MultipleChoiceField(
        label="Tick what you did",
        help_text="Do not write what it was before.",
        choices=Changed.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what you changed."},
    )
    changed_else = CheckedText(
        label="Anything else you changed (optional)",
        help_text="Say what kind of thing, such as “where they met”.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    basis = forms.ChoiceField(
        label="Who agreed, or what is it based on?",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you may share it."},
    )
    agreed_on = forms.DateField(
        label="When did they agree?",
        help_text="Leave empty for a composite.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter the whole date, such as 12 October 2026."},
    )
    audience = forms.ChoiceField(
        label="Who may read it?",
        help_text="No more than they agreed to.",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it."},
    )
    told = forms.MultipleChoiceField(
        label="What you told them",
        help_text="Leave empty for a composite.",
        choices=Told.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, submission, **kwargs):
        super().__init__(*args, **kwargs)
        self.submission = submission
        labels, open_to = dict(Audience.choices), audiences_open_to(submission)
        self.fields["audience"].choices = [(value, labels[value]) for value in open_to]
        if submission.is_from_desk:
            self.fields["audience"].help_text = "As it is set at the trainers’ desk. Change it there if fewer agreed."

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        is_composite = cleaned.get("basis") == Basis.COMPOSITE
        if self.submission.is_from_desk:
            if cleaned.get("basis") and build_page(self.submission).is_composite != is_composite:
                self.add_error("basis", AT_DESK[is_composite])
        elif is_composite and not (self.submission.fields.get("composite_why") or "").strip():
            self.add_error("basis", "Say first how the composite was made, at the end of “What it is about”.")
        if is_composite:
            return cleaned
        if "agreed_on" not in self.errors:
            if not cleaned.get("agreed_on"):
                self.add_error("agreed_on", "Enter when they agreed.")
            elif cleaned["agreed_on"] > timezone.localdate():
                self.add_error("agreed_on", "Enter a date that is not in the future.")
        if set(cleaned.get("told") or []) != set(Told.values):
            self.add_error("told", "Tell them all three things first. If they did not know, it is not consent.")
        return cleaned


class AnswerForm(ChecksIdentifiers, forms.Form):
    """An answer to the reviewer."""

    text = CheckedText(
        label="Your answer",
        help_text="Only your reviewer and your co-author read this. Do not explain who anyone is.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write an answer."},
    )
