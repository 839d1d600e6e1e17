"""Filters of a team's report, and the date of an inspection pack."""

from django import forms
from django.utils import timezone

from cms.pages.forms import FilterForm
from cms.people.models import Membership, User
from learning.reports.cells import STATES
from learning.reports.matrix import with_state

MAX_SEARCH = 100


class TeamFilterForm(FilterForm):
    """Hub, job role, module and state, besides a name. One query, for the hubs and job roles of the people."""

    hub = forms.ChoiceField(label="Hub", required=False)
    role = forms.ChoiceField(label="Job role", required=False)
    module = forms.ChoiceField(label="Module", required=False)
    state = forms.ChoiceField(label="State", required=False)

    empty_labels = {"hub": "All hubs", "role": "All job roles", "module": "All modules", "state": "Any state"}

    def __init__(self, data, *, people, modules):
        here = Membership.objects.current().filter(user__in=people.order_by().values("pk"))
        rows = set(here.values_list("hub", "hub__name", "job_role", "job_role__title"))
        self.name = " ".join(data.get("q", "").split())[:MAX_SEARCH]
        choices = {
            "hub": sorted({(str(pk), name) for pk, name, *_ in rows if pk}, key=lambda pair: pair[1]),
            "role": sorted({(str(pk), title) for *_, pk, title in rows}, key=lambda pair: pair[1]),
            "module": [(str(module.item_id), module.title) for module in modules],
            "state": list(STATES.items()),
        }
        super().__init__(data, choices)

    @property
    def is_filtered(self):
        return bool(self.name) or any(self.chosen.values())

    def filter(self, people, *, on):
        """Return the people who match the name and every choice."""
        if self.name:
            people = people.filter(pk__in=User.objects.matching_name(self.name).values("pk"))
        if hub := self.chosen["hub"]:
            people = people.filter(pk__in=Membership.objects.current().filter(hub=hub).values("user"))
        if role := self.chosen["role"]:
            people = people.filter(pk__in=Membership.objects.current().filter(job_role=role).values("user"))
        module, state = self.chosen["module"], self.chosen["state"]
        if state:
            people = with_state(people, state, module=module or None, on=on)
        return people

    def shown_modules(self, modules):
        """Return the chosen module alone, or all of them."""
        return [module for module in modules if str(module.item_id) == self.chosen["module"]] or modules


class PackDateForm(forms.Form):
    """The date of an inspection pack."""

    on = forms.DateField(
        label="How things were at the end of",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Enter a date", "invalid": "Enter a date, such as 1 March 2026"},
    )

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Enter a date that is today or earlier", code="future")
        return on
