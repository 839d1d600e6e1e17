"""A small database of each release, to test upgrades with (tests/test_upgrade.py). Made once, at the release, and never again.

`python -m tests.stored VERSION` writes VERSION.sqlite3.gz, VERSION.sql.gz (PostgreSQL) and VERSION.json (how many rows each table has).
"""

from pathlib import Path

FOLDER = Path(__file__).parent
