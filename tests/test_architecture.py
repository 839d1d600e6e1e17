"""The layout of docs/architecture.md as a test: which app, and which module inside an app, may import which.

Modules are read with `ast`; nothing is imported and no database is used. Imports inside functions count like any other.
"""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Siblings: none imports another.
SUBJECTS = ("learning", "casestudies", "community")
# The apps and top modules of cms, lowest first. Each imports only from those before it.
CMS = (
    "components",
    "hooks",
    "folding",
    "faults",
    "audit",
    "office_limits",
    "people",
    "accounts",
    "page_tree",
    "safeguarding",
    "library",
    "vocabulary",
    "pages",
    "notices",
    "search",
    "members",
    "directory",
    "privacy",
    "desk",
    "starter_content",
    "operations",
    "reporting",
    "management",
    "apps",
    "urls",
    "wsgi",
    "settings",
)
OURS = ("cms", *SUBJECTS)
# Layers inside an app, lowest first. A module that is in no set is in OTHER; a module imports from its own layer and those below it.
LAYERS = (
    {"models.records", "blocks"},
    {"models"},
    {"permissions", "retention"},
    {"actions", "notifications", "mailer"},
    set(),
    {"views"},
    {"urls", "wagtail_hooks", "apps", "management"},
)
OTHER = 4
# Modules without a layer of their own that models, permissions or actions of their app may import. They are the lowest layer.
FOUNDATIONS = {
    "cms.people": {"dates", "identity", "name_search", "signals"},
    "cms.accounts": {"authority_sign_in"},
    "cms.page_tree": {"snapshot", "stamp", "append_only", "audience", "readers"},
    "cms.library": {"file_types", "upload_limits", "usage", "captions", "strip_metadata"},
    "cms.pages": {"validation", "id_blocks", "page_context"},
    "cms.notices": {"sources"},
    "cms.privacy": {"mentions"},
    "learning": {
        "replay",
        "clocks",
        "outline",
        "lesson_text",
        "editor_panels",
        "pattern",
        "record_hashes",
        "marking",
        "question_blocks",
    },
    "casestudies": {"publication_gate", "choices", "identifiers", "whole_story", "content_hash", "gated_fields", "references"},
    "community": {"formatting", "post_index", "post_text"},
}
# Other apps never import these modules of an app; they are reached through URLs, hooks and template tags.
ENTRANCES = {"views", "urls", "wagtail_hooks", "apps", "management", "templatetags"}
MAY_NAME_SUBJECTS = ("cms.urls", "cms.settings")

MEANINGLESS = re.compile(r"(?:.*_)?(?:utils?|helpers?|common|misc|managers?|data|info)")
GENERATED = re.compile(r".*/migrations/\d+_\w+\.py")
MAX_LINES = 400
NEEDS_NO_DOCSTRING = {"migrations", "templatetags", "management", "commands"}


@dataclass
class Module:
    """One of our modules: its imports (dotted module names) and the strings in its code, without docstrings."""

    name: str
    tree: ast.Module
    is_package: bool = False
    imports: set = field(default_factory=set)
    texts: set = field(default_factory=set)


def read(sources):
    """Return modules by name from {dotted name: source}; a package is named by its __init__, "learning.actions.__init__"."""
    modules = {}
    for full, source in sources.items():
        name = full.removesuffix(".__init__")
        modules[name] = Module(name, ast.parse(source), is_package=full != name)
    for module in modules.values():
        docstrings = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                module.imports |= _imported(module, node, modules)
            elif isinstance(node, ast.Call) and _called_name(node) in {"import_module", "__import__", "import_string"}:
                known = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
                module.imports |= {_resolve(name, modules) for name in known} or {"?"}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                module.texts.add(node.value)
    return modules


def _imported(module, node, modules):
    if isinstance(node, ast.Import):
        return {_resolve(alias.name, modules) for alias in node.names}
    base = node.module or ""
    if node.level:
        parts = module.name.split(".")
        above = parts[: len(parts) - node.level + (1 if module.is_package else 0)]
        base = ".".join([*above, *([node.module] if node.module else [])])
    return {_resolve(f"{base}.{alias.name}", modules) for alias in node.names}


