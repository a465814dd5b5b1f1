"""The letter to one addressee: what it says when it is sent, kept from then on as it was sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.access.gate import Missing
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.queries import my_contact_name
from convene.presets.words import words_of
from convene.recommendations import rules
from convene.recommendations.history import disclaimer_on, take
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.queries import addressees_of, item_of, meeting_of
from convene.recommendations.terms import CLOSED, DRAFTED, UNSIGNED, LetterView, Signed, State, Step, Way

# How the seat of a member is addressed; letters of before say it the other way.
TO_SEAT = "its representatives"
_TO_SEAT_BEFORE = "the holders of its seat"
# To these recipients no letter goes on paper: a seat gets mail, and of a list that was taken over none is known.
MAILED = ("", TO_SEAT, _TO_SEAT_BEFORE)
_DAYS = ("adopted_on", "sent_on", "due_on")


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How a letter is to go out: to whom, the day by which an answer is asked for, who signs it."""

    recipient: str = ""
    due_on: date | None = None
    signed: Signed = UNSIGNED


def written(
    row: Addressee, found: Recommendation, body: Body, *, on: date, going: Dispatch | None = None, as_of: str = ""
) -> LetterView:
    """What the letter of a day says as things stand now, or as it is to go out."""
    how = going or Dispatch(row.recipient, row.due_on)
    # Before it goes out, a party is taken to have a seat; sending it finds out.
    has_seat = how.recipient in (TO_SEAT, _TO_SEAT_BEFORE) or (not how.recipient and row.party_id is not None)
    has_seat = has_seat and (bool(how.recipient) or row.sent_on is None)
    office = f"The Representatives of {rules.with_article(row.name)}\nto the {body.name}" if has_seat else how.recipient
    party = db.session.get(Party, row.party_id) if row.party_id is not None else None
    salutation, closing = rules.courtesies(
        row.kind, party.kind if party else None, has_seat=has_seat, is_signed=bool(how.signed.name)
    )
    return LetterView(
        body_name=body.name,
        body_short_name=body.short_name,
        addressee=row.name,
        recipient=office if office != row.name else "",
        reference=reference_of(row, found),
        symbol=found.symbol or "",
        text=found.text,
        kind=found.kind,
        adopted_on=found.adopted_on,
        verb=words_of(body.preset).adopted,
        noun=words_of(body.preset).recommendation,
        meeting=_meeting_words(meeting_of(found), on),
        item=_item_words(item_of(found)) if has_seat else "",
        sent_on=row.sent_on,
        as_of=as_of,
        due_on=how.due_on,
        has_seat=has_seat,
        reply_address=body.reply_address,
        disclaimer=disclaimer_on(found, body),
        telephone_name=body.telephone_name,
        telephone=body.telephone,
        salutation=salutation,
        closing=closing,
        signed=how.signed,
    )


def reference_of(row: Addressee, found: Recommendation) -> str:
    """What the answer quotes: the symbol, and the number of the letter."""
    return f"{found.symbol}/L.{row.position + 1}"


def _meeting_words(meeting: Meeting | None, on: date) -> str:
    """“Spring meeting (TNAP/2027/1), held in Zurich on 3 and 4 June 2027”; empty where it came from no meeting.

    Before its first day it is to be held; before its last, and as long as it is in session then, it is being held.
    """
    if meeting is None:
        return ""
    begins, ends = meeting.starts_on, meeting.ends_on
    days = f"on {clock.days_words(tuple(dict.fromkeys((begins, ends))), weekday=False)}"
    if ends - begins > timedelta(days=1):
        is_one_month = (begins.year, begins.month) == (ends.year, ends.month)
        first = begins.day if is_one_month else clock.day_words(begins, weekday=False, year=begins.year != ends.year)
        days = f"from {first} to {clock.day_words(ends, weekday=False)}"
    place = "" if meeting.city in meeting.title else f"in {meeting.city} "
    is_held = on < ends or (on == ends and meeting.state is MeetingState.IN_SESSION)
    held = "to be held" if on < begins else "which is being held" if is_held else "held"
    return f"{meeting.title} ({meeting.symbol}), {held} {place}{days}"


def _item_words(item: AgendaItem | None) -> str:
    """The item's title, for seats alone; what only some members see is named in no letter."""
    return "" if item is None or item.narrowed else item.title


def seal(row: Addressee, found: Recommendation, body: Body, *, signed: Signed, at: datetime) -> None:
    """Keep the letter as it goes out at that moment: what is changed afterwards does not change it."""
    going = Dispatch(row.recipient, row.due_on, signed)
    today = clock.local(at, body.zone).date()
    view = written(row, found, body, on=today, going=going, as_of=clock.moment_words(at, body.zone))
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(view).items()}
    row.letter = json.dumps(facts, ensure_ascii=False, sort_keys=True)


