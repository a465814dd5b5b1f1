"""What was counted once holds until the journal of the body goes on: lists are read more often than they change."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from convene import journal
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.bodies.models import Body
from convene.db import db, this_database

T = TypeVar("T")
# So many of those that were asked for last are kept in each process.
MOST = 64
_kept: WeakKeyDictionary[Engine, dict[tuple[object, ...], Any]] = WeakKeyDictionary()
_counting = Lock()


def while_unchanged(body: Body, asked: tuple[object, ...], make: Callable[[], T]) -> T:
    """What `make` counts of a body's recommendations and addressees; anew only where the journal has gone on since.

    `asked` tells apart what is counted, the day with it. What a seat sees of recommendations is the same for every
    seat of the body, and more for its secretariat: nothing else of a reader decides on them. Whoever asks while
    another counts waits for the same. Who writes counts anew: what is not committed is kept for nobody.
    """
    if db.session.info.get("writing"):
        return make()
    reader = current_reader()
    name = (body.key, may_keep(reader, body.id), body.id in reader.seats, journal.last_of(body.id), *asked)
    with _counting:
        kept = _kept.setdefault(this_database(), {})
        found: T = kept.pop(name) if name in kept else make()
        kept[name] = found  # The last asked for stands last; the first goes.
        if len(kept) > MOST:
            del kept[next(iter(kept))]
    return found
