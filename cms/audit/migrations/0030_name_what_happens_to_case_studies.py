"""Name what happens to case studies. Only choices change, so no database is touched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0020_name_what_managers_do"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="what",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("failed", "Sign-in failed"),
                    ("invited", "Invited"),
                    ("withdrawn", "Invitation withdrawn"),
                    ("joined", "Joined"),
                    ("moved", "Moved"),
                    ("left", "Left"),
                    ("closed", "Account closed"),
                    ("opened", "Account reopened"),
                    ("role_given", "Role given"),
                    ("role_ended", "Role ended"),
                    ("role_kept", "Role reviewed and kept"),
                    ("signed_out", "Signed out everywhere"),
                    ("device_out", "Signed out on some devices"),
                    ("factor_added", "Second factor added"),
                    ("factor_gone", "Second factor removed"),
                    ("factor_taken", "Second factor removed by an administrator"),
                    ("codes_made", "Recovery codes created"),
                    ("connected", "Authority’s sign-in connected"),
                    ("disconnected", "Authority’s sign-in disconnected"),
                    ("provider_set", "Authority’s sign-in set up"),
                    ("provider_off", "Authority’s sign-in removed"),
                    ("asked", "Asked to join"),
                    ("declined", "Request declined"),
                    ("taken_back", "Request cancelled"),
                    ("domain_added", "Domain approved"),
                    ("domain_ended", "Domain no longer approved"),
                    ("place", "Authority changed"),
                    ("exported", "Own data downloaded"),
                    ("listed", "List of people downloaded"),
                    ("seen", "Someone’s evidence viewed"),
                    ("forget_asked", "Asked to be forgotten"),
                    ("forget_back", "Cancelled being forgotten"),
                    ("forget_rule", "To be forgotten under their authority’s rule"),
                    ("forgotten", "Forgotten"),
                    ("board_opened", "Closed board opened"),
                    ("assigned", "Module assigned"),
                    ("redated", "Due date of a module changed"),
                    ("waived", "Module waived"),
                    ("objected", "Says a module is wrong for them"),
                    ("answered", "Answered about a module"),
                    ("post_purged", "Post removed for good"),
                    ("case_decided", "Case study reviewed"),
                    ("case_refused", "Tried to review a case study without being independent"),
                    ("case_forced", "Case study published without a review"),
                    ("case_gone", "Case study withdrawn"),
                ],
                max_length=12,
            ),
        ),
    ]
