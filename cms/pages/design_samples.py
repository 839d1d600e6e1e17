"""Invented sample data for /design/, which shows every component. In development only."""

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe as safe

from cms.components import Button, Progress


class SampleForm(forms.Form):
    """A form with a field of each type."""

    email = forms.EmailField(
        label="Work email address", error_messages={"invalid": "Enter your email address in full, like name@council.gov.uk"}
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput, help_text="You can paste it here.", error_messages={"required": "Enter your password"}
    )
    hub = forms.ChoiceField(
        label="Your hub",
        choices=[("m", "Mill Lane, Ashdale"), ("n", "Northholt")],
        help_text="If you work across two, choose the one you started in.",
    )
    kind = forms.ChoiceField(
        label="What kind of reply is it?", widget=forms.RadioSelect, choices=[("d", "Discussion"), ("c", "Challenge"), ("s", "Success")]
    )
    words = forms.CharField(
        label="Your words",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Write about what you did. Leave out names, places and dates.",
        required=False,
    )
    weekly = forms.BooleanField(
        label="Send me the weekly provocation", required=False, help_text="One short email on Mondays. You can stop it at any time."
    )


def invalid_form():
    """Return the form with two invalid fields."""
    return SampleForm({"email": "alice@ashdale", "password": "", "hub": "m", "kind": "s", "weekly": "on"})


