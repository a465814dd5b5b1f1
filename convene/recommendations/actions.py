"""Writes in the life of a recommendation: proposed, reworded, adopted or issued, followed up, closed (A18)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from sqlalchemy import func, select

from convene import clock, journal
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.presets.words import capital, words_of
from convene.recommendations import rules
from convene.recommendations.attributing import (
    doubts_in,
    doubts_in_wording,
    refuse_given_away,
    refuse_own_speaker,
    refuse_unread,
    unread,
)
from convene.recommendations.history import adopts, disclaimer_of, kinds_of, take
from convene.recommendations.models import (
    Addressee,
    Recommendation,
    RecommendationLink,
    RecommendationRelease,
    RecommendationStep,
)
from convene.recommendations.queries import addressees_of, meeting_of, steps_of, taken_back
from convene.recommendations.quoting import is_as_adopted
from convene.recommendations.telling import drop_reminders
from convene.recommendations.terms import CLOSED, DRAFTED, OPEN_SERIES, LinkKind, Named, State, Step, Wording
from convene.recommendations.ties import taken_up_by

KIND = "recommendation"
OTHER_WORDS = (
    "These are not the words that were {}. Take those from the first to the last, with “…” for what you leave out "
    "(but for no “not”, “only” or “unless”, which would turn the sense), or tick that you release it in other words; "
    "guests are told so."
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is noted of a recommendation: a step, in words, and when a meeting should look at it again."""

    step: Step
    note: str
    review_on: date | None = None


def _refused(text: str, field: str = "") -> Refused:
    return Refused((Finding("A18", Level.REFUSE, text, field),))


def _checked(body: Body, wording: Wording) -> None:
    refuse(rules.wording_findings(wording, kinds_of(body)))
    names = "\n".join(each.name for each in wording.addressees)
    refuse(letter_findings({"text": wording.text, "countries": wording.countries, "others": names}))


def _note(found: Recommendation, act: str, *, by: str, at: datetime, **change: object) -> None:
    journal.record(f"recommendation.{act}", by=by, at=at, body=found.body_id, kind=KIND, key=found.key, change=change)


def propose(item: AgendaItem, meeting: Meeting, wording: Wording, *, by: str, at: datetime) -> Recommendation:
    """Take a draft on record, from an item of a meeting; nobody but the secretariat sees it. Raises Refused."""
    if meeting.state is MeetingState.CANCELLED:
        raise _refused("The meeting is cancelled; nothing comes of it.")
    _checked(meeting.body, wording)
    found = Recommendation(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        item_id=item.id,
        text=wording.text,
        kind=wording.kind,
        countries=wording.countries,
        themes=wording.themes,
        proposed_at=at,
        state=State.PROPOSED,
    )
    db.session.add(found)
    take(found, Step.PROPOSE, body=meeting.body, by=by, at=at, note=wording.text)
    _set_addressees(found, wording.addressees)
    _note(found, "propose", by=by, at=at, text=wording.text, item=item.key)
    return found


def _set_addressees(found: Recommendation, wanted: Sequence[Named]) -> None:
    known = {row.name: row for row in addressees_of([found.id]).get(found.id, [])}
    for name, row in known.items():
        if name not in {each.name for each in wanted}:
            db.session.delete(row)
    db.session.flush()  # A name that was taken away may come again.
    for position, each in enumerate(wanted):
        row = known.get(each.name) or Addressee(
            body_id=found.body_id, recommendation_id=found.id, name=each.name, announced=found.announced
        )
        row.kind, row.party_id, row.position = each.kind, each.party_id, position
        db.session.add(row)
    db.session.flush()


def reword(
    found: Recommendation,
    body: Body,
    wording: Wording,
    *,
    revision: int,
    read: Collection[str] = (),
    by: str,
    at: datetime,
) -> None:
    """Change a draft; what was said before stays in its steps. Raises Refused once it is adopted, or was changed.

    Members who read it already see the new words at once: what may give a speaker away there, where nothing is
    attributed, must be among the words that somebody says to have `read`.
    """
    if found.revision != revision:
        raise _refused("Somebody changed the draft while you had it open. Yours is kept here; compare, and send again.")
    _checked(body, wording)
    if found.announced:
        refuse_own_speaker([found], meeting_of(found), wording=wording)
        refuse_unread([unread(doubts_in_wording(wording, found, body), read)], all_the_same=False)
    is_said_anew = found.text != wording.text
    take(found, Step.REWORD, body=body, by=by, at=at, note=wording.text if is_said_anew else "")
    found.text, found.kind = wording.text, wording.kind
    found.countries, found.themes = wording.countries, wording.themes
    found.revision += 1
    _set_addressees(found, wording.addressees)
    _note(found, "reword", by=by, at=at, text=wording.text)


