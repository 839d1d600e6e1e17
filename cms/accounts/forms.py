"""allauth's forms in our words: no placeholders, and errors that say what to do."""

from allauth.account.forms import LoginForm, ResetPasswordForm


def _in_our_words(field, label, missing):
    field.label, field.error_messages["required"] = label, missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Signing in with e-mail address and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["login"], "Work e-mail address", "Enter your work e-mail address")
        _in_our_words(self.fields["password"], "Password", "Enter your password")


class NewPasswordLetterForm(ResetPasswordForm):
    """Asking for a letter with a link to a new password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"], "Work e-mail address", "Enter your work e-mail address")
