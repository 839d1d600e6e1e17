"""What an authority chooses for its people, and who answers its safeguarding number."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_addresses_signed_in_with_are_theirs")]
    operations = [
        migrations.AddField(
            model_name="authority",
            name="approval",
            field=models.CharField(
                choices=[("lead", "A lead lets them in"), ("at_once", "They are in at once")],
                default="lead",
                help_text="Whoever left and comes back, and whoever was declined before, always waits for a lead.",
                max_length=8,
                verbose_name="Somebody who asks to join",
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="reminder_days",
            field=models.PositiveSmallIntegerField(
                default=7,
                help_text="From 1 to 60. Kept for later, like the reminders.",
                validators=[MinValueValidator(1), MaxValueValidator(60)],
                verbose_name="How many days before",
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="reminders_on",
            field=models.BooleanField(
                default=True, help_text="Kept for later: no reminders are sent yet.", verbose_name="Remind people of what is due soon"
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="retention_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Leave it empty while this is not decided. Kept for later: nothing is deleted by itself yet.",
                null=True,
                validators=[MinValueValidator(1), MaxValueValidator(600)],
                verbose_name="How many months a leaver’s record is kept",
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="safeguarding_who",
            field=models.CharField(
                blank=True,
                help_text="For example: the duty team, at any hour. A team, not a person’s name.",
                max_length=160,
                verbose_name="who answers, and when",
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="small_number",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="From 5 to 50. Counts about your people are to hide anything smaller. Kept for later: no counts use it yet.",
                validators=[MinValueValidator(5), MaxValueValidator(50)],
                verbose_name="Smallest number that is shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(condition=models.Q(("small_number__gte", 5)), name="accounts_small_numbers_begin_at_five"),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminder_days__gte", 1), ("reminder_days__lte", 60)), name="accounts_reminded_one_to_sixty_days_before"
            ),
        ),
    ]
