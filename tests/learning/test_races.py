"""Up to 32 clients racing and replaying completions, and a killed server: no event is lost or doubled, and every state is right."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.urls import reverse

from learning.actions import checks, record
from learning.models import Attempt, LearningEvent, ModuleState
from learning.rebuild import differences
from tests import builders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.engine]


@pytest.fixture
def forms(site, people):
    """Return the forms four people's browsers would send: each lesson twice from two windows, with different ids."""
    members = [people.alice, people.bob, people.carol, people.erin]
    found = []
    for member in members:
        for page in site.lessons:
            item = builders.item_of(page)
            url = reverse("learning:complete", args=[item.uid])
            found += [(member, url, {"event": str(uuid4()), "version": "1"}) for _ in range(2)]
    return found


@pytest.mark.parametrize("is_assigned", [False, True], ids=["begun by themselves", "assigned and not begun"])
def test_clients_racing_and_replaying_write_each_completion_once(is_assigned, site, people, forms, signed_in):
    many = 12 if is_assigned else 32
    if is_assigned:
        for member in {form[0] for form in forms}:
            record.assign(member=member, module=site.item, due_on=None, by=people.bob, at=builders.AT)
    members = list({form[0] for form in forms})
    clients = [(member, signed_in(member)) for member in members for _ in range(many // len(members))]
    refused = []

    def race(number):
        member, client = clients[number]
        order = [form for form in forms if form[0] == member] * 2
        random.Random(number).shuffle(order)
        try:
            for _, url, data in order:
                response = client.post(url, data)
                if response.status_code != 302:
                    refused.append((response.status_code, url))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race, args=[number]) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(threads) == many and refused == []
    assert LearningEvent.objects.count() == 4 * len(site.lessons)
    assert ModuleState.objects.complete().count() == 4
    assert list(differences()) == []


def _until_a_lock_is_waited_for(is_postgresql):
    """Give the other thread time to get as far as it can; PostgreSQL reports when it waits for a lock."""
    for _ in range(50):
        time.sleep(0.1 if is_postgresql else 0.01)
        with connection.cursor() as cursor:
            if is_postgresql and cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                return


@pytest.mark.parametrize("is_assigned", [False, True], ids=["under way", "assigned and not begun"])
def test_retiring_a_lesson_waits_for_an_event_in_its_module(is_assigned, site, people, is_postgresql):
    """The retirement must wait for the event, and never the event for the retirement."""
    if is_assigned:
        record.assign(member=people.alice, module=site.item, due_on=None, by=people.bob, at=builders.AT)
    else:
        builders.complete(people.alice, site.lessons[0])
    lesson, module = builders.item_of(site.lessons[1]), site.item
    begun, problems = threading.Event(), []

    def in_a_thread(do):
        try:
            do()
        except Exception as problem:
            problems.append(problem)
        finally:
            begun.set()
            connections.close_all()

    def write():
        with transaction.atomic():
            chain = record.Chain.of(people.alice, module=module, event_id=uuid4(), at=builders.AT)
            begun.set()
            _until_a_lock_is_waited_for(is_postgresql)
            chain.write(verb="completed", item=lesson, version=lesson.current, at=builders.AT)

    def retire():
        begun.wait()
        site.lessons[2].unpublish()

    threads = [threading.Thread(target=in_a_thread, args=[do]) for do in (write, retire)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert builders.item_of(site.lessons[2]).retired_at is not None
    assert LearningEvent.objects.filter(item=lesson).count() == 1
    assert list(differences()) == []


@pytest.fixture
def server(tmp_path):
    """Return a function that starts a real gunicorn on this test's database; stop the servers afterwards."""
    started = []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = connection.settings_dict
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.served", "DRUMBEAT_SERVED_NAME": str(database["NAME"])}

    def start():
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--log-level", "critical"]
        process = subprocess.Popen(command, env=environment, cwd=settings.ROOT, start_new_session=True)
        started.append(process)
        for _ in range(200):
            try:
                ask = HTTPConnection("127.0.0.1", port, timeout=5)
                ask.request("GET", "/health/")
                if ask.getresponse().status == 200:
                    return process
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    start.port = port
    yield start
    for process in started:
        _kill(process)


def _kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _press(port, cookies, url, data):
    """Send a form; return the status, or None if the connection dropped."""
    try:
        ask = HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {"Cookie": cookies, "X-CSRFToken": "t" * 32, "Content-Type": "application/x-www-form-urlencoded"}
        ask.request("POST", url, urlencode({**data, "csrfmiddlewaretoken": "t" * 32}), headers)
        return ask.getresponse().status
    except OSError:
        return None


def test_killing_the_server_loses_no_confirmed_completion(site, people, forms, signed_in, server):
    cookies = {}
    for member in {form[0] for form in forms}:
        session = signed_in(member).cookies["sessionid"].value
        cookies[member.pk] = f"sessionid={session}; csrftoken={'t' * 32}"
    answered = []
    process = server()

    def send(chunk):
        for member, url, data in chunk:
            if _press(server.port, cookies[member.pk], url, data) == 302:
                answered.append((member.subject, url))

    many = forms * 6
    threads = [threading.Thread(target=send, args=[many[n::8]]) for n in range(8)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 20
    while len(answered) < 4 and time.monotonic() < until:
        time.sleep(0.002)
    _kill(process)
    for thread in threads:
        thread.join()
    written = {
        (event.subject, reverse("learning:complete", args=[event.item.uid])) for event in LearningEvent.objects.select_related("item")
    }
    assert 4 <= len(answered) < len(many), "the server was killed before or after the work, not in its middle"
    assert set(answered) <= written
    assert list(differences()) == []
    server()
    for member, url, data in forms:
        assert _press(server.port, cookies[member.pk], url, data) == 302
    assert LearningEvent.objects.count() == 4 * len(site.lessons)
    assert list(differences()) == []


def test_two_windows_handing_in_one_check_write_one_attempt_and_one_pass(site, people, signed_in):
    page = builders.ask(site.lessons[0], builders.choice_question(1))
    item = builders.item_of(page)
    opened = checks.begin_check(member=people.alice, lesson=item, version=item.current, event_id=uuid4(), at=builders.AT)
    checks.save_answer(member=people.alice, lesson=item, question=opened.check_version.questions[0], answer="a1", at=builders.AT)
    clients, codes = [signed_in(people.alice) for _ in range(8)], []

    def hand_in(client):
        try:
            codes.append(client.post(reverse("learning:check_finish", args=[item.uid])).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=hand_in, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302] * 8
    assert Attempt.objects.filter(subject=people.alice.subject).count() == 1
    assert LearningEvent.objects.filter(verb="passed").count() == 1
    assert list(differences()) == []