def _resolve(dotted, modules):
    """Return the module that contains a dotted name: learning.models for learning.models.Item, unless that is itself a module."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in modules:
            return ".".join(parts[:length])
    # Not in `code`: keep app and first module for a missing module of ours; leave other names as they are.
    return ".".join(parts[:2]) if parts[0] in OURS else dotted


def _called_name(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def app_of(name):
    """Return the app a module belongs to: "learning", or "cms.people" inside cms ("cms" for cms itself)."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "cms" and len(parts) > 1 else parts[0]


def module_of(name, app):
    """Return the module's name inside its app: "models", "models.records", "views"; "" for the app itself."""
    inner = name.removeprefix(app).strip(".")
    return "models.records" if f"{inner}.".startswith("models.records.") else inner.split(".")[0]


def layer_of(name, app):
    """Return the number of the module's layer inside its app, counted from 0."""
    module = module_of(name, app)
    if module in FOUNDATIONS.get(app, ()):
        return 0
    if module.endswith("urls"):
        module = "urls"
    elif module.endswith("views"):
        module = "views"
    return next((number for number, modules in enumerate(LAYERS) if module in modules), OTHER)


def is_migration(name):
    return ".migrations" in name


def faults(modules):
    """Return a sentence for every breach of the layout, in order."""
    found = set()
    for module in modules.values():
        if not is_migration(module.name):
            found |= set(_import_faults(module)) | set(_text_faults(module)) | set(_unknown_app_faults(module))
    return sorted(found) + list(_cycle_faults(modules))


def _import_faults(module):
    app = app_of(module.name)
    for target in sorted(module.imports):
        must_not = f"{module.name} must not import {target}"
        if target == "?":
            yield f"{module.name} must not import a name computed at run time"
            continue
        if target.split(".")[0] not in OURS or is_migration(target):
            continue
        other = app_of(target)
        if app == other:
            yield from _layer_faults(module.name, target, app, must_not)
        elif app in SUBJECTS and other in SUBJECTS:
            yield f"{must_not}: {app} and {other} are side by side"
        elif other in SUBJECTS:
            yield f"{must_not}: cms knows nothing of {other}"
        elif app not in SUBJECTS and _order(other) > _order(app):
            yield f"{must_not}: {other} is above {app}"
        elif (
            module_of(target, other) in ENTRANCES
            and module_of(module.name, app) not in ENTRANCES
            and app not in {"cms.urls", "cms.settings"}
        ):
            yield f"{must_not}: that is an entry point, not something to import"


def _order(app):
    name = app.removeprefix("cms.")
    return CMS.index(name) if name in CMS else -1


def _layer_faults(name, target, app, must_not):
    if target.startswith(f"{name}.") or name.startswith(f"{target}."):
        return  # a package and its own modules
    mine, theirs = layer_of(name, app), layer_of(target, app)
    if theirs > mine:
        yield f"{must_not}: {module_of(target, app) or app} is above {module_of(name, app) or app}"


def _text_faults(module):
    app = app_of(module.name)
    if module.name.startswith(MAY_NAME_SUBJECTS):
        return
    for subject in SUBJECTS:
        if subject == app:
            continue
        # Subjects may refer to each other's models by string ("casestudies.CaseStudyPage"); cms must not name any subject.
        pattern = rf"\b{subject}\.[a-z_]" if app in SUBJECTS else rf"\b{subject}(?:\.[A-Za-z_]|:[a-z_])"
        for text in sorted(module.texts):
            if re.search(pattern, text):
                yield f"{module.name} must not mention {text!r}: it is in {subject}"


def _unknown_app_faults(module):
    app = app_of(module.name)
    if app not in SUBJECTS and app != "cms" and app.removeprefix("cms.") not in CMS:
        yield f"{app} has no place in the order of cms in tests/test_architecture.py"


def _cycle_faults(modules):
    """Yield the cycles between apps and between modules."""
    apps, names = defaultdict(set), defaultdict(set)
    for module in modules.values():
        if is_migration(module.name):
            continue
        ours = {target for target in module.imports if target.split(".")[0] in OURS and target != module.name}
        names[module.name] |= {target for target in ours if not target.startswith(f"{module.name}.")}
        apps[app_of(module.name)] |= {app_of(target) for target in ours} - {app_of(module.name)}
    for graph in (apps, names):
        if cycle := _first_cycle(graph):
            yield f"{' imports '.join(cycle)}: that is a cycle"