def withdraw(found: Recommendation, body: Body, *, by: str, at: datetime) -> None:
    """A draft that is not pursued; it stays on record for the secretariat. Raises Refused."""
    take(found, Step.WITHDRAW, body=body, by=by, at=at)
    announce_links(found, body, by=by, at=at)
    _note(found, "withdraw", by=by, at=at)


def adopt(
    chosen: Sequence[Recommendation],
    meeting: Meeting,
    *,
    seen: Mapping[str, int] | None = None,
    shown: Mapping[str, str] | None = None,
    all_the_same: bool = False,
    on: date | None = None,
    by: str,
    at: datetime,
) -> list[Recommendation]:
    """Adopt these drafts of a meeting, or issue them where the body does not adopt: each draws its symbol, once.

    `seen` holds by key the revision that the person had before them: nobody adopts a wording that they did not read;
    `shown` the symbol that stood on their page: nobody's letter is written under another one's.
    `all_the_same`: although something may give a speaker away where nothing is attributed.
    It was adopted `on` a day of the meeting; without one, on the last that has begun.
    Raises Refused where the meeting is not announced, nothing is chosen, or somebody is missing to address.
    """
    called = words_of(meeting.body.preset)
    if not meeting.announced or meeting.state is MeetingState.CANCELLED:
        raise _refused(f"{capital(called.recommendations)} are {called.adopted} in a meeting that was convened.")
    if not chosen:
        raise _refused(f"Tick what the meeting has {called.adopted}.", "chosen")
    if seen is not None and (other := [r.text[:60] for r in chosen if seen.get(r.key) != r.revision]):
        raise _refused(
            f"Somebody reworded “{other[0]}…” while you had the page open. Read it, and tick it again.", "chosen"
        )
    days = days_of(meeting, at)
    if on is not None and on not in days:
        raise _refused("Choose a day of the meeting that has begun.", "on")
    _refuse_against_time(chosen, on or days[0])
    step = Step.ADOPT if adopts(meeting.body) else Step.ISSUE
    for found in chosen:
        refuse(rules.step_findings(found.state, step, adopts=adopts(meeting.body)))
    theirs = addressees_of(r.id for r in chosen)
    if lacking := [r.text[:60] for r in chosen if not theirs.get(r.id)]:
        raise _refused(f"It addresses nobody yet: “{lacking[0]}…”. Say to whom it goes first.", "chosen")
    for found, symbol in zip(chosen, symbols_ahead(meeting, len(chosen)), strict=True):
        if shown is not None and (before := shown.get(found.key)) != symbol:
            words = f"{before} was taken meanwhile" if before else "The symbols were not shown to you"
            raise _refused(f"{words}. Below stands what is drawn now; confirm it again.", "chosen")
    refuse_given_away(chosen, meeting, all_the_same=all_the_same)
    for number, found in zip(_free_numbers(meeting), chosen, strict=False):
        found.number, found.symbol = number, f"{meeting.symbol}/R.{number}"
        found.adopted_on = on or days[0]
        found.disclaimer = disclaimer_of(meeting.body)
        take(found, step, body=meeting.body, by=by, at=at, note=found.text)
        _note(found, str(step), by=by, at=at, symbol=found.symbol, text=found.text)
    db.session.flush()
    for found in chosen:
        announce_links(found, meeting.body, by=by, at=at)
    return list(chosen)


def _refuse_against_time(chosen: Sequence[Recommendation], day: date) -> None:
    """A draft has no day when it is tied: on the day of its adoption nothing that it takes up may lie ahead."""
    ties = taken_up_by(found.id for found in chosen)
    for found in chosen:
        for _, earlier in ties.get(found.id, ()):
            if rules.order_findings(day, earlier.adopted_on):
                raise _refused(
                    f"“{found.text[:60]}…” takes up {earlier.symbol}, which came after that day. Choose a later "
                    "day; if there is none, withdraw the draft and propose it without that tie.",
                    "on",
                )


