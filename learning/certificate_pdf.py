"""Certificates and learning records as PDF: tagged for screen readers (PDF/UA-1), with typst. Values are passed as data, never as code."""

import json
from pathlib import Path

from learning.progress import long_date

TEMPLATES = Path(__file__).resolve().parent / "pdf"


class PdfUnavailable(Exception):
    """The typesetter is missing or failed."""


def certificate_pdf(context, check_url):
    """Return the PDF (bytes) of a certificate; `context` as certificate_context() returns it."""
    return _typeset("certificate.typ", {**context, "check_url": check_url})


def record_pdf(context, check_url):
    """Return the PDF (bytes) of a learning record; `context` as my_learning_context() returns it, with name, code and made_at."""
    return _typeset(
        "record.typ",
        {
            "name": context["name"],
            "code": context["code"],
            "check_url": check_url,
            "made_on": long_date(context["made_at"]),
            "owner": [list(pair) for pair in context["owner_facts"]],
            "doing": [[row["title"], row["state_words"]] for row in context["doing"]],
            "done": [
                {
                    "title": row["title"],
                    "completed_on": long_date(row["completed_on"]),
                    "rests_on": [basis["words"] for basis in row["rests_on"]],
                    "minutes": row["minutes"],
                    "version": row["version_words"],
                }
                for row in context["done"]
            ],
        },
    )


def _typeset(template, data):
    try:
        import typst  # noqa: PLC0415 - loads a compiler of 25 MB, so only when someone asks for a PDF
    except ImportError as missing:
        raise PdfUnavailable from missing
    try:
        return typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=["ua-1"],
        )
    except RuntimeError as fault:  # a name in a script that no font here has, for example
        raise PdfUnavailable from fault
