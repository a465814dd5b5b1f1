"""Whatever is placed, moved, called off and answered, in any order: no double booking, and the cards are right."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.rounds import board, placing
from convene.rounds.answering import Said, answer
from convene.rounds.models import CheckIn, CheckInAnswer, CheckInPerson, RoundAbsence
from convene.rounds.queries import book_of
from convene.rounds.terms import CheckInState, Reply
from tests.browser import TESTS
from tests.build import BY, count, one
from tests.conftest import NOW, let_go, make_app
from tests.rounds import made

HOURS = ("09:00", "09:15", "09:30", "10:00")


@dataclass(frozen=True, slots=True)
class Step:
    """One act upon one of the check-ins."""

    act: str
    which: int
    hour: str
    room: int
    reply: Reply


steps = st.lists(
    st.builds(
        Step, st.sampled_from(["place", "place", "place", "off", "again", "answer"]), st.integers(0, 5),
        st.sampled_from(HOURS), st.integers(1, 2), st.sampled_from([r for r in Reply if r is not Reply.AWAITED]),
    ),
    max_size=14,
)  # fmt: skip


def act(step: Step, row: CheckIn, meeting: Meeting) -> None:
    """Do it; what is refused changes nothing."""
    line = db.session.query(CheckInAnswer).filter_by(check_in_id=row.id).order_by(CheckInAnswer.id).first()
    assert line is not None
    do: dict[str, Callable[[], object]] = {
        "place": lambda: placing.place(row, meeting, made.slot(hour=step.hour, room=step.room), by=BY, at=clock.now()),
        "off": lambda: placing.call_off(row, meeting, by=BY, at=clock.now()),
        "again": lambda: placing.want_again(row, meeting, by=BY, at=clock.now()),
        "answer": lambda: answer(line, meeting, Said(step.reply), by=BY, at=clock.now(), on_behalf=True),
    }
    do[step.act]()


def double_bookings() -> list[tuple[int, int]]:
    """Reckoned from the sessions and people alone: pairs that share a moment and a room or a person."""
    placed = db.session.query(MeetingSession).filter_by(is_check_in=True).all()
    inside = {s.id: {p.person_id for p in db.session.query(CheckInPerson).filter_by(session_id=s.id)} for s in placed}
    return [
        (a.id, b.id)
        for n, a in enumerate(placed)
        for b in placed[n + 1 :]
        if a.starts_at < b.ends_at and b.starts_at < a.ends_at and (a.room == b.room or inside[a.id] & inside[b.id])
    ]


def by_rows(meeting: Meeting) -> dict[str, list[tuple[date, datetime, datetime, str]]]:
    """What each card must say, from sessions and people alone."""
    found: dict[str, list[tuple[date, datetime, datetime, str]]] = {}
    names = {made.person_of(name): name for name in ("Official of France", "Official of Italy", *_members())}
    for session in db.session.query(MeetingSession).filter_by(is_check_in=True).order_by(MeetingSession.starts_at):
        for person in db.session.query(CheckInPerson).filter_by(session_id=session.id):
            line = (session.on, session.starts_at, session.ends_at, session.room)
            found.setdefault(names[person.person_id], []).append(line)
    return found


def _members() -> list[str]:
    return [f"Member {m}" for m in made.MEMBERS[:3]]


def by_cards(meeting: Meeting) -> dict[str, list[tuple[date, datetime, datetime, str]]]:
    """What the cards say."""
    cards = [(p.who.name, board.card_of(meeting, p, body_name="")) for p in board.people_parts(book_of(meeting))]
    return {n: [(x.on, x.starts_at, x.ends_at, x.room) for x in c.lines] for n, c in cards if c.lines}


@settings(max_examples=12)
@given(steps=steps)
def test_no_order_of_acts_leaves_a_double_booking_or_a_card_that_is_wrong(prepared: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(NOW, tick=False):
        app = make_app(Path(shutil.copytree(prepared, Path(folder) / "instance")))
        for step in steps:
            with app.app_context():
                try:
                    with work(TESTS):
                        meeting = one(Meeting, template="check-ins")
                        rows = db.session.query(CheckIn).filter_by(meeting_id=meeting.id).order_by(CheckIn.id).all()
                        act(step, rows[step.which], meeting)
                except Refused:
                    pass
        with app.app_context(), work(TESTS):
            meeting = one(Meeting, template="check-ins")
            assert double_bookings() == []
            assert by_cards(meeting) == by_rows(meeting)
            for row in db.session.query(CheckIn).filter_by(meeting_id=meeting.id):
                assert (row.session_id is not None) is (row.state is CheckInState.PLACED)
                for line in db.session.query(CheckInAnswer).filter_by(check_in_id=row.id):
                    said = {"person_id": line.person_id, "check_in_id": row.id}
                    assert line.reply is not Reply.OTHER_TIME or count(RoundAbsence, **said)
        let_go(app)
