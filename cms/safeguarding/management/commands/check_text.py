"""Check a text for what could identify someone. Nothing of it is logged or stored."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from cms.safeguarding.documents import CannotRead, text_of
from cms.safeguarding.findings import STOP, Finding
from cms.safeguarding.identifiers import find_identifiers
from cms.safeguarding.visible import visible_text

NOTHING, FOUND, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Say what could identify someone in standard input or in text, Markdown or Word files. "
        "Ends with 0, with 1 if something must not be published, or with 2 if a file cannot be read."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="Print one JSON object for each line of the input.")
        parser.add_argument("--allow", action="append", default=[], metavar="NAME", help="A name that says nothing about a child here.")

    def handle(self, *args, files, json, allow, **options):
        outcome = NOTHING
        for path in files or [None]:
            try:
                text = text_of(path) if path else sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
            except CannotRead as problem:
                self.stderr.write(str(problem))
                outcome = UNREADABLE
                continue
            found = self._print_lines(text, allow) if json else self._print_findings(text, allow, path)
            outcome = outcome or (FOUND if found else NOTHING)
        if outcome:
            sys.exit(outcome)

    def _print_lines(self, text: str, allow: list[str]) -> bool:
        """Print an answer for each line, an empty one too. Return whether one of them has a stop."""
        stop = False
        for line in text.removesuffix("\n").split("\n"):
            visible = visible_text(line.removesuffix("\r"))
            findings = find_identifiers(visible, allow)
            stop = stop or any(finding.severity == STOP for finding in findings)
            self.stdout.write(
                json.dumps({"text": visible, "findings": [_as_json(finding, visible) for finding in findings]}, ensure_ascii=False)
            )
        return stop

    def _print_findings(self, text: str, allow: list[str], path: Path | None) -> bool:
        """Print a sentence for each finding with its line. Return whether one is a stop."""
        visible = visible_text(text)
        findings = find_identifiers(visible, allow)
        name = f"{path.name}: " if path else ""
        line, counted = 1, 0
        for finding in findings:
            line, counted = line + visible.count("\n", counted, finding.start), finding.start
            self.stdout.write(
                f"{name}line {line}: {finding.severity}: {visible[finding.start : finding.end]!r} ({finding.kind}). {finding.advice}"
            )
        if not findings:
            self.stdout.write(f"{name}we found nothing. That does not mean nothing is there: someone else should read it too.")
        return any(finding.severity == STOP for finding in findings)


def _as_json(finding: Finding, visible: str) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "start": finding.start,
        "end": finding.end,
        "text": visible[finding.start : finding.end],
        "severity": finding.severity,
    }
