"""Match the words of an HR spreadsheet to our columns, hubs and job roles: certain matches, and guesses to ask about."""

import re
from difflib import get_close_matches

from cms.folding import fold

# Column names as spreadsheets have them, in their matching form; the first is the one we use in messages.
_COLUMNS = {
    "email": (
        "email address, email, e mail, e mail address, work email address, work email, work e mail, work e mail address, mail, "
        "email work, council email, business email, primary email, contact email, user principal name, upn"
    ),
    "first_name": "first name, firstname, forename, forenames, forename s, given name, first names, known as, first",
    "last_name": "last name, lastname, surname, family name, last",
    "name": "name, full name, employee name, staff name, employee, display name, worker name, member of staff",
    "hub": (
        "hub, team, hub or team, hub team, establishment, home, unit, base, team name, service area, service, location, work "
        "location, workplace, department, site, cost centre"
    ),
    "job_role": ("job role, job, role, job title, position, position title, post, post title, designation, occupation, title of post"),
    "employed_since": (
        "employed since, start date, date started, employment start date, continuous service date, continuous service, date of "
        "joining, hire date, date joined, commencement date, joined on, service start date"
    ),
    "in_care_role_since": (
        "in care role since, care role since, care role start date, date in care role, start date in care role, date started in "
        "care role, role start date, date started in role, in role since, position start date"
    ),
}

# Job titles that councils use for our job roles, by slug.
_JOB_TITLES = {
    "hub-worker": (
        "residential worker, residential support worker, residential care worker, residential childcare worker, residential "
        "practitioner, residential child care worker, residential childcare officer, residential child care officer, residential "
        "care officer, rccw, rcw, rsw, rcco, support worker, outreach worker, nwd worker, no wrong door worker, hub support "
        "worker, care worker, children s residential worker, young people s worker, edge of care worker, night care worker, "
        "waking night worker, family support worker"
    ),
    "key-worker": "keyworker, link worker, named worker",
    "portfolio-lead": "portfolio worker, portfolio holder, portfolio manager, portfolio",
    "deputy-manager": (
        "deputy, deputy hub manager, deputy registered manager, deputy residential manager, deputy home manager, assistant "
        "manager, assistant hub manager, assistant residential manager, deputy unit manager"
    ),
    "hub-manager": "manager, registered manager, residential manager, home manager, unit manager, children s home manager",
    "life-coach": "psychologist, clinical psychologist, assistant psychologist, nwd life coach",
    "communication-support-worker": (
        "speech and language therapist, speech language therapist, speech therapist, salt, slt, communication worker, "
        "communications support worker, communication support, csw"
    ),
    "police-liaison-officer": "police officer, police liaison, police constable, pc, police link officer, liaison officer",
    "foster-carer": "foster parent, carer, hub foster carer, community foster carer, nwd foster carer, hub community foster carer",
    "social-worker": "sw, senior social worker, social work practitioner, children s social worker, qualified social worker",
    "trainer": "training officer, learning and development officer, practice educator, workforce development officer",
    "commissioner": "service lead, commissioning manager, service manager, head of service, group manager, commissioning officer",
}
COLUMNS = {column: headings.split(", ") for column, headings in _COLUMNS.items()}
JOB_TITLES = {slug: titles.split(", ") for slug, titles in _JOB_TITLES.items()}

# Words that say nothing about which hub or job is meant.
_FILLERS = frozenset("the a of in at for no wrong door nwd hub hubs team house home childrens residential unit".split())  # noqa: SIM905
_SHORT = {
    "mgr": "manager",
    "dep": "deputy",
    "asst": "assistant",
    "snr": "senior",
    "sr": "senior",
    "wrkr": "worker",
    "&": "and",
    "st": "street",
}
_SHORT |= {"ln": "lane", "rd": "road", "ave": "avenue", "res": "residential", "resi": "residential", "dr": "drive"}
GUESS_CUTOFF = 0.6
# A heading with a slip in it. Stricter than names, because a wrong column spoils every row.
HEADING_CUTOFF = 0.86
MIN_GUESSED_LETTERS = 5
_COLUMN_BY_HEADING = {heading: column for column, headings in COLUMNS.items() for heading in headings}


def matching_form(text):
    """Return the text in lower case without accents, punctuation and remarks in brackets, short forms written out."""
    spelled = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", fold(text))
    words = re.findall(r"[^\W_]+|&", spelled)
    return " ".join(_SHORT.get(word, word) for word in words)


def column_of(heading):
    """Return our name for a column heading, or ""."""
    return _COLUMN_BY_HEADING.get(matching_form(heading), "")


def guess_column(heading):
    """Return our name for a column heading with a slip in it, or "". Slow: for the row of headings only."""
    form = matching_form(heading)
    close = get_close_matches(form, _COLUMN_BY_HEADING, 1, HEADING_CUTOFF) if len(form) > MIN_GUESSED_LETTERS else []
    return _COLUMN_BY_HEADING[close[0]] if close else ""


class Choices:
    """Things that a cell may name. `names` is {name: key}; `synonyms` is {name: key} of other names for them."""

    def __init__(self, names, synonyms=None):
        self.titles = {key: name for name, key in names.items()}
        self._exact = {fold(name): key for name, key in names.items()}
        known = {**(synonyms or {}), **names}
        self._forms = _unique((matching_form(name), key) for name, key in known.items())
        self._bare = _unique((_bare(name), key) for name, key in known.items())
        self._matches: dict[str, int | None] = {}  # many rows have the same text

    def match(self, text):
        """Return the key that the text certainly means, or None."""
        if text not in self._matches:
            self._matches[text] = self._match(text)
        return self._matches[text]

    def _match(self, text):
        found = self._exact.get(fold(text), self._forms.get(matching_form(text)))
        return found if found is not None else self._bare.get(_bare(text))

    def guess(self, text):
        """Return the key that the text probably means, or None."""
        words = set(_bare(text).split())
        shared = {key for form, key in self._bare.items() if words & set(form.split()) and key is not None}
        if len(shared) == 1:
            return shared.pop()
        close = get_close_matches(matching_form(text), [form for form, key in self._forms.items() if key is not None], 1, GUESS_CUTOFF)
        return self._forms[close[0]] if close else None


def _bare(text):
    """Return the matching form without fillers and plurals, or the whole form if nothing else is left."""
    words = matching_form(text).split()
    telling = [word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _FILLERS]
    return " ".join(telling or words)


def _unique(pairs):
    """Return {form: key}, with None for a form that means two things."""
    found: dict[str, int | None] = {}
    for form, key in pairs:
        found[form] = key if found.get(form, key) == key else None
    return found
