"""What is said of a case study in a few words: broad on purpose, so that no two of them together point at anybody."""

from django.db import models

COMPOSITE_NOTICE = "Made from many situations. Nobody in it is a real person."
# The sections of the story, in order: the page's field, and its heading.
SECTIONS = {
    "happening": "What was happening",
    "around": "Who was around the family",
    "did": "What we did",
    "changed": "What changed",
    "learnt": "What we learnt",
    "own_words": "In their own words",
}


class AgeBand(models.TextChoices):
    """A band of ages, never an age."""

    ELEVEN = "11-13", "11 to 13"
    FOURTEEN = "14-15", "14 or 15"
    SIXTEEN = "16-17", "16 or 17"
    EIGHTEEN = "18-25", "18 to 25"


class Practice(models.TextChoices):
    """The part of the team's work the story shows most."""

    KEY_WORKER = "key-worker", "Key worker"
    OUTREACH = "outreach", "Outreach on the edge of care"
    SHORT_STAY = "short-stay", "A short stay in the hub"
    LIFE_COACH = "life-coach", "Life coach"
    COMMUNICATION = "communication", "Speech, language and communication"
    POLICE = "police-liaison", "Police liaison"
    FOSTER = "foster-care", "Foster care beside the hub"
    FAMILY = "family", "Work with the whole family"


class Outcome(models.TextChoices):
    """Where the story stops. A description and no evidence that the work brought it about."""

    FAMILY = "with-family", "Living with family"
    HELD = "home-held", "The home held"
    MOVED = "planned-move", "A move that was prepared"
    SAFER = "safer", "Safer, and not yet settled"
    OPEN = "open", "Nobody can say yet"


class Evidence(models.TextChoices):
    """How much weight the story can bear."""

    COMPOSITE = "composite", "Composite, invented from many situations"
    ACCOUNT = "account", "One team’s own account"
    SEVERAL = "several", "Several accounts that agree"
    EVALUATED = "evaluated", "Evaluated by people outside the team"


class Voice(models.TextChoices):
    """Who speaks: a place in the story, never a person."""

    YOUNG_PERSON = "young-person", "The young person"
    PARENT = "parent", "A parent"
    FAMILY = "family", "Somebody else in the family"
    CARER = "carer", "A foster carer"
    WORKER = "worker", "Somebody in the team"
