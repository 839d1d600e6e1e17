"""Database triggers that keep unfit case studies from going live.

The triggers copy two facts into one row of `Gate`: whether the page is live, and whether the case study may be. A check constraint
on that row rejects every other combination, whichever way the page is written.

Each trigger refers to `casestudies_gate` only: on SQLite, a table that is named in a trigger of another table cannot be altered. A
migration that alters `casestudies_casestudypage` on SQLite drops the triggers with the old table, so it must call `drop_triggers`
first and `create_triggers` afterwards.
"""

FIT = "NEW.is_composite AND trim(NEW.composite_why) <> ''"
_STUDY = (
    f"INSERT INTO casestudies_gate (page_id, is_live, is_fit) VALUES (NEW.page_ptr_id, {{no}}, {FIT}) "
    "ON CONFLICT (page_id) DO UPDATE SET is_fit = excluded.is_fit"
)
_BORN_LIVE = (
    "INSERT INTO casestudies_gate (page_id, is_live, is_fit) VALUES (NEW.id, {yes}, NULL) "
    "ON CONFLICT (page_id) DO UPDATE SET is_live = excluded.is_live"
)
_TURNED = "UPDATE casestudies_gate SET is_live = NEW.live WHERE page_id = NEW.id"
_GONE = "DELETE FROM casestudies_gate WHERE page_id = OLD.id"
# Name, when, which table, under what condition, and what is done.
TRIGGERS = [
    ("casestudies_gate_written", "INSERT", "casestudies_casestudypage", "", _STUDY),
    ("casestudies_gate_rewritten", "UPDATE", "casestudies_casestudypage", "", _STUDY),
    ("casestudies_gate_born_live", "INSERT", "wagtailcore_page", "NEW.live", _BORN_LIVE),
    ("casestudies_gate_turned", "UPDATE", "wagtailcore_page", "", _TURNED),
    ("casestudies_gate_gone", "DELETE", "wagtailcore_page", "", _GONE),
]


def create_triggers(schema_editor):
    """Make the triggers. For migrations."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, deed, table, condition, statement in TRIGGERS:
        done = statement.format(**({"yes": "TRUE", "no": "FALSE"} if is_postgresql else {"yes": "1", "no": "0"}))
        when = f" WHEN ({condition})" if condition else ""
        if is_postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {done}; RETURN NULL; END $$", params=None
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER {deed} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {name}()", params=None
            )
        else:
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {deed} ON {table}{when} BEGIN {done}; END")


def drop_triggers(schema_editor):
    """Undo `create_triggers`, as far as it stands."""
    for name, _, table, _, _ in TRIGGERS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
