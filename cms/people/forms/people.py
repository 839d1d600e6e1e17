"""Forms about members, invitations and roles."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from cms.people.forms.fields import AddressField, DayField, NameField, set_required_message
from cms.people.identity import clean_password
from cms.people.models import Hub, JobRole, Role, User


class NewMemberForm(forms.Form):
    """Name and password of someone new who follows an invitation."""

    first_name = NameField(label="First name", autocomplete="given-name")
    last_name = NameField(label="Last name", required=False, autocomplete="family-name", help_text="Leave empty if you have one name.")
    password = forms.CharField(
        label="A password",
        strip=False,
        help_text="12 characters or more. Three or four random words are easy to remember. You can paste it.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        set_required_message(self.fields["first_name"], "Enter your first name")
        set_required_message(self.fields["password"], "Choose a password")

    def clean_password(self):
        user = User(email=self.email, first_name=self.data.get("first_name", ""), last_name=self.data.get("last_name", ""))
        validate_password(clean_password(self.cleaned_data["password"]), user)
        return self.cleaned_data["password"]


class MembershipForm(forms.Form):
    """A hub and a job role in one authority, as people enter them about themselves."""

    hub = forms.ModelChoiceField(label="Hub or team", queryset=Hub.objects.none(), required=False, empty_label="None, or not known yet")
    job_role = forms.ModelChoiceField(label="Job role", queryset=JobRole.objects.all(), empty_label="Choose a job role")

    def __init__(self, *args, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = Hub.objects.filter(authority=authority)
        set_required_message(self.fields["job_role"], "Choose a job role")


class LedMembershipForm(MembershipForm):
    """A hub and a job role in one authority, and since when, as leads enter them."""

    employed_since = DayField(label="Employed since (optional)", help_text="When they began to work for the authority.")
    in_care_role_since = DayField(label="In a care role since (optional)", help_text="The time for the Level 3 diploma runs from this day.")

    def clean(self):
        cleaned = super().clean()
        for name in ("employed_since", "in_care_role_since"):
            if (day := cleaned.get(name)) and day > timezone.localdate():
                self.add_error(name, "Enter a day that is not in the future")
        return cleaned


class InvitationForm(LedMembershipForm):
    """Inviting one person."""

    field_order = ["email", "first_name", "last_name", "hub", "job_role"]
    email = AddressField(
        label="Work email address", max_length=254, help_text="We will email the invitation to it, and they will sign in with it."
    )
    first_name = NameField(label="First name (optional)", required=False)
    last_name = NameField(label="Last name (optional)", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["email"], "Enter a work email address")


class ListForm(forms.Form):
    """A spreadsheet of people to invite."""

    file = forms.FileField(
        label="A list of people",
        help_text="A CSV file or an Excel workbook (.xlsx). The first row has the column names.",
        allow_empty_file=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["file"], "Choose a file")


class RoleForm(forms.Form):
    """A role to give, and why."""

    role = forms.ChoiceField(label="Role")
    reason = forms.CharField(label="Why", max_length=200, help_text="One line, without names. It is kept in the audit log.")

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *((role.value, role.label) for role in roles)]
        if Role.PARTNER in roles:
            partner_help = (
                "Partners can read the public pages. Partners who are also members can read members’ pages, but not the directory."
            )
            self.fields["role"].help_text = partner_help
        set_required_message(self.fields["role"], "Choose a role")
        set_required_message(self.fields["reason"], "Enter a reason in one line")
