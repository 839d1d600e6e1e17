"""The quiet pictures that modules and lists may show. Drawn for Drumbeat; the files are in static/cms/pictures, one for each name."""

from django.db import models


class QuietPicture(models.TextChoices):
    """The name of a picture, with its text alternative."""

    DOOR = "door", "A front door, open, with light in the hall"
    TABLE = "table", "A round table with two chairs and a lamp above it"
    WINDOW = "window", "A window with a plant on the sill"
    HANDS = "hands", "Two hands around a warm bowl"
    PATH = "path", "A path up to a house with a lit door"
    HOOKS = "hooks", "Coats of several sizes on a row of hooks"
    PAGE = "page", "An open notebook with a pencil"
    BENCH = "bench", "A bench under a tree, with a bag left on it"
    BLIND = "blind", "A window with the blind drawn half way"
    KITCHEN = "kitchen", "A kitchen with a pan on the stove and light in the window"
