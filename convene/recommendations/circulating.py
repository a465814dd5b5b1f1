"""Drafts that members are to read before they adopt them: put before the seats, and taken back (A18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from convene import journal
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.presets.words import words_of
from convene.recommendations.actions import announce_links
from convene.recommendations.attributing import refuse_given_away
from convene.recommendations.history import take, tell_seats
from convene.recommendations.models import Recommendation, RecommendationStep
from convene.recommendations.queries import item_of, steps_of
from convene.recommendations.telling import seats_of
from convene.recommendations.terms import State, Step

PUT_BEFORE, REWORDED = "drafts-put-before", "draft-reworded"
A_MONTH = timedelta(days=30)


def _refused(text: str, field: str = "") -> Refused:
    return Refused((Finding("A18", Level.REFUSE, text, field),))


def put_before(
    chosen: Sequence[Recommendation],
    meeting: Meeting,
    *,
    seen: Mapping[str, int] | None = None,
    all_the_same: bool = False,
    by: str,
    at: datetime,
) -> int:
    """Let every seat read these drafts of a meeting from now on; gives how many are told by mail.

    `seen` holds by key the revision that the person had before them; `all_the_same`: although something may give a
    speaker away where nothing is attributed.
    Raises Refused where the meeting is not announced, nothing is chosen, all are before the seats already, one comes
    from an item that only some members see, or somebody reworded one meanwhile.
    """
    called = words_of(meeting.body.preset)
    if not meeting.announced or meeting.state is MeetingState.CANCELLED:
        raise _refused(f"Drafts are put before the {called.those} of a meeting that was convened.")
    if not chosen:
        raise _refused(f"Tick what the {called.those} are to read.", "chosen")
    waiting = [row for row in chosen if not row.announced]
    if not waiting:
        raise _refused(f"They are before the {called.those} already.", "chosen")
    if narrow := [row for row in waiting if _is_narrowed(item_of(row))]:
        text = f"“{narrow[0].text[:60]}…” comes from an item that only some {called.those} see; "
        text += f"every {called.seat} would read it."
        raise _refused(text, "chosen")
    if seen is not None and (other := [row.text[:60] for row in waiting if seen.get(row.key) != row.revision]):
        raise _refused(f"Somebody reworded “{other[0]}…” while you had the page open. Read it, and confirm.", "chosen")
    refuse_given_away(waiting, meeting, all_the_same=all_the_same)
    for found in waiting:
        take(found, Step.PUT_BEFORE, body=meeting.body, by=by, at=at)
        tell_seats(found, is_told=True)
        announce_links(found, meeting.body, by=by, at=at)
        _note(found, "put-before", by=by, at=at)
    return _mail(PUT_BEFORE, meeting, waiting, about=meeting.key, due=at.isoformat(), at=at)


def _mail(kind: str, meeting: Meeting, drafts: Sequence[Recommendation], *, about: str, due: str, at: datetime) -> int:
    """One mail to each seat, to the page of the meeting's drafts; gives how many."""
    people = {person for holders in seats_of(meeting.body_id, at).values() for person in holders}
    # Once they are all taken back there is nothing to read, and no mail goes.
    facts = {"path": f"/meetings/{meeting.key}/recommendations", "drafts": [found.key for found in drafts]}
    return sum(
        enqueue(
            Envelope(kind, about=about, person_id=person, body_id=meeting.body_id),
            at=at,
            due=due,
            facts=facts,
            expires_at=at + A_MONTH,
        )
        for person in sorted(people)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """When the members were last told of a draft by mail, and whether its wording is another since then."""

    at: datetime
    is_other_now: bool


def told_last(steps: Iterable[RecommendationStep]) -> Told | None:
    """When the members were last told of it, from its steps; None for what was never put before them."""
    in_order = sorted(steps, key=lambda s: s.number)
    last = next((s for s in reversed(in_order) if s.step in (Step.PUT_BEFORE, Step.TELL)), None)
    if last is None:
        return None
    said = [s for s in in_order if s.step in (Step.PROPOSE, Step.REWORD) and s.note]
    then = [s.note for s in said if s.number < last.number]
    return Told(last.at, is_other_now=[s.note for s in said][-1:] != then[-1:])


def tell_anew(found: Recommendation, meeting: Meeting, *, by: str, at: datetime) -> int:
    """Tell every seat by mail that a draft before them is reworded; gives how many. Once for each wording.

    Raises Refused where no member reads it, the meeting is called off, or they were told of these words.
    """
    if found.state is not State.PROPOSED or not found.announced:
        raise _refused(f"It is no draft that {words_of(meeting.body.preset).those} read.")
    if meeting.state is MeetingState.CANCELLED:
        raise _refused("The meeting was called off: there is nothing to read for it.")
    told = told_last(steps_of(found))
    if told is not None and not told.is_other_now:
        raise _refused(f"The {words_of(meeting.body.preset).those} were told of these words already.")
    take(found, Step.TELL, body=meeting.body, by=by, at=at)
    _note(found, "tell-anew", by=by, at=at)
    return _mail(REWORDED, meeting, [found], about=found.key, due=str(found.revision), at=at)


def _is_narrowed(item: AgendaItem | None) -> bool:
    return item is not None and item.narrowed


def take_back(found: Recommendation, body: Body, *, by: str, at: datetime) -> None:
    """From now on the secretariat alone reads a draft again; nobody is told. Raises Refused where no seat reads it."""
    if found.state is not State.PROPOSED or not found.announced:
        raise _refused(f"It is no draft that {words_of(body.preset).those} read.")
    take(found, Step.TAKE_BACK, body=body, by=by, at=at)
    tell_seats(found, is_told=False)
    announce_links(found, body, by=by, at=at)
    _note(found, "take-back", by=by, at=at)
    db.session.flush()


def _note(found: Recommendation, act: str, *, by: str, at: datetime) -> None:
    journal.record(f"recommendation.{act}", by=by, at=at, body=found.body_id, kind="recommendation", key=found.key)
