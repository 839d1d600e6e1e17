"""The gate in the database: triggers that copy what is live and what is fit into one row, whose constraint refuses the rest.

They name no table but the gate's own. On SQLite a trigger that named another would keep that table from ever being altered. A
migration that alters `casestudies_casestudypage` there loses the triggers with the old table: it calls `take_down` and `put_up`.
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


def put_up(schema_editor):
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


def take_down(schema_editor):
    """Undo `put_up`, as far as it stands."""
    for name, _, table, _, _ in TRIGGERS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
