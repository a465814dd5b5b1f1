"""The row filter selects a row exactly when the Python rule says so: for every table, reader, placement and form of query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Boolean, CheckConstraint, Connection, Date, Integer, LargeBinary, MetaData, Time, UniqueConstraint, create_engine,
    delete, exists, func, inspect, literal, select, text, union_all, update,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.exc import ObjectDeletedError

from convene.access import scope
from convene.access.scope import NoReader, ReaderChanged, Unscoped, guarded_models, placement_of, rule_of, set_reader
from convene.access.terms import NOBODY, Placement, Reader, ReaderKind, system
from convene.db import Base, ReaderSession, UtcDateTime, Word, db
from convene.meetings.models import Meeting
from convene.people.models import Contact, Term
from tests.conftest import make_app

MODELS = sorted(guarded_models(), key=lambda model: model.__name__)
NAMES = [model.__name__ for model in MODELS]
SOME = 12  # Examples for each table: a short example holds a dozen rows, and there are as many tables again.
MANY = 2000
ids = st.integers(1, 5)
sets = st.frozensets(ids, max_size=3)
readers = st.builds(
    Reader, kind=st.sampled_from(ReaderKind), name=st.just("generated"), person=st.none() | ids, bodies=sets,
    staff=st.frozensets(ids, max_size=1), seats=st.frozensets(ids, max_size=2), parties=sets, meetings=sets,
    sessions=sets, items=sets, narrowed=sets,
)  # fmt: skip
flags = st.booleans()
placements = st.builds(
    Placement, body=ids, meeting=ids, session=ids, item=ids, party=st.none() | ids, person=st.none() | ids,
    announced=flags, narrowed=flags, withheld=flags, for_admitted=flags,
)  # fmt: skip
numbers = count(1000)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """An empty database in memory that takes any row: what the tables promise each other is not the matter here."""
    engine = create_engine("sqlite://")
    plain = MetaData()
    for table in Base.metadata.tables.values():
        copied = table.to_metadata(plain)
        for constraint in list(copied.constraints):
            if isinstance(constraint, UniqueConstraint | CheckConstraint):
                copied.constraints.discard(constraint)
    with engine.connect() as made:
        plain.create_all(made)
        made.commit()
        yield made
    engine.dispose()


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
    if isinstance(kind, Boolean):
        return False
    made: dict[type, object] = {
        UtcDateTime: datetime(2027, 6, 1, tzinfo=UTC), Date: date(2027, 6, 1), Time: time(9, 30), Integer: number,
        LargeBinary: b"-",
    }  # fmt: skip
    return next((value for each, value in made.items() if isinstance(kind, each)), f"{number}")


def row_of(model: type[Base], at: Placement) -> Base:
    """A row that hangs where the placement says."""
    mapper = inspect(model)
    given = {name: dummy(c) for name, c in mapper.columns.items() if not c.nullable and not c.primary_key}
    for name, column in scope._guards[model].columns.items():
        value = getattr(at, name)
        # What the table does not leave open has a value; an id of its own is the row's own.
        given[column.key] = 1 if value is None and not mapper.columns[column.key].nullable else value
    return model(**given)


def rows_of(model: type[Base], places: list[Placement]) -> list[Base]:
    """One row for each placement; where a placement names the row itself, one for each name."""
    rows = [row_of(model, at) for at in places]
    own = any(inspect(model).columns[c.key].primary_key for c in scope._guards[model].columns.values())
    return list({row.id: row for row in rows}.values()) if own else rows  # type: ignore[attr-defined]  # All have ids.


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
    return [row.id for row in session.scalars(select(model).order_by(model.id).limit(100).offset(0))]


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


def check(connection: Connection, model: Any, reader: Reader, places: list[Placement]) -> None:
    """Compare the rule with every form of query over rows at these placements."""
    with connection.begin_nested() as made:
        with opened(connection, system("tests")) as session:
            session.add_all(rows_of(model, places))
            session.flush()
            rule = rule_of(model)
            assert rule is not None
            everything = list(session.scalars(select(model)))
            seen = {row.id: rule(reader, placement_of(row)) for row in everything}
        wanted = sorted(i for i, is_seen in seen.items() if is_seen)
        for name, found in SELECTED.items():
            with opened(connection, reader) as session:
                assert sorted(found(session, model)) == wanted, name
        for name, total in COUNTED.items():
            with opened(connection, reader) as session:
                assert total(session, model) == len(wanted), name
        with opened(connection, reader) as session:
            for i, is_seen in seen.items():
                assert (session.get(model, i) is not None) is is_seen
                assert session.scalar(select(exists(select(model.id).where(model.id == i)))) is is_seen
                assert session.scalar(select(literal(1)).where(select(model).where(model.id == i).exists())) == (
                    1 if is_seen else None
                )
        made.rollback()


def test_every_table_has_a_rule_or_a_reason() -> None:
    assert scope.unguarded() == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=SOME, suppress_health_check=list(HealthCheck))
@given(reader=readers, places=st.lists(placements, min_size=1, max_size=8))
def test_a_row_is_selected_exactly_when_the_rule_says_so(
    connection: Connection, name: str, reader: Reader, places: list[Placement]
) -> None:
    check(connection, MODELS[NAMES.index(name)], reader, places)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(reader=readers, places=st.lists(placements, min_size=1, max_size=12))
def test_a_row_is_selected_exactly_when_the_rule_says_so_long(
    connection: Connection, name: str, reader: Reader, places: list[Placement]
) -> None:
    check(connection, MODELS[NAMES.index(name)], reader, places)


@pytest.fixture
def meeting(connection: Connection) -> Iterator[int]:
    """The id of one meeting of body 1, announced."""
    with connection.begin_nested() as made:
        with opened(connection, system("tests")) as session:
            row = row_of(Meeting, Placement(body=1, meeting=7))
            session.add(row)
            session.flush()
        yield 7
        made.rollback()


SEATED, ELSEWHERE = (
    Reader(ReaderKind.PERSON, person=1, bodies=frozenset({1}), seats=frozenset({body})) for body in (1, 2)
)


def test_the_same_statement_is_filtered_anew_for_each_reader(connection: Connection, meeting: int) -> None:
    wanted = select(Meeting.id)

    for reader, found in ((SEATED, [meeting]), (ELSEWHERE, []), (NOBODY, []), (SEATED, [meeting])):
        with opened(connection, reader) as session:
            assert list(session.scalars(wanted)) == found


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
        select(Meeting.__table__),
        select(literal(1)),
        select(func.count()).select_from(Meeting.__table__),
        update(Meeting).values(city="Elsewhere"),
        delete(Meeting),
        update(Meeting.__table__).values(city="Elsewhere"),
        delete(Meeting.__table__),
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
    with connection.begin_nested() as made:
        with opened(connection, system("tests")) as session:
            hidden = row_of(Contact, Placement(body=2, person=9))
            session.add(hidden)
            session.flush()
            term = row_of(Term, Placement(body=1, party=1, person=9))
            term.contact_id = hidden.id  # type: ignore[attr-defined]  # A row of any table, here a term.
            session.add(term)
            session.flush()
        for reader, is_seen in ((SEATED, False), (system("tests"), True)):
            with opened(connection, reader) as session:
                found = session.scalars(select(Term).options(load(Term.contact))).one()
                assert (found.contact is not None) is is_seen
        made.rollback()


def test_a_row_that_was_loaded_and_is_hidden_now_is_not_read_anew(connection: Connection, meeting: int) -> None:
    with opened(connection, SEATED) as session:
        found = session.get_one(Meeting, meeting)
        connection.execute(Meeting.__table__.delete())  # type: ignore[attr-defined]  # A table takes delete().
        session.expire(found)
        with pytest.raises(ObjectDeletedError):
            _ = found.title
