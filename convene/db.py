"""The database: declarative base, types, transactions. The only place that begins and commits.

SQLite and PostgreSQL behave alike: a writing transaction waits until it is the only writer (BEGIN IMMEDIATE; an
advisory lock), so a check and the write that rests on it cannot be separated (security.md 0.4).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, String, Text, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITER_LOCK = 0x636F6E76  # "conv": one writer at a time on PostgreSQL too.


class Base(DeclarativeBase):
    """Every table. Integer keys never leave the process; addresses use `key` (settled 17)."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite hands datetimes back naive; naive input is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was given where an instant is needed")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A term of an enumeration, stored as its wire string and given back as the term."""

    impl = String
    cache_ok = True

    def __init__(self, terms: type[StrEnum], length: int = 60) -> None:
        super().__init__(length)
        self.terms, self.length = terms, length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store the string. Raises ValueError for a word that the enumeration lacks."""
        return None if value is None else str(self.terms(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give back the term."""
        return None if value is None else self.terms(value)


class Words(TypeDecorator[tuple[StrEnum, ...]]):
    """Several terms of an enumeration in its own order, stored as JSON and given back as a tuple of terms."""

    impl = Text
    cache_ok = True

    def __init__(self, terms: type[StrEnum]) -> None:
        super().__init__()
        self.terms = terms

    def process_bind_param(self, value: tuple[StrEnum, ...] | None, dialect: Dialect) -> str | None:
        """Store the strings. Raises ValueError for a word that the enumeration lacks."""
        if value is None:
            return None
        wanted = {self.terms(one) for one in value}
        return json.dumps([str(term) for term in self.terms if term in wanted], ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[StrEnum, ...] | None:
        """Give back the terms."""
        return None if value is None else tuple(self.terms(one) for one in json.loads(value))


class in_small_letters(FunctionElement[str]):  # noqa: N801
    """A text in small letters, “ÉLITE” as well: SQLite's own lower() knows A to Z alone, PostgreSQL's its locale's."""

    type = String()
    inherit_cache = True


@compiles(in_small_letters)
def _by_unicode(element: in_small_letters, compiler: SQLCompiler, **named: Any) -> str:
    return f'lower(({compiler.process(element.clauses, **named)}) COLLATE "und-x-icu")'


@compiles(in_small_letters, "sqlite")
def _by_python(element: in_small_letters, compiler: SQLCompiler, **named: Any) -> str:
    return f"in_small_letters({compiler.process(element.clauses, **named)})"


def new_key() -> str:
    """128 random bits as 22 address-safe characters."""
    return secrets.token_urlsafe(16)


class Keyed:
    """A row that has an address: an integer key inside, a random one outside.

    By the random one the rows of one statement find their integers again, so that many are inserted at once.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(22), unique=True, default=new_key, insert_sentinel=True)


class ReaderSession(FlaskSession):
    """A session that carries one reader for its life; `access.scope` filters what it selects."""

    def get_bind(
        self, mapper: Any | None = None, clause: Any | None = None, bind: Any | None = None, **named: Any
    ) -> Engine | Connection:
        """A session that was given a connection keeps to it: Flask-SQLAlchemy's would take a second one."""
        if bind is None and isinstance(self.bind, Connection):
            return self.bind
        return super().get_bind(mapper=mapper, clause=clause, bind=bind, **named)


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": ReaderSession}, disable_autonaming=True)


class NotWriting(RuntimeError):
    """Something was changed in a transaction that only reads."""


@event.listens_for(ReaderSession, "before_flush")
def _refuse_writes_while_reading(session: Session, *_: object) -> None:
    """A GET never writes: what it might have changed would be lost or block others (settled 24)."""
    if not session.info.get("writing") and (session.new or session.dirty or session.deleted):
        raise NotWriting("a change was made outside work()")


def append(rows: Sequence[Base]) -> None:
    """Insert many rows of one table at once, for rows that nothing is asked of after: they are not given their ids."""
    if not db.session.info.get("writing"):
        raise NotWriting("a change was made outside work()")
    db.session.flush()  # What they hang on must be there.
    db.session.bulk_save_objects(rows)


def prepare_engine(engine: Engine) -> None:
    """Attach what makes transactions real on this engine (security.md 0.4, section 6)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgresql_begin)


def _sqlite_connected(connection: Any, _record: object) -> None:
    # The driver's own transaction control is switched off: it would commit behind our back.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=20000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("in_small_letters", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _sqlite_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def begin_writing(session: Session | None = None) -> None:
    """Become the only writer, before anything is read. Raises RuntimeError where a transaction is already open."""
    session = session or db.session()
    if session.in_transaction():
        raise RuntimeError("work() does not nest")
    session.info["writing"] = True
    session.connection(execution_options={"writing": True})


def commit(session: Session | None = None) -> None:
    """Keep what was changed: the one commit of the program."""
    session = session or db.session()
    session.commit()
    session.info.pop("writing", None)
    session.info.pop("journal_head", None)


def abandon(session: Session | None = None) -> None:
    """Give up what was changed and forget the reader."""
    session = session or db.session()
    session.rollback()
    session.expunge_all()
    session.info.clear()


@contextmanager
def work(reader: object) -> Iterator[Session]:
    """One writing transaction with one reader, for jobs and commands. Raises RuntimeError when nested."""
    session = db.session()
    begin_writing(session)
    session.info["reader"] = reader
    try:
        yield session
        commit(session)
    finally:
        abandon(session)


@contextmanager
def looking(reader: object) -> Iterator[Session]:
    """One reading transaction with one reader, for jobs and commands: nobody who writes waits for it."""
    session = db.session()
    if session.in_transaction():
        raise RuntimeError("looking() does not nest")
    session.info["reader"] = reader
    try:
        yield session
    finally:
        abandon(session)


@contextmanager
def aside(reader: object) -> Iterator[Session]:
    """A second session on the same transaction with a reader of its own; see `access.scope.as_system`."""
    current = db.session()
    current.flush()
    with ReaderSession(db, bind=current.connection(), join_transaction_mode="rollback_only") as session:
        session.info.update(reader=reader, writing=current.info.get("writing", False))
        yield session
        session.flush()


@contextmanager
def apart(reader: object) -> Iterator[Session]:
    """A short writing transaction of its own, beside the request's: counters, sightings, refusals to remember."""
    with ReaderSession(db, bind=db.engine) as session:
        begin_writing(session)
        session.info["reader"] = reader
        try:
            yield session
            commit(session)
        except BaseException:
            session.rollback()
            raise


def insert_new(session: Session, model: type[Base], rows: Sequence[Mapping[str, object]]) -> int:
    """Insert what is not there yet, by the table's unique constraints; gives the number of rows added."""
    if not rows:
        return 0
    connection = session.connection()
    from sqlalchemy.dialects import postgresql  # A command that only reads a file need not wait for it.

    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = 0
    for row in rows:
        added += connection.execute(dialect.insert(model).values(**row).on_conflict_do_nothing()).rowcount
    return added


def this_database() -> Engine:
    """Which database this is, for what is kept in the process beside it; nothing is asked of it past the filter."""
    return db.engine


def is_reachable() -> bool:
    """True when the database answers."""
    with db.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1
