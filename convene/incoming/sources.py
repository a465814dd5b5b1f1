"""Where things come from that may become items of one meeting: the one place for it.

Each source is one function and one line of `SOURCES`: it takes what is known of the meeting (`Known`), asks a fixed
number of statements, and gives candidates. What was decided on for this meeting is left out, and what was deferred to
it comes back, for all sources alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import ItemKind, Progress, Subject, letters_of
from convene.bodies.models import Party
from convene.db import db
from convene.incoming import rules
from convene.incoming.applying import applications_to
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.queries import entries_and_parties
from convene.incoming.terms import Candidate, Fate, Source, Watching
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.recommendations.reviewing import reviews_due
from convene.recommendations.rules import review_title

HELD = (MeetingState.CONVENED, MeetingState.IN_SESSION, MeetingState.CONCLUDED)
# They come in again by themselves for as long as there is a reason; being deferred adds a word to that, no more.
RECURRING = frozenset({Source.DEEP_DIVE, Source.REVIEW, Source.WATCH, Source.STANDING})
EXAMINING = frozenset({Subject.DEEP_DIVE, Subject.SITUATION_UPDATE})
UPDATE_MINUTES, DIVE_MINUTES, REVIEW_MINUTES, REVIEWS_MINUTES = 20, 120, 10, 30


class Elsewhere(NamedTuple):
    """Another meeting that has a discussion on its agenda."""

    title: str
    symbol: str
    starts_on: date


@dataclass(frozen=True)
class Known:
    """A meeting at one instant (UTC), with what more than one source needs to know of it; each is read once."""

    meeting: Meeting
    at: datetime

    @cached_property
    def today(self) -> date:
        """The day, by the clocks of the host city."""
        return clock.local(self.at, self.meeting.zone).date()

    @cached_property
    def _entries_and_parties(self) -> tuple[list[IncomingEntry], dict[int, str]]:
        return entries_and_parties(self.meeting)

    @property
    def parties(self) -> dict[int, str]:
        """The names of the parties that the entries are from, by internal id."""
        return self._entries_and_parties[1]

    @cached_property
    def entries(self) -> list[IncomingEntry]:
        """What came in for the meeting and is on record."""
        return self._entries_and_parties[0]

    @cached_property
    def numbered(self) -> list[tuple[str, AgendaItem]]:
        """The agenda in order, each item with its number."""
        return numbered(self.meeting)

    @cached_property
    def agenda(self) -> list[AgendaItem]:
        """The agenda in order."""
        return [item for _, item in self.numbered]

    @cached_property
    def watching(self) -> list[Watching]:
        """The countries under watch."""
        return _watching(self.meeting, self.at)

    @cached_property
    def elsewhere(self) -> dict[str, Elsewhere]:
        """By thread, the first other meeting of the body that is not over and has the discussion on its agenda."""
        rows = db.session.execute(
            select(AgendaItem.thread, Meeting.title, Meeting.symbol, Meeting.starts_on)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                AgendaItem.body_id == self.meeting.body_id,
                Meeting.id != self.meeting.id,
                Meeting.state.not_in(rules.OVER),
                Meeting.ends_at > self.at,
            )
            .order_by(Meeting.starts_on, Meeting.id)
        )
        found: dict[str, Elsewhere] = {}
        for thread, title, symbol, starts_on in rows:
            found.setdefault(thread, Elsewhere(title, symbol, starts_on))
        return found

    def is_taken(self, thread: str) -> bool:
        """Whether this agenda has the discussion already, or that of a meeting which comes before this one."""
        other = self.elsewhere.get(thread)
        return any(item.thread == thread for item in self.agenda) or (
            other is not None and other.starts_on <= self.meeting.starts_on
        )


Gathering = Callable[[Known], list[Candidate]]


def candidates(of: Known) -> list[Candidate]:
    """All that waits to be decided on for a meeting, by source and weight; a fixed number of statements."""
    known = {(e.source, e.origin): e for e in of.entries}
    found = {(c.source, c.origin): c for source in SOURCES for c in source(of)}
    for entry in known.values():
        if entry.fate is Fate.WAITING:
            found.setdefault((entry.source, entry.origin), of_entry(entry))
    for again in _deferred_to(of):
        place = (again.source, again.origin)
        if place in found:
            found[place] = replace(found[place], deferral=again.deferral)
        elif again.source not in RECURRING:
            found[place] = again
    order = list(Source)
    waiting = [c for place, c in found.items() if place not in known or known[place].fate is Fate.WAITING]
    return sorted(waiting, key=lambda c: (order.index(c.source), -c.weight, c.title, c.origin))


def of_entry(entry: IncomingEntry) -> Candidate:
    """What came in once, as it was kept."""
    return Candidate(
        source=entry.source,
        origin=entry.origin,
        title=entry.title,
        provenance=entry.provenance,
        kind=entry.kind,
        subject=entry.subject,
        minutes=entry.minutes,
        countries=entry.countries,
        themes=entry.themes,
        outcome=entry.outcome,
        explanation=entry.explanation,
        thread=entry.thread,
        handed_in=entry.key if entry.source is Source.PROPOSAL else "",
        reviewed=(entry.origin,) if entry.source is Source.REVIEW else (),
    )


def unfinished(of: Known) -> list[Candidate]:
    """What the last meeting of the same kind did not conclude, procedure left out; not what is on this agenda already.

    Nor what a meeting before this one will take up; where only a later one is to, that is said. An item keeps its
    thread, so that one discussion can be followed from meeting to meeting.
    """
    last = _last_meeting(of.meeting, of.at)
    if last is None:
        return []
    return [
        Candidate(
            source=Source.UNFINISHED,
            origin=item.thread,
            title=item.title,
            provenance=f"Unfinished at the {last.title} ({last.symbol}), item {label}{_also_at(of, item.thread)}",
            kind=item.kind,
            subject=item.subject,
            minutes=item.minutes,
            countries=item.countries,
            themes=item.themes,
            outcome=item.outcome,
            thread=item.thread,
            item_key=item.key,
            lead=item.lead,
            weight=-place,
        )
        for place, (label, item) in enumerate(numbered(last))
        if item.progress is not Progress.CONCLUDED
        and item.subject is not Subject.PROCEDURE
        and not of.is_taken(item.thread)
    ]


def _also_at(of: Known, thread: str) -> str:
    """“; also on the agenda of the Second regular meeting, New York (TNAP/2027/2), which is later”."""
    other = of.elsewhere.get(thread)
    return f"; also on the agenda of the {other.title} ({other.symbol}), which is later" if other else ""


def proposed(of: Known) -> list[Candidate]:
    """What members propose for this meeting and nobody has decided on yet, those in time first."""
    before = aliased(IncomingEntry)
    rows = db.session.execute(
        select(IncomingEntry, Party.name, Contact.name, before.fate, before.reason)
        .outerjoin(Party, Party.id == IncomingEntry.party_id)
        .outerjoin(
            Contact, and_(Contact.person_id == IncomingEntry.person_id, Contact.body_id == IncomingEntry.body_id)
        )
        .outerjoin(before, before.id == IncomingEntry.follows_id)
        .where(
            IncomingEntry.meeting_id == of.meeting.id,
            IncomingEntry.source == Source.PROPOSAL,
            IncomingEntry.fate == Fate.WAITING,
        )
        .order_by(IncomingEntry.is_late, IncomingEntry.submitted_at, IncomingEntry.id)
    )
    found = []
    for place, (entry, party, person, fate, reason) in enumerate(rows.all()):
        day = clock.day_words(clock.local(entry.submitted_at, of.meeting.zone).date(), weekday=False)
        words = f"Proposed by {party or person or 'somebody who is no longer on record'} on {day}"
        words += ", after the cut-off" if entry.is_late else ""
        words += f"; proposed before and {fate}: {reason}" if fate is not None and reason else ""
        found.append(replace(of_entry(entry), provenance=words, weight=-place))
    return found


def deep_dive(of: Known) -> list[Candidate]:
    """A5: the countries under watch in the order of rotation, as long as no country is chosen for this meeting."""
    if not rules.has_standing_items(of.meeting.body.preset, of.meeting.kind):
        return []
    if any(item.subject is Subject.DEEP_DIVE and item.countries for item in of.agenda):
        return []
    return [
        Candidate(
            source=Source.DEEP_DIVE,
            origin=country.key,
            title=f"Deep-dive: {country.country}",
            provenance=rules.a5_provenance(country, of.today, is_first=place == 0),
            kind=ItemKind.DISCUSSION,
            subject=Subject.DEEP_DIVE,
            minutes=DIVE_MINUTES,
            countries=country.country,
            outcome="Who can act, and what protects and empowers them",
            lead="Secretariat, with experts on the country",
            weight=-place,
        )
        for place, country in enumerate(rules.a5_rotation(of.watching))
    ]


def watched(of: Known) -> list[Candidate]:
    """A6: countries under watch by risk and by days since last discussed, but those that this agenda examines already.

    That an item on something else names a country is no update on it.
    """
    here = rules.same_names(",".join(item.countries for item in of.agenda if item.subject in EXAMINING))
    return [
        Candidate(
            source=Source.WATCH,
            origin=country.key,
            title=f"Situation update: {country.country}",
            provenance=rules.a6_provenance(country, of.today),
            kind=ItemKind.DISCUSSION,
            subject=Subject.SITUATION_UPDATE,
            minutes=UPDATE_MINUTES,
            countries=country.country,
            outcome="What helped, what harmed, and what was learned",
            lead="Members in turn",
            weight=rules.a6_weight(
                country.risk, None if country.discussed_on is None else (of.today - country.discussed_on).days
            ),
        )
        for country in of.watching
        if country.country.casefold() not in here
    ]


def standing(of: Known) -> list[Candidate]:
    """A6-A9, A13-A18: what Annex I asks of each meeting of the board and this agenda lacks."""
    if not rules.has_standing_items(of.meeting.body.preset, of.meeting.kind):
        return []
    missing = rules.a6_to_a18_missing(item.subject for item in of.agenda)
    return [
        Candidate(
            source=Source.STANDING,
            origin=str(asked.subject),
            title=asked.title,
            provenance=f"{asked.rule} asks each meeting of the board for {asked.what}",
            kind=asked.kind,
            subject=asked.subject,
            minutes=asked.minutes,
            outcome=asked.outcome,
            lead=asked.lead,
            weight=-place,
        )
        for place, asked in enumerate(missing)
    ]


def reviewed(of: Known) -> list[Candidate]:
    """A18: recommendations whose review falls due by the meeting's last day, with what became of them so far.

    A review continues the discussion of the item that the recommendation came from, and is closed.
    """
    return [
        Candidate(
            source=Source.REVIEW,
            origin=review.key,
            title=review.title,
            provenance=review.history,
            kind=ItemKind.DISCUSSION,
            subject=Subject.OTHER,
            minutes=REVIEW_MINUTES if len(review.keys) == 1 else REVIEWS_MINUTES,
            countries=review.countries,
            themes=review.themes,
            outcome="Whether it is implemented, followed up further, or closed",
            thread=review.thread,
            explanation=review.text,
            reviewed=review.keys,
            shown=review_title(review.title, review.symbol),
            weight=-place,
        )
        for place, review in enumerate(reviews_due(of.meeting, on=of.today))
    ]


def applications(of: Known) -> list[Candidate]:
    """A3, B1: applications that were put before the board for this meeting and are not decided, the oldest first."""
    return applications_to(of.meeting)


# What comes in later, such as needs heard in Munich, is one more line here.
SOURCES: tuple[Gathering, ...] = (unfinished, proposed, deep_dive, reviewed, watched, standing, applications)


def _last_meeting(meeting: Meeting, at: datetime) -> Meeting | None:
    """The last meeting of the same kind that is over, whether or not somebody said so."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.kind == meeting.kind,
            Meeting.id != meeting.id,
            Meeting.starts_on < meeting.starts_on,
            Meeting.state.in_(HELD),
            or_(Meeting.state == MeetingState.CONCLUDED, Meeting.ends_at <= at),
        )
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
        .limit(1)
    ).one_or_none()


