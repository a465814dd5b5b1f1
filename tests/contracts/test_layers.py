"""Which file may import which. The table below is the one that CONTRIBUTING explains; change it there too."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass

import pytest

from tests.contracts.sources import Source, exists, imports, python_files

# Each feature may import those before it.
FEATURES = (
    *("access", "bodies", "people", "accounts", "anchors", "presets", "meetings", "agendas", "invitations", "papers"),
    *("calls", "reading", "records", "recommendations", "membership", "incoming", "stages", "assets", "polls"),
    *("rounds", "registration"),
    *("joint_letters", "years"),
)
# They print what they are given: they know terms, but no other feature's rows.
OUTLETS = ("ical", "packs", "mail")
# The files of a feature in their order: each may import those before it, of its own feature and of those above.
LAYERS = ("terms", "rules", "models", "queries", "actions", "forms", "views")
WEB = frozenset({"flask", "flask_bootstrap", "flask_migrate", "flask_wtf", "werkzeug", "wtforms"})
ANY = frozenset({"*"})
GROUND = frozenset({"clock", "config", "db", "findings", "journal", "toml_files"})


@dataclass(frozen=True, slots=True)
class Layer:
    """What one layer may import besides the standard library."""

    layers: frozenset[str]
    packages: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    files: bool = False  # Files of its own feature and of those above that are no layer, such as access/scope.py.


def _up_to(layer: str) -> frozenset[str]:
    return frozenset(LAYERS[: LAYERS.index(layer) + 1])


# Modules that gather over several features for a page, and know no form but those they show.
COMPOSED = frozenset(
    {
        "addresses",
        "assembling",
        "building",
        "delegates",
        "demands",
        "feeds",
        "founding",
        "inviting",
        "pages",
        "placing",
        "previews",
        "quotations",
        "registers",
        "starting",
        "unrecorded",
    }
)
# The top of the tree: a page may show and change what belongs to features above and below its own.
FACES = frozenset({"forms", "views"})
READS_AND_WRITES = GROUND | set(OUTLETS)
TABLE = {
    "terms": Layer(frozenset({"terms"})),
    "rules": Layer(_up_to("rules"), modules=frozenset({"clock", "findings"})),
    "models": Layer(frozenset({"terms", "models"}), frozenset({"sqlalchemy"}), modules=frozenset({"db"})),
    "queries": Layer(_up_to("queries"), ANY, refused=WEB, modules=READS_AND_WRITES, files=True),
    "actions": Layer(_up_to("actions"), ANY, refused=WEB, modules=READS_AND_WRITES, files=True),
    "forms": Layer(
        frozenset({"terms", "models", "actions", "forms"}),
        ANY,
        refused=frozenset({"flask", "sqlalchemy"}),
        modules=frozenset({"clock", "findings", "web"}),
    ),
    "views": Layer(
        _up_to("views"),
        ANY,
        refused=frozenset({"sqlalchemy", "datetime"}),
        modules=(GROUND - {"db"}) | COMPOSED | {"readers", "web", "ical", "packs"},
        files=True,
    ),
}
OUTLET_MAY_SEE = frozenset({"terms", "rules"})
OUTLET_MODULES = frozenset({"clock", "findings"})
KEEPS_ROWS = ("mail",)


def wrong_imports(source: Source) -> list[str]:
    """Every import of one file that its place does not allow, as “path:line imports module”."""
    place = source.path.removesuffix(".py").removeprefix("convene/").split("/")
    found = []
    for line, module, name in imports(source):
        target = _module(module, name)
        if not _may_import(place, target.split(".")):
            found.append(f"{source.path}:{line} imports {target}")
    return found


def _module(module: str, name: str) -> str:
    """“from convene.access import rules” means convene.access.rules, “from convene.db import db” means convene.db."""
    full = f"{module}.{name}"
    inside = f"{module}.".startswith("convene.")
    return full if inside and name and (name in LAYERS or exists(full)) else module


def _may_import(place: list[str], target: list[str]) -> bool:
    home = place[0]
    if home in FEATURES:
        return _feature_may(place, target)
    if home in OUTLETS:
        return _outlet_may(home, target)
    return True


def _feature_may(place: list[str], target: list[str]) -> bool:
    layer = TABLE.get(place[1]) if len(place) > 1 else None
    if target[0] != "convene":
        return layer is None or _package_allowed(layer, target[0])
    if len(target) == 1:
        return False
    where = target[1]
    is_face = place[1].split(".")[0] in FACES if len(place) > 1 else False
    if where in FEATURES and FEATURES.index(where) > FEATURES.index(place[0]) and not is_face:
        return False
    if layer is None:
        return where not in {"cli", "demo", "jobs"}
    inner = target[2] if len(target) > 2 else ""
    if inner in LAYERS and (where in FEATURES or inner == "terms"):
        return inner in layer.layers
    if place[1] == "views" and target[1:3] == ["mail", "queries"]:
        return True
    if place[1] == "forms" and where in FEATURES:
        return True  # What a form takes may lie beside the actions: templates, answers.
    return where in layer.modules or (where in FEATURES and layer.files)


def _package_allowed(layer: Layer, package: str) -> bool:
    if package in layer.refused:
        return False
    return package in sys.stdlib_module_names or package in layer.packages or layer.packages == ANY


def _outlet_may(home: str, target: list[str]) -> bool:
    if target[0] != "convene":
        return target[0] not in WEB and (target[0] != "sqlalchemy" or home in KEEPS_ROWS)
    where = target[1] if len(target) > 1 else ""
    inner = target[2] if len(target) > 2 else ""
    if where == home or inner in OUTLET_MAY_SEE or where in OUTLET_MODULES:
        return True
    return home in KEEPS_ROWS and (where in GROUND or (where == "access" and inner not in LAYERS))


def decisions(source: Source) -> list[str]:
    """Comparisons of a role in a view, which belong in access.rules."""
    return [
        f"{source.path}:{node.lineno} compares a role"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Attribute) and side.attr in {"role", "roles"}
    ]


def test_every_file_imports_only_what_its_place_allows() -> None:
    assert [wrong for source in python_files("convene") for wrong in wrong_imports(source)] == []


def test_views_decide_nothing() -> None:
    views = [s for s in python_files("convene") if "views" in s.path.removesuffix(".py").split("/")]

    assert [wrong for source in views for wrong in decisions(source)] == []


@pytest.mark.parametrize(
    "path, line",
    [
        ("convene/meetings/terms.py", "from convene import clock"),
        ("convene/meetings/terms.py", "import sqlalchemy"),
        ("convene/meetings/terms.py", "from convene.meetings.rules import findings_of"),
        ("convene/meetings/rules.py", "import flask"),
        ("convene/meetings/rules.py", "def late():\n    from sqlalchemy import select"),
        ("convene/meetings/rules.py", "from convene.meetings import models"),
        ("convene/meetings/rules/quorum.py", "from ..models import Meeting"),
        ("convene/meetings/rules.py", "from convene.meetings.places import rooms"),
        ("convene/meetings/models.py", "from convene import journal"),
        ("convene/meetings/models.py", "from convene.papers.models import Paper"),
        ("convene/meetings/queries.py", "from convene.meetings.actions import cancel"),
        ("convene/meetings/queries.py", "from convene.papers.queries import papers_of"),
        ("convene/meetings/actions.py", "from flask import request"),
        ("convene/meetings/actions.py", "from convene.jobs import scheduler"),
        ("convene/meetings/actions.py", "from convene import create_app"),
        ("convene/meetings/forms.py", "from convene.meetings.queries import meetings_of"),
        ("convene/meetings/forms.py", "from convene.db import db"),
        ("convene/meetings/views.py", "from sqlalchemy import select"),
        ("convene/meetings/views.py", "from convene.db import db"),
        ("convene/meetings/views.py", "from datetime import datetime"),
        ("convene/meetings/views.py", "from convene.mail.outbox import enqueue"),
        ("convene/access/scope.py", "from convene.bodies.models import Body"),
        ("convene/papers/inspection/names.py", "from convene.cli import main"),
        ("convene/ical/event.py", "from convene.meetings.models import Meeting"),
        ("convene/ical/event.py", "from convene.db import Base"),
        ("convene/packs/agenda.py", "from convene.agendas.queries import agenda_for"),
        ("convene/mail/outbox.py", "from convene.people import models"),
        ("convene/mail/outbox.py", "from flask import url_for"),
    ],
)
def test_a_wrong_import_is_caught(path: str, line: str) -> None:
    assert len(wrong_imports(Source(path, line))) == 1


@pytest.mark.parametrize(
    "path, line",
    [
        ("convene/meetings/terms.py", "from convene.access.terms import Audience"),
        ("convene/meetings/rules.py", "from convene import clock, findings"),
        ("convene/meetings/models.py", "from convene.bodies.models import Body"),
        ("convene/invitations/models.py", "from convene.ical.terms import Partstat"),
        ("convene/meetings/queries.py", "from convene.access.scope import guard"),
        ("convene/meetings/actions.py", "from convene.mail.outbox import enqueue"),
        ("convene/papers/actions.py", "from convene.papers.inspection.verdict import verdict_on"),
        ("convene/meetings/forms.py", "from convene.web.forms import Form"),
        ("convene/meetings/views.py", "from convene.packs import agenda"),
        ("convene/packs/agenda.py", "from convene.agendas.terms import AgendaView"),
        ("convene/mail/outbox.py", "from convene.access.scope import guard"),
        ("convene/jobs.py", "from convene.papers.actions import remind"),
    ],
)
def test_a_right_import_passes(path: str, line: str) -> None:
    assert wrong_imports(Source(path, line)) == []


def test_a_role_compared_in_a_view_is_caught() -> None:
    source = Source("convene/meetings/views.py", "if term.role == 'chair':\n    allowed = True")

    assert decisions(source) == ["convene/meetings/views.py:1 compares a role"]
