"""Text written as Markdown and read back: literal Markdown characters stay literal."""

import re

from cms.starter_content.text import to_markdown, to_rich_text

PLAIN = [
    "A line with 5 < 6 & 7, an under_score and a * star.",
    "Since 2019. A year later - or so - it was 3.5 + 1 (#2).",
    "[square] and (round): as they are.",
]
SIGNS = [
    "1. First",
    "2019. A year.",
    "12) Twelve",
    "- x",
    "+ x",
    "# x",
    "## x",
    "&gt; x",
    "*x*",
    "__x__",
    "_x_ and **x**",
    "`x`",
    "[words](https://example.org/)",
    "[words](page:gone)",
    "&lt;https://example.org/&gt;",
    "&lt;b&gt;x&lt;/b&gt;",
    "a \\* star",
    "&amp;copy; and &amp;#42;",
    "::: key-point",
    ":::",
    "---",
    "***",
    "a<br/>- b",
    "a<br/>===",
    "<b>1. x</b>",
]


AROUND = ["<p>{}</p>", "<p>Before.</p><p>{}</p><p>After.</p>", "<ul><li>{}</li><li>b</li></ul>"]


def _is_faithful(html, written, is_plain):
    return (
        to_rich_text(written, {}.get).replace("<br/>\n", "<br/>") == html
        and not re.search(r"^\s*(:::|##)", written, re.MULTILINE)
        and not (is_plain and "\\" in written)
    )


def test_markdown_characters_in_text_survive_the_round_trip():
    faults = []
    for words in [*PLAIN, *SIGNS]:
        for around in AROUND:
            html = around.format(words.replace("5 < 6 & 7", "5 &lt; 6 &amp; 7"))
            written = to_markdown(html, {}.get)
            if not _is_faithful(html, written, words in PLAIN):
                faults.append((html, written))
    assert faults == []
