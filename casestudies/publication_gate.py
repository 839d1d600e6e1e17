"""Database triggers that let a case study be live only in the words that were approved.

One row of `Gate` for each case study has what the tables cannot compare, because `live` and the title are in Wagtail's table and the words
in ours. The triggers count up its `edition` with every change of a word or of the readers, in whichever table, and copy whether the page
is live. `CaseStudyPage.save()` compares the content hash with that of an approval, and then adds a `Publication` of the edition; only the
trigger of that table sets `approved_edition`. A check constraint rejects a live page in any other edition, whichever way it is written.

Each trigger on a table of Wagtail's refers to `casestudies_gate` only: on SQLite, a table that is named in a trigger of another table
cannot be altered. A migration that alters `casestudies_casestudypage`, `casestudies_publication` or `casestudies_gate` on SQLite drops the
triggers with the old table, so it must call `drop_gate` first and `create_gate` afterwards.

`create_triggers` and `drop_triggers` are those of version 0.2.0, which let only composites be live.
"""

from casestudies.gated_fields import OWN_FIELDS, PAGE_FIELDS

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


def _has_changed(fields, is_postgresql):
    compare = "{0} IS DISTINCT FROM {1}" if is_postgresql else "{0} IS NOT {1}"
    return " OR ".join(compare.format(f"OLD.{name}", f"NEW.{name}") for name in fields)


def _gate_triggers(is_postgresql):
    """Return (name, when, event, table, condition, statement) of each trigger. A statement that begins with "RAISE:" rejects the change."""
    yes, no = ("TRUE", "FALSE") if is_postgresql else ("1", "0")
    is_equal = "IS NOT DISTINCT FROM" if is_postgresql else "IS"
    published = "SELECT 1 FROM casestudies_publication p WHERE p.page_id = NEW.page_id AND p.edition = NEW.approved_edition"
    words = f"CASE WHEN {_has_changed(PAGE_FIELDS, is_postgresql)} THEN 1 ELSE 0 END"
    return [
        (
            "casestudies_gate_first_words",
            "AFTER",
            "INSERT",
            "casestudies_casestudypage",
            "",
            f"INSERT INTO casestudies_gate (page_id, is_live, edition, approved_edition) VALUES (NEW.page_ptr_id, {no}, 1, NULL) "
            "ON CONFLICT (page_id) DO UPDATE SET edition = COALESCE(casestudies_gate.edition, 0) + 1",
        ),
        (
            "casestudies_gate_words",
            "AFTER",
            "UPDATE",
            "casestudies_casestudypage",
            _has_changed(OWN_FIELDS, is_postgresql),
            "UPDATE casestudies_gate SET edition = edition + 1 WHERE page_id = NEW.page_ptr_id",
        ),
        (
            "casestudies_gate_born_live",
            "AFTER",
            "INSERT",
            "wagtailcore_page",
            "NEW.live",
            f"INSERT INTO casestudies_gate (page_id, is_live, edition, approved_edition) VALUES (NEW.id, {yes}, NULL, NULL) "
            "ON CONFLICT (page_id) DO UPDATE SET is_live = excluded.is_live",
        ),
        (
            "casestudies_gate_turned",
            "AFTER",
            "UPDATE",
            "wagtailcore_page",
            "",
            f"UPDATE casestudies_gate SET is_live = NEW.live, edition = edition + {words} WHERE page_id = NEW.id",
        ),
        (
            "casestudies_gate_gone",
            "AFTER",
            "DELETE",
            "wagtailcore_page",
            "",
            f"UPDATE casestudies_gate SET is_live = {no} WHERE page_id = OLD.id; DELETE FROM casestudies_gate WHERE page_id = OLD.id",
        ),
        (
            "casestudies_gate_published",
            "AFTER",
            "INSERT",
            "casestudies_publication",
            "",
            "UPDATE casestudies_gate SET approved_edition = NEW.edition WHERE page_id = NEW.page_id",
        ),
        # Against statements that write the gate itself.
        ("casestudies_gate_kept", "BEFORE", "DELETE", "casestudies_gate", "OLD.is_live", "RAISE:the gate of a live case study stays"),
        (
            "casestudies_gate_guarded",
            "BEFORE",
            "UPDATE",
            "casestudies_gate",
            f"NEW.edition < OLD.edition OR (NEW.edition IS NULL AND OLD.edition IS NOT NULL) OR NOT (NEW.page_id {is_equal} OLD.page_id)",
            "RAISE:the edition of a case study only grows",
        ),
        (
            "casestudies_gate_approved",
            "BEFORE",
            "UPDATE",
            "casestudies_gate",
            "NEW.approved_edition IS NOT NULL",
            f"RAISE-UNLESS:{published}:this edition was not published with an approval",
        ),
    ]


def create_gate(schema_editor):
    """Create the triggers of the gate, from a migration."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, when, event, table, condition, statement in _gate_triggers(is_postgresql):
        body = _on_postgresql(statement) if is_postgresql else _on_sqlite(statement)
        where = f" WHEN ({condition})" if condition else ""
        if is_postgresql:
            returned = "NULL" if when == "AFTER" else "OLD" if event == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN {returned}; END $$", params=None
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} {when} {event} ON {table} FOR EACH ROW{where} EXECUTE FUNCTION {name}()", params=None
            )
        else:
            schema_editor.execute(f"CREATE TRIGGER {name} {when} {event} ON {table}{where} BEGIN {body}; END")


def _on_postgresql(statement):
    if statement.startswith("RAISE-UNLESS:"):
        _, query, message = statement.split(":")
        return f"IF NOT EXISTS ({query}) THEN {_on_postgresql(f'RAISE:{message}')}; END IF"
    if statement.startswith("RAISE:"):
        return f"RAISE EXCEPTION '{statement.removeprefix('RAISE:')}' USING ERRCODE = 'integrity_constraint_violation'"
    return statement


def _on_sqlite(statement):
    if statement.startswith("RAISE-UNLESS:"):
        _, query, message = statement.split(":")
        return f"SELECT RAISE(ABORT, '{message}') WHERE NOT EXISTS ({query})"
    if statement.startswith("RAISE:"):
        return f"SELECT RAISE(ABORT, '{statement.removeprefix('RAISE:')}')"
    return statement


def drop_gate(schema_editor):
    """Drop those of the gate's triggers that exist, from a migration."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, _, _, table, _, _ in _gate_triggers(is_postgresql):
        if is_postgresql:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
