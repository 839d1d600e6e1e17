"""The bench: how fast and how big the site is with ten thousand people, beside a bare Wagtail page in the same run.

`python -m tests.bench --help`. It starts its own PostgreSQL and its own gunicorn, speaks only to this machine, and leaves
nothing behind. It asserts no times: it prints them.
"""
