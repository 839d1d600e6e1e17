"""Choices and headings of case studies. Broad on purpose: no two of them together may point to one person."""

from django.db import models

COMPOSITE_NOTICE = "Made from many situations. Nobody in it is a real person."
# {field of the page: heading}, in the order of the story.
SECTIONS = {
    "happening": "What was happening",
    "around": "Who was around the family",
    "did": "What we did",
    "changed": "What changed",
    "learnt": "What we learnt",
    "own_words": "In their own words",
}


class AgeBand(models.TextChoices):
    """A range of ages, never an exact age."""

    ELEVEN = "11-13", "11 to 13"
    FOURTEEN = "14-15", "14 or 15"
    SIXTEEN = "16-17", "16 or 17"
    EIGHTEEN = "18-25", "18 to 25"


class Practice(models.TextChoices):
    """The part of the team's work that the story shows most."""

    KEY_WORKER = "key-worker", "Key worker"
    OUTREACH = "outreach", "Outreach on the edge of care"
    SHORT_STAY = "short-stay", "Short stay in the hub"
    LIFE_COACH = "life-coach", "Life coach"
    COMMUNICATION = "communication", "Speech, language and communication"
    POLICE = "police-liaison", "Police liaison"
    FOSTER = "foster-care", "Foster care alongside the hub"
    FAMILY = "family", "Work with the whole family"


class Outcome(models.TextChoices):
    """How the story ends. A description, not evidence that the work caused it."""

    FAMILY = "with-family", "Living with family"
    HELD = "home-held", "Stayed in the same home"
    MOVED = "planned-move", "A planned move"
    SAFER = "safer", "Safer, but not yet settled"
    OPEN = "open", "Too early to say"


class Evidence(models.TextChoices):
    """How much weight the story can bear."""

    COMPOSITE = "composite", "Composite, invented from many situations"
    ACCOUNT = "account", "One team’s own account"
    SEVERAL = "several", "Several accounts that agree"
    EVALUATED = "evaluated", "Evaluated by people outside the team"


class Voice(models.TextChoices):
    """Who speaks: a role in the story, never a person."""

    YOUNG_PERSON = "young-person", "The young person"
    PARENT = "parent", "A parent"
    FAMILY = "family", "Someone else in the family"
    CARER = "carer", "A foster carer"
    WORKER = "worker", "Someone in the team"


class Audience(models.TextChoices):
    """Who may read a published case study, fewest first."""

    TEAM = "team", "The authors’ team only"
    AUTHORITY = "authority", "Everyone in the authors’ authority"
    NETWORK = "network", "Every team in the network"

    @classmethod
    def up_to(cls, audience):
        """Return the audiences that are not wider than this one."""
        return cls.values[: cls.values.index(audience) + 1]


class Changed(models.TextChoices):
    """What the authors changed so that no one can be recognised. Never what it was before."""

    NAMES = "names", "Names are changed or left out"
    AGES = "ages", "Ages are bands, such as 14 or 15"
    PLACES = "places", "Places, schools and services are described, not named"
    DATES = "dates", "Dates are “after some months” or a season"
    FAMILY = "family", "Something about the family is different"
    ORDER = "order", "The order of events is different"
    COLLEAGUES = "colleagues", "Colleagues cannot be recognised"


class Basis(models.TextChoices):
    """Why a story may be shared."""

    YOUNG_PERSON = "young", "The young person agreed"
    PARENT = "parent", "A parent, or someone with parental responsibility, agreed"
    BOTH = "both", "The young person and a parent agreed"
    COMPOSITE = "composite", "It is a composite: made from many situations, so nobody in it is one real person"
    OTHER = "other", "Another basis, agreed with our safeguarding or information governance lead"


class Told(models.TextChoices):
    """What the people who agreed were told."""

    CHANGE_MIND = "change", "They can change their mind at any time and need not say why"
    AT_ONCE = "at_once", "It comes off the site at once, but printed copies may be left"
    READERS = "readers", "Only people in children’s social care teams can read it"


class Source(models.TextChoices):
    """Where a reviewer looked to work out who it is about."""

    SEARCH = "search", "A search engine, with the details in the story"
    NEWS = "news", "Local news"
    SOCIAL = "social", "Social media"
    COURT = "court", "Court judgments and inspection reports"
    LOCAL = "local", "What people in my own area would know"


class Attempt(models.TextChoices):
    """How the reviewer's attempt ended."""

    NOT = "not", "I could not tell who it is"
    NARROWED = "narrowed", "I could narrow it to a few families or one school"
    FOUND = "found", "I could tell who it is"
