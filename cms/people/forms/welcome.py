"""The form in the welcome on the first visit."""

from django import forms

from cms.people.forms.fields import set_required_message
from cms.people.models import Hub


class WelcomeForm(forms.Form):
    """Only the fields that are missing for the user; often none."""

    first_name = forms.CharField(label="First name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Last name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    hub = forms.ModelChoiceField(
        label="Which hub or team are you in?", queryset=Hub.objects.none(), required=False, empty_label="None, or I don’t know yet"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["first_name"], "Enter your first name")
        set_required_message(self.fields["last_name"], "Enter your last name")
        for name in ("first_name", "last_name"):
            if getattr(user, name):
                del self.fields[name]
        membership = user.membership
        hubs = Hub.objects.filter(authority=membership.authority_id) if membership and not membership.hub_id else Hub.objects.none()
        self.fields["hub"].queryset = hubs
        if membership is None or membership.hub_id or not hubs:
            del self.fields["hub"]
