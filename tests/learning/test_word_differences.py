"""Importing a Word file: nothing that Word shows is lost, and nothing it hides is imported, without a sentence that says so."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.library.file_types import DAMAGED
from learning.word_import.parser import MAX_TITLE, read
from tests.learning.wordfiles import SPACES, docx, h, link, p, run, table, text_box

HOUSE_STYLES = (
    f"<w:styles {SPACES}>"
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Council base"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="House"><w:name w:val="Council chapter"/><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Bar"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="A"/><w:basedOn w:val="Trip"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Trip"><w:name w:val="B"/><w:basedOn w:val="Round"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="LB1"><w:name w:val="List Bullet"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="LB2"><w:name w:val="List Bullet 2"/></w:style>'
    "</w:styles>"
)


def with_styles(*parts, **more):
    """Return a Word file with HOUSE_STYLES in place of the builder's styles."""
    return _with_part(docx(*parts, **more), "word/styles.xml", HOUSE_STYLES)


def _with_part(file, name, content):
    out = BytesIO()
    with ZipFile(file) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return SimpleUploadedFile(file.name, out.getvalue())


def text_of(plan):
    return str([lesson.blocks for lesson in plan.lessons])


def refusal(file):
    with pytest.raises(ValidationError) as refused:
        read(file)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "part",
    [
        p(runs=run("Seen ") + run("unseen", "<w:vanish/>")),
        p(runs=run("Seen ") + run("unseen", '<w:rStyle w:val="Secret"/>')),
        p(runs=f'{run("Seen ")}<w:hyperlink r:id="x">{run("unseen", "<w:vanish/>")}</w:hyperlink>'),
        p("Seen") + text_box(p(runs=run("unseen", "<w:vanish/>"))),
    ],
    ids=["run", "character style", "link", "text box"],
)
def test_text_hidden_in_word_is_left_out_and_counted(part):
    plan, _ = read(with_styles(part, links=[("x", "https://example.org/")]))
    assert "unseen" not in text_of(plan) and "Seen" in text_of(plan)
    assert any(line.startswith("1 word hidden in Word") for line in plan.left)


