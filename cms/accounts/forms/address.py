"""Changing the address someone signs in with."""

from django.core.exceptions import ValidationError

from cms.people.forms import AskForm
from cms.people.forms.fields import set_required_message


class NewAddressForm(AskForm):
    """The new address to sign in with."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, field = user, self.fields["email"]
        field.label, field.help_text = "Your new address", "Use the one your council gave you, if you can. We will email a code to it."
        set_required_message(field, "Enter your new address")

    def clean_email(self):
        email = super().clean_email()
        if email == self.user.email:
            raise ValidationError("You already sign in with this address.")
        return email
