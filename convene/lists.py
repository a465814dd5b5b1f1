"""Long lists are taken over at the clock's beat, part by part: each is kept by itself, and others write between.

A stop in the middle loses nothing: what was kept is on record, and the order is taken up again where it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from convene import clock
from convene.access.gate import Missing
from convene.access.terms import Reader, system
from convene.bodies.models import Body
from convene.bodies.queries import kept_body
from convene.db import db, looking, work
from convene.findings import Refused
from convene.people.models import Person
from convene.readers import readers_of
from convene.recommendations import appending, columns, gathered, importing, waiting
from convene.sending import take_duty
from convene.years import past, past_keeping

TAKER = system("lists")
# As often an order is begun anew without getting on; then it is given up, and says so.
TRIES_MOST = 5
GONE = "you do not serve the secretariat of this body any more"
FAILED = "it did not work, and it is our fault; look at the file again to see what is on record"
log = logging.getLogger("convene.lists")


class Reading(Protocol):
    """A file held against a body."""

    @property
    def size(self) -> int:
        """How much of it would be taken over or appended."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list: how its file is read, held against a body, and taken over a part at a time."""

    table: columns.Table
    held_against: Callable[..., gathered.Reading | past.Reading]
    take_over: Callable[..., int]

    def parts(self, content: bytes, body: Body, today: date, which: str) -> tuple[list[Reading], list[Reading]]:
        """The parts to take over, and those to append of the lines named. Raises Refused where it cannot be read.

        Other lines are not appended: those were refused when the list was looked at, and may only look otherwise now
        that what came before them is on record.
        """
        reading = self.held_against(body, columns.read(content, self.table), today=today)
        lines = waiting.numbers_in(which)
        further = reading.appending(lines) if lines and isinstance(reading, gathered.Reading) else ()
        return list(reading.parts()), list(further)


KINDS = {
    "recommendations": Kind(
        # Whoever ordered it has read what may give somebody away.
        columns.OF_RECOMMENDATIONS,
        partial(importing.held_against, is_read=True),
        appending.take_part,
    ),
    "meetings": Kind(past.TABLE, past.held_against, past_keeping.take_over),
}


def take_waiting(folder: Path, *, pause: Callable[[], None]) -> int:
    """Take over what is ordered; gives how many parts. Between two parts it pauses, so that others come to write."""
    count = 0
    for order in waiting.orders(folder):
        if order.has_ended or not _is_ours(clock.now()):
            continue
        for _ in in_parts(folder, order):
            count += 1
            pause()
    return count


def _is_ours(at: datetime) -> bool:
    """One process at a time takes lists over; a second one would do no harm, and no good."""
    with work(TAKER):
        return take_duty("lists", db.session(), at=at)


def in_parts(folder: Path, order: waiting.Order) -> Iterator[waiting.Order]:
    """Take an order on to its end, with how far it is after each part."""
    order = replace(order, tries=order.tries + 1)
    waiting.keep(folder, order)
    try:
        yield from _in_parts(folder, order)
    except (Missing, Refused) as refused:
        _end(folder, order, str(refused) or GONE)
    except Exception:
        log.exception("a list that is taken over failed")
        if order.tries >= TRIES_MOST:
            _end(folder, order, FAILED)


def _in_parts(folder: Path, order: waiting.Order) -> Iterator[waiting.Order]:
    content = waiting.take_back(folder, order.person, order.token)
    if content is None:
        _end(folder, order, FAILED)
        return
    kind = KINDS[order.what]
    with looking(_reader(order.person)):
        body = kept_body(order.body)
        parts, further = kind.parts(content, body, clock.local(clock.now(), body.zone).date(), order.which)
    order = _so_far(order, sum(part.size for part in parts), sum(part.size for part in further))
    for place, part in enumerate((*parts, *further)):
        at = clock.now()
        with work(_reader(order.person)):
            kept = kind.take_over(kept_body(order.body), part, by=order.person, at=at)
        lost = part.size - kept
        if place < len(parts):
            order = replace(order, done=order.done + kept, passed=order.passed + lost, tries=0)
        else:
            order = replace(order, appended=order.appended + kept, dropped=order.dropped + lost, tries=0)
        waiting.keep(folder, order)
        yield order
    _end(folder, order)
    waiting.let_go(folder, order.person, order.token)


def _so_far(order: waiting.Order, new: int, further: int) -> waiting.Order:
    """An order as far as what is left says it is: a stop may have come between a part and the note of it."""
    done, appended = order.of - order.passed - new, order.lines - order.dropped - further
    return replace(order, done=max(0, done), appended=max(0, appended))


def _end(folder: Path, order: waiting.Order, why: str = "") -> None:
    waiting.keep(folder, replace(order, has_ended=True, why=why))


def _reader(person_key: str) -> Reader:
    """Whoever ordered it, with the rights that they have at this moment. Raises Missing for nobody."""
    with looking(TAKER):
        found = db.session.scalars(select(Person).where(Person.key == person_key)).first()
        if found is None or found.disabled_at is not None:
            raise Missing
        return readers_of([found.id], clock.now())[found.id]
