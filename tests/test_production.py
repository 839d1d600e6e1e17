"""Production settings: no warning when complete, one clear sentence when not, and no development settings."""

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from cms.people.models import User

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = {
    "DRUMBEAT_SECRET_KEY": "k9!vQ2@xL7#pZ4$mW8%tR1^yB6&nC3*eJ5(gH0)dF-sA+uKiOo",
    "DRUMBEAT_HOSTS": "drumbeat.example.org,www.drumbeat.example.org",
    "DRUMBEAT_DATABASE": "postgres://drumbeat:a%2Fpassword@db.example.org:5432/drumbeat",
    "DRUMBEAT_EMAIL_HOST": "mail.example.org",
    "DRUMBEAT_EMAIL_FROM": "Drumbeat <no-reply@drumbeat.example.org>",
}


def _environment(**changes):
    """Return the complete environment with these changes (None removes a variable)."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DRUMBEAT_", "DJANGO_"))}
    env |= COMPLETE | {"DJANGO_SETTINGS_MODULE": "cms.settings.production"} | changes
    return {name: value for name, value in env.items() if value is not None}


def _run(*command, sent=None, **changes):
    """Run Python in the complete environment with these changes."""
    env = _environment(**changes)
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, input=sent, capture_output=True, text=True, check=False)


@cache
def _settings(*names, **changes):
    """Return the values of these settings in the complete environment with these changes."""
    script = f"import json, django.conf as c; print(json.dumps({{n: getattr(c.settings, n) for n in {names!r}}}, default=str))"
    done = _run("-c", script, **changes)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Imports the settings in each environment of a list, and prints the errors.
_IMPORT_EACH = """
import importlib, json, os, sys
raised = []
for environment in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(environment)
    for name in [name for name in sys.modules if name.partition(".")[0] == "cms"]:
        del sys.modules[name]
    try:
        importlib.import_module("cms.settings.production")
    except Exception as error:
        raised.append([type(error).__name__, str(error)])
    else:
        raised.append(None)
