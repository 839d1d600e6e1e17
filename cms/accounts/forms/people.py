"""Forms about people; allauth's in our words. No placeholders, and errors that say what to do."""

from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from cms.accounts.elsewhere import is_anywhere
from cms.accounts.models import Hub, JobRole, Role, User


def in_our_words(field, label, missing):
    field.label, field.error_messages["required"] = label, missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Signing in with e-mail address and password. `with_authority` says whether there is another way: one's authority's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.with_authority = is_anywhere()
        in_our_words(self.fields["login"], "Work e-mail address", "Enter your work e-mail address")
        in_our_words(self.fields["password"], "Password", "Enter your password")


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["password"], "Your password", "Enter your password")


class NewPasswordLetterForm(ResetPasswordForm):
    """Asking for a letter with a link to a new password."""

    users: list[User]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")

    def clean_email(self):
        """For whoever signs in with the address, and for nobody who only asked to change to it."""
        email = super().clean_email()
        self.users = [one for one in self.users if one.email == email.lower()]
        return email


class CodeForm(AuthenticateForm):
    """The code at sign-in: from the phone, or one of the recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["code"], "Code", "Enter the code")
        self.fields["code"].help_text = "The six digits your phone shows now, or one of your recovery codes."


class CodeAgainForm(ReauthenticateByCodeForm):
    """The code once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["code"], "Code", "Enter the code")
        self.fields["code"].help_text = "The six digits your phone shows now, or one of your recovery codes."


class FirstCodeForm(ActivateTOTPForm):
    """The first code, which shows that the phone is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["code"], "The code your phone shows", "Enter the six digits your phone shows")


def required(field, words):
    field.error_messages["required"] = words


class NewMemberForm(forms.Form):
    """Whoever follows an invitation and has no account yet: their name and a password of their own."""

    first_name = forms.CharField(label="First name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Last name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    password = forms.CharField(
        label="A password",
        strip=False,
        help_text="12 characters or more. Three or four words that do not belong together are easy to remember. You can paste it.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        required(self.fields["first_name"], "Enter your first name")
        required(self.fields["last_name"], "Enter your last name")
        required(self.fields["password"], "Choose a password")

    def clean_password(self):
        person = User(email=self.email, first_name=self.data.get("first_name", ""), last_name=self.data.get("last_name", ""))
        validate_password(self.cleaned_data["password"], person)
        return self.cleaned_data["password"]


class PlaceForm(forms.Form):
    """A hub and a job role within one authority."""

    hub = forms.ModelChoiceField(label="Hub or team", queryset=Hub.objects.none(), required=False, empty_label="None, or not yet known")
    job_role = forms.ModelChoiceField(label="Job role", queryset=JobRole.objects.all(), empty_label="Choose a job role")

    def __init__(self, *args, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = Hub.objects.filter(authority=authority)
        required(self.fields["job_role"], "Choose a job role")


class InvitationForm(PlaceForm):
    """One person to invite."""

    field_order = ["email", "first_name", "last_name", "hub", "job_role"]
    email = forms.EmailField(label="Work e-mail address", max_length=254, help_text="The letter goes there, and they sign in with it.")
    first_name = forms.CharField(label="First name (optional)", max_length=150, required=False)
    last_name = forms.CharField(label="Last name (optional)", max_length=150, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required(self.fields["email"], "Enter a work e-mail address")


class ListForm(forms.Form):
    """A spreadsheet of people to invite."""

    file = forms.FileField(
        label="A list of people",
        help_text="A CSV file or an Excel workbook (.xlsx). Its first line names the columns.",
        allow_empty_file=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required(self.fields["file"], "Choose a file")


class RoleForm(forms.Form):
    """A role to give, and why."""

    role = forms.ChoiceField(label="Role")
    reason = forms.CharField(label="Why", max_length=200, help_text="One line, without names: it stays in the audit log.")

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *((role.value, role.label) for role in roles)]
        if Role.PARTNER in roles:
            words = "A partner reads the public pages. One who is a member too reads what members read, but no directory."
            self.fields["role"].help_text = words
        required(self.fields["role"], "Choose a role")
        required(self.fields["reason"], "Say why in one line")


class FactorForm(forms.Form):
    """Why somebody's second factor is taken away."""

    reason = forms.CharField(
        label="How do you know that it is they who ask?",
        max_length=200,
        help_text="One line, without names: it stays in the audit log. For example: rang back on the number their authority gave.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required(self.fields["reason"], "Say in one line how you know")
