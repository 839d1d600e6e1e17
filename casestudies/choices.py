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
