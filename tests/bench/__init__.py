"""The benchmark: speed and size of the site with ten thousand people, compared with a bare Wagtail page in the same run.

`python -m tests.bench --help`. It starts its own PostgreSQL and gunicorn, connects only to this machine, and cleans up after
itself. It asserts no times: it prints them.
"""