def usually_signed(body: Body) -> Signed:
    """Who signed the last letter of a body; before the first, whoever reads this, as its secretary."""
    wanted = select(Addressee.letter).where(Addressee.body_id == body.id, Addressee.letter.contains('"signed": {"name'))
    last = db.session.scalars(wanted.order_by(Addressee.sent_on.desc(), Addressee.id.desc()).limit(1)).first()
    known = Signed(**json.loads(last)["signed"]) if last else UNSIGNED
    return known if known.name else Signed(my_contact_name(body.id), "Secretary")


def usually_due(body: Body, *, at: datetime) -> tuple[date | None, str]:
    """A day to propose for the answers, and why: as long after today as with the last letters, or the next meeting.

    None where a body has sent no letter from here and has no meeting to come within a year.
    """
    today = clock.local(at, body.zone).date()
    last = (
        select(Addressee.sent_on, Addressee.due_on)
        .where(Addressee.body_id == body.id, Addressee.letter != "", Addressee.due_on > Addressee.sent_on)
        .order_by(Addressee.sent_on.desc(), Addressee.id.desc())
    )
    for sent_on, due_on in db.session.execute(last.limit(1)):
        if sent_on is not None and due_on is not None:
            days = (due_on - sent_on).days
            return today + timedelta(days=days), f"{'a day' if days == 1 else f'{days} days'}, as for your last letters"
    coming = select(Meeting.starts_on, Meeting.title).where(
        Meeting.body_id == body.id,
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_on > today,
        Meeting.starts_on <= today + timedelta(days=366),
    )
    for starts_on, title in db.session.execute(coming.order_by(Meeting.starts_on, Meeting.id).limit(1)):
        return starts_on, f"the first day of the {title}"
    return None, ""


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
    return row.sent_on is not None and row.recipient not in MAILED


def on_paper(rows: Sequence[Recommendation]) -> list[tuple[Recommendation, Addressee]]:
    """To whom these recommendations go on paper, in the order of their symbols; one statement."""
    theirs = addressees_of(r.id for r in rows)
    return [
        (found, row)
        for found in rows
        for row in theirs.get(found.id, ())
        if is_posted(row) and found.state not in DRAFTED
    ]


def to_post(rows: Sequence[Recommendation], body: Body, *, at: datetime) -> list[LetterView]:
    """The letters of these recommendations that are printed and posted, in the order of their symbols."""
    return [letter_of(row, found, body, may_keep=True, at=at) for found, row in on_paper(rows)]


def note_posted(
    chosen: Sequence[tuple[Recommendation, Addressee]], body: Body, on: date | None, *, by: str, at: datetime
) -> int:
    """Note on which day letters on paper were posted; gives how many. Another day than before is noted as a correction.

    The day by which an answer is asked for stays as the letter says it. Raises Refused.
    """
    if not chosen or on is None:
        raise Refused((Finding("", Level.REFUSE, "Tick the letters that were posted.", "letters"),))
    today = clock.local(at, body.zone).date()
    refuse(rules.posting_findings(on, sent_on=[row.sent_on for _, row in chosen if row.sent_on], today=today))
    if known := [row.name for _, row in chosen if row.posted_on == on]:
        raise Refused((Finding("", Level.REFUSE, f"This day is noted already: {', '.join(known)}.", "letters"),))
    for found, row in chosen:
        take(found, Step.POST, body=body, by=by, at=at, addressee=row.name, note=_posted_words(row.posted_on, on))
        row.posted_on, row.is_to_post = on, False
        change: dict[str, object] = {"symbol": found.symbol, "to": row.name, "on": on}
        journal.record("letter.post", by=by, at=at, body=body.id, kind="recommendation", key=found.key, change=change)
    return len(chosen)


def _posted_words(before: date | None, on: date) -> str:
    words = f"on {clock.day_words(on, weekday=False)}"
    return f"{words}, and not on {clock.day_words(before, weekday=False)}" if before else words


def letter_of(row: Addressee, found: Recommendation, body: Body, *, may_keep: bool, at: datetime) -> LetterView:
    """The letter as it was sent; before that the secretariat alone reads it, as it would go out at that moment.

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
        days = {name: date.fromisoformat(facts[name]) for name in _DAYS if facts[name]}
        return LetterView(**facts | days | {"signed": Signed(**facts.get("signed", {}))})
    # What went out before letters were kept says the day alone.
    on = row.sent_on or clock.local(at, body.zone).date()
    return written(row, found, body, on=on, as_of=clock.day_words(on, weekday=False) if row.sent_on else "")
