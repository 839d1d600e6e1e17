"""Forms for making and changing boards."""

from django import forms

from cms.people.models import Authority, JobRole, Membership, Role, RoleGrant, User
from cms.vocabulary.models import Theme
from community.actions.boards import Audience
from community.models.records import Board

AUDIENCE_ROLES = [(role.value, role.label) for role in Role if role != Role.MEMBER]
EVERYONE, CHOSEN = "everyone", "chosen"


class BoardForm(forms.Form):
    """A board's name, purpose, audience and facilitators. Leads make boards of their own authority only."""

    name = forms.CharField(label="Name", max_length=100)
    purpose = forms.CharField(label="Purpose", max_length=200, help_text="One sentence: what people talk about here.")
    theme = forms.ModelChoiceField(Theme.objects.filter(live=True), label="Theme", required=False, empty_label="None")
    state = forms.ChoiceField(label="State", choices=Board.State.choices)
    level = forms.ChoiceField(label="What others are told", choices=Board.Level.choices, widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label="Who can read it",
        choices=[(EVERYONE, "Everyone in the network"), (CHOSEN, "Only the people chosen here")],
        widget=forms.RadioSelect,
        help_text="Partners read a board only if partners are chosen below, or they are named.",
    )
    authorities = forms.ModelMultipleChoiceField(
        Authority.objects.filter(closed_on=None),
        label="Only people in these authorities",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose in more than one list and a person has to match each.",
    )
    roles = forms.MultipleChoiceField(
        label="Only people with these roles", choices=AUDIENCE_ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    job_roles = forms.ModelMultipleChoiceField(
        JobRole.objects.all(), label="Only people in these jobs", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.CharField(
        label="And these people",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A work email address on each line. They can read the board whatever is chosen above.",
    )
    first_posts_wait = forms.BooleanField(
        label="A facilitator reads each person’s first post here before it appears",
        required=False,
        help_text="Choose facilitators below: with none, new people cannot post.",
    )
    facilitators = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Looked after by",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="People with the role of facilitator.",
    )

    def __init__(self, *args, authority=None, **kwargs):
        super().__init__(*args, **kwargs)
        has_role = RoleGrant.objects.current().filter(role=Role.FACILITATOR)
        members = Membership.objects.current()
        if authority is not None:
            self.fields["authorities"].queryset = Authority.objects.filter(pk=authority.pk)
            members = members.filter(authority=authority)
        people = User.objects.filter(pk__in=has_role.values("user"), is_active=True).filter(pk__in=members.values("user"))
        self.fields["facilitators"].queryset = people.order_by("last_name", "first_name", "pk")

    def clean_people(self):
        addresses = {line.strip().lower() for line in self.cleaned_data["people"].splitlines() if line.strip()}
        found = {user.email: user for user in User.objects.filter(email__in=addresses, memberships__in=Membership.objects.current())}
        if missing := sorted(addresses - set(found)):
            raise forms.ValidationError(f"No member has this address: {', '.join(missing)}.")
        return sorted(found.values(), key=lambda user: user.pk)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        chosen = [data.get(name) for name in ("authorities", "roles", "job_roles", "people")]
        if data.get("audience") == CHOSEN and not self.errors and not any(chosen):
            self.add_error("audience", "Choose at least one authority, role, job or person, or everyone in the network.")
        if data.get("audience") == EVERYONE and data.get("level") != Board.Level.OPEN and "level" in data:
            self.add_error("level", "A board that everyone can read is open.")

    @property
    def settings(self):
        """Return the arguments for create_board() and change_board(), besides who and when."""
        data = self.cleaned_data
        everyone = data["audience"] == EVERYONE
        lists = {} if everyone else {name: list(data[name]) for name in ("authorities", "roles", "job_roles")}
        plain = {name: data[name] for name in ("name", "purpose", "theme", "state", "level", "first_posts_wait")}
        return {**plain, "audience": Audience(everyone=everyone, people=data["people"], **lists), "facilitators": data["facilitators"]}


def initial_of(board):
    """Return the form's initial values for a board."""
    rules = list(board.audience.in_force().select_related("person"))
    return {
        **{name: getattr(board, name) for name in ("name", "purpose", "theme", "state", "level", "first_posts_wait")},
        "audience": EVERYONE if any(rule.everyone for rule in rules) else CHOSEN,
        "authorities": {rule.authority_id for rule in rules if rule.authority_id},
        "roles": {rule.role for rule in rules if rule.role},
        "job_roles": {rule.job_role_id for rule in rules if rule.job_role_id},
        "people": "\n".join(rule.person.email for rule in rules if rule.person_id),
        "facilitators": board.facilitators.values_list("user", flat=True),
    }


class ReasonForm(forms.Form):
    """Why an administrator opens a closed board."""

    reason = forms.CharField(
        label="Why do you need to read it?",
        max_length=160,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason. The board’s members read it."},
        help_text="The board’s members and facilitators read this in the board’s log, with your name.",
    )


class MoveForm(forms.Form):
    """Where a topic goes: another board that the facilitator looks after."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    to = forms.ModelChoiceField(Board.objects.none(), label="Move it to", error_messages={"required": "Choose a board."})

    def __init__(self, *args, boards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = boards


class AskForm(forms.Form):
    """Asking to join a board."""

    reason = forms.CharField(
        label="Why you would like to join (optional)", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
