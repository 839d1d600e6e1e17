"""The house as a test: who may know whom. docs: ARCHITECTURE.md, "Who may know whom".

Read with `ast` only; nothing is imported and no database is asked. Imports inside functions count like any other.
A new room (a module or package directly inside a house) must be given its floor here before it is built.
"""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

HOUSES = ("learning", "casestudies", "community")
OURS = ("cms", *HOUSES)

# Floors from the bottom up: a room may import from its own floor and from those below it, never from above.
GROUND = (
    {"parts", "stamp", "append_only", "hooks", "tree", "files", "reading", "approval", "fit", "logs", "ranges"},
    {"audit", "people", "accounts", "directory", "privacy"},
    {"blocks", "recording_blocks", "references", "uses"},
    {"models"},
    {"permissions"},
    {"around", "desk", "glossary", "help", "reviews", "search", "security", "starting"},
    {"actions"},
    {"design", "forms", "held", "templatetags"},
    {"desk_lists", "finding", "keeping", "views"},
    {"urls", "wagtail_hooks", "wsgi", "settings", "apps", "management"},
)
# The basement of the ground knows nothing of ours but itself; the apps about people import these of its modules and no others.
BASEMENT = GROUND[0]
APPS_MAY_IMPORT = {"hooks", "parts", "tree", "append_only", "files"}
# Apps within cms, lowest first: each may import only those before it.
APPS = ("cms.audit", "cms.people", "cms.accounts", "cms.directory", "cms.privacy")
HOUSE = (
    {"models.records", "words", "facts", "gate", "calendar_file"},
    {"outline"},
    {"blocks", "panels", "filters", "body", "ways", "listing", "shown"},
    {"models"},
    {"permissions"},
    {"actions"},
    {"findable", "forms", "held", "notifications", "myrecord", "home", "desk", "word", "starting", "demo", "rebuild", "reports"},
    {"templatetags"},
    {"views", "newmodule"},
    {"urls", "wagtail_hooks", "apps", "management"},
)
ACCOUNTS = (
    {"models"},
    {"authority_sign_in", "devices", "unsent_forms"},
    {"actions"},
    {"limits"},
    {"adapter", "backends", "forms", "personal_data", "signals"},
    {"middleware", "views"},
    {"urls", "wagtail_hooks", "apps"},
)
AUDIT = ({"models"}, {"actions"}, {"apps"})
PEOPLE = (
    {"dates", "name_search", "signals"},
    {"models"},
    {"emails", "permissions"},
    {"actions"},
    {"decorators", "forms", "invitation_spreadsheet", "personal_data", "shortcuts"},
    {"views"},
    {"urls", "wagtail_hooks", "apps"},
)
DIRECTORY = (
    {"photos"},
    {"models"},
    {"permissions"},
    {"actions"},
    {"demo", "forms", "personal_data", "signals"},
    {"views"},
    {"urls", "wagtail_hooks", "apps"},
)
PRIVACY = ({"models"}, {"retention"}, {"actions"}, {"personal_data"}, {"views"}, {"urls", "wagtail_hooks", "apps"})
PLANS = {
    "cms": GROUND,
    **dict(zip(APPS, (AUDIT, PEOPLE, ACCOUNTS, DIRECTORY, PRIVACY), strict=True)),
    **dict.fromkeys(HOUSES, HOUSE),
}
# The entrances of the ground: houses are reached through them, and never reach for them.
ENTRANCES = {"views", "desk_lists", "finding", "keeping", "urls", "wagtail_hooks", "wsgi", "settings", "management", "apps"}
MAY_NAME_HOUSES = ("cms.urls", "cms.settings")

NO_SUCH_ROOM = re.compile(r"(?!personal_data$)(?:.*_)?(?:utils?|helpers?|common|misc|managers?|data|info)")
# The files that Django writes; nobody reads them for pleasure, so their length is theirs.
LENGTH_IS_DJANGOS = re.compile(r".*/migrations/\d+_initial\.py")
MOST_LINES = 400
PLATELESS = {"migrations", "templatetags", "management", "commands"}


@dataclass
class Module:
    """One module of ours: what it imports (modules by dotted name), and the texts in its code, docstrings left out."""

    name: str
    tree: ast.Module
    is_package: bool = False
    imports: set = field(default_factory=set)
    texts: set = field(default_factory=set)


