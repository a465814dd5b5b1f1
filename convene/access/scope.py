"""The second door: a row filter on every ORM select, by the rules of `access.rules`, for the one reader of a session.

Each table is registered with the rule that decides on it and the columns that place it; the SQL here says the same as
the rule, and a property test compares the two. The filter is built once; its ids are bound when a statement runs
(settled 23). Without a reader nothing can be read; `convene.readers` builds one as a named system reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, event, false, or_
from sqlalchemy.orm import InstrumentedAttribute, LoaderCriteriaOption, ORMExecuteState, Session
from sqlalchemy.orm.interfaces import CriteriaOption

from convene.access import rules
from convene.access.terms import NOBODY, Placement, Reader, ReaderKind, system
from convene.db import Base, aside, db

Rule = Callable[[Reader, Placement], bool]
Column = InstrumentedAttribute[object]


class NoReader(RuntimeError):
    """Something was selected before it was known who reads."""


class ReaderChanged(RuntimeError):
    """A session's reader was to be replaced: its identity map holds rows of the first (settled 23)."""


class Unscoped(RuntimeError):
    """A statement would pass the row filter by, or a table has no rule."""


@dataclass(frozen=True, slots=True)
class _Guard:
    rule: Rule
    columns: dict[str, Column]


_guards: dict[type[Base], _Guard] = {}
_unrestricted: dict[type[Base], str] = {}
_active: ContextVar[Reader] = ContextVar("convene_reader", default=NOBODY)


def _set(name: str) -> ColumnElement[bool]:
    """An IN-list whose ids are those of the reader when the statement runs."""
    return bindparam(f"reader_{name}", callable_=lambda: list(getattr(_active.get(), name)), expanding=True)


STAFF, SEATS, PARTIES, BODIES = _set("staff"), _set("seats"), _set("parties"), _set("bodies")
MEETINGS, SESSIONS, ITEMS, NARROWED = _set("meetings"), _set("sessions"), _set("items"), _set("narrowed")
PAPERS = _set("papers")
ME: BindParameter[int] = bindparam("reader_person", callable_=lambda: _active.get().person or -1)


def guard(model: type[Base], rule: Rule, **columns: object) -> None:
    """Register the rule of a table and the columns that place its rows. Raises ValueError for an unknown rule."""
    if rule not in _SQL:
        raise ValueError(f"no SQL stands for {rule.__name__}")
    _guards[model] = _Guard(rule, columns)  # type: ignore[arg-type]  # Mapped attributes are typed by their values.
    _filter.clear()


def unrestricted(model: type[Base], reason: str) -> None:
    """Register a table that holds nothing about anybody, and why."""
    _unrestricted[model] = reason
    _filter.clear()


def unguarded() -> list[str]:
    """Mapped classes with neither rule nor exemption; must be empty."""
    mapped = {mapper.class_ for mapper in Base.registry.mappers}
    return sorted(c.__name__ for c in mapped - set(_guards) - set(_unrestricted))


def rule_of(model: type[Base]) -> Rule | None:
    """The rule that decides on a table's rows; None for an unrestricted one."""
    found = _guards.get(model)
    return found.rule if found else None


def placement_of(row: Base) -> Placement:
    """The plain values that the rule decides on, read from a row by the registered columns."""
    columns = _guards[type(row)].columns
    return Placement(**{name: getattr(row, column.key) for name, column in columns.items()})


def guarded_models() -> list[type[Base]]:
    """All tables that have a rule."""
    return list(_guards)


def set_reader(reader: Reader, session: Session | None = None) -> None:
    """Name the reader of the request's session. Raises ReaderChanged where it already has another."""
    info = (session or db.session()).info
    if info.get("reader") not in (None, reader):
        raise ReaderChanged("a session keeps its reader")
    info["reader"] = reader


def current_reader() -> Reader:
    """The reader of the request's session. Raises NoReader before one is set."""
    reader = db.session().info.get("reader")
    if not isinstance(reader, Reader):
        raise NoReader("nobody reads yet")
    return reader


@contextmanager
def as_system(reason: str) -> Iterator[Session]:
    """A second session on the same transaction that sees everything, for a named reason; its rows stay in it."""
    with aside(system(reason)) as session:
        yield session


def _kept(c: dict[str, Column]) -> ColumnElement[bool]:
    return c["body"].in_(STAFF)


def _self(c: dict[str, Column]) -> ColumnElement[bool]:
    return c["person"] == ME if "person" in c else false()


def _body_wide(c: dict[str, Column]) -> ColumnElement[bool]:
    own = c["party"].in_(PARTIES) if "party" in c else false()
    return or_(_kept(c), c["body"].in_(SEATS), own, _self(c))


def _own(c: dict[str, Column]) -> ColumnElement[bool]:
    return or_(_kept(c), _self(c))


def _is_announced(c: dict[str, Column]) -> ColumnElement[bool]:
    return c["announced"].is_(True)


def _seated(c: dict[str, Column]) -> ColumnElement[bool]:
    return and_(_is_announced(c), c["body"].in_(SEATS))


