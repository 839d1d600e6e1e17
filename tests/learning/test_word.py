"""A Word file read as a module: what comes over, what is said of the rest, and what is refused."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from learning.word.reading import read
from tests.cms.blocks.parts import png
from tests.learning.wordfiles import SPACES, cells, docx, drawing, h, link, p, picture, run, table, text_box


def plan_of(*parts, **more):
    return read(docx(*parts, **more))[0]


def titles(plan):
    return plan.title, [lesson.title for lesson in plan.lessons]


def refusal(file):
    with pytest.raises(ValidationError) as refused:
        read(file)
    return " ".join(refused.value.messages)


def test_the_only_first_heading_is_the_module_and_the_second_ones_are_lessons():
    plan = plan_of(h(1, "Whose risk?"), p("Why."), h(2, "Looking"), p("One."), h(3, "Closer"), p("Two."), h(2, "Acting"), p("Three."))
    assert titles(plan) == ("Whose risk?", ["Looking", "Acting"])
    assert plan.intro == "<p>Why.</p>"
    assert plan.lessons[0].blocks == [
        {"type": "text", "value": "<p>One.</p>"},
        {"type": "heading", "value": {"text": "Closer", "level": "2"}},
        {"type": "text", "value": "<p>Two.</p>"},
    ]
    assert plan.rule.startswith("The only Heading 1 is the module’s title. Each Heading 2 begins a lesson.")


def test_with_a_title_the_first_headings_are_lessons():
    plan = plan_of(p("Whose risk?", "Title"), h(1, "Looking"), p("One."), h(2, "Closer"), p("Two."))
    assert titles(plan) == ("Whose risk?", ["Looking"])


def test_with_several_first_headings_and_no_title_the_file_gives_its_name():
    assert titles(plan_of(h(1, "Looking"), p("One."), h(1, "Acting"), p("Two."))) == ("Whose risk", ["Looking", "Acting"])


def test_without_headings_all_of_it_is_one_lesson():
    plan = plan_of(p("One."), p("Two."))
    assert titles(plan) == ("Whose risk", ["Whose risk"])
    assert plan.lessons[0].blocks == [{"type": "text", "value": "<p>One.</p><p>Two.</p>"}]


def test_headings_without_anything_below_make_no_lesson():
    assert titles(plan_of(h(1, "A"), h(1, "B"), p("Words.")))[1] == ["B"]


def test_bold_italic_links_and_quotations_come_over():
    runs = run("plain ") + run("bold", "<w:b/>") + run("slanted", "<w:i/>") + link("rIdA", "a page")
    plan = plan_of(p(runs=runs), p("So it is.", "Quote"), links=[("rIdA", "https://example.org/a")])
    text, quote = plan.lessons[0].blocks
    assert text["value"] == '<p>plain <b>bold</b><i>slanted</i><a href="https://example.org/a">a page</a></p>'
    assert (quote["type"], quote["value"]["text"]) == ("quote", "So it is.")
    assert any("1 quotation." in line for line in plan.left)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "#part", "other.docx"])
def test_a_link_that_leads_nowhere_good_leaves_its_words(address):
    plan = plan_of(p(runs=link("rIdA", "a page")), links=[("rIdA", address)])
    assert plan.lessons[0].blocks[0]["value"] == "<p>a page</p>"


def test_what_looks_like_html_stays_words():
    plan = plan_of(p("&lt;script&gt;alert(1)&lt;/script&gt;"))
    assert plan.lessons[0].blocks[0]["value"] == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_table_becomes_a_list_and_is_said():
    plan = plan_of(p("See:"), table(["Who", "When"], ["Ann", "Monday"]))
    assert plan.lessons[0].blocks[0]["value"] == "<p>See:</p><ul><li>Who: When</li><li>Ann: Monday</li></ul>"
    assert plan.left == ["A table of 2 rows. Became a list, one line for each row: read it again."]


def test_a_picture_keeps_its_place_and_what_the_file_says_of_it():
    plan, pictures = read(docx(p("Before."), picture(words="A blue door"), p("After.")))
    assert [block["type"] for block in plan.lessons[0].blocks] == ["text", "picture", "text"]
    assert [(one.number, one.name, one.alternative) for one in pictures] == [(1, "picture-1.png", "A blue door")]


def test_a_picture_elsewhere_is_never_fetched_and_one_that_is_none_is_left_out():
    away = picture("away", how="link")
    plan, pictures = read(
        docx(p("Words."), away, picture(), pictures={"rId1": b"no picture"}, links=[("away", "https://example.org/a.png")])
    )
    assert pictures == []
    assert any("1 picture linked from another address. Not fetched" in line for line in plan.left)
    assert any(line.startswith("A picture that is damaged") for line in plan.left)


CHANGED = '<w:p><w:ins w:id="1">' + run("new") + '</w:ins><w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
STRUCK = p(runs=run("Never ", "<w:strike/>") + run("always"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (CHANGED, "2 tracked changes"),
        ('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>', "1 comment."),
        ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "1 equation."),
        ("<w:p><w:r><w:object></w:object></w:r></w:p>", "1 embedded object."),
        (text_box(p("boxed")), "1 text box. Word keeps their words outside the text."),
        (text_box(p("boxed"), is_new=True), "1 text box. Word keeps their words outside the text."),
        (text_box(p("boxed"), is_old=False, is_new=True), "1 text box. Their words could not be read"),
        (STRUCK, "Words struck out in one place. Brought over without the line"),
    ],
    ids=["tracked changes", "comment", "equation", "object", "text box", "text box written twice", "new text box", "struck out"],
)
def test_what_cannot_be_brought_over_is_listed(part, said):
    plan = plan_of(p("Words."), part)
    assert any(line.startswith(said) for line in plan.left), plan.left


def test_the_words_of_a_text_box_come_over_once():
    assert str(plan_of(p("Words."), text_box(p("boxed"), is_new=True)).lessons[0].blocks).count("boxed") == 1


def test_a_table_within_a_table_says_its_words_once():
    plan = plan_of(cells(p("Who"), cells(p("Ann"), p("Ben"))))
    assert plan.lessons[0].blocks == [{"type": "text", "value": "<ul><li>Who: Ann Ben</li></ul>"}]
    assert plan.left == ["A table of 1 row. Became a list, one line for each row: read it again."]


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
def test_a_picture_stands_after_whatever_it_stood_in(parts, expected):
    plan, pictures = read(docx(*parts))
    assert [block["type"] for block in plan.lessons[0].blocks] == expected
    assert plan.numbers == {1} and len(pictures) == 1


def test_a_picture_in_a_note_or_a_drawing_is_not_asked_about_and_said():
    note = f'<w:footnotes {SPACES}><w:footnote w:id="2">{picture()}</w:footnote></w:footnotes>'
    relations = docx().read()
    with ZipFile(BytesIO(relations)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode()
    runs = run("Words") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    boxed = text_box(picture(), is_old=False, is_new=True)
    plan, pictures = read(docx(p(runs=runs), boxed, more={"word/footnotes.xml": note, "word/_rels/footnotes.xml.rels": rels}))
    assert pictures == []
    assert "1 picture within drawings or text boxes. Left out: put them into the text in Word." in plan.left
    assert "1 picture in notes. Left out." in plan.left


def test_footnotes_are_left_out_with_their_numbers_and_said():
    note = f'<w:footnotes {SPACES}><w:footnote w:id="2">{p("small print")}</w:footnote></w:footnotes>'
    runs = run("Words") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" go on.")
    plan = plan_of(p(runs=runs), more={"word/footnotes.xml": note})
    assert plan.lessons[0].blocks == [{"type": "text", "value": "<p>Words go on.</p>"}]
    assert any(line.startswith("1 footnote.") for line in plan.left)


def test_tracked_changes_read_as_if_accepted():
    assert plan_of(CHANGED).lessons[0].blocks[0]["value"] == "<p>new</p>"


def test_macros_are_refused_by_name_by_content_and_by_what_the_file_says_it_is():
    assert "macros" in refusal(docx(p("a"), name="plan.docm"))
    assert "macros" in refusal(docx(p("a"), more={"word/vbaProject.bin": b"x"}))
    assert "macros" in refusal(docx(p("a"), main="application/vnd.ms-word.document.macroEnabled.main+xml"))


def test_other_and_broken_files_are_refused_with_the_reason():
    assert "older format" in refusal(SimpleUploadedFile("plan.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600))
    assert "ends in .docx" in refusal(SimpleUploadedFile("plan.doc", b"\xd0\xcf\x11\xe0"))
    assert "something else" in refusal(SimpleUploadedFile("plan.docx", b"%PDF-1.7"))
    assert "damaged" in refusal(docx("<w:p><w:r>"))
    assert "no words" in refusal(docx(p("")))


def test_a_bomb_is_refused_by_what_its_list_says(monkeypatch):
    monkeypatch.setattr("cms.library.file_types.MAX_UNPACKED_SIZE", 10_000)
    assert "unpacks to far more" in refusal(docx(p("a"), more={"word/media/big.bin": b"0" * 20_000}))


def test_entities_are_refused_before_they_are_read():
    file = docx(p("a"), more={"word/evil.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
    assert "damaged" in refusal(file)


def test_a_locked_archive_is_refused():
    out = BytesIO(docx(p("a")).read())
    with ZipFile(out) as archive:
        place = archive.infolist()[2].header_offset
    torn = bytearray(out.getvalue())
    torn[place + 6] |= 1
    central = torn.index(b"PK\x01\x02")
    torn[central + 8] |= 1
    assert "password" in refusal(SimpleUploadedFile("plan.docx", bytes(torn)))


def test_too_many_parts_are_refused_with_the_name_of_the_lesson():
    many = [part for n in range(45) for part in (h(2, f"H {n}"), p("Words."))]
    assert "“Long” would have 90 parts" in refusal(docx(h(1, "Long"), *many, h(1, "Short"), p("a")))


def test_what_a_camera_wrote_is_gone_from_its_pictures():
    from PIL import Image

    out = BytesIO()
    drawn = Image.open(BytesIO(png()))
    exif = drawn.getexif()
    exif[0x010E] = "where it was taken"
    drawn.save(out, "PNG", exif=exif)
    assert b"where it was taken" in out.getvalue()
    _, pictures = read(docx(p("a"), picture(), pictures={"rId1": out.getvalue()}))
    assert b"where it was taken" not in pictures[0].content
