"""Our words in place of Wagtail's: each still replaces a text that Wagtail has."""

import gettext
from pathlib import Path

import wagtail
from django.conf import settings
from django.utils.translation import gettext as translated
from django.utils.translation import override

OURS = Path(__file__).parents[2] / "cms" / "locale" / "en_GB" / "LC_MESSAGES"


def _messages(path):
    """Return {msgid: msgstr} of a .po file."""
    found, key, current = {}, "", ""
    for line in [*path.read_text(encoding="utf-8").split("\n"), 'msgid ""']:
        name, _, value = line.partition(" ")
        if name == "msgid":
            found[key], key, current = found.get(key, ""), "", "msgid"
        elif name == "msgstr":
            current = "msgstr"
        elif not line.startswith('"'):
            continue
        text = (line if line.startswith('"') else value).strip()[1:-1].replace('\\"', '"').replace("\\n", "\n")
        if current == "msgid":
            key += text
        else:
            found[key] = found.get(key, "") + text
    return {key: text for key, text in found.items() if key}


def test_every_text_we_reword_is_still_wagtails_and_is_shown_in_our_words():
    ours = _messages(OURS / "django.po")
    wagtails = {key for path in Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po") for key in _messages(path)}
    assert set(ours) - wagtails == set(), "Wagtail has changed these: reword the new text, or remove the line"
    with override(settings.LANGUAGE_CODE):
        assert {key: translated(key) for key in ours} == ours


def test_the_compiled_catalogue_is_that_of_the_source():
    with (OURS / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {key: compiled.gettext(key) for key in _messages(OURS / "django.po")} == _messages(OURS / "django.po")
