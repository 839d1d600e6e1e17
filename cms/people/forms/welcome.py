"""The welcome on the first visit."""

from django import forms

from cms.people.forms.fields import set_required_message
from cms.people.models import Hub


class WelcomeForm(forms.Form):
    """What is still missing about somebody on their first visit, and nothing else; often nothing at all."""

    first_name = forms.CharField(label="First name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Last name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    hub = forms.ModelChoiceField(
        label="Which hub or team are you in?", queryset=Hub.objects.none(), required=False, empty_label="None, or I do not know yet"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        set_required_message(self.fields["first_name"], "Enter your first name")
        set_required_message(self.fields["last_name"], "Enter your last name")
        for name in ("first_name", "last_name"):
            if getattr(user, name):
                del self.fields[name]
        here = user.membership
        hubs = Hub.objects.filter(authority=here.authority_id) if here and not here.hub_id else Hub.objects.none()
        self.fields["hub"].queryset = hubs
        if here is None or here.hub_id or not hubs:
            del self.fields["hub"]
