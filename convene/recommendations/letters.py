"""The letter to one addressee: what it says when it is sent, kept from then on as it was sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from convene import clock
from convene.access.gate import Missing
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.meetings.models import Meeting
from convene.recommendations.history import adopts
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.queries import addressees_of, item_of, meeting_of
from convene.recommendations.terms import CLOSED, DRAFTED, LetterView, State, Way

# How the seat of a member is addressed; letters of before say it the other way.
TO_SEAT = "its representatives"
_TO_SEAT_BEFORE = "the holders of its seat"
_DAYS = ("adopted_on", "sent_on", "due_on")


def written(row: Addressee, found: Recommendation, body: Body, *, as_of: str = "") -> LetterView:
    """What the letter says as things stand now."""
    # Before it goes out, a party is taken to have a seat; sending it finds out.
    has_seat = row.recipient in (TO_SEAT, _TO_SEAT_BEFORE) or (row.sent_on is None and row.party_id is not None)
    office = f"The Representatives to the {body.name}" if has_seat else row.recipient
    return LetterView(
        body_name=body.name,
        body_short_name=body.short_name,
        addressee=row.name,
        recipient=office if office != row.name else "",
        reference=f"{found.symbol}/L.{row.position + 1}",
        symbol=found.symbol or "",
        text=found.text,
        kind=found.kind,
        adopted_on=found.adopted_on,
        verb="adopted" if adopts(body) else "issued",
        meeting=_meeting_words(meeting_of(found)),
        item=_item_words(item_of(found)) if has_seat else "",
        sent_on=row.sent_on,
        as_of=as_of,
        due_on=row.due_on,
        has_seat=has_seat,
        reply_address=body.reply_address,
        disclaimer=found.disclaimer,
        telephone_name=body.telephone_name,
        telephone=body.telephone,
    )


def _meeting_words(meeting: Meeting | None) -> str:
    """“Spring meeting (TNAP/2027/1), held in Zurich on 3 June 2027”; empty where it came from no meeting."""
    if meeting is None:
        return ""
    begins, ends = meeting.starts_on, meeting.ends_on
    first, last = (clock.day_words(day, weekday=False) for day in (begins, ends))
    is_one_month = (begins.year, begins.month) == (ends.year, ends.month)
    days = f"on {first}" if begins == ends else f"from {begins.day if is_one_month else first} to {last}"
    return f"{meeting.title} ({meeting.symbol}), held in {meeting.city} {days}"


def _item_words(item: AgendaItem | None) -> str:
    """The item's title, for seats alone; what only some members see is named in no letter."""
    return "" if item is None or item.narrowed else item.title


def seal(row: Addressee, found: Recommendation, body: Body, *, at: datetime) -> None:
    """Keep the letter as it goes out at that moment: what is changed afterwards does not change it."""
    view = written(row, found, body, as_of=clock.moment_words(at, body.zone))
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(view).items()}
    row.letter = json.dumps(facts, ensure_ascii=False, sort_keys=True)


def way_of(row: Addressee, found: Recommendation, theirs: Sequence[Addressee]) -> Way:
    """How it went to one of its addressees; what a list tells of has no letter that could be shown.

    A list may say that it was followed up or implemented and name no day and no answer: then it went to all of them.
    """
    if row.letter or row.recipient:
        return Way.FROM_HERE
    if row.sent_on is not None or row.answer is not None:
        return Way.LISTED
    is_untold = all(each.sent_on is None and each.answer is None for each in theirs)
    if is_untold and found.state in (State.FOLLOW_UP, State.IMPLEMENTED):
        return Way.LISTED
    return Way.NEVER if found.state in CLOSED else Way.WAITS


def waiting(found: Recommendation, theirs: Sequence[Addressee]) -> list[Addressee]:
    """The addressees to whom its letter is still to go out; none before it is adopted."""
    return [] if found.state in DRAFTED else [row for row in theirs if way_of(row, found, theirs) is Way.WAITS]


def is_posted(row: Addressee) -> bool:
    """Whether the letter is printed and posted by the secretariat: it has gone out, and no seat got mail.

    What was taken over from a list names no recipient, and was posted long ago.
    """
    return row.sent_on is not None and row.recipient not in ("", TO_SEAT, _TO_SEAT_BEFORE)


def to_post(rows: Sequence[Recommendation], body: Body) -> list[LetterView]:
    """The letters of these recommendations that are printed and posted, in the order of their symbols."""
    theirs = addressees_of(r.id for r in rows)
    return [
        letter_of(row, found, body, may_keep=True)
        for found in rows
        for row in theirs.get(found.id, ())
        if is_posted(row) and found.state not in DRAFTED
    ]


def letter_of(row: Addressee, found: Recommendation, body: Body, *, may_keep: bool) -> LetterView:
    """The letter as it was sent; before that the secretariat alone reads it.

    Raises Missing for a draft, and for what this program never sent.
    """
    if found.state in DRAFTED or (row.sent_on is None and not may_keep):
        raise Missing
    # What went out is told by itself; of what did not, the others tell whether a list says that it went to all.
    theirs = addressees_of([found.id]).get(found.id, []) if row.sent_on is None else []
    if way_of(row, found, theirs) not in (Way.FROM_HERE, Way.WAITS):
        raise Missing
    if row.letter:
        facts = json.loads(row.letter)
        return LetterView(**facts | {name: date.fromisoformat(facts[name]) for name in _DAYS if facts[name]})
    # What went out before letters were kept says the day alone.
    return written(row, found, body, as_of=clock.day_words(row.sent_on, weekday=False) if row.sent_on else "")
