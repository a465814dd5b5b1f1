"""Fair hours: what meetings by video lay on each member outside 07:00–21:00, and hours that share it out over a year.

All of it is reckoned from instants and zones alone, so that the same meetings give the same proposals everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from convene import clock
from convene.polls.terms import DAY_CLOSES, DAY_OPENS, Burden, Proposal, Seat, Sitting

STEP = 30  # Minutes between the hours that are tried.
A_DAY = timedelta(days=1)


def minutes_outside(starts_at: datetime, minutes: int, zone: str) -> int:
    """How many of these minutes lie outside 07:00–21:00 on the wall clock of a zone; the change of clocks counts."""
    ends_at = starts_at + timedelta(minutes=minutes)
    inside = 0
    day = clock.local(starts_at, zone).date()
    while day <= clock.local(ends_at, zone).date():
        opens, closes = clock.at_wall(day, DAY_OPENS, zone), clock.at_wall(day, DAY_CLOSES, zone)
        overlap = min(ends_at, closes) - max(starts_at, opens)
        inside += max(0, int(overlap.total_seconds() // 60))
        day += A_DAY
    return minutes - inside


def ledger(seats: Iterable[Seat], sittings: Sequence[Sitting]) -> tuple[Burden, ...]:
    """What these meetings laid on each member, heaviest first and then by name."""
    found = []
    for seat in seats:
        parts = [minutes_outside(s.starts_at, s.minutes, seat.zone) for s in sittings]
        found.append(Burden(seat, sum(parts), sum(1 for part in parts if part)))
    return tuple(sorted(found, key=lambda b: (-b.minutes, b.seat.name)))


def proposals(
    burdens: Sequence[Burden], *, on: date, zone: str, minutes: int, at: datetime, most: int = 3
) -> tuple[Proposal, ...]:
    """The hours of a day, on the wall clock of `zone`, that lay the least on whoever bears the most over the year.

    Ties go to the smaller sum, then to whatever leaves the second heaviest burden smaller, and so on, then to the
    earlier hour. Of hours that fall to the same members only the best is proposed. Hours that are skipped or come twice
    are left out, and those past.
    """
    tried = []
    for step in range(0, 24 * 60, STEP):
        opens = time(step // 60, step % 60)
        if clock.wall_exists(on, opens, zone) and (begins := clock.at_wall(on, opens, zone)) > at:
            tried.append(_proposal(burdens, on, opens, begins, minutes))
    tried.sort(key=lambda p: (p.most, p.total, _after(burdens, p), p.starts_at))
    found: list[Proposal] = []
    for one in tried:
        bearers = {seat for seat, _ in one.added}
        if len(found) < most and all(bearers != {seat for seat, _ in f.added} for f in found):
            found.append(one)
    return tuple(found)


def _after(burdens: Sequence[Burden], proposal: Proposal) -> list[int]:
    """What everybody would have borne by then, heaviest first."""
    added = dict(proposal.added)
    return sorted((b.minutes + added.get(b.seat, 0) for b in burdens), reverse=True)


def _proposal(burdens: Sequence[Burden], on: date, opens: time, begins: datetime, minutes: int) -> Proposal:
    parts = [(b, minutes_outside(begins, minutes, b.seat.zone)) for b in burdens]
    after = [b.minutes + part for b, part in parts]
    added = tuple((b.seat, part) for b, part in parts if part)
    return Proposal(on, opens, begins, added, max(after, default=0), sum(after), _why(parts))


def _why(parts: Sequence[tuple[Burden, int]]) -> str:
    """In words: on whom it falls, and who is spared because they have had the most so far."""
    falls = [b for b, part in parts if part]
    if not falls:
        return "It lies within 07:00–21:00 for everybody."
    spared = [b for b, part in parts if not part and b.nights]
    names = _listed([b.seat.place for b in sorted(falls, key=lambda b: (b.minutes, b.seat.name))])
    if spared:
        heaviest = max(spared, key=lambda b: (b.minutes, b.seat.name))
        return f"{heaviest.seat.place} has had {_nights(heaviest.nights)} this year, so this one falls to {names}."
    return f"It falls to {names}; nobody who is spared has had a night this year."


def _nights(number: int) -> str:
    words = {1: "one night", 2: "two nights", 3: "three nights", 4: "four nights", 5: "five nights"}
    return words.get(number, f"{number} nights")


def _listed(names: Sequence[str]) -> str:
    each = list(dict.fromkeys(names))
    return each[0] if len(each) == 1 else ", ".join(each[:-1]) + " and " + each[-1]