print(json.dumps(raised))
"""


def _refusals(*changes):
    """Return the sentence the settings stop with, for each of several changes to the complete environment."""
    done = _run("-c", _IMPORT_EACH, sent=json.dumps([_environment(**change) for change in ({}, *changes)]))
    assert done.returncode == 0, done.stderr
    control, *raised = json.loads(done.stdout)
    assert control is None, f"The complete environment was refused: {control}"
    sentences = []
    for change, error in zip(changes, raised, strict=True):
        assert error, f"The settings started with {change}."
        kind, sentence = error
        assert kind == "ImproperlyConfigured", error
        assert re.fullmatch(r"[A-Z][^\n]+[^.!?]\.", sentence), f"Not one sentence: {sentence!r}"
        sentences.append(sentence)
    return sentences


# Two commands in one process, because starting the project takes most of the time.
_CHECK_AND_LOAD_DEMO_PEOPLE = """
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
execute_from_command_line(["manage.py", "load_demo_people"])
"""


def test_a_complete_environment_gives_no_warning_and_refuses_demo_people():
    """Demo people are refused before any query: this environment has no database."""
    done = _run("-c", _CHECK_AND_LOAD_DEMO_PEOPLE, DRUMBEAT_DATABASE="postgres://u:p@127.0.0.1:1/drumbeat")
    assert "no issues" in done.stdout, done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    assert done.returncode != 0
    assert [line.partition(":")[0] for line in done.stderr.strip().splitlines()] == ["CommandError"], done.stderr


def test_a_missing_variable_stops_startup_and_is_named():
    changes = [{name: value} for name in COMPLETE for value in (None, "", "   ")]
    faults = [
        (change, said)
        for change, said in zip(changes, _refusals(*changes), strict=True)
        if not said.startswith(f"Set {next(iter(change))}: ")
    ]
    assert faults == []


@pytest.mark.parametrize("command", [["manage.py", "check", "--deploy"], ["-m", "gunicorn", "cms.wsgi", "--bind", "127.0.0.1:0"]])
def test_all_missing_variables_are_named_at_once_and_without_a_traceback(command):
    done = _run(*command, **dict.fromkeys(COMPLETE), DRUMBEAT_EMAIL_PORT="often")
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert [line.split(":")[0].split(" ")[1] for line in lines if line.startswith("Set ")] == list(COMPLETE)
    assert len(lines) == len(COMPLETE) + 1, done.stderr


def test_every_required_variable_is_tested_here():
    source = (ROOT / "cms/settings/production.py").read_text()
    assert set(re.findall(r'required\("(DRUMBEAT_\w+)"', source)) == set(COMPLETE)


def test_an_unsafe_value_stops_startup_and_its_variable_is_named():
    databases = [
        *("sqlite:///var/drumbeat.sqlite3", "mysql://u:p@localhost/drumbeat", "drumbeat", "postgres://u:p@localhost:often/drumbeat"),
    ]
    changes = [
        *({"DRUMBEAT_SECRET_KEY": secret} for secret in ("hush-hush", "k" * 49)),
        *({"DRUMBEAT_DATABASE": url} for url in databases),
        {"DRUMBEAT_EMAIL_PORT": "often"},
    ]
    for change, said in zip(changes, _refusals(*changes), strict=True):
        ((name, value),) = change.items()
        assert name in said, (change, said)
        assert name != "DRUMBEAT_SECRET_KEY" or value not in said, "a secret is never printed"


def test_spaces_and_a_trailing_comma_in_the_hosts_are_ignored():
    for hosts in ("drumbeat.example.org, www.drumbeat.example.org", "drumbeat.example.org,www.drumbeat.example.org,"):
        found = _settings("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", DRUMBEAT_HOSTS=hosts)
        assert found["ALLOWED_HOSTS"] == ["drumbeat.example.org", "www.drumbeat.example.org"], hosts
        assert found["CSRF_TRUSTED_ORIGINS"] == ["https://drumbeat.example.org", "https://www.drumbeat.example.org"], hosts


def test_development_settings_are_off_in_production():
    assert _settings(
        "DEBUG", "DEMO_PEOPLE_ALLOWED", "DESIGN_PAGE", "ACCOUNT_LOGOUT_ON_GET", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"
    ) == {
        "DEBUG": False,
        "DEMO_PEOPLE_ALLOWED": False,
        "DESIGN_PAGE": False,
        "ACCOUNT_LOGOUT_ON_GET": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }


def test_sign_in_limits_are_on_and_shared_by_all_workers():
    found = _settings("CACHES", "ACCOUNT_RATE_LIMITS")
    limits = found["ACCOUNT_RATE_LIMITS"]
    assert all("key" in limits[name] and "ip" in limits[name] for name in ("login_failed", "request_login_code", "reset_password"))
    assert "ip" in limits["login"]
    assert "LocMem" not in found["CACHES"]["default"]["BACKEND"]
    assert "Dummy" not in found["CACHES"]["default"]["BACKEND"]


def test_the_deploy_check_refuses_a_cache_per_worker():
    assert settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    with override_settings(**settings.LIMITS), pytest.raises(SystemCheckError) as told:
        call_command("check", deploy=True, tags=["security"])
    assert "accounts.E002" in str(told.value)


def test_joining_has_rate_limits():
    limits = _settings("ACCOUNT_RATE_LIMITS")["ACCOUNT_RATE_LIMITS"]
    assert {"ask_to_join", "email_to_address", "confirm_address", "login_failed"} <= set(limits)


def test_no_settings_file_assigns_a_setting_twice():
    """The second assignment would silently replace the first."""
    for path in sorted((ROOT / "cms/settings").glob("*.py")):
        given = [
            target.id
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        assert sorted(given) == sorted(set(given)), path.name


def test_a_percent_encoded_database_password_is_decoded():
    found = _settings("DATABASES")["DATABASES"]["default"]
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "drumbeat",
        "drumbeat",
        "a/password",
        "db.example.org",
        5432,
    )


@pytest.mark.django_db
def test_demo_people_are_refused_without_the_setting():
    with override_settings(DEMO_PEOPLE_ALLOWED=False), pytest.raises(CommandError):
        call_command("load_demo_people")
    assert not User.objects.exists()