def read(sources):
    """Modules by name from {dotted name: source}; a package is named by its __init__, "learning.actions.__init__"."""
    modules = {}
    for full, source in sources.items():
        name = full.removesuffix(".__init__")
        modules[name] = Module(name, ast.parse(source), is_package=full != name)
    for module in modules.values():
        docstrings = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                module.imports |= _imported(module, node, modules)
            elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__", "import_string"}:
                known = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
                module.imports |= {_module_of(name, modules) for name in known} or {"?"}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                module.texts.add(node.value)
    return modules


def _imported(module, node, modules):
    if isinstance(node, ast.Import):
        return {_module_of(alias.name, modules) for alias in node.names}
    base = node.module or ""
    if node.level:
        parts = module.name.split(".")
        above = parts[: len(parts) - node.level + (1 if module.is_package else 0)]
        base = ".".join([*above, *([node.module] if node.module else [])])
    return {_module_of(f"{base}.{alias.name}", modules) for alias in node.names}


def _module_of(dotted, modules):
    """The module a dotted name lies in: learning.models.Item is in learning.models, if no such module is known."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in modules:
            return ".".join(parts[:length])
    # Not read here: for a module of ours that is not there, keep house and room; for others the name as it is.
    return ".".join(parts[:2]) if parts[0] in OURS else dotted


def _called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def app_of(name):
    """The app a module belongs to; some are within cms."""
    return next((app for app in APPS if f"{name}.".startswith(f"{app}.")), name.split(".")[0])


def room_of(name, app):
    """The module's room within its app: "models", or "models.records" where the plan tells them apart; "" for the app itself."""
    inner = name.removeprefix(app).strip(".")
    planned = set().union(*PLANS[app])
    return next((room for room in planned if "." in room and f"{inner}.".startswith(f"{room}.")), inner.split(".")[0])


def floor_of(room, app):
    """The floor of a room, counted from 0, or None when the plan does not know it."""
    return next((number for number, rooms in enumerate(PLANS[app]) if room in rooms), None)


def is_migration(name):
    return ".migrations" in name


def refusals(modules):
    """Every sentence this house has to hear, in order."""
    found = set()
    for module in modules.values():
        found |= set(_of_imports(module)) | set(_of_texts(module)) | set(_of_rooms(module))
    return sorted(found) + list(_of_circles(modules))


def _of_imports(module):
    app = app_of(module.name)
    for target in sorted(module.imports):
        must_not = f"{module.name} must not import {target}"
        if target == "?":
            yield f"{module.name} must not import by a name worked out while running: nobody can see where it leads"
            continue
        if target.split(".")[0] not in OURS:
            continue
        other = app_of(target)
        if app in HOUSES and other in HOUSES and app != other:
            yield f"{must_not}: houses stand side by side"
        elif app not in HOUSES and other in HOUSES:
            yield f"{must_not}: the ground knows nothing of its houses"
        elif app in HOUSES and other == "cms" and room_of(target, "cms") in ENTRANCES:
            yield f"{must_not}: that is an entrance of the ground, not a room to take things from"
        elif app in APPS and other == "cms" and room_of(target, "cms") not in APPS_MAY_IMPORT:
            yield f"{must_not}: {app} knows nothing of the ground but {', '.join(sorted(APPS_MAY_IMPORT))}"
        elif app in APPS and other in APPS and APPS.index(other) > APPS.index(app):
            yield f"{must_not}: {other} is above {app}"
        elif app == "cms" and room_of(module.name, app) in BASEMENT and room_of(target, "cms") not in BASEMENT:
            yield f"{must_not}: {room_of(module.name, app)} knows nothing of ours"
        elif app == other and not is_migration(module.name):
            yield from _of_floors(module.name, target, app, must_not)
        elif app == "cms" and other in APPS and room_of(module.name, app) in BASEMENT:
            yield f"{must_not}: {room_of(module.name, app)} knows nothing of ours"


