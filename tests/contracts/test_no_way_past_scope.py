"""Nothing but ORM selects on the scoped session reads rows: the ways past the row filter (settled 23) are not used."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.sources import Source, calls, imports, python_files, references

# These are the filter and the transaction themselves, and the steps of the schema, which have no reader.
EXEMPT = ("convene/db.py", "convene/access/scope.py", "convene/migrations/")
# Path -> names that this one file may use, with the reason.
ALLOWED = {
    "convene/__init__.py": frozenset({"engine"})  # The assembly prepares the engine once, before anything is read.
}
# Read as an attribute of anything.
ATTRIBUTES = frozenset(
    {
        "__table__", "bulk_insert_mappings", "bulk_save_objects", "bulk_update_mappings", "connection", "engine",
        "engines", "exec_driver_sql", "from_statement", "get_bind", "get_engine", "local_table", "persist_selectable",
        "raw_connection",
    }
)  # fmt: skip
# Taken from SQLAlchemy, Flask-SQLAlchemy or the db object.
NAMES = frozenset(
    {
        "Table", "TextClause", "create_engine", "create_session", "delete", "insert", "scoped_session", "sessionmaker",
        "table", "text", "update",
    }
)  # fmt: skip
SESSIONS = frozenset({"sqlalchemy.orm.Session", "convene.db.ReaderSession", "flask_sqlalchemy.session.Session"})
DRIVERS = frozenset({"psycopg", "sqlite3"})
# These see every row, for a named reason; whoever answers a request or prints must not ask for them.
SEES_ALL = frozenset(
    {"convene.access.scope.as_system", "convene.access.terms.system", "convene.db.apart", "convene.db.aside"}
)


def ways_past(source: Source, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Every place of one file that could read or change rows without the row filter."""
    found = [(line, name) for line, name in references(source) if _passes_by(name, allowed)]
    found += [(line, module) for line, module, _ in imports(source) if module.split(".")[0] in DRIVERS]
    for call, name in calls(source):
        if name in SESSIONS or (name.rpartition(".")[2] in {"update", "delete"} and _hangs_on_query(call.func)):
            found.append((call.lineno, name))
    return [f"{source.path}:{line} passes the row filter by {name}" for line, name in found]


def _passes_by(name: str, allowed: frozenset[str]) -> bool:
    owner, _, last = name.rpartition(".")
    if last in allowed:
        return False
    is_attribute = bool(owner) and last in ATTRIBUTES
    is_taken = last in NAMES and (owner == "convene.db.db" or owner.split(".")[0] in {"sqlalchemy", "flask_sqlalchemy"})
    return is_attribute or is_taken or name.endswith("metadata.tables")


def _hangs_on_query(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr == "query":
            return True
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return False


def sees_all(source: Source) -> list[str]:
    """Every place of a view, a form or an outlet that reads as the system."""
    parts = source.path.removesuffix(".py").split("/")
    if not {"forms", "ical", "packs", "views"} & set(parts):
        return []
    return [f"{source.path}:{line} reads by {name}" for line, name in references(source) if name in SEES_ALL]


def test_nothing_passes_the_row_filter_by() -> None:
    bound = [s for s in python_files("convene") if not s.path.startswith(EXEMPT)]

    assert [found for source in bound for found in ways_past(source, ALLOWED.get(source.path, frozenset()))] == []


def test_no_view_and_no_outlet_reads_as_the_system() -> None:
    assert [found for source in python_files("convene") for found in sees_all(source)] == []


def test_every_exemption_is_still_needed() -> None:
    sources = python_files("convene")
    used = {s.path: " ".join(ways_past(s)) for s in sources if s.path in ALLOWED}

    assert [e for e in EXEMPT if not any(s.path.startswith(e) for s in sources)] == []
    assert [(path, name) for path, names in ALLOWED.items() for name in names if name not in used.get(path, "")] == []


@pytest.mark.parametrize(
    "text",
    [
        "from convene.db import db\nrows = db.session.connection().execute(statement)",
        "from convene.db import db\nengine = db.engine",
        "from sqlalchemy import text\nstatement = text('SELECT 1')",
        "import sqlalchemy as sa\nstatement = sa.text('SELECT 1')",
        "from convene.db import db\nstatement = db.text('SELECT 1')",
        "from sqlalchemy import select\nrows = select(Meeting).from_statement(other)",
        "rows = session.execute(select(Meeting.__table__))",
        "table = Base.metadata.tables['meetings']",
        "from sqlalchemy import update\nstatement = update(Meeting)",
        "from sqlalchemy import delete\nstatement = delete(Meeting)",
        "from sqlalchemy.dialects.postgresql import insert\nstatement = insert(Meeting)",
        "session.query(Meeting).filter(Meeting.id == 1).update({'title': ''})",
        "Meeting.query.delete()",
        "from sqlalchemy.orm import Session\nother = Session(bind)",
        "import sqlite3",
        "session.bulk_update_mappings(Meeting, [])",
    ],
)
def test_a_way_past_is_caught(text: str) -> None:
    assert len(ways_past(Source("convene/meetings/queries.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from convene.db import db\nfrom sqlalchemy import select\nrows = db.session.scalars(select(Meeting))",
        "from convene.db import db\ndb.session.delete(meeting)",
        "from sqlalchemy import Text\ncolumn = mapped_column(Text)",
        "from sqlalchemy.orm import Session\ndef f(session: Session) -> None: ...",
        "from convene.ical import text\nwords = text.folded(words)",
        "given.update({'a': 1})",
    ],
)
def test_an_honest_read_passes(text: str) -> None:
    assert ways_past(Source("convene/meetings/queries.py", text)) == []


def test_a_name_passes_only_where_it_is_allowed() -> None:
    source = Source("convene/access/sightings.py", "from sqlalchemy.dialects.sqlite import insert\ninsert(Sighting)")

    assert ways_past(source, frozenset({"insert"})) == []
    assert len(ways_past(source)) == 1


@pytest.mark.parametrize(
    "path, caught", [("convene/papers/views.py", 1), ("convene/ical/event.py", 1), ("convene/papers/queries.py", 0)]
)
def test_a_view_that_reads_as_the_system_is_caught(path: str, caught: int) -> None:
    text = "from convene.access.scope import as_system\nwith as_system('shortcut') as session:\n    pass"

    assert len(sees_all(Source(path, text))) == caught