def _first_cycle(graph):
    """Return the first cycle found in {name: names} as a list that ends where it begins, or None."""
    done, path = set(), []

    def visit(name):
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return None
        path.append(name)
        for target in sorted(graph.get(name, ())):
            if cycle := visit(target):
                return cycle
        path.pop()
        done.add(name)
        return None

    return next((cycle for name in sorted(graph) if (cycle := visit(name))), None)


def serve_faults(modules):
    """Yield a fault for each page model that overrides serve()."""
    for module in modules.values():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef):
                continue
            names = [node.name, *(getattr(base, "attr", getattr(base, "id", "")) for base in node.bases)]
            if not any(name.endswith(("Page", "PageMixin")) for name in names):
                continue
            own = {getattr(part, "name", "") for part in node.body}
            own |= {
                target.id for part in node.body if isinstance(part, ast.Assign) for target in part.targets if isinstance(target, ast.Name)
            }
            if "serve" in own:
                yield f"{module.name}.{node.name} must not override serve()"


def name_faults(paths):
    """Yield a fault for each file or folder not named for its contents. `paths` are relative to the checkout."""
    for path in paths:
        for part in path.parts:
            name = part.partition(".")[0]
            if MEANINGLESS.fullmatch(name) and name != "personal_data":
                yield f"{path.as_posix()}: name {part} for what is in it"


def docstring_faults(modules):
    """Yield a fault for each package without a docstring."""
    for module in modules.values():
        if module.is_package and not NEEDS_NO_DOCSTRING & set(module.name.split(".")) and not ast.get_docstring(module.tree):
            yield f"{module.name} needs a docstring in its __init__.py"


