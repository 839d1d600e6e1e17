"""Migrations: none is missing, each has a name and can be reversed, and a dangerous one explains why it is safe."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

ROOT = Path(__file__).resolve().parent.parent
OURS = {
    config.label: ROOT / config.name.replace(".", "/")
    for config in apps.get_app_configs()
    if config.name.split(".")[0] in {"cms", "learning", "casestudies", "community"}
}
# Operations that can lose rows, lock a big table or run any code. The docstring must answer "Dangerous?".
DANGEROUS = (
    migrations.RunPython,
    migrations.RunSQL,
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def _ours():
    loader = MigrationLoader(None)
    return {key: migration for key, migration in sorted(loader.disk_migrations.items()) if key[0] in OURS}


def _operations(migration):
    """Return the migration's operations, including those inside SeparateDatabaseAndState."""
    found = []
    waiting = list(migration.operations)
    while waiting:
        operation = waiting.pop(0)
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            waiting += [*operation.database_operations, *operation.state_operations]
        else:
            found.append(operation)
    return found


def without_way_back(migration):
    """Return the migration's irreversible operations."""
    return [operation.describe() for operation in _operations(migration) if not operation.reversible]


def is_answered(docstring, operations):
    """Return whether the docstring explains why dangerous operations are safe, if there are any."""
    if not any(isinstance(operation, DANGEROUS) for operation in operations):
        return True
    question, _, answer = (docstring or "").partition("Dangerous?")
    return len(question.split()) > 2 and len(answer.split()) > 2


@pytest.mark.django_db
def test_no_migration_is_missing():
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except (SystemExit, CommandError) as problem:
        pytest.fail(f"A model has changed and has no migration: run manage.py makemigrations ({problem}).")


def test_each_migration_has_a_name_is_reversible_and_says_why_it_is_safe():
    faults = []
    for (app, name), migration in _ours().items():
        if "_auto_" in name:
            faults.append(f"{app}.{name}: give the migration a name that says what it does")
        faults += [f"{app}.{name} cannot be undone: {operation}" for operation in without_way_back(migration)]
        if not is_answered(import_module(migration.__module__).__doc__, _operations(migration)):
            faults.append(f"{app}.{name} needs a docstring that says what it does and, after “Dangerous?”, why it is safe")
    assert not faults, "\n".join(faults)


def test_migrations_do_not_import_models():
    """A migration runs against historical models: it calls `apps.get_model` and never imports a models module."""
    faults = []
    for key, migration in _ours().items():
        tree = ast.parse(inspect.getsource(import_module(migration.__module__)))
        named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        faults += [(key, name) for name in named if ".models" in name and name.split(".")[0] in {"cms", *OURS}]
    assert not faults


def test_each_app_has_one_migration_head():
    graph = MigrationLoader(None).graph
    for app in OURS:
        assert len(graph.leaf_nodes(app)) <= 1, f"{app} has two newest migrations: {graph.leaf_nodes(app)}"


@pytest.mark.slow
@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_database_rules_can_be_reversed_and_reapplied():
    """Reverse every migration of ours with functions or SQL, newest first, then apply them all again."""
    steps = {
        app: name
        for (app, name), migration in reversed(_ours().items())
        if any(isinstance(operation, (migrations.RunPython, migrations.RunSQL)) for operation in _operations(migration))
    }
    before = {app: [key[1] for key in _ours() if key[0] == app and key[1] < name] for app, name in steps.items()}
    for app in steps:
        call_command("migrate", app, before[app][-1] if before[app] else "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_the_migration_checks_can_fail():
    def forwards(apps, schema_editor): ...

    class OneWay:
        operations = [migrations.SeparateDatabaseAndState(database_operations=[migrations.RunPython(forwards)])]

    assert without_way_back(OneWay) != []
    run = migrations.RunPython(forwards, forwards)
    assert not is_answered(None, [run])
    assert not is_answered("Puts rows in.", [run])
    assert not is_answered("Dangerous? No.", [run])
    assert is_answered("Puts one row in. Dangerous? No: the table is new and empty.", [run])
    assert is_answered(None, [Operation()])
