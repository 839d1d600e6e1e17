"""Production settings: nothing to warn of when complete, one clear sentence when not, and no door left from developing."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
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


def _run(*command, **changes):
    """Run Python with the complete environment and these changes (None: leave it out)."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DRUMBEAT_", "DJANGO_"))}
    env |= COMPLETE | {"DJANGO_SETTINGS_MODULE": "cms.settings.production"} | changes
    env = {name: value for name, value in env.items() if value is not None}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def _settings(*names, **changes):
    script = f"import json, django.conf as c; print(json.dumps({{n: getattr(c.settings, n) for n in {names!r}}}, default=str))"
    done = _run("-c", script, **changes)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _refusal(**changes):
    """The one sentence with which the settings stop."""
    done = _run("-c", "import cms.settings.production", **changes)
    assert done.returncode != 0, f"The settings started with {changes}."
    kind, _, sentence = done.stderr.strip().splitlines()[-1].partition(": ")
    assert kind == "django.core.exceptions.ImproperlyConfigured", done.stderr
    assert re.fullmatch(r"[A-Z][^\n]+[^.!?]\.", sentence), f"Not one sentence: {sentence!r}"
    return sentence


def test_a_complete_environment_gives_no_warning():
    done = _run("manage.py", "check", "--deploy", "--settings", "cms.settings.production", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "WARNING" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("value", [None, "", "   "], ids=["missing", "empty", "blank"])
def test_each_missing_variable_stops_with_one_sentence_that_names_it(name, value):
    assert _refusal(**{name: value}).startswith(f"Set {name}: ")


def test_the_list_here_is_the_list_of_the_settings():
    source = (ROOT / "cms/settings/production.py").read_text()
    assert set(re.findall(r'required\("(DRUMBEAT_\w+)"', source)) == set(COMPLETE)


@pytest.mark.parametrize("secret", ["hush-hush", "k" * 49])
def test_a_short_secret_is_refused(secret):
    sentence = _refusal(DRUMBEAT_SECRET_KEY=secret)
    assert "DRUMBEAT_SECRET_KEY is too short" in sentence
    assert secret not in sentence


@pytest.mark.parametrize("url", ["sqlite:///var/drumbeat.sqlite3", "mysql://u:p@localhost/drumbeat", "drumbeat"])
def test_another_kind_of_database_is_refused(url):
    assert "DRUMBEAT_DATABASE must begin with postgres://" in _refusal(DRUMBEAT_DATABASE=url)


@pytest.mark.parametrize(
    ("name", "value"), [("DRUMBEAT_EMAIL_PORT", "often"), ("DRUMBEAT_DATABASE", "postgres://u:p@localhost:often/drumbeat")]
)
def test_a_number_that_is_none_is_one_sentence_too(name, value):
    assert name in _refusal(**{name: value})


@pytest.mark.parametrize("hosts", ["drumbeat.example.org, www.drumbeat.example.org", "drumbeat.example.org,www.drumbeat.example.org,"])
def test_blanks_and_a_last_comma_do_no_harm(hosts):
    found = _settings("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", DRUMBEAT_HOSTS=hosts)
    assert found["ALLOWED_HOSTS"] == ["drumbeat.example.org", "www.drumbeat.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://drumbeat.example.org", "https://www.drumbeat.example.org"]


def test_nothing_of_developing_is_left():
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


def test_limits_on_signing_in_are_on_and_shared_by_all_workers():
    found = _settings("CACHES", "ACCOUNT_RATE_LIMITS")
    limits = found["ACCOUNT_RATE_LIMITS"]
    assert all("key" in limits[name] and "ip" in limits[name] for name in ("login_failed", "request_login_code", "reset_password"))
    assert "ip" in limits["login"]
    assert "LocMem" not in found["CACHES"]["default"]["BACKEND"]
    assert "Dummy" not in found["CACHES"]["default"]["BACKEND"]


def test_the_check_refuses_a_cache_that_each_worker_has_for_itself():
    done = _run("manage.py", "check", "--deploy", "--settings", "cms.settings.dev")
    assert done.returncode != 0
    assert "Each worker would count" in done.stderr


def test_asking_to_join_has_its_limits():
    limits = _settings("ACCOUNT_RATE_LIMITS")["ACCOUNT_RATE_LIMITS"]
    assert {"ask_to_join", "ask_to_join_letter", "confirm_address", "login_failed"} <= set(limits)


@pytest.mark.parametrize("path", sorted((ROOT / "cms/settings").glob("*.py")), ids=lambda path: path.stem)
def test_a_setting_is_given_once(path):
    """Given twice in one file, the second would quietly take the place of the first."""
    given = [
        target.id
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert sorted(given) == sorted(set(given))


def test_the_password_of_the_database_is_read_as_written():
    found = _settings("DATABASES")["DATABASES"]["default"]
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "drumbeat",
        "drumbeat",
        "a/password",
        "db.example.org",
        5432,
    )


@pytest.mark.django_db
def test_demo_people_are_refused_where_settings_do_not_allow_them():
    with override_settings(DEMO_PEOPLE_ALLOWED=False), pytest.raises(CommandError, match="do not allow"):
        call_command("load_demo_people")
    assert not User.objects.exists()


def test_demo_people_are_refused_under_production_settings():
    """Before any database is asked: there is none at that address."""
    done = _run("manage.py", "load_demo_people", DRUMBEAT_DATABASE="postgres://u:p@127.0.0.1:1/drumbeat")
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].startswith("CommandError: Demo people have a published password.")
