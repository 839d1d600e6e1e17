"""Forms about people; allauth's in our words. No placeholders, and errors that say what to do."""

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, ReauthenticateForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from cms.accounts.elsewhere import is_anywhere
from cms.accounts.models import Authority, Card, Hub, JobRole, User
from cms.photos import PhotoField

MOST_OF_A_NAME = 80


def _in_our_words(field, label, missing):
    field.label, field.error_messages["required"] = label, missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Signing in with e-mail address and password. `with_authority` says whether there is another way: one's authority's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.with_authority = is_anywhere()
        _in_our_words(self.fields["login"], "Work e-mail address", "Enter your work e-mail address")
        _in_our_words(self.fields["password"], "Password", "Enter your password")


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["password"], "Your password", "Enter your password")


class NewPasswordLetterForm(ResetPasswordForm):
    """Asking for a letter with a link to a new password."""

    users: list[User]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")

    def clean_email(self):
        """For whoever signs in with the address, and for nobody who only asked to change to it."""
        email = super().clean_email()
        self.users = [one for one in self.users if one.email == email.lower()]
        return email


class CodeForm(AuthenticateForm):
    """The code at sign-in: from the phone, or one of the recovery codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["code"], "Code", "Enter the code")
        self.fields["code"].help_text = "The six digits your phone shows now, or one of your recovery codes."


class CodeAgainForm(ReauthenticateByCodeForm):
    """The code once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["code"], "Code", "Enter the code")
        self.fields["code"].help_text = "The six digits your phone shows now, or one of your recovery codes."


class FirstCodeForm(ActivateTOTPForm):
    """The first code, which shows that the phone is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["code"], "The code your phone shows", "Enter the six digits your phone shows")


class AskForCodeForm(RequestLoginCodeForm):
    """Asking for a letter with a code to sign in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")

    def clean_email(self):
        """For whoever signs in with the address; somebody who asked to change to it, and was not answered, has no part in it."""
        email = super().clean_email()
        self._user = User.objects.filter(email=email.lower(), is_active=True).first()
        return email


