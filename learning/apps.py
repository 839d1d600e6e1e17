from django.apps import AppConfig
from django.db.backends.signals import connection_created


def evidence_may_not_be_cleared(connection, **kwargs):
    """Answer the question the append-only trigger asks on SQLite: no. Only the suite answers otherwise, for its own file."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("drumbeat_suite_may_clear", 0, lambda: 0)


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = "Learning"

    def ready(self):
        connection_created.connect(evidence_may_not_be_cleared, dispatch_uid="learning_evidence_may_not_be_cleared")