def _of_floors(name, target, app, must_not):
    room, other = room_of(name, app), room_of(target, app)
    mine, theirs = floor_of(room, app), floor_of(other, app)
    if mine is None or theirs is None or theirs <= mine:
        return
    if _is_door_plate_of(name, target):
        return
    if room.startswith("models") and other == "actions":
        yield f"{must_not}: a model never imports an action"
    elif room == "actions" and other == "views":
        yield f"{must_not}: an action never imports a view"
    else:
        yield f"{must_not}: {other} is on a higher floor than {room}"


def _is_door_plate_of(name, target):
    """A package's __init__ shows its own modules; that is not climbing."""
    return target.startswith(f"{name}.")


def _of_texts(module):
    app = app_of(module.name)
    if module.name == MAY_NAME_HOUSES[0] or module.name.startswith(MAY_NAME_HOUSES):
        return
    for house in HOUSES:
        if house == app:
            continue
        rooms = "|".join(sorted({room.split(".")[0] for floor in HOUSE for room in floor}))
        # A link by text to a model ("casestudies.CaseStudyPage") is lawful between houses; to the ground no tenant's name is.
        pattern = rf"\b{house}\.(?:{rooms})\b" if app in HOUSES else rf"\b{house}(?:\.[A-Za-z_]|:[a-z_])"
        for text in sorted(module.texts):
            if re.search(pattern, text):
                why = "houses stand side by side" if app in HOUSES else "the ground knows nothing of its houses"
                yield f"{module.name} must not mention {text!r}: {why}"


def _of_rooms(module):
    app = app_of(module.name)
    room = room_of(module.name, app)
    if not room or room == "migrations" or (app == "cms" and f"cms.{room}" in APPS):
        return
    if floor_of(room, app) is None:
        yield f"{app}.{room} has no floor: say in tests/test_architecture.py where it stands"


def _of_circles(modules):
    """No circle between apps, and none between modules. The basement of the ground counts as an app of its own."""
    apps, names = defaultdict(set), defaultdict(set)
    for module in modules.values():
        if is_migration(module.name):
            continue
        ours = {target for target in module.imports if target.split(".")[0] in OURS and target != module.name}
        names[module.name] |= {target for target in ours if not _is_door_plate_of(module.name, target)}
        apps[_storey(module.name)] |= {_storey(target) for target in ours} - {_storey(module.name)}
    for graph in (apps, names):
        circle = _a_circle(graph)
        if circle:
            yield f"{' imports '.join(circle)}: that is a circle"


def _storey(name):
    app = app_of(name)
    return "the basement of cms" if app == "cms" and room_of(name, app) in BASEMENT else app


def _a_circle(graph):
    """The first circle found in {name: names}, as a list that ends where it begins, or None."""
    done, way = set(), []

    def visit(name):
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return None
        way.append(name)
        for other in sorted(graph.get(name, ())):
            if circle := visit(other):
                return circle
        way.pop()
        done.add(name)
        return None

    return next((circle for name in sorted(graph) if (circle := visit(name))), None)


def refusals_of_pages(modules):
    """A Page is what editors write: it never overrides serve()."""
    for module in modules.values():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef):
                continue
            names = [node.name, *(getattr(base, "attr", getattr(base, "id", "")) for base in node.bases)]
            if not any(name.endswith("Page") or name.endswith("PageMixin") for name in names):
                continue
            own = {getattr(part, "name", "") for part in node.body}
            own |= {
                target.id for part in node.body if isinstance(part, ast.Assign) for target in part.targets if isinstance(target, ast.Name)
            }
            if "serve" in own:
                yield f"{module.name}.{node.name} must not override serve(): a page is written and shown, it does nothing"


def refusals_of_names(paths):
    """A place is named for what is in it. `paths` are relative to the checkout."""
    for path in paths:
        for part in path.parts:
            if NO_SUCH_ROOM.fullmatch(part.partition(".")[0]):
                yield f"{path.as_posix()}: nothing is called {part}; name it for what is in it"


def refusals_of_plates(modules):
    """Every package of ours says at its door what it is."""
    for module in modules.values():
        if module.is_package and not PLATELESS & set(module.name.split(".")) and not ast.get_docstring(module.tree):
            yield f"{module.name} needs a door plate: a docstring in its __init__.py that says what it owns and may look at"


