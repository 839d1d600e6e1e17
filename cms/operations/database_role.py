"""Two roles on PostgreSQL: one owns the tables and migrates, the other runs the site and cannot remove the append-only triggers."""

from django.core.checks import Tags, Warning, register
from django.db import connection

APPEND_ONLY = (
    "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = current_schema() AND t.tgname = c.relname || '_stays'"
)


class NotGranted(Exception):
    """The rights were not granted. The message says why, as a sentence."""


def grant(role):
    """Give `role` what the site needs on the tables of today, and nothing that could remove a trigger. Raises NotGranted."""
    if connection.vendor != "postgresql":
        raise NotGranted("SQLite has no roles.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            raise NotGranted(f"There is no role {role}. Create it first, as docs/running.md says.")
        if found[0]:
            raise NotGranted(f"{role} is a superuser, who can do everything.")
        name = connection.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {name}")


@register(Tags.database, deploy=True)
def check_role(app_configs=None, databases=None, **kwargs):
    """Warn if the role that runs the site could remove the append-only triggers. For `check --deploy --database default`."""
    if "default" not in (databases or []) or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{APPEND_ONLY} AND pg_has_role(current_user, c.relowner, 'USAGE') ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]
    if not tables:
        return []
    return [
        Warning(
            f"This database role owns {', '.join(tables)}, so it could remove the triggers that make them append-only.",
            hint="Run the site with a role of its own: see “Two database roles” in docs/running.md.",
            id="operations.W001",
        )
    ]