def _paths(*folders, pattern="*"):
    """Yield our files and folders, relative to the checkout."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if "__pycache__" not in path.parts:
                yield path.relative_to(ROOT)


def _dotted(path):
    return ".".join(path.with_suffix("").parts)


@pytest.fixture(scope="module")
def code():
    """Return every module of ours, read once."""
    return read({_dotted(path): (ROOT / path).read_text() for path in _paths(*OURS, pattern="*.py")})


def _assert_none(sentences):
    sentences = list(sentences)
    assert not sentences, "\n" + "\n".join(sentences)


def test_the_code_was_read(code):
    assert {"cms.pages.models.pages", "learning.actions.record", "community", "casestudies"} <= set(code)
    assert "learning.models.records" in code["learning.permissions"].imports


def test_imports_follow_the_layout(code):
    _assert_none(faults(code))


def test_no_page_overrides_serve(code):
    _assert_none(serve_faults(code))


def test_nothing_is_called_utils():
    _assert_none(name_faults(_paths(*OURS, "templates", "tests", "docs")))


def test_every_package_has_a_docstring(code):
    _assert_none(docstring_faults(code))


def test_cms_has_few_entries():
    entries = sorted(path.name for path in (ROOT / "cms").iterdir() if path.name != "__pycache__")
    assert len(entries) <= 30, entries


def test_no_module_is_too_long():
    lengths = {path.as_posix(): len((ROOT / path).read_text().splitlines()) for path in _paths(*OURS, pattern="*.py")}
    _assert_none(
        f"{path} has {length} lines: split it, {MAX_LINES} is the most"
        for path, length in lengths.items()
        if length > MAX_LINES and not GENERATED.fullmatch(path)
    )


# Controls: small sources, and the error each must produce.
WRONG = {
    "a subject imports another": (
        {"learning.actions": "from community.models import Topic", "community.models.__init__": "class Topic: pass"},
        "learning.actions must not import community.models: learning and community are side by side",
    ),
    "inside a function": (
        {"learning.views": "def show():\n    def inner():\n        import casestudies.models\n"},
        "learning.views must not import casestudies.models: learning and casestudies are side by side",
    ),
    "by import_module": (
        {"learning.views": "import importlib\nimportlib.import_module('community.actions')"},
        "learning.views must not import community.actions: learning and community are side by side",
    ),
    "by a computed name": (
        {"learning.views": "from importlib import import_module\nimport_module(name)"},
        "learning.views must not import a name computed at run time",
    ),
    "a subject mentions another's module": (
        {"community.wagtail_hooks": "CALL = 'learning.actions.record.complete_lesson'"},
        "community.wagtail_hooks must not mention 'learning.actions.record.complete_lesson': it is in learning",
    ),
    "cms imports a subject": (
        {"cms.pages.views": "from learning.models import Item"},
        "cms.pages.views must not import learning.models: cms knows nothing of learning",
    ),
    "cms mentions a subject's URL": (
        {"cms.pages.views": "reverse('learning:my_learning')"},
        "cms.pages.views must not mention 'learning:my_learning': it is in learning",
    ),
    "an app of cms looks up": (
        {"cms.people.actions": "from cms.pages.models import HomePage", "cms.pages.models": ""},
        "cms.people.actions must not import cms.pages.models: cms.pages is above cms.people",
    ),
    "a subject imports a view": (
        {"learning.reports": "from cms.pages.views import home", "cms.pages.views": ""},
        "learning.reports must not import cms.pages.views: that is an entry point, not something to import",
    ),
    "a model imports an action": (
        {"learning.models.pages": "from ..actions import record", "learning.actions.record": "", "learning.models.__init__": ""},
        "learning.models.pages must not import learning.actions.record: actions is above models",
    ),
    "an action imports a view": (
        {"learning.actions.record": "def write():\n    from learning import views", "learning.views": ""},
        "learning.actions.record must not import learning.views: views is above actions",
    ),
    "records import pages": (
        {"learning.models.records": "from learning.models import pages", "learning.models.pages": ""},
        "learning.models.records must not import learning.models.pages: models is above models.records",
    ),
    "a model imports its presentation": (
        {"learning.models.pages": "from learning import progress", "learning.progress": ""},
        "learning.models.pages must not import learning.progress: progress is above models",
    ),
    "an app without a place": (
        {"cms.cellar.models": ""},
        "cms.cellar has no place in the order of cms in tests/test_architecture.py",
    ),
    "modules in a cycle": (
        {"learning.progress": "from learning import lesson_body", "learning.lesson_body": "def late():\n    from learning import progress"},
        "learning.lesson_body imports learning.progress imports learning.lesson_body: that is a cycle",
    ),
}


def test_each_breach_is_reported():
    missed = [case for case, (sources, sentence) in WRONG.items() if sentence not in faults(read(sources))]
    assert not missed


ALLOWED = {
    "a subject looks down": {"learning.views": "from cms.pages.models import BasePage\nfrom cms.people.models import User"},
    "a link by text": {"learning.blocks": "PageChooserBlock('casestudies.CaseStudyPage')"},
    "urls include subjects": {"cms.urls": "include('learning.urls')"},
    "settings name subjects": {"cms.settings.base": "INSTALLED_APPS = ['learning', 'community.apps.CommunityConfig']"},
    "prose in a docstring": {"cms.pages.views": 'def first():\n    """The first of a kind ("learning.learnindexpage")."""'},
    "a package shows its modules": {"learning.models.__init__": "from .pages import A", "learning.models.pages": "A = 1"},
}


def test_allowed_imports_pass():
    refused = {case: found for case, sources in ALLOWED.items() if (found := faults(read(sources)))}
    assert not refused


def test_the_other_checks_can_fail():
    modules = read(
        {
            "learning.models.pages": "class LessonPage(BasePage):\n    def serve(self, request): ...",
            "learning.models.moods": "class Mood(mixins.WidePage):\n    serve = other",
            "learning.actions.__init__": "",
            "learning.migrations.__init__": "",
        }
    )
    assert list(serve_faults(modules)) == [
        "learning.models.pages.LessonPage must not override serve()",
        "learning.models.moods.Mood must not override serve()",
    ]
    assert list(docstring_faults(modules)) == ["learning.actions needs a docstring in its __init__.py"]
    names = ["learning/utils.py", "cms/helpers/dates.py", "learning/date_utils.py", "templates/learning/information.html", "cms/data"]
    assert [sentence.partition(":")[0] for sentence in name_faults(map(Path, names))] == [
        "learning/utils.py",
        "cms/helpers/dates.py",
        "learning/date_utils.py",
        "cms/data",
    ]