def _paths(*folders, pattern="*"):
    """Our files and folders, relative to the checkout."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if "__pycache__" not in path.parts:
                yield path.relative_to(ROOT)


def _dotted(path):
    return ".".join(path.with_suffix("").parts)


@pytest.fixture(scope="module")
def house():
    """Every module of ours, read once."""
    return read({_dotted(path): (ROOT / path).read_text() for path in _paths(*OURS, pattern="*.py")})


def _say(sentences):
    sentences = list(sentences)
    assert not sentences, "\n" + "\n".join(sentences)


def test_the_house_was_read(house):
    assert {"cms.models.pages", "cms.people.models", "learning.actions.record", "community", "casestudies"} <= set(house)
    assert "learning.models.records" in house["learning.permissions"].imports


def test_nobody_imports_whom_they_may_not_know(house):
    _say(refusals(house))


def test_no_page_overrides_serve(house):
    _say(refusals_of_pages(house))


def test_nothing_is_called_utils():
    _say(refusals_of_names(_paths(*OURS, "templates", "tests", "docs")))


def test_every_package_has_a_door_plate(house):
    _say(refusals_of_plates(house))


def test_no_module_is_longer_than_one_can_read():
    lengths = {path.as_posix(): len((ROOT / path).read_text().splitlines()) for path in _paths(*OURS, pattern="*.py")}
    _say(
        f"{path} has {length} lines: {MOST_LINES} is the most, make two rooms of it"
        for path, length in lengths.items()
        if length > MOST_LINES and not LENGTH_IS_DJANGOS.fullmatch(path)
    )


# The guard must be able to fail. Each row: small sources, and the sentence they must earn.
WRONG = {
    "a house imports another": (
        {"learning.actions": "from community.models import Topic", "community.models.__init__": "class Topic: pass"},
        "learning.actions must not import community.models: houses stand side by side",
    ),
    "late, in a function": (
        {"learning.views": "def show():\n    def inner():\n        import casestudies.models\n"},
        "learning.views must not import casestudies.models: houses stand side by side",
    ),
    "the whole house": (
        {"learning.views": "import community", "community.__init__": ""},
        "learning.views must not import community: houses stand side by side",
    ),
    "by import_module": (
        {"learning.views": "import importlib\nimportlib.import_module('community.actions')"},
        "learning.views must not import community.actions: houses stand side by side",
    ),
    "by a name nobody can read": (
        {"learning.views": "from importlib import import_module\nimport_module(name)"},
        "learning.views must not import by a name worked out while running: nobody can see where it leads",
    ),
    "while type checking only": (
        {"community.models": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from learning.models import Item"},
        "community.models must not import learning.models: houses stand side by side",
    ),
    "a house mentions another's module": (
        {"community.wagtail_hooks": "CALL = 'learning.actions.record.complete_lesson'"},
        "community.wagtail_hooks must not mention 'learning.actions.record.complete_lesson': houses stand side by side",
    ),
    "the ground imports a house": (
        {"cms.views": "from learning.models import Item"},
        "cms.views must not import learning.models: the ground knows nothing of its houses",
    ),
    "accounts imports a house": (
        {"cms.accounts.views": "from learning import home"},
        "cms.accounts.views must not import learning.home: the ground knows nothing of its houses",
    ),
    "the ground mentions a house": (
        {"cms.views": "current().first_live('learning.learnindexpage')"},
        "cms.views must not mention 'learning.learnindexpage': the ground knows nothing of its houses",
    ),
    "the ground mentions a house's address": (
        {"cms.views": "reverse('learning:my_learning')"},
        "cms.views must not mention 'learning:my_learning': the ground knows nothing of its houses",
    ),
    "urls import a house": (
        {"cms.urls": "import learning.urls"},
        "cms.urls must not import learning.urls: the ground knows nothing of its houses",
    ),
    "a house enters the ground by its entrance": (
        {"learning.views": "from cms.views import home", "cms.views": ""},
        "learning.views must not import cms.views: that is an entrance of the ground, not a room to take things from",
    ),
    "accounts looks up": (
        {"cms.accounts.actions": "from cms.models import HomePage", "cms.models": ""},
        "cms.accounts.actions must not import cms.models: "
        "cms.accounts knows nothing of the ground but append_only, files, hooks, parts, tree",
    ),
    "an app imports one above it": (
        {"cms.people.actions": "from cms.directory.models import Card", "cms.directory.models": ""},
        "cms.people.actions must not import cms.directory.models: cms.directory is above cms.people",
    ),
    "the basement looks up": (
        {"cms.tree": "def build():\n    from cms.models import StandardPage"},
        "cms.tree must not import cms.models: tree knows nothing of ours",
    ),
    "the basement looks at accounts": (
        {"cms.hooks": "from cms.people.models import User"},
        "cms.hooks must not import cms.people: hooks knows nothing of ours",
    ),
    "a block looks at a model": (
        {"cms.blocks": "from .models import Theme", "cms.models": ""},
        "cms.blocks must not import cms.models: models is on a higher floor than blocks",
    ),
    "a model imports an action": (
        {"learning.models.pages": "from ..actions import record", "learning.actions.record": "", "learning.models.__init__": ""},
        "learning.models.pages must not import learning.actions.record: a model never imports an action",
    ),
    "an action imports a view": (
        {"learning.actions.record": "def write():\n    from learning import views", "learning.views": ""},
        "learning.actions.record must not import learning.views: an action never imports a view",
    ),
    "records look at pages": (
        {"learning.models.records": "from learning.models import pages", "learning.models.pages": ""},
        "learning.models.records must not import learning.models.pages: models is on a higher floor than models.records",
    ),
    "accounts has floors too": (
        {"cms.people.models": "from cms.people.permissions import is_member", "cms.people.permissions": ""},
        "cms.people.models must not import cms.people.permissions: permissions is on a higher floor than models",
    ),
    "a room without a floor": (
        {"learning.cellar": ""},
        "learning.cellar has no floor: say in tests/test_architecture.py where it stands",
    ),
    "modules in a circle": (
        {"learning.ways": "from learning import body", "learning.body": "def late():\n    from learning import ways"},
        "learning.body imports learning.ways imports learning.body: that is a circle",
    ),
    "apps in a circle": (
        {"cms.views": "from cms.people import decorators", "cms.people.decorators": "from cms import views"},
        "cms imports cms.people imports cms: that is a circle",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_guard_can_fail(case):
    sources, sentence = WRONG[case]
    assert sentence in refusals(read(sources))


LAWFUL = {
    "a house looks down": {"learning.views": "from cms.models import BasePage\nfrom cms.people.models import User"},
    "a link by text": {"learning.blocks": "PageChooserBlock('casestudies.CaseStudyPage')"},
    "urls join the houses": {"cms.urls": "include('learning.urls')"},
    "settings name the houses": {"cms.settings.base": "INSTALLED_APPS = ['learning', 'community.apps.CommunityConfig']"},
    "prose in a docstring": {"cms.tree": 'def first():\n    """The first of a kind ("learning.learnindexpage")."""'},
    "a package shows its modules": {"learning.models.__init__": "from .pages import A", "learning.models.pages": "A = 1"},
}


@pytest.mark.parametrize("case", LAWFUL)
def test_the_guard_lets_the_lawful_pass(case):
    assert refusals(read(LAWFUL[case])) == []


def test_the_other_guards_can_fail():
    modules = read(
        {
            "learning.models.pages": "class LessonPage(BasePage):\n    def serve(self, request): ...",
            "learning.models.moods": "class Mood(mixins.WidePage):\n    serve = other",
            "learning.actions.__init__": "",
            "learning.migrations.__init__": "",
        }
    )
    assert list(refusals_of_pages(modules)) == [
        "learning.models.pages.LessonPage must not override serve(): a page is written and shown, it does nothing",
        "learning.models.moods.Mood must not override serve(): a page is written and shown, it does nothing",
    ]
    assert list(refusals_of_plates(modules)) == [
        "learning.actions needs a door plate: a docstring in its __init__.py that says what it owns and may look at"
    ]
    names = ["learning/utils.py", "cms/helpers/dates.py", "learning/date_utils.py", "templates/learning/information.html", "cms/data"]
    assert [sentence.partition(":")[0] for sentence in refusals_of_names(map(Path, names))] == [
        "learning/utils.py",
        "cms/helpers/dates.py",
        "learning/date_utils.py",
        "cms/data",
    ]
