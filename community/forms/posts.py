"""Forms for topics, replies, edits and reports."""

from uuid import uuid4

from django import forms

from cms.safeguarding.forms import CheckedText, ChecksIdentifiers
from community.models.records import Flag, Topic
from community.post_text import problems, tidy
from community.prompts import FURTHER, KIND_HINTS, KINDS, prompts_of

TEXT_ERRORS = {"required": "Write something before you post it."}
TITLE_ERRORS = {"required": "Enter a title, so that people can find it again."}


class TextField(CheckedText):
    """Text of a post. It is tidied and checked for length, mentions and quotes; what was typed stays in the form."""

    def __init__(self, **given):
        rows = given.pop("rows", 6)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), strip=False, **given)

    def clean(self, value):
        text = tidy(super().clean(value))
        if self.required and not text.strip():
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if found := problems(text):
            raise forms.ValidationError(found)
        return text


class WritingForm(ChecksIdentifiers, forms.Form):
    """A form that is sent once: `uid` makes the same form, sent twice, one post. `draft_version` tells when another window saved."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    # What a draft does not keep.
    own = ("uid", "draft_version")

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"uid": uuid4(), "draft_version": 0, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def typed(self):
        """Return the fields as typed, for a draft."""
        return {name: str(self[name].value() or "")[:60_000] for name in self.fields if name not in self.own}

    @property
    def sent_draft_version(self):
        """Return the draft's version that this form was made from, 0 if it is not a number."""
        value = str(self["draft_version"].value() or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


class ReplyForm(WritingForm):
    """A reply. `quote` is the number of the post that it answers."""

    quote = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_000_000)
    text = TextField(
        label="Your reply", help_text="What you did, or would do. Leave out names, places and dates.", error_messages=TEXT_ERRORS
    )


class TopicForm(WritingForm):
    """A new topic. Only the fields of the chosen kind are read."""

    about = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=10**18)
    kind = forms.ChoiceField(label="What kind of topic is it?", choices=Topic.Kind.choices, initial=Topic.Kind.DISCUSSION)
    title = CheckedText(label="Title", max_length=150, widget=forms.TextInput, error_messages=TITLE_ERRORS)
    text = TextField(label="What you want to say", error_messages=TEXT_ERRORS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for prompts in KINDS.values():
            for prompt in prompts:
                if prompt.name != "text":
                    self.fields[prompt.name] = TextField(label=prompt.label, help_text=prompt.hint, required=False, rows=4)

    @property
    def chosen_kind(self):
        value = self["kind"].value()
        return value if value in KINDS else Topic.Kind.DISCUSSION

    @property
    def kinds(self):
        """Return what the template shows for each kind: value, label, hint, the first prompt and the bound fields of the others."""
        return [
            {
                "value": kind.value,
                "label": kind.label,
                "hint": KIND_HINTS[kind],
                "first": KINDS[kind][0],
                "more": [self[prompt.name] for prompt in KINDS[kind][1:]],
                "is_chosen": kind == self.chosen_kind,
            }
            for kind in Topic.Kind
        ]

    def checked_texts(self):
        """Return the texts of the chosen kind, under the labels that it gives them."""
        texts = super().checked_texts()
        labels = {"title": "Title", **{prompt.name: prompt.label for prompt in KINDS[self.cleaned_data["kind"]]}}
        return {name: (label, texts[name][1]) for name, label in labels.items() if name in texts}

    @property
    def answers(self):
        """Return the further answers of the chosen kind."""
        names = {prompt.name for prompt in KINDS[self.cleaned_data["kind"]]} & FURTHER
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class EditForm(ChecksIdentifiers, forms.Form):
    """An edit of a post, from the version that the form was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = TextField(label="Your post", error_messages=TEXT_ERRORS)

    def __init__(self, *args, post, **kwargs):
        self.names = []
        super().__init__(*args, initial={"version": post.version, "text": post.text, **post.answers}, **kwargs)
        if len(prompts_of(post)) > 1 or post.is_first:
            first, *further = prompts_of(post)
            self.fields["text"].label, self.fields["text"].help_text = first.label, first.hint
            for prompt in further:
                self.names.append(prompt.name)
                self.fields[prompt.name] = TextField(label=prompt.label, help_text=prompt.hint, required=False, rows=4)

    @property
    def answers(self):
        return {name: self.cleaned_data[name] for name in self.names if self.cleaned_data[name]}


class FollowUpForm(ChecksIdentifiers, forms.Form):
    """What happened next."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = TextField(label="What happened next", help_text="Leave out names, places and dates.", rows=4, error_messages=TEXT_ERRORS)


class FlagForm(forms.Form):
    """A report of a post."""

    reason = forms.ChoiceField(
        label="Why are you reporting it?",
        choices=[(value, label) for value, label in Flag.Reason.choices if value != Flag.Reason.FIRST],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason."},
    )
    note = forms.CharField(
        label="Anything the facilitator should know (optional)",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Do not repeat a name here.",
    )


class DecisionForm(forms.Form):
    """A facilitator's decision on a reported post, with what they had read: the post's version and the open reports."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    flags = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    decision = forms.ChoiceField(
        label="What do you decide?", choices=Flag.Decision.choices, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    reason = forms.CharField(
        label="Why (for the audit log; needed to remove a post for good)",
        max_length=200,
        required=False,
        help_text="No names, and no words of the post.",
    )

    def clean_flags(self):
        return [int(key) for key in self.cleaned_data["flags"].split(",") if key.isascii() and key.isdigit()]

    def clean(self):
        super().clean()
        if self.cleaned_data.get("decision") == Flag.Decision.PURGE and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say why it has to be removed for good.")
