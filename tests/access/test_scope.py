"""The row filter selects a row exactly when the Python rule says so: every table, reader, placement, form of query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count, product
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Connection,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Time,
    UniqueConstraint,
    create_engine,
    delete,
    exists,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
    union_all,
    update,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from convene.access import scope
from convene.access.scope import NoReader, ReaderChanged, Unscoped, guarded_models, placement_of, rule_of, set_reader
from convene.access.terms import NOBODY, Placement, Reader, ReaderKind, system
from convene.db import Base, ReaderSession, UtcDateTime, Word, Words, db
from convene.meetings.models import Meeting
from convene.people.models import Term
from tests.conftest import make_app

MODELS = {model.__name__: model for model in sorted(guarded_models(), key=lambda model: model.__name__)}
SOME, MANY = 25, 3000  # Readers for each table, each of whom meets every placement that the table can hold.
STATES = 4  # Rows that are alike but for their own id: a reader holds those of some remainders.
VALUES: dict[str, tuple[object, ...]] = {
    "body": (1, 2), "meeting": (1, 2), "session": (1, 2), "item": (1, 2, 3), "paper": (1, 2), "party": (1, 2, None),
    "person": (1, 2, None), "announced": (True, False), "narrowed": (True, False), "withheld": (True, False),
    "for_admitted": (True, False),
}  # fmt: skip
SETS = {
    "body": ("bodies", "staff", "seats"), "meeting": ("meetings",), "session": ("sessions",),
    "item": ("items", "narrowed"), "party": ("parties",),
    "paper": ("papers",),
}  # fmt: skip
MEETINGS = Base.metadata.tables["meetings"]
numbers = count(100_000)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is placed: its fields, which of them are the row's own id, and every placement it can hold."""

    fields: dict[str, str]
    own: frozenset[str]
    places: dict[int, Placement]


def shape_of(model: Any) -> Shape:
    """Every combination of what places a row; where its own id does, each of them several times."""
    columns = inspect(model).columns
    fields = {name: column.key for name, column in scope._guards[model].columns.items()}
    own = frozenset(name for name, key in fields.items() if columns[key].primary_key)
    values = {
        name: [v for v in VALUES[name] if v is not None or columns[key].nullable]
        for name, key in fields.items()
        if name not in own
    }
    found: dict[int, Placement] = {}
    for combination in product(*values.values()):
        for _ in range(STATES if own else 1):
            i = len(found) + 1
            given: dict[str, Any] = {"body": 0} | dict(zip(values, combination, strict=True)) | dict.fromkeys(own, i)
            found[i] = Placement(**given)
    return Shape(fields, own, found)


SHAPES = {name: shape_of(model) for name, model in MODELS.items()}


