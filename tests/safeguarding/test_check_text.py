"""The command check_text: its answers and exit codes."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command

# ruff: noqa: E501 the parts of a Word file
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>The hub opens.</w:t></w:r></w:p></w:body></w:document>'
COMMENTS = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0"><w:p><w:r><w:t>Ask Kayden</w:t></w:r></w:p></w:comment></w:comments>'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'


def check_text(*args, given=b"", monkeypatch):
    """Return (exit code, standard output, standard error)."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_text", *args, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_each_line_has_one_answer(monkeypatch):
    lines = [b"kacper (15) says no", b"", b"Hello\xff there", b"The hub opens. " * 7000, b"Ring 07700 900 381"]
    code, out, _ = check_text("--json", given=b"\n".join(lines) + b"\n", monkeypatch=monkeypatch)
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == 5
    assert code == 1
    assert [len(answer["findings"]) for answer in answers] == [2, 0, 0, 0, 1]
    assert answers[4]["findings"] == [{"kind": "contact", "start": 5, "end": 18, "text": "07700 900 381", "severity": "stop"}]


def test_a_clean_text_ends_with_0_and_does_not_promise_safety(monkeypatch):
    code, out, _ = check_text(given=b"The hub opens at nine.", monkeypatch=monkeypatch)
    assert code == 0
    assert "someone else should read it" in out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.docx", b"\xd0\xcf\x11\xe0 encrypted", "has a password"),
        ("plan.docx", b"PK not a zip", "cannot read this as a Word file"),
        ("plan.pdf", b"%PDF-1.7", "cannot read PDF"),
        ("plan.bin", b"a\0b", "not a text file"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(name, content, sentence, tmp_path, monkeypatch):
    (tmp_path / name).write_bytes(content)
    code, _, err = check_text(str(tmp_path / name), monkeypatch=monkeypatch)
    assert code == 2
    assert sentence in err


def test_a_name_in_the_comment_of_a_word_file_is_found(tmp_path, monkeypatch):
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", DOCUMENT)
        archive.writestr("word/comments.xml", COMMENTS)
    code, out, _ = check_text(str(path), monkeypatch=monkeypatch)
    assert code == 1
    assert "Kayden" in out