def numbered(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """The items of a meeting in order, with the number that its members knew them by."""
    items = db.session.scalars(
        select(AgendaItem)
        .join(MeetingSession, MeetingSession.id == AgendaItem.session_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(MeetingSession.starts_at, MeetingSession.id, AgendaItem.position, AgendaItem.id)
    )
    found = []
    number = sub = 0
    parent: int | None = None
    for item in items:
        if item.parent_id is not None and item.parent_id == parent:
            sub += 1
        else:
            number, sub, parent = number + 1, 0, item.id
        found.append((f"{number} ({letters_of(sub)})" if sub else str(number), item))
    return found


def _watching(meeting: Meeting, at: datetime) -> list[Watching]:
    """The countries under watch, with when each was last discussed and last examined in depth: two statements."""
    rows = db.session.scalars(
        select(WatchedCountry)
        .where(WatchedCountry.body_id == meeting.body_id, WatchedCountry.ended_on.is_(None))
        .order_by(WatchedCountry.country, WatchedCountry.id)
    )
    past = db.session.execute(
        select(AgendaItem.countries, AgendaItem.subject, AgendaItem.ends_at, Meeting.zone, Meeting.symbol)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.body_id == meeting.body_id,
            AgendaItem.meeting_id != meeting.id,
            AgendaItem.countries != "",
            AgendaItem.ends_at <= at,
            Meeting.state.in_(HELD),
        )
        .order_by(AgendaItem.ends_at.desc(), AgendaItem.id.desc())
    ).all()
    discussed = _newest((names, ends_at, zone, symbol) for names, _, ends_at, zone, symbol in past)
    dived = _newest((names, end, zone, symbol) for names, s, end, zone, symbol in past if s is Subject.DEEP_DIVE)
    found = []
    for row in rows:
        name = row.country.casefold()
        discussed_on, discussed_at = discussed.get(name, (None, ""))
        dived_on, dived_at = dived.get(name, (None, ""))
        found.append(
            Watching(row.key, row.country, row.risk, row.since, discussed_on, discussed_at, dived_on, dived_at)
        )
    return found


def _newest(past: Iterable[tuple[str, datetime, str, str]]) -> dict[str, tuple[date, str]]:
    """By country, the day (host's zone) and the meeting's symbol of the first row that names it."""
    found: dict[str, tuple[date, str]] = {}
    for countries, ends_at, zone, symbol in past:
        for name in rules.same_names(countries):
            found.setdefault(name, (clock.local(ends_at, zone).date(), symbol))
    return found


def _deferred_to(of: Known) -> list[Candidate]:
    """What earlier meetings of the same kind deferred, unless it was decided on or proposed anew since then."""
    meeting = of.meeting
    later, following = aliased(IncomingEntry), aliased(IncomingEntry)
    decided_since = exists().where(
        later.body_id == IncomingEntry.body_id,
        later.source == IncomingEntry.source,
        later.origin == IncomingEntry.origin,
        later.decided_at > IncomingEntry.decided_at,
    )
    rows = db.session.execute(
        select(IncomingEntry, Meeting.title, Meeting.symbol)
        .join(Meeting, Meeting.id == IncomingEntry.meeting_id)
        .where(
            IncomingEntry.body_id == meeting.body_id,
            IncomingEntry.meeting_id != meeting.id,
            IncomingEntry.fate == Fate.DEFERRED,
            Meeting.kind == meeting.kind,
            Meeting.starts_on < meeting.starts_on,
            ~decided_since,
            ~exists().where(following.follows_id == IncomingEntry.id),
        )
        .order_by(IncomingEntry.decided_at, IncomingEntry.id)
    ).all()
    return [
        replace(of_entry(entry), deferral=f"deferred from the {title} ({symbol}){because(entry.reason)}")
        for entry, title, symbol in rows
        if not entry.thread or not of.is_taken(entry.thread)
    ]


def because(reason: str) -> str:
    """“, because: …”; nothing where no reason was given, as for what nobody proposed."""
    return f", because: {reason}" if reason else ""