def test_text_is_imported_where_a_style_hides_but_the_run_shows_it():
    plan, _ = read(with_styles(p(runs=run("Seen", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>'))))
    assert "Seen" in text_of(plan) and plan.left == []


@pytest.mark.parametrize(
    "wrapper", ['<w:fldSimple w:instr="AUTHOR">{}</w:fldSimple>', '<w:customXml w:element="a">{}</w:customXml>', "<w:bdo>{}</w:bdo>"]
)
def test_text_in_simple_fields_and_other_wrappers_is_imported(wrapper):
    plan, _ = read(docx(p(runs=run("By ") + wrapper.format(run("Dana")) + run(" of York"))))
    assert plan.lessons[0].blocks[0]["value"] == "<p>By Dana of York</p>" and plan.left == []


def test_words_that_vanish_in_a_way_we_do_not_know_are_quoted():
    plan, _ = read(docx(p(runs=run("Known") + f"<w:futureWord>{run(' unheard of')}</w:futureWord>")))
    assert any("2 words of the file are not in the lessons" in line and "unheard of" in line for line in plan.left)


def test_an_ordinary_file_has_no_differences():
    parts = [
        h(1, "Risk"),
        p("Why."),
        h(2, "Look"),
        p("One – “two”."),
        table(["Who", "When"], ["Ann", "Mon"]),
        h(3, "Closer"),
        p("A", "Quote"),
    ]
    plan, _ = read(docx(*parts))
    assert not [line for line in plan.left if "word" in line]


@pytest.mark.parametrize("marking", ["OFFICIAL-SENSITIVE", "Official – Sensitive: Personal", "TOP SECRET", "RESTRICTED"])
@pytest.mark.parametrize("place", ["word/header1.xml", "word/footer2.xml", "docProps/custom.xml", "the text", "a watermark"])
def test_a_protective_marking_stops_the_import(marking, place):
    if place == "the text":
        file = docx(p(marking), p("Words."))
    elif place == "a watermark":
        shape = f'<w:r><w:pict><v:shape><v:textpath string="{marking}"/></v:shape></w:pict></w:r>'
        file = docx(p("Words."), more={"word/header1.xml": f"<w:hdr {SPACES}>{p(runs=shape)}</w:hdr>"})
    else:
        cut = len(marking) // 2  # Word often splits text into several runs
        content = marking if place.startswith("docProps") else p(runs=run(marking[:cut]) + run(marking[cut:]))
        file = docx(p("Words."), more={place: f"<w:hdr {SPACES}><w:x>{content}</w:x></w:hdr>"})
    assert f"marked “{marking}”" in refusal(file)


def test_writing_about_markings_does_not_stop_the_import():
    edges = f"<w:hdr {SPACES}>{p('OFFICIAL')}</w:hdr>"
    talk = "Emails about a child are often marked OFFICIAL-SENSITIVE, and you have to keep that marking when you answer."
    assert read(docx(p(talk), p("Keep it confidential."), more={"word/header1.xml": edges}))


def test_house_styles_based_on_heading_1_begin_lessons():
    plan, _ = read(with_styles(p("Looking", "House"), p("One."), p("Acting", "Outlined"), p("Two.", "Round")))
    assert [lesson.title for lesson in plan.lessons] == ["Looking", "Acting"]


def test_a_first_heading_1_with_next_to_nothing_below_it_is_the_title():
    long = "Words " * 20
    plan, _ = read(docx(h(1, "Whose risk?"), p("Why."), h(1, "Looking"), p(long), h(1, "Acting"), p(long)))
    assert (plan.title, [lesson.title for lesson in plan.lessons], plan.intro) == ("Whose risk?", ["Looking", "Acting"], "<p>Why.</p>")


def test_levels_of_list_styles_are_kept():
    plan, _ = read(with_styles(p("one", "LB1"), p("below", "LB2"), p("two", "LB1")))
    assert plan.lessons[0].blocks[0]["value"] == "<ul><li>one<ul><li>below</li></ul></li><li>two</li></ul>"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([p(runs=run("What helps", "<w:b/>")), p("Words.")], "1 short line in bold, such as “What helps”"),
        ([h(2, "Empty"), h(2, "Full"), p("Words.")], "1 heading with nothing below: “Empty”"),
        ([h(2, "Title " * 50), p("Words.")], "is a title of 299 letters"),
        ([p(runs=link("rIdA", "the form"))], "1 link to somewhere readers cannot go, such as “file:///S:/form.docx”"),
        ([p("Look here. 3", "TOC1"), p("Words.")], "A table of contents."),
        ([p(runs=run("pale", '<w:color w:val="FFFFFF"/>'))], "1 word in white letters"),
    ],
)
def test_what_is_imported_otherwise_than_expected_is_reported(parts, said):
    plan, _ = read(with_styles(*parts, links=[("rIdA", "file:///S:/form.docx")]))
    assert any(said in line for line in plan.left), plan.left
    assert not any("in the lessons" in line for line in plan.left), "no word is lost"
    assert all(len(lesson.title) <= MAX_TITLE for lesson in plan.lessons)


def test_a_damaged_file_is_called_damaged():
    whole = docx(p("a")).read()
    assert refusal(SimpleUploadedFile("plan.docx", whole[: len(whole) // 2])) == DAMAGED
    assert refusal(_with_part(docx(p("a")), "word/document.xml", "<w:document")) == DAMAGED


@pytest.mark.parametrize("paragraph", [p("a"), "<w:p/>", "<w:bookmarkStart/>", "<w:p><w:r/></w:p>"])
def test_a_small_file_with_very_many_parts_is_refused_before_it_is_parsed(paragraph, monkeypatch):
    monkeypatch.setattr("learning.word_import.parser.mammoth.convert_to_html", None)
    file = docx(p("Words."), paragraph * 200_000)
    small = _with_part(file, "word/other.xml", "<a/>")
    assert "Split it into several files" in refusal(small)