def samples():
    """Return {name: sample} for the design page."""
    return {
        "next": Button("Carry on with lesson 3", "#main"),
        "post": Button("Post", "#main"),
        "save": Button("Save my note", "#main"),
        "report": Button("Report: this identifies a child", "#main"),
        "record": Button("Mark as complete and go on", "#main", {"event": "0"}),
        "not_started": Progress(5, current=1),
        "half": Progress(5, frozenset({1, 2}), 3),
        "all": Progress(5, frozenset(range(1, 6))),
        "provocation": {"text": "Is this good enough for my child?", "prompt": "", "url": "#main", "kicker": "Provocation"},
        "key_point": {"text": "They made it easier to come home."},
        "reflection": {"question": "Which rule is hardest to explain?", "hint": ""},
        "quote": {"text": "Keeping going with the drum beat.", "attribution_label": "Someone who was there, not named"},
        "pause": {"text": safe("<p>Look up from the screen. Who did the old routine keep safe?</p>"), "minutes": 1},
        "checklist": {"heading": "Before you knock", "items": ["You know who is in the house", "Someone knows where you are"]},
        "table": {
            "value": {"caption": "Who to ask"},
            "headings": ["Question", "Ask", "When"],
            "rows": [
                [("Question", "Is there a bed tonight?"), ("Ask", "The hub"), ("When", "Before seven")],
                [("Question", "Who rings the school?"), ("Ask", "The key worker"), ("When", "First thing")],
            ],
            "is_wide": True,
        },
        "note": {
            "action": "#main",
            "text": "The one about phones after eleven.",
            "saved_words": "Saved at 01:12",
            "event": "0",
            "id": "sample-note",
        },
        "scenario": {"title": "Ten at night"},
        "steps": [
            {
                "id": "s1",
                "name": "s1",
                "action": "#s1",
                "restart": "#s1",
                "text": safe("<p>A sixteen-year-old asks to walk to the garage for milk.</p>"),
                "question": "What do you do first?",
                "choices": [
                    {"label": "Say no and point to the plan", "value": "0", "chosen": False},
                    {"label": "Ask what the walk is really about", "value": "1", "chosen": True},
                ],
                "follows": safe("<p>He says the house is loud.</p>"),
                "is_open": False,
            },
            {
                "id": "s2",
                "name": "s2",
                "action": "#s2",
                "text": safe("<p>The plan says “not unaccompanied after nine”.</p>"),
                "question": "And now?",
                "choices": [
                    {"label": "Walk with him", "value": "0", "chosen": True},
                    {"label": "Ring the manager", "value": "1", "chosen": False},
                ],
                "follows": "",
                "is_open": True,
            },
        ],
        "form": invalid_form(),
        "due": [
            {
                "title": "What is No Wrong Door",
                "url": "#main",
                "line": "4 lessons, about 30 minutes. Asked for by Bob Iqbal.",
                "state": "overdue",
                "words": "Overdue since 14 November",
            },
            {
                "title": "RAISE and shared risk",
                "url": "#main",
                "line": "3 lessons left, about 22 minutes",
                "state": "due",
                "words": "Due Monday 30 November",
            },
            {"title": "The provocations", "url": "#main", "line": "3 lessons, 24 minutes", "state": "done", "words": "Done 2 October"},
        ],
        "cards": [
            {
                "title": "What is No Wrong Door",
                "url": "#main",
                "summary": "Where it came from, who it is for, and what a hub does on an ordinary Tuesday.",
                "length": "4 lessons, 30 minutes",
                "state": "overdue",
                "state_words": "Overdue since 14 November",
                "not_approved": False,
                "picture": "door",
            },
            {
                "title": "RAISE and shared risk",
                "url": "#main",
                "summary": "Holding risk with a young person, and noticing whose risk you are managing.",
                "length": "5 lessons, 38 minutes",
                "state": "started",
                "state_words": "2 of 5 lessons done",
                "not_approved": True,
                "picture": "hands",
            },
        ],
        "facts": [
            {"term": "For", "value": "Everyone in a hub"},
            {"term": "Time", "value": "38 minutes in 5 lessons"},
            {"term": "Last changed", "value": "3 November 2026.", "link_url": "#main", "link_words": "What changed"},
        ],
        "resource": {
            "title": "Wording that cares",
            "url": "https://example.org/",
            "description": "A guide written with young people.",
            "owner": "Example Council",
        },
        "page_link": {"title": "The provocations", "url": "#main", "note": "Three short lessons on asking kindly."},
        "download": {
            "title": "Team sheet: slow down and think",
            "url": "#main",
            "description": "One page for a handover.",
            "kind_words": "PDF",
            "size_label": "80 kB",
        },
        "matrix": {
            "caption": "Two people, three modules asked of this hub",
            "columns": [
                {"title": "What is No Wrong Door", "url": "#main"},
                {"title": "The provocations", "url": "#main"},
                {"title": "RAISE and shared risk", "url": "#main"},
            ],
            "rows": [
                {
                    "name": "Alice Ward",
                    "url": "#main",
                    "line": "Hub worker, since August",
                    "cells": [
                        {"column": "What is No Wrong Door", "state": "overdue", "words": "Overdue, 14 Nov"},
                        {"column": "The provocations", "state": "done", "words": "Done 2 Oct"},
                        {"column": "RAISE and shared risk", "state": "due", "words": "Due 30 Nov, 2 of 5"},
                    ],
                },
                {
                    "name": "Kit Marlow",
                    "url": "#main",
                    "line": "Night worker",
                    "cells": [
                        {"column": "What is No Wrong Door", "state": "started", "words": "Started, 1 of 4"},
                        {"column": "The provocations", "state": "not-started", "words": "Not started"},
                        {"column": "RAISE and shared risk", "state": "not-asked", "words": "Not asked"},
                    ],
                },
            ],
        },
        "page_obj": Paginator(range(30), 10).page(2),
        "text": safe(
            '<p>Running text with a <a href="#main">link</a>, <b>strong</b> words and a list:</p><ul><li>one</li><li>two</li></ul>'
        ),
        "callout": {"kind": "good", "heading": "What helped", "text": safe("<p>They rang first.</p>")},
        "video": {
            "title": "two workers talk about a no",
            "src": "#main",
            "mime": "video/mp4",
            "captions_src": "#main",
            "transcript": "All that is said.",
            "length_label": "3 minutes 10",
            "size_label": "9 MB",
            "poster_src": "",
        },
        "progress_many": Progress(14, frozenset(range(1, 7)), 7),
    }
