"""Files of past recommendations that were looked at and wait to be taken over: held for an hour, for one person.

A long list is ordered to be taken over: the order lies beside its file, says how far it is, and goes when it is an hour
old and done.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

HELD_FOR = timedelta(hours=1)
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
ENDING = ".order"


@dataclass(frozen=True, slots=True)
class Order:
    """A list that is taken over part by part: for whom (person's and body's key), what of, and how far it is.

    `tries` counts how often it was begun since its last part; `passed` what was on record by the time of its part.
    Of `lines` lines that are appended to what is on record, whose numbers `which` holds, so many are `appended`, and
    `dropped` did not follow any more.
    """

    person: str
    token: str
    what: str
    body: str
    given_at: str
    of: int
    done: int = 0
    passed: int = 0
    tries: int = 0
    has_ended: bool = False
    why: str = ""
    lines: int = 0
    appended: int = 0
    dropped: int = 0
    which: str = ""

    @property
    def at(self) -> datetime:
        """When it was given."""
        return datetime.fromisoformat(self.given_at)


def hold(folder: Path, person_key: str, content: bytes, *, at: datetime) -> str:
    """Keep a file for one person; gives the token by which their form names it. What waited longer is let go of."""
    place = folder / "lists"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    ordered = {order.token for order in orders(folder) if not order.has_ended}
    for path in place.iterdir():
        with suppress(FileNotFoundError):
            is_old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - HELD_FOR
            if is_old and path.name.removesuffix(ENDING).rpartition(".")[2] not in ordered:
                path.unlink()
    token = secrets.token_urlsafe(16)
    _write(place / f"{person_key}.{token}", content)
    return token


def _write(path: Path, content: bytes) -> None:
    coming = path.with_name(f"{path.name}.coming")
    coming.write_bytes(content)
    coming.replace(path)


def take_back(folder: Path, person_key: str, token: str) -> bytes | None:
    """What that person's form left under that token; None for anything else."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        return (folder / "lists" / f"{person_key}.{token}").read_bytes()
    except FileNotFoundError:
        return None


def let_go(folder: Path, person_key: str, token: str) -> None:
    """It was taken over: nothing need be held."""
    if TOKEN.fullmatch(token):
        (folder / "lists" / f"{person_key}.{token}").unlink(missing_ok=True)


def give(folder: Path, order: Order) -> bool:
    """Order the file that is held under a token to be taken over; a form that is sent twice orders it once.

    False where it was ordered already without lines that this one would append: nothing is added to what has begun.
    """
    try:
        before = Order(**json.loads(_path(folder, order).read_bytes()))
    except FileNotFoundError:
        keep(folder, order)
        return True
    return numbers_in(order.which) <= numbers_in(before.which)


def keep(folder: Path, order: Order) -> None:
    """Keep how far an order is."""
    _write(_path(folder, order), json.dumps(asdict(order)).encode())


def orders(folder: Path, person_key: str = "*") -> Iterator[Order]:
    """The orders, the oldest first: all, or those of one person."""
    found = (folder / "lists").glob(f"{person_key}.*{ENDING}")
    read = []
    for path in found:
        with suppress(FileNotFoundError):
            read.append(Order(**json.loads(path.read_bytes())))
    return iter(sorted(read, key=lambda order: order.given_at))


def in_words(numbers: Iterable[int]) -> str:
    """Numbers of lines, those that follow each other as one: “2-40, 42”; for the order, which is read by a program."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def numbers_in(words: str) -> set[int]:
    """The numbers that such words hold."""
    spans = [part.split("-") for part in words.split(", ") if part]
    return {number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)}


def _path(folder: Path, order: Order) -> Path:
    return folder / "lists" / f"{order.person}.{order.token}{ENDING}"
