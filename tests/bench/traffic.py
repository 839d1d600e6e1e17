"""Traffic: sends prepared requests to 127.0.0.1 and times the responses. A separate process that imports only the standard library.

`python -m tests.bench.traffic` reads a plan (JSON) from standard input and writes the result (JSON) to standard output.
Plan: port; seconds (duration); most (requests per sender, a second limit); once (each request is sent at most once);
senders: for each process that sends at the same time, its requests as text. A result has all times in milliseconds.
"""

import json
import multiprocessing
import socket
import sys
import time
from collections import Counter
from itertools import cycle

TIMEOUT = 15  # seconds for a response


def exchange(port, request):
    """Send the bytes of a request to 127.0.0.1 and return all bytes of the response, headers included."""
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as line:
        line.sendall(request)
        parts = []
        while part := line.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def status_of(answer):
    """Return the status code of a response, or 0 if it is not a valid response."""
    first = answer[:12].split(b" ")
    return int(first[1]) if len(first) > 1 and first[1].isdigit() else 0


def where_to(answer):
    """Return the path of a response's redirect, or "" if there is none."""
    for line in answer.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"location:"):
            return line.split(b":", 1)[1].strip().decode()
    return ""


def _send(plan, requests, gate, results):
    times, kinds = [], Counter()
    gate.wait()
    begun = time.perf_counter()
    for request in requests if plan["once"] else cycle(requests):
        sent = time.perf_counter()
        if sent - begun >= plan["seconds"] or len(times) >= plan["most"]:
            break
        try:
            answer = exchange(plan["port"], request)
        except OSError as problem:
            kinds[type(problem).__name__] += 1
            continue
        times.append((time.perf_counter() - sent) * 1000)
        status = status_of(answer)
        kinds[f"{status} to sign-in" if "/accounts/login" in where_to(answer) else str(status)] += 1
    results.put((begun, time.perf_counter(), times, kinds))


def run(plan):
    """Carry out the plan. Return {"seconds": wall time, "times": [ms, …], "kinds": {status: count}}."""
    fork = multiprocessing.get_context("fork")
    senders = [[text.encode("latin-1") for text in requests] for requests in plan["senders"] if requests]
    gate, results = fork.Barrier(len(senders)), fork.SimpleQueue()
    processes = [fork.Process(target=_send, args=(plan, requests, gate, results), daemon=True) for requests in senders]
    for process in processes:
        process.start()
    told = [results.get() for _ in processes]
    for process in processes:
        process.join()
    kinds = sum((one[3] for one in told), Counter())
    wall = max(one[1] for one in told) - min(one[0] for one in told)
    return {"seconds": wall, "times": [ms for one in told for ms in one[2]], "kinds": dict(kinds)}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
