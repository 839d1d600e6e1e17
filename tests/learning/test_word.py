"""Importing a Word file as a module: what is imported, what is reported and what is refused."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from learning.models import LessonPage
from learning.word_import.parser import read
from tests.learning.wordfiles import SPACES, cells, docx, drawing, h, link, p, picture, run, table, text_box
from tests.pages.blocks.parts import png


def plan_of(*parts, **more):
    return read(docx(*parts, **more))[0]


def titles(plan):
    return plan.title, [lesson.title for lesson in plan.lessons]


def refusal(file):
    with pytest.raises(ValidationError) as refused:
        read(file)
    return " ".join(refused.value.messages)


def test_a_single_heading_1_is_the_module_and_headings_2_are_lessons():
    plan = plan_of(h(1, "Whose risk?"), p("Why."), h(2, "Looking"), p("One."), h(3, "Closer"), p("Two."), h(2, "Acting"), p("Three."))
    assert titles(plan) == ("Whose risk?", ["Looking", "Acting"])
    assert plan.intro == "<p>Why.</p>"
    assert plan.lessons[0].blocks == [
        {"type": "text", "value": "<p>One.</p>"},
        {"type": "heading", "value": {"text": "Closer", "level": "2"}},
        {"type": "text", "value": "<p>Two.</p>"},
    ]
    assert "Heading 1" in plan.rule and "Heading 2" in plan.rule


def test_with_a_title_headings_1_are_lessons():
    plan = plan_of(p("Whose risk?", "Title"), h(1, "Looking"), p("One."), h(2, "Closer"), p("Two."))
    assert titles(plan) == ("Whose risk?", ["Looking"])


def test_without_a_title_several_headings_1_are_lessons_and_the_file_names_the_module():
    assert titles(plan_of(h(1, "Looking"), p("One."), h(1, "Acting"), p("Two."))) == ("Whose risk", ["Looking", "Acting"])


def test_without_headings_the_whole_file_is_one_lesson():
    plan = plan_of(p("One."), p("Two."))
    assert titles(plan) == ("Whose risk", ["Whose risk"])
    assert plan.lessons[0].blocks == [{"type": "text", "value": "<p>One.</p><p>Two.</p>"}]


def test_a_heading_without_content_makes_no_lesson():
    assert titles(plan_of(h(1, "A"), h(1, "B"), p("Words.")))[1] == ["B"]


def test_bold_italic_links_and_quotations_are_imported():
    runs = run("plain ") + run("bold", "<w:b/>") + run("slanted", "<w:i/>") + link("rIdA", "a page")
    plan = plan_of(p(runs=runs), p("So it is.", "Quote"), links=[("rIdA", "https://example.org/a")])
    text, quote = plan.lessons[0].blocks
    assert text["value"] == '<p>plain <b>bold</b><i>slanted</i><a href="https://example.org/a">a page</a></p>'
    assert (quote["type"], quote["value"]["text"]) == ("quote", "So it is.")
    assert any("1 quotation." in line for line in plan.left)


def test_an_unsafe_or_relative_link_becomes_plain_text():
    for address in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "#part", "other.docx"):
        plan = plan_of(p(runs=link("rIdA", "a page")), links=[("rIdA", address)])
        assert plan.lessons[0].blocks[0]["value"] == "<p>a page</p>", address


def test_html_in_a_word_file_is_escaped():
    plan = plan_of(p("&lt;script&gt;alert(1)&lt;/script&gt;"))
    assert plan.lessons[0].blocks[0]["value"] == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Who", "When"], ["Ann", "Monday"]], ["table"]),
        ([["Who", ""], ["Ann", "Monday"]], ["text"]),
        ([["Who", "When"]], ["text"]),
        ([["Who"], ["Ann"]], ["text"]),
        ([["Who", "When"], ["Ann"]], ["text"]),
        ([["Who", "When"], ["Ann", "Monday " * 80]], ["text"]),
        ([list("abcdefg"), list("hijklmn")], ["text"]),
    ],
    ids=["a grid", "without a heading", "one row", "one column", "uneven", "long cell", "seven columns"],
)
def test_a_grid_becomes_a_table_that_can_be_published_and_anything_else_a_list(rows, expected):
    plan = plan_of(table(*rows))
    blocks = plan.lessons[0].blocks
    assert [block["type"] for block in blocks] == expected
    assert len(plan.left) == 1 and f"{len(rows)} row" in plan.left[0]
    stream = LessonPage._meta.get_field("body").stream_block
    texts = " ".join(str(text) for text in stream.get_searchable_content(stream.clean(stream.to_python(blocks))))
    assert all(cell.strip() in texts for row in rows for cell in row)


def test_a_picture_is_imported_in_its_place_with_its_alternative_text():
    plan, pictures = read(docx(p("Before."), picture(words="A blue door"), p("After.")))
    assert [block["type"] for block in plan.lessons[0].blocks] == ["text", "picture", "text"]
    assert [(image.number, image.name, image.alternative) for image in pictures] == [(1, "picture-1.png", "A blue door")]


def test_a_linked_picture_is_never_fetched_and_a_broken_one_is_left_out():
    away = picture("away", how="link")
    plan, pictures = read(
        docx(p("Words."), away, picture(), pictures={"rId1": b"no picture"}, links=[("away", "https://example.org/a.png")])
    )
    assert pictures == []
    assert len([line for line in plan.left if "picture" in line]) == 2


CHANGED = '<w:p><w:ins w:id="1">' + run("new") + '</w:ins><w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
STRUCK = p(runs=run("Never ", "<w:strike/>") + run("always"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (CHANGED, "2 tracked changes"),
        ('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>', "1 comment."),
        ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "1 equation."),
        ("<w:p><w:r><w:object></w:object></w:r></w:p>", "1 embedded object."),
        (text_box(p("boxed")), "1 text box"),
        (text_box(p("boxed"), is_new=True), "1 text box"),
        (text_box(p("boxed"), is_old=False, is_new=True), "1 text box"),
        (STRUCK, "Text crossed out"),
    ],
    ids=["tracked changes", "comment", "equation", "object", "text box", "text box written twice", "new text box", "struck out"],
)
def test_content_that_cannot_be_imported_is_reported(part, said):
    plan = plan_of(p("Words."), part)
    assert any(line.startswith(said) for line in plan.left), plan.left


def test_the_text_of_a_text_box_is_imported_once():
    assert str(plan_of(p("Words."), text_box(p("boxed"), is_new=True)).lessons[0].blocks).count("boxed") == 1


def test_a_nested_table_is_imported_once():
    plan = plan_of(cells(p("Who"), cells(p("Ann"), p("Ben"))))
    assert plan.lessons[0].blocks == [{"type": "text", "value": "<ul><li>Who: Ann Ben</li></ul>"}]
    assert len(plan.left) == 1 and "1 row" in plan.left[0]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([cells(p("A door"), picture())], ["text", "picture"]),
        ([cells(picture())], ["picture"]),
        ([p(style="Heading2", runs=run("Looking") + drawing()), p("One.")], ["picture", "text"]),
        ([h(2, "Looking"), p(style="Heading3", runs=run("Closer") + drawing()), p("One.")], ["heading", "picture", "text"]),
        ([h(2, "Looking"), p(style="Heading3", runs=drawing()), p("One.")], ["picture", "text"]),
        ([p(style="Title", runs=run("Whose risk?") + drawing()), h(2, "Looking"), p("One.")], ["picture"]),
        ([p(style="Quote", runs=run("So it is.") + drawing())], ["quote", "picture"]),
    ],
    ids=["table", "table of pictures", "lesson’s heading", "heading", "heading of a picture", "title", "quotation"],
)
def test_a_picture_follows_the_element_that_contained_it(parts, expected):
    plan, pictures = read(docx(*parts))
    assert [block["type"] for block in plan.lessons[0].blocks] == expected
    assert plan.numbers == {1} and len(pictures) == 1


def test_a_picture_in_a_note_or_drawing_is_left_out_and_reported():
    note = f'<w:footnotes {SPACES}><w:footnote w:id="2">{picture()}</w:footnote></w:footnotes>'
    relations = docx().read()
    with ZipFile(BytesIO(relations)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode()
    runs = run("Words") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    boxed = text_box(picture(), is_old=False, is_new=True)
    plan, pictures = read(docx(p(runs=runs), boxed, more={"word/footnotes.xml": note, "word/_rels/footnotes.xml.rels": rels}))
    assert pictures == []
    assert len([line for line in plan.left if line.startswith("1 picture ")]) == 2


def test_footnotes_are_left_out_and_reported():
    note = f'<w:footnotes {SPACES}><w:footnote w:id="2">{p("small print")}</w:footnote></w:footnotes>'
    runs = run("Words") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" go on.")
    plan = plan_of(p(runs=runs), more={"word/footnotes.xml": note})
    assert plan.lessons[0].blocks == [{"type": "text", "value": "<p>Words go on.</p>"}]
    assert any(line.startswith("1 footnote.") for line in plan.left)


def test_tracked_changes_are_read_as_accepted():
    assert plan_of(CHANGED).lessons[0].blocks[0]["value"] == "<p>new</p>"


def test_macros_are_refused_by_file_name_content_and_content_type():
    assert "macros" in refusal(docx(p("a"), name="plan.docm"))
    assert "macros" in refusal(docx(p("a"), more={"word/vbaProject.bin": b"x"}))
    assert "macros" in refusal(docx(p("a"), main="application/vnd.ms-word.document.macroEnabled.main+xml"))


def test_other_and_broken_files_are_refused_with_the_reason():
    refusals = [
        refusal(SimpleUploadedFile("plan.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600)),
        refusal(SimpleUploadedFile("plan.doc", b"\xd0\xcf\x11\xe0")),
        refusal(SimpleUploadedFile("plan.docx", b"%PDF-1.7")),
        refusal(docx("<w:p><w:r>")),
        refusal(docx(p(""))),
    ]
    assert len(set(refusals)) == len(refusals), "each has a reason of its own"


def test_a_zip_bomb_is_refused_from_its_index(monkeypatch):
    monkeypatch.setattr("cms.library.file_types.MAX_UNPACKED_SIZE", 10_000)
    assert refusal(docx(p("a"), more={"word/media/big.bin": b"0" * 20_000}))


def test_xml_entities_are_refused():
    file = docx(p("a"), more={"word/evil.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
    assert refusal(file)


def test_an_encrypted_archive_is_refused():
    out = BytesIO(docx(p("a")).read())
    with ZipFile(out) as archive:
        place = archive.infolist()[2].header_offset
    torn = bytearray(out.getvalue())
    torn[place + 6] |= 1
    central = torn.index(b"PK\x01\x02")
    torn[central + 8] |= 1
    assert "password" in refusal(SimpleUploadedFile("plan.docx", bytes(torn)))


def test_a_lesson_with_too_many_parts_is_refused_by_name():
    many = [part for n in range(45) for part in (h(2, f"H {n}"), p("Words."))]
    assert "“Long”" in refusal(docx(h(1, "Long"), *many, h(1, "Short"), p("a")))


def test_camera_metadata_is_removed_from_pictures():
    from PIL import Image

    out = BytesIO()
    drawn = Image.open(BytesIO(png()))
    exif = drawn.getexif()
    exif[0x010E] = "where it was taken"
    drawn.save(out, "PNG", exif=exif)
    assert b"where it was taken" in out.getvalue()
    _, pictures = read(docx(p("a"), picture(), pictures={"rId1": out.getvalue()}))
    assert b"where it was taken" not in pictures[0].content
