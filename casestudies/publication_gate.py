"""Database triggers that keep unfit case studies from going live.

The triggers copy two facts into one row of `Gate`: whether the page is live, and whether the case study may be. A check constraint
on that row rejects every other combination, whichever way the page is written.

Each trigger refers to `casestudies_gate` only: on SQLite, a table that is named in a trigger of another table cannot be altered. A
migration that alters `casestudies_casestudypage` on SQLite drops the triggers with the old table, so it must call `drop_triggers`
first and `create_triggers` afterwards.
"""

IS_FIT = "NEW.is_composite AND trim(NEW.composite_why) <> ''"
_SAVE_FITNESS = (
    f"INSERT INTO casestudies_gate (page_id, is_live, is_fit) VALUES (NEW.page_ptr_id, {{no}}, {IS_FIT}) "
    "ON CONFLICT (page_id) DO UPDATE SET is_fit = excluded.is_fit"
)
_INSERT_LIVE = (
    "INSERT INTO casestudies_gate (page_id, is_live, is_fit) VALUES (NEW.id, {yes}, NULL) "
    "ON CONFLICT (page_id) DO UPDATE SET is_live = excluded.is_live"
)
_UPDATE_LIVE = "UPDATE casestudies_gate SET is_live = NEW.live WHERE page_id = NEW.id"
_DELETE = "DELETE FROM casestudies_gate WHERE page_id = OLD.id"
# (name, event, table, condition, statement)
TRIGGERS = [
    ("casestudies_gate_written", "INSERT", "casestudies_casestudypage", "", _SAVE_FITNESS),
    ("casestudies_gate_rewritten", "UPDATE", "casestudies_casestudypage", "", _SAVE_FITNESS),
    ("casestudies_gate_born_live", "INSERT", "wagtailcore_page", "NEW.live", _INSERT_LIVE),
    ("casestudies_gate_turned", "UPDATE", "wagtailcore_page", "", _UPDATE_LIVE),
    ("casestudies_gate_gone", "DELETE", "wagtailcore_page", "", _DELETE),
]


def create_triggers(schema_editor):
    """Create the triggers, from a migration."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    booleans = {"yes": "TRUE", "no": "FALSE"} if is_postgresql else {"yes": "1", "no": "0"}
    for name, event, table, condition, statement in TRIGGERS:
        body = statement.format(**booleans)
        when = f" WHEN ({condition})" if condition else ""
        if is_postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$", params=None
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {name}()", params=None
            )
        else:
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table}{when} BEGIN {body}; END")


def drop_triggers(schema_editor):
    """Drop those of the triggers that exist, from a migration."""
    for name, _, table, _, _ in TRIGGERS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
