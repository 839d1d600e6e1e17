"""Folding text for comparing, searching and sorting."""

import sys

import pytest

from cms.folding import fold

CHARACTERS = [chr(number) for number in range(sys.maxunicode + 1) if not 0xD800 <= number <= 0xDFFF]

# Each line: ways people type the same name, which must all fold to the first.
SAME = [
    ["sian", "Siân", "SIÂN", "Sia\u0302n", "s\u200bian", "\u202esian\u202c"],
    ["zoe", "Zoë", "Zoe\u0308", "ZOË"],
    ["lukasz", "Łukasz", "ŁUKASZ", "łukasz"],
    ["soren", "Søren", "SØREN"],
    ["strasse", "Straße", "STRASSE", "STRAẞE"],
    ["o'neill", "O’Neill", "O‘Neill", "O`Neill", "OʼNeill", "O´Neill", "O′Neill"],
    ["smith-jones", "Smith‐Jones", "Smith‑Jones", "Smith–Jones", "Smith—Jones", "Smith\u00ad-Jones"],
    ["mill lane hub", "Mill  Lane\u00a0Hub", " Mill Lane\tHub\n", "Mill\u2009Lane\u3000Hub"],
    ["ismail", "İsmail", "ISMAIL", "ısmail"],
    ["file", "ﬁle", "ＦＩＬＥ"],
    ["c++", "C++", "Ｃ＋＋"],
    ["", None, "\u200b", " "],
]


@pytest.mark.parametrize("spellings", SAME, ids=[spellings[0] or "nothing" for spellings in SAME])
def test_spellings_of_one_name_fold_alike(spellings):
    assert {fold(spelling) for spelling in spellings} == {spellings[0]}


def test_different_names_stay_different():
    names = ["ann", "anne", "anna", "o'neill", "oneill", "smith-jones", "smith jones", "ng", "n"]
    assert len({fold(name) for name in names}) == len(names)


def test_folding_twice_changes_nothing():
    assert [character for character in CHARACTERS if fold(fold(character)) != fold(character)] == []


def test_case_never_matters():
    assert [character for character in CHARACTERS if fold(character.upper()) != fold(character.lower())] == []
