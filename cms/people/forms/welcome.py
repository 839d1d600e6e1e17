"""The form in the welcome on the first visit."""

from django import forms

from cms.people.forms.fields import NameField, set_required_message
from cms.people.models import Hub


class WelcomeForm(forms.Form):
    """Only the fields that are missing for the user; often none."""

    first_name = NameField(label="First name", autocomplete="given-name")
    last_name = NameField(label="Last name", required=False, autocomplete="family-name", help_text="Leave empty if you have one name.")
    hub = forms.ModelChoiceField(
        label="Which hub or team are you in?", queryset=Hub.objects.none(), required=False, empty_label="None, or I don’t know yet"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["first_name"], "Enter your first name")
        if user.first_name:
            del self.fields["first_name"], self.fields["last_name"]
        elif user.last_name:
            del self.fields["last_name"]
        membership = user.membership
        hubs = Hub.objects.filter(authority=membership.authority_id) if membership and not membership.hub_id else Hub.objects.none()
        self.fields["hub"].queryset = hubs
        if membership is None or membership.hub_id or not hubs:
            del self.fields["hub"]