def days_of(meeting: Meeting, at: datetime) -> tuple[date, ...]:
    """The days on which a meeting may have adopted something: noted afterwards, it was adopted there all the same."""
    return rules.adoption_days(meeting.starts_on, meeting.ends_on, today=clock.local(at, meeting.zone).date())


def symbols_ahead(meeting: Meeting, count: int) -> list[str]:
    """The symbols that the next ones adopted are given, in order."""
    return [f"{meeting.symbol}/R.{number}" for number in islice(_free_numbers(meeting), count)]


def _free_numbers(meeting: Meeting) -> Iterator[int]:
    """Numbers on from the last one of the meeting; left out is what a list that was taken over has used already.

    So is the symbol of an adoption that was taken back: letters and notes of the room may bear it.
    """
    prefix = f"{meeting.symbol}/R."
    used = db.session.execute(
        select(Recommendation.number, Recommendation.symbol).where(
            Recommendation.body_id == meeting.body_id,
            (Recommendation.meeting_id == meeting.id) | Recommendation.symbol.istartswith(prefix, autoescape=True),
        )
    ).all()
    number = max((n for n, _ in used if n is not None), default=0)
    symbols = {symbol.casefold() for _, symbol in used if symbol}
    symbols |= {each.symbol.casefold() for each in taken_back(meeting.body_id, prefix)}
    while True:
        number += 1
        if f"{prefix}{number}".casefold() not in symbols:
            yield number


def announce_links(found: Recommendation, body: Body, *, by: str, at: datetime, reason: str = "") -> None:
    """A tie is told once both ends are; what is superseded by an adopted text is closed by that."""
    ties = select(RecommendationLink).where(
        (RecommendationLink.later_id == found.id) | (RecommendationLink.earlier_id == found.id)
    )
    for tie in db.session.scalars(ties).all():
        later = db.session.get_one(Recommendation, tie.later_id)
        earlier = db.session.get_one(Recommendation, tie.earlier_id)
        tie.announced = later.announced and earlier.announced
        is_over = earlier.state in CLOSED | DRAFTED or later.state in DRAFTED
        if tie.kind is LinkKind.SUPERSEDES and not is_over:
            close_as_superseded(earlier, later, body, reason, by=by, at=at)


def close_as_superseded(
    earlier: Recommendation, later: Recommendation, body: Body, reason: str, *, by: str, at: datetime
) -> None:
    """Close one as superseded by another, which its step names.

    Its day of review stays: nothing shows it while it is closed, and it holds again if it is opened.
    """
    words = f"by {later.symbol}" + (f": {reason}" if reason else "")
    take(earlier, Step.SUPERSEDE, body=body, by=by, at=at, note=words)
    _note(earlier, "supersede", by=by, at=at, symbol=later.symbol)
    _await_nothing(earlier, body, at=at)


def _await_nothing(found: Recommendation, body: Body, *, at: datetime) -> None:
    """What is closed awaits nothing: no reminder that still waits goes to whoever owed nothing else."""
    db.session.flush()  # What is owed is read anew.
    today = clock.local(at, body.zone).date()
    for row in addressees_of([found.id]).get(found.id, ()):
        if row.party_id is not None:
            drop_reminders(body, [row.party_id], today=today)


def follow(found: Recommendation, body: Body, wish: FollowUp, *, by: str, at: datetime) -> None:
    """Note what became of it, close it, or say when a meeting reviews it again. Raises Refused.

    What is superseded is closed by its tie to the later one, and in no other way: see `lineage.supersede`.
    """
    if wish.step is Step.SUPERSEDE:
        raise _refused("Say by which one.", "later")
    check_wish(found, body, wish, at=at)
    take(found, wish.step, body=body, by=by, at=at, note=wish.note)
    if wish.step is Step.FOLLOW_UP:
        found.review_on = wish.review_on
    else:  # The day of its review stays for whoever opens it again; what is closed is reviewed by nobody.
        _await_nothing(found, body, at=at)
    _note(found, str(wish.step), by=by, at=at, reason=wish.note)