def _announced(c: dict[str, Column]) -> ColumnElement[bool]:
    return or_(_own(c), _seated(c))


def _meeting(c: dict[str, Column]) -> ColumnElement[bool]:
    return or_(_kept(c), and_(_is_announced(c), or_(c["body"].in_(SEATS), c["meeting"].in_(MEETINGS))))


def _session(c: dict[str, Column]) -> ColumnElement[bool]:
    return or_(_kept(c), and_(_is_announced(c), or_(c["body"].in_(SEATS), c["session"].in_(SESSIONS))))


def _visible_item(c: dict[str, Column]) -> ColumnElement[bool]:
    in_reach = or_(c["body"].in_(SEATS), and_(c["session"].in_(SESSIONS), c["withheld"].is_(False)))
    by_reach = and_(in_reach, or_(c["narrowed"].is_(False), c["item"].in_(NARROWED)))
    return and_(_is_announced(c), or_(c["item"].in_(ITEMS), by_reach))


def _item(c: dict[str, Column]) -> ColumnElement[bool]:
    return or_(_kept(c), _visible_item(c))


def _of_own(c: dict[str, Column]) -> ColumnElement[bool]:
    if "party" not in c:
        return _self(c)
    return or_(c["party"].in_(PARTIES), and_(c["party"].is_(None), _self(c)))


def _paper(c: dict[str, Column]) -> ColumnElement[bool]:
    shared = and_(_is_announced(c), c["paper"].in_(PAPERS))
    released = or_(_of_own(c), c["for_admitted"].is_(True), c["body"].in_(SEATS))
    return or_(_kept(c), shared, and_(_visible_item(c), released))


def _heard(c: dict[str, Column]) -> ColumnElement[bool]:
    in_reach = or_(c["body"].in_(SEATS), c["session"].in_(SESSIONS))
    return or_(_kept(c), and_(_is_announced(c), in_reach, c["party"].not_in(PARTIES)))


_SQL: dict[Rule, Callable[[dict[str, Column]], ColumnElement[bool]]] = {
    rules.sees_body_wide: _body_wide,
    rules.sees_kept: _kept,
    rules.sees_own: _own,
    rules.sees_announced: _announced,
    rules.sees_meeting: _meeting,
    rules.sees_session: _session,
    rules.sees_item: _item,
    rules.sees_paper: _paper,
    rules.sees_heard: _heard,
    rules.sees_narrowing: lambda c: or_(_kept(c), c["item"].in_(NARROWED)),
    rules.sees_party_kept: lambda c: or_(_kept(c), _of_own(c)),
    rules.sees_called: lambda c: or_(_kept(c), and_(_is_announced(c), _of_own(c))),
    rules.sees_filed: lambda c: or_(_kept(c), _of_own(c), _seated(c)),
    rules.sees_seated: lambda c: or_(_kept(c), _seated(c)),
    rules.sees_share: lambda c: or_(_kept(c), c["party"].in_(PARTIES), _self(c)),
    rules.sees_self: _self,
    rules.sees_body: lambda c: c["body"].in_(BODIES),
}

_filter: list[_RowFilter] = []


class _RowFilter(CriteriaOption):
    """All criteria as one option: they never change once built, and their ids are bound when a statement runs.

    One by one they would be compared with those of every other statement each time: a quarter of a page's work, and
    growing with the number of tables.
    """

    propagate_to_loaders = True  # Without it a joined load of a relationship would pass by (measured).
    _is_has_cache_key = True

    def __init__(self, criteria: Sequence[LoaderCriteriaOption]) -> None:
        self.criteria = tuple(criteria)

    def _gen_cache_key(self, _anon_map: object, _bindparams: list[BindParameter[object]]) -> tuple[object, ...]:
        return (_RowFilter, id(self))

    def process_compile_state(self, compile_state: Any) -> None:
        """Put each criterion to its table, wherever it stands in the statement."""
        for each in self.criteria:
            each.process_compile_state(compile_state)


def _criteria() -> _RowFilter:
    """Built at first use and kept: rebuilding it for each statement costs four times the statement (settled 23)."""
    if not _filter:
        if missing := unguarded():
            raise Unscoped(f"no access rule for {', '.join(missing)}")
        found = []
        for model, guarded in _guards.items():
            criterion = _SQL[guarded.rule](guarded.columns)
            found.append(LoaderCriteriaOption(model, criterion, include_aliases=True, propagate_to_loaders=True))
        _filter.append(_RowFilter(found))
    return _filter[0]


@event.listens_for(Session, "do_orm_execute")
def _filter_rows(state: ORMExecuteState) -> None:
    """Add the criteria to every ORM select; refuse whatever would pass them by."""
    reader = state.session.info.get("reader")
    if not isinstance(reader, Reader):
        raise NoReader("something was read before it was known who reads")
    if reader.kind is ReaderKind.SYSTEM:
        return
    if not state.is_select or not state.is_orm_statement:
        raise Unscoped("only ORM selects pass the row filter; change loaded rows instead")
    if state.is_column_load:
        return
    _active.set(reader)
    state.statement = state.statement.options(_criteria())
