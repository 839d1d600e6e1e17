"""What the whole network has learnt, counted once a night, so that reading it costs the same however many people there are.

The tables contain no small number: what must not be shown is not stored.
"""

from django.db import models

from cms.people.models import Authority, JobRole

from .items import Item


class NetworkCount(models.Model):
    """One row of a table of counts of people, about one module.

    Derived from memberships, assignments and states, and replaced as a whole by `manage.py count_network`.
    """

    class Table(models.TextChoices):
        TOTAL = "total", "In all"
        AUTHORITY = "authority", "By authority"
        JOB_ROLE = "job_role", "By job role"
        MONTH = "month", "By month"
        LESSON = "lesson", "By lesson"

    module = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="network_counts")
    table = models.CharField(max_length=10, choices=Table.choices)
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, null=True, related_name="+")
    job_role = models.ForeignKey(JobRole, on_delete=models.CASCADE, null=True, related_name="+")
    month = models.DateField(null=True, help_text="The first day of the month.")
    lesson = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, related_name="+")
    asked = models.PositiveIntegerField(null=True, help_text="People who were asked, or began by themselves. None if it is not shown.")
    completed = models.PositiveIntegerField(null=True, help_text="None if it is not shown.")
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["module", "table"], name="learning_network_by_module")]

    def __str__(self):
        return f"{self.module}, {self.get_table_display()}: {self.completed} of {self.asked}"

    @property
    def is_shown(self):
        return self.completed is not None

    @property
    def share(self):
        """Return the share of those asked who have completed it, in whole per cent, or None."""
        return round(100 * self.completed / self.asked) if self.completed is not None and self.asked else None
