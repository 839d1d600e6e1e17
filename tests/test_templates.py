"""Templates: every template compiles, explains its purpose, stays short and loads nothing from other sites."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
OURS = ["cms", "learning", "casestudies", "community"]
MOST_LINES = 150
LONGEST_LINE = 160
COMMENT = re.compile(r"\{#\s*\S.{4,}?#\}", re.DOTALL)
NAMED = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")

# Text no template may contain, and the error for it. Searched in the source without comments.
REFUSED = {
    "an inline style: put it in cms/static/cms/css/": re.compile(r"""<[^>]*\sstyle\s*=|<style\b""", re.IGNORECASE),
    "an inline script: put it in a file below static/": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "a handler: scripts listen from their own file": re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.IGNORECASE),
    "a script as an address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
    "something loaded from elsewhere": re.compile(
        r"""<(?:script|img|iframe|video|audio|source|track|embed|object|input|use|image)\b[^>]*\s"""
        r"""(?:src|srcset|poster|data|href|xlink:href)\s*=\s*["']?\s*(?:[^"'>]*,\s*)?(?:https?:)?//"""
        r"""|<link\b[^>]*\shref\s*=\s*["']?\s*(?:https?:)?//"""
        r"""|url\(\s*["']?\s*(?:https?:)?//|@import\b""",
        re.IGNORECASE,
    ),
    "a form that posts to elsewhere": re.compile(r"""\s(?:form)?action\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE),
}
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)


def _folders():
    return [ROOT / "templates", *(folder for app in OURS for folder in (ROOT / app).rglob("templates") if folder.is_dir())]


def _templates():
    """Return our templates as {name for Django's loader: path}."""
    return {
        path.relative_to(folder).as_posix(): path
        for folder in _folders()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in {".html", ".txt", ".xml", ".svg"}
    }


TEMPLATES = _templates()


def refusals(source, *, longest_line=LONGEST_LINE):
    """Yield the errors in a template's source. `longest_line` is None where each line is a paragraph, as in a plain-text email."""
    if not COMMENT.match(source):
        yield "does not begin with a {# comment #} that says what it is and what context it wants"
    lines = len(source.splitlines())
    if lines > MOST_LINES:
        yield f"has {lines} lines: {MOST_LINES} is the most"
    longest = max((len(line) for line in source.splitlines()), default=0)
    if longest_line and longest > longest_line:
        yield f"has a line of {longest} characters: {longest_line} is the most"
    said = COMMENTS.sub("", source)
    for what, pattern in REFUSED.items():
        if found := pattern.search(said):
            yield f"holds {what} ({found.group(0)[:60]!r})"


def test_there_are_templates():
    assert {"base.html", "learning/lesson_page.html", "account/login.html"} <= set(TEMPLATES)


def test_every_template_compiles_and_refers_only_to_existing_names():
    faults = []
    for name, path in TEMPLATES.items():
        source = path.read_text()
        try:
            origin = Path(get_template(name).template.origin.name).resolve()
        except TemplateSyntaxError as problem:
            faults.append(f"{name}: {problem}")
            continue
        if origin != path.resolve():
            faults.append(f"{name} is hidden by {origin}")
        faults += [f"{name} names {named}, which does not exist" for named in NAMED.findall(COMMENTS.sub("", source)) if not exists(named)]
    assert not faults, "\n".join(faults)


def test_every_template_follows_the_rules():
    faults = []
    for name, path in TEMPLATES.items():
        longest_line = None if path.suffix == ".txt" else LONGEST_LINE
        faults += [f"{name} {sentence}" for sentence in refusals(path.read_text(), longest_line=longest_line)]
    assert not faults, "\n".join(faults)


def exists(template):
    """Return whether Django finds the template."""
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def _named_in_code():
    """Return the templates named in our Python code, with the module: every string that ends in .html and is not a sentence."""
    for app in OURS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and re.fullmatch(r"(?!hand/)[\w./-]+\.(html|txt)", node.value)
                ):
                    yield node.value, path.relative_to(ROOT).as_posix()


def test_every_template_that_code_names_exists():
    missing = [f"{module} names {name}, which does not exist" for name, module in sorted(set(_named_in_code())) if not exists(name)]
    assert not missing, "\n".join(missing)


WRONG = {
    "<p>No comment.</p>": "does not begin with a {# comment #}",
    "{# #}<p>An empty one.</p>": "does not begin with a {# comment #}",
    "{# A long template. #}" + "\n<p></p>" * MOST_LINES: f"has {MOST_LINES + 1} lines",
    "{# A long line. #}\n" + "x" * (LONGEST_LINE + 1): f"has a line of {LONGEST_LINE + 1} characters",
    '{# A page with style. #}<p class="a"\n style="color: red">': "holds an inline style",
    "{# A page with style. #}<style>p {}</style>": "holds an inline style",
    "{# A page with a script. #}<script>alert(1)</script>": "holds an inline script",
    '{# A page with a script. #}<script nonce="x">alert(1)</script>': "holds an inline script",
    '{# A page with a handler. #}<body onload="go()">': "holds a handler",
    '{# A page with a handler. #}<button\n  type="button" onclick=go()>': "holds a handler",
    '{# A page with a link. #}<a href="javascript:go()">': "holds a script as an address",
    '{# A page with a font. #}<link rel="stylesheet" href="https://fonts.example/a.css">': "holds something loaded from elsewhere",
    '{# A page with a picture. #}<img alt="" src="//cdn.example/a.png">': "holds something loaded from elsewhere",
    '{# A page with pictures. #}<img alt="" srcset="/a.png 1x, https://cdn.example/a.png 2x">': "holds something loaded from elsewhere",
    '{# A page with a script. #}<script src="http://cdn.example/a.js"></script>': "holds something loaded from elsewhere",
    '{# A page with a form. #}<form method="post" action="https://elsewhere.example/">': "holds a form that posts to elsewhere",
}


def test_each_breach_is_reported():
    missed = [source for source, fault in WRONG.items() if not any(sentence.startswith(fault) for sentence in refusals(source))]
    assert not missed


def test_allowed_templates_pass():
    source = """{# A page. Not: <script>, style="". #}
    {% load static %}<a href="https://www.gov.uk/">A link is no request.</a><script src="{% static 'a.js' %}" defer></script>
    <img alt="" src="{{ picture.url }}"><p class="one" data-once="yes">Hello</p>"""
    assert list(refusals(source)) == []


def test_a_broken_template_does_not_compile():
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% if %}{% load nothing_of_the_kind %}")


def test_our_select_template_renders_the_same_as_djangos():
    """templates/django/forms/widgets/select.html renders each option itself: groups, selected options and escaping must not change."""
    choices = [("", "Any"), ("a&b", "<b>A</b>"), (3, "Three"), ("Group", [("g", "In a group"), (True, "Yes")])]
    field = forms.ChoiceField(choices=choices, required=False)
    for value in ("", "a&b", 3, "g", None):
        ours, theirs = (field.widget.render("x", value, {"id": "id_x"}, renderer()) for renderer in (TemplatesSetting, DjangoTemplates))
        assert _tight(ours) == _tight(theirs)
    assert "&lt;b&gt;" in ours and "<b>" not in ours


def _tight(html):
    """Return the HTML without the white space between its tags."""
    return re.sub(r">\s+<", "><", html).strip()