class LetterCodeForm(ConfirmLoginCodeForm):
    """The code from the letter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["code"], "The code from the letter", "Enter the code from the letter")


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, and its name. What the device answers is put in by the script."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length, name.required = "A name for it", MOST_OF_A_NAME, False
        name.widget.attrs["maxlength"] = MOST_OF_A_NAME
        name.help_text = "So that you can tell your passkeys apart. Only you see it."
        alone.label, alone.initial = "Sign in with it alone, without a password", True
        alone.help_text = (
            "Your device asks for your fingerprint, face or PIN. Take the tick away for a small security key that has no PIN: "
            "it then stands beside your password."
        )

    def clean_name(self):
        return super().clean_name()[:MOST_OF_A_NAME]


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label="A name for it", max_length=MOST_OF_A_NAME, help_text="Only you see it.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _required(self.fields["name"], "Enter a name")


def _required(field, words):
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
        _required(self.fields["first_name"], "Enter your first name")
        _required(self.fields["last_name"], "Enter your last name")
        _required(self.fields["password"], "Choose a password")

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
        _required(self.fields["job_role"], "Choose a job role")


class InvitationForm(PlaceForm):
    """One person to invite."""

    field_order = ["email", "first_name", "last_name", "hub", "job_role"]
    email = forms.EmailField(label="Work e-mail address", max_length=254, help_text="The letter goes there, and they sign in with it.")
    first_name = forms.CharField(label="First name (optional)", max_length=150, required=False)
    last_name = forms.CharField(label="Last name (optional)", max_length=150, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _required(self.fields["email"], "Enter a work e-mail address")


class ListForm(forms.Form):
    """A spreadsheet of people to invite."""

    file = forms.FileField(
        label="A list of people",
        help_text="A CSV file or an Excel workbook (.xlsx). Its first line names the columns.",
        allow_empty_file=True,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _required(self.fields["file"], "Choose a file")


class RoleForm(forms.Form):
    """A role to give, and why."""

    role = forms.ChoiceField(label="Role")
    reason = forms.CharField(label="Why", max_length=200, help_text="One line, for whoever looks through the roles each year.")

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *((role.value, role.label) for role in roles)]
        _required(self.fields["role"], "Choose a role")
        _required(self.fields["reason"], "Say why in one line")


class HubForm(forms.ModelForm):
    """A new hub or team of one authority."""

    class Meta:
        model = Hub
        fields = ["name"]
        labels = {"name": "The name of the hub or team"}
        help_texts = {"name": "As people there say it."}
        error_messages = {"name": {"required": "Enter a name"}}

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Hub.objects.filter(authority=self.instance.authority, name__iexact=name).exists():
            raise forms.ValidationError("There is a hub of this name already.")
        return name


class CardForm(forms.ModelForm):
    """What a member shows of themselves in the directory; all of it optional."""

    class Meta:
        model = Card
        fields = ["ask_line", "themes", "said_like", "pronouns", "shows_email"]
        labels = {
            "ask_line": "Ask me about (optional)",
            "themes": "Themes people can ask you about (optional)",
            "said_like": "How to say your name (optional)",
            "pronouns": "Your pronouns (optional)",
            "shows_email": "Show my work e-mail address on the card",
        }
        help_texts = {
            "ask_line": "One line in plain words. Nothing about a child or a family.",
            "said_like": "As it sounds, for example “nee-AV” for Niamh.",
            "pronouns": "As you would like them used.",
            "shows_email": "Without it people see who you are, and not how to reach you.",
        }
        widgets = {"themes": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = self.fields["themes"].queryset.filter(live=True)
        self.fields["ask_line"].error_messages["max_length"] = "Make this line shorter: 160 characters are the most"


class PhotoForm(forms.Form):
    """A photo of oneself."""

    photo = PhotoField(label="A photo of you")


class DirectoryForm(forms.Form):
    """Whom one looks for. All of it optional; a value nobody offers is left aside."""

    q = forms.CharField(label="Name or words", max_length=100, required=False, widget=forms.SearchInput)
    job_role = forms.ChoiceField(label="Job role", required=False)
    authority = forms.ChoiceField(label="Authority", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        themes = Card._meta.get_field("themes").related_model
        self.fields["job_role"].choices = [("", "Any"), *JobRole.objects.values_list("slug", "title")]
        self.fields["authority"].choices = [("", "Any"), *Authority.objects.values_list("slug", "name")]
        self.fields["theme"].choices = [("", "Any"), *themes.objects.filter(live=True).values_list("slug", "name")]

    def choose(self, asked):
        """Show and return what of the query string `asked` can be chosen, {name: value}, "" for what is left open."""
        for name, field in self.fields.items():
            value = asked.get(name, "").replace("\x00", "").strip()[:100]
            offered = dict(field.choices) if hasattr(field, "choices") else {value: value}
            self.initial[name] = value if value in offered else ""
        return self.initial


class WelcomeForm(forms.Form):
    """What is still missing about somebody on their first visit, and nothing else; often nothing at all."""

    first_name = forms.CharField(label="First name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Last name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    hub = forms.ModelChoiceField(
        label="Which hub or team are you in?", queryset=Hub.objects.none(), required=False, empty_label="None, or I do not know yet"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        _required(self.fields["first_name"], "Enter your first name")
        _required(self.fields["last_name"], "Enter your last name")
        for name in ("first_name", "last_name"):
            if getattr(user, name):
                del self.fields[name]
        here = user.membership
        hubs = Hub.objects.filter(authority=here.authority_id) if here and not here.hub_id else Hub.objects.none()
        self.fields["hub"].queryset = hubs
        if here is None or here.hub_id or not hubs:
            del self.fields["hub"]
