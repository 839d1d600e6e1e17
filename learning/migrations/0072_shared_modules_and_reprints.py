"""Whose steps an enrolment has, and more than one certificate of an assignment: what is printed stays true after a change of name.

Dangerous? No: a column that may be empty, and two rules fewer.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0071_say_what_cells_and_right_answers_are"),
        ("people", "0010_email_outbox"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="certificate",
            name="learning_one_certificate_of_a_record",
        ),
        migrations.AddField(
            model_name="enrolment",
            name="authority",
            field=models.ForeignKey(
                help_text="The authority whose steps they were given.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.authority",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="assignment",
            field=models.ForeignKey(
                help_text="Empty: the whole record up to that day.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="learning.assignment",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["subject"], name="learning_certificates_of"),
        ),
    ]