def check_wish(found: Recommendation, body: Body, wish: FollowUp, *, at: datetime) -> None:
    """What is noted says on what it rests, once, and is reviewed on a day to come. Raises Refused."""
    if wish.step not in (Step.FOLLOW_UP, *rules.CLOSING):
        raise _refused("Choose what is noted.", "step")
    if not wish.note.strip():
        raise Refused((Finding("", Level.REFUSE, "Say in a sentence what this rests on.", "note"),))
    today = clock.local(at, body.zone).date()
    if wish.step is Step.FOLLOW_UP and wish.review_on is not None and wish.review_on <= today:
        raise Refused((Finding("", Level.REFUSE, "Enter a day after today.", "review_on"),))
    refuse(letter_findings({"note": wish.note}))
    last = max(steps_of(found), key=lambda s: s.number)
    if (last.step, last.note) == (wish.step, wish.note):
        raise _refused("This was noted already; it is the last of its steps.", "note")


def release(
    found: Recommendation,
    body: Body,
    text: str,
    *,
    by: str,
    at: datetime,
    in_other_words: bool = False,
    all_the_same: bool = False,
) -> RecommendationRelease:
    """Release it to the guests of the body, under a symbol of the open series (settled 5).

    Words that are not the adopted ones are released `in_other_words`, and said to be so; what may give a
    speaker away, where nothing is attributed, `all_the_same`. Raises Refused.
    """
    if found.state in DRAFTED:
        raise _refused("Only what was adopted or issued can be released.")
    known = select(RecommendationRelease).where(RecommendationRelease.recommendation_id == found.id)
    if db.session.scalars(known).first() is not None:
        raise _refused("It was released already.")
    refuse(letter_findings({"text": text}))
    is_exact = is_as_adopted(text or found.text, found.text)
    if not is_exact and not in_other_words:
        raise _refused(OTHER_WORDS.format(words_of(body.preset).adopted), "in_other_words")
    refuse_own_speaker([found], meeting_of(found), words=text)
    refuse_unread([doubts_in(text or found.text, found, body)], all_the_same=all_the_same)
    number = _next_released(body)
    row = RecommendationRelease(
        body_id=body.id,
        recommendation_id=found.id,
        number=number,
        symbol=f"{body.symbol}{OPEN_SERIES}{number}",
        text=text or found.text,
        is_exact=is_exact,
        released_on=clock.local(at, body.zone).date(),
    )
    db.session.add(row)
    take(found, Step.RELEASE, body=body, by=by, at=at, note=release_words(row, found))
    _note(found, "release", by=by, at=at, symbol=row.symbol)
    return row


def release_words(row: RecommendationRelease, found: Recommendation) -> str:
    """“TNAP/OPEN/R.1”, with the words where they were not the adopted ones, or not all of them."""
    return row.symbol if row.text == found.text else f"{row.symbol}: “{row.text}”"


def _next_released(body: Body) -> int:
    """The next number of the open series.

    One that was withdrawn is not given again, and stands among the steps; what a list of before brought is passed over.
    """
    last = db.session.scalar(
        select(func.max(RecommendationRelease.number)).where(RecommendationRelease.body_id == body.id)
    )
    withdrawn = db.session.scalars(
        select(RecommendationStep.note).where(
            RecommendationStep.body_id == body.id, RecommendationStep.step == Step.TAKE_BACK_RELEASE
        )
    )
    numbers = (note.partition(":")[0].rpartition(OPEN_SERIES)[2] for note in withdrawn)
    prefix = f"{body.symbol}{OPEN_SERIES}"
    borne = select(Recommendation.symbol).where(
        Recommendation.body_id == body.id, Recommendation.symbol.istartswith(prefix, autoescape=True)
    )
    on_record = {str(symbol).casefold() for symbol in db.session.scalars(borne)}
    number = max([last or 0, *(int(each) for each in numbers if each.isdecimal())]) + 1
    while f"{prefix}{number}".casefold() in on_record:
        number += 1
    return number


def keys_among(chosen: Iterable[str], rows: Sequence[Recommendation]) -> list[Recommendation]:
    """Those of the rows whose keys were chosen, in the order of the rows."""
    wanted = set(chosen)
    return [row for row in rows if row.key in wanted]
