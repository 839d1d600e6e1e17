"""The Django project and the apps every other app builds on.

`settings`, `urls` and `wsgi` are the project. The apps below it are ordered in tests/test_architecture.py; each imports only from those
before it. Nothing here imports `learning`, `casestudies` or `community`: `urls` and `settings` refer to them by name only, and they add
to shared pages through the hooks in `hooks.py`.
"""
