"""Migrations: none is missing, each has a name and a way back, and a dangerous one says why it is safe."""

import ast
import inspect
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

ROOT = Path(__file__).resolve().parent.parent
OURS = ["audit", "people", "accounts", "directory", "privacy", "cms", "learning", "casestudies", "community"]
# What can lose rows, lock a big table, or do anything at all. The docstring must answer "Dangerous?".
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
    """Its operations, those inside SeparateDatabaseAndState too."""
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
    """Its operations that cannot be undone."""
    return [operation.describe() for operation in _operations(migration) if not operation.reversible]


def is_answered(docstring, operations):
    """Say whether the docstring says why the operations are safe, if they need it."""
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


@pytest.mark.parametrize("key", _ours(), ids=".".join)
def test_each_has_a_name_a_way_back_and_a_reason(key):
    migration = _ours()[key]
    assert "_auto_" not in key[1], f"{key[1]}: give the migration a name that says what it does."
    assert without_way_back(migration) == []
    module = import_module(migration.__module__)
    assert is_answered(module.__doc__, _operations(migration)), (
        f"{migration.__module__} needs a docstring that says what it does and, after “Dangerous?”, why it is safe."
    )


@pytest.mark.parametrize("key", _ours(), ids=".".join)
def test_migrations_do_not_lean_on_todays_models(key):
    """A migration runs against the models of its day: it asks `apps.get_model`, never imports a module of models."""
    module = import_module(_ours()[key].__module__)
    tree = ast.parse(inspect.getsource(module))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [name for name in named if ".models" in name and name.split(".")[0] in {"cms", *OURS}] == []


def test_one_head_per_app():
    graph = MigrationLoader(None).graph
    for app in OURS:
        assert len(graph.leaf_nodes(app)) <= 1, f"{app} has two newest migrations: {graph.leaf_nodes(app)}"


@pytest.mark.slow
def test_forwards_backwards_and_forwards_again(tmp_path):
    """On a database of its own: every migration of ours with functions is undone and done again."""
    steps = {
        app: name
        for (app, name), migration in reversed(_ours().items())
        if any(isinstance(operation, (migrations.RunPython, migrations.RunSQL)) for operation in _operations(migration))
    }
    before = {app: [key[1] for key in _ours() if key[0] == app and key[1] < name] for app, name in steps.items()}
    script = "\n".join(
        [
            "import django; django.setup()",
            "from django.core.management import call_command",
            "call_command('migrate', verbosity=0)",
            *(f"call_command('migrate', {app!r}, {before[app][-1] if before[app] else 'zero'!r}, verbosity=0)" for app in _top_down(steps)),
            "call_command('migrate', verbosity=0)",
            "call_command('migrate', check_unapplied=True, verbosity=0)",
        ]
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DRUMBEAT_SQLITE": str(tmp_path / "own.sqlite3")}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def _top_down(apps):
    """Houses before the ground they stand on."""
    return sorted(apps, key=["learning", "casestudies", "community", "cms", "privacy", "directory", "accounts", "audit", "people"].index)


def test_the_guard_can_fail():
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


def test_our_apps_are_all_guarded():
    labels = {
        import_module(f"{name}.apps") and name.rpartition(".")[2]
        for name in settings.INSTALLED_APPS
        if (ROOT / name.replace(".", "/")).is_dir()
    }
    assert labels == set(OURS)