@st.composite
def readers(draw: st.DrawFn, name: str) -> Reader:
    """Any reader at all, also one that the program would never make."""
    shape = SHAPES[name]
    held: dict[str, Any] = {}
    for field, names in SETS.items():
        for each in names:
            if field in shape.own:
                states = draw(st.frozensets(st.integers(0, STATES - 1), max_size=2))
                held[each] = frozenset(i for i in shape.places if i % STATES in states)
            else:
                held[each] = draw(st.frozensets(st.integers(1, 3), max_size=2))
    kinds = st.sampled_from([ReaderKind.PERSON, ReaderKind.LINK, ReaderKind.NOBODY, ReaderKind.SYSTEM])
    return Reader(draw(kinds), name="generated", person=draw(st.sampled_from([1, 2, 3, None])), **held)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A database in memory that holds every placement of every table, whatever the tables promise each other."""
    engine = create_engine("sqlite://")
    plain = MetaData()
    for table in Base.metadata.tables.values():
        copied = table.to_metadata(plain)
        for constraint in list(copied.constraints):
            if isinstance(constraint, UniqueConstraint | CheckConstraint):
                copied.constraints.discard(constraint)
    with engine.connect() as made:
        plain.create_all(made)
        for name, model in MODELS.items():
            rows = [values_of(model, SHAPES[name], i, at) for i, at in SHAPES[name].places.items()]
            made.execute(insert(model), rows)
        made.commit()
        yield made
    engine.dispose()


def values_of(model: Any, shape: Shape, i: int, at: Placement) -> dict[str, object]:
    """The columns of a row that hangs where the placement says."""
    columns = inspect(model).columns
    given = {key: dummy(column) for key, column in columns.items() if not column.nullable}
    return given | {key: getattr(at, name) for name, key in shape.fields.items()} | {"id": i}


def opened(connection: Connection, reader: Reader | None) -> Session:
    """A session of the program, with a reader or without one."""
    session = ReaderSession(db, bind=connection, join_transaction_mode="rollback_only")
    session.info["writing"] = True
    if reader is not None:
        session.info["reader"] = reader
    return session


def dummy(column: Any) -> object:
    """A value that a column takes and no other row has."""
    kind, number = column.type, next(numbers)
    if isinstance(kind, Word):
        return next(iter(kind.terms))
    if isinstance(kind, Words):
        return ()
    if isinstance(kind, Boolean):
        return False
    made: dict[type, object] = {
        UtcDateTime: datetime(2027, 6, 1, tzinfo=UTC), Date: date(2027, 6, 1), Time: time(9, 30), Integer: number,
        LargeBinary: b"-",
    }  # fmt: skip
    return next((value for each, value in made.items() if isinstance(kind, each)), f"{number}")


def by_alias(session: Session, model: Any) -> list[int]:
    other = aliased(model)
    return list(session.scalars(select(other.id)))


def by_join(session: Session, model: Any) -> list[int]:
    other = aliased(model)
    return list(session.scalars(select(other.id).select_from(model).join(other, other.id == model.id)))


def by_outer_join(session: Session, model: Any) -> list[int]:
    other = aliased(model)
    found = session.execute(select(model.id, other.id).outerjoin(other, other.id == model.id)).all()
    return [right for _, right in found if right is not None]


def by_union(session: Session, model: Any) -> list[int]:
    both = union_all(select(model.id), select(model.id)).subquery()
    return list(session.scalars(select(both.c.id).distinct()))


def by_subquery(session: Session, model: Any) -> list[int]:
    inner = select(model).subquery()
    return list(session.scalars(select(inner.c.id)))


def by_cte(session: Session, model: Any) -> list[int]:
    named = select(model.id).cte("named")
    return list(session.scalars(select(named.c.id)))


def by_in(session: Session, model: Any) -> list[int]:
    other = aliased(model)
    return list(session.scalars(select(model.id).where(model.id.in_(select(other.id)))))


def by_paging(session: Session, model: Any) -> list[int]:
    return [row.id for row in session.scalars(select(model).order_by(model.id).limit(50_000).offset(0))]


SELECTED: dict[str, Callable[[Session, Any], list[int]]] = {
    "rows": lambda s, m: [row.id for row in s.scalars(select(m))],
    "columns": lambda s, m: list(s.scalars(select(m.id))),
    "query": lambda s, m: [row.id for row in s.query(m)],
    "alias": by_alias,
    "join": by_join,
    "outer join": by_outer_join,
    "union": by_union,
    "subquery": by_subquery,
    "cte": by_cte,
    "in": by_in,
    "paging": by_paging,
}
COUNTED: dict[str, Callable[[Session, Any], object]] = {
    "count": lambda s, m: s.scalar(select(func.count(m.id))),
    "count(*)": lambda s, m: s.scalar(select(func.count()).select_from(m)),
    "query.count()": lambda s, m: s.query(m).count(),
    "scalar subquery": lambda s, m: s.scalar(select(select(func.count(m.id)).scalar_subquery())),
    "sum over a subquery": lambda s, m: s.scalar(select(func.count()).select_from(select(m.id).subquery())),
}


def check(connection: Connection, name: str, reader: Reader) -> None:
    """Compare the rule with every form of query over every placement."""
    model: Any = MODELS[name]
    rule, places = rule_of(model), SHAPES[name].places
    assert rule is not None
    seen = {i: rule(reader, at) for i, at in places.items()}
    wanted = [i for i, is_seen in seen.items() if is_seen]
    for form, found in SELECTED.items():
        with opened(connection, reader) as session:
            assert sorted(found(session, model)) == wanted, form
    for form, total in COUNTED.items():
        with opened(connection, reader) as session:
            assert total(session, model) == len(wanted), form
    with opened(connection, reader) as session:
        for i in list(places)[:: max(1, len(places) // 7)]:
            assert (session.get(model, i) is not None) is seen[i]
            assert session.scalar(select(exists(select(model.id).where(model.id == i)))) is seen[i]
            inner = select(model).where(model.id == i).exists()
            assert session.scalar(select(literal(1)).where(inner)) == (1 if seen[i] else None)


def test_every_table_has_a_rule_or_a_reason() -> None:
    assert scope.unguarded() == []


@pytest.mark.parametrize("name", MODELS)
def test_a_row_is_placed_by_its_columns(connection: Connection, name: str) -> None:
    with opened(connection, system("tests")) as session:
        rows: list[Any] = list(session.scalars(select(MODELS[name])))

    own = SHAPES[name].places
    assert {row.id: placement_of(row) for row in rows} == own


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=SOME)
@given(data=st.data())
def test_a_row_is_selected_exactly_when_the_rule_says_so(
    connection: Connection, name: str, data: st.DataObject
) -> None:
    check(connection, name, data.draw(readers(name)))


@pytest.mark.long
@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=MANY)
@given(data=st.data())
def test_a_row_is_selected_exactly_when_the_rule_says_so_in_thousands(
    connection: Connection, name: str, data: st.DataObject
) -> None:
    check(connection, name, data.draw(readers(name)))


@pytest.fixture
def meeting() -> int:
    """The id of a meeting of body 1 that is announced, and that nobody is admitted to by name."""
    return next(i for i, at in SHAPES["Meeting"].places.items() if at.body == 1 and at.announced)


SEATED, ELSEWHERE = (
    Reader(ReaderKind.PERSON, person=1, bodies=frozenset({1}), seats=frozenset({body})) for body in (1, 2)
)


def test_the_same_statement_is_filtered_anew_for_each_reader(connection: Connection, meeting: int) -> None:
    wanted = select(Meeting.id)

    for reader, is_seen in ((SEATED, True), (ELSEWHERE, False), (NOBODY, False), (SEATED, True)):
        with opened(connection, reader) as session:
            assert (meeting in session.scalars(wanted).all()) is is_seen


def test_without_a_reader_nothing_is_read(connection: Connection, meeting: int) -> None:
    with opened(connection, None) as session:
        for read in (
            lambda: session.scalars(select(Meeting)),
            lambda: session.get(Meeting, meeting),
            lambda: session.query(Meeting).count(),
            lambda: session.execute(text("SELECT 1")),
        ):
            with pytest.raises(NoReader):
                read()


def test_a_second_reader_is_refused(connection: Connection) -> None:
    with opened(connection, None) as session:
        set_reader(SEATED, session)
        set_reader(SEATED, session)
        with pytest.raises(ReaderChanged):
            set_reader(ELSEWHERE, session)
        assert session.info["reader"] == SEATED


def test_no_reader_is_current_before_one_is_set(tmp_path: Any) -> None:
    app: Flask = make_app(tmp_path)
    with app.app_context():
        with pytest.raises(NoReader):
            scope.current_reader()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        text("SELECT id FROM meetings"),
        select(MEETINGS),
        select(literal(1)),
        select(func.count()).select_from(MEETINGS),
        update(Meeting).values(city="Elsewhere"),
        delete(Meeting),
        update(MEETINGS).values(city="Elsewhere"),
        delete(MEETINGS),
    ],
    ids=lambda statement: " ".join(str(statement).split())[:40],
)
@pytest.mark.parametrize("reader", [SEATED, NOBODY])
def test_what_would_pass_the_filter_by_is_refused(
    connection: Connection, meeting: int, statement: Any, reader: Reader
) -> None:
    with opened(connection, reader) as session, pytest.raises(Unscoped):
        session.execute(statement)
    with opened(connection, system("tests")) as session:
        assert session.get_one(Meeting, meeting).city != "Elsewhere"


def test_bulk_changes_of_a_query_are_refused(connection: Connection, meeting: int) -> None:
    with opened(connection, SEATED) as session:
        with pytest.raises(Unscoped):
            session.query(Meeting).update({"city": "Elsewhere"})
        with pytest.raises(Unscoped):
            session.query(Meeting).delete()
    with opened(connection, system("tests")) as session:
        assert session.get_one(Meeting, meeting).city != "Elsewhere"


@pytest.mark.parametrize("load", [joinedload, selectinload])
def test_a_hidden_row_is_not_loaded_with_one_that_is_seen(connection: Connection, load: Any) -> None:
    terms, contacts = SHAPES["Term"].places, SHAPES["Contact"].places
    term = next(i for i, at in terms.items() if at.body == 1)
    hidden = next(i for i, at in contacts.items() if at.body == 2 and at.person == 2)
    with connection.begin_nested() as made:
        connection.execute(update(Term).where(Term.id == term).values(contact_id=hidden))
        for reader, is_seen in ((SEATED, False), (system("tests"), True)):
            with opened(connection, reader) as session:
                found = session.scalars(select(Term).where(Term.id == term).options(load(Term.contact))).one()
                assert (found.contact is not None) is is_seen
        made.rollback()
