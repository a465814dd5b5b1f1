"""What was circulated stays byte for byte, whatever comes after it, and is for nobody wider than the item is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from convene import clock
from convene.access.gate import Missing
from convene.access.models import Admission
from convene.access.scope import set_reader
from convene.access.terms import Audience, Reader
from convene.accounts.proofs import fingerprint
from convene.agendas.actions import follow_session, narrow_item, remove_item
from convene.agendas.arranging import move_item
from convene.agendas.models import AgendaItem
from convene.bodies.models import Party
from convene.db import abandon, db, work
from convene.findings import Refused
from convene.invitations.telling import retell
from convene.meetings.models import Meeting, MeetingSession
from convene.packs.agenda import agenda_pdf
from convene.packs.markup import markup_pdf
from convene.papers.models import Paper
from convene.placing import place_session
from convene.programme import programme
from convene.readers import visitor
from convene.stages.models import AgendaStage
from convene.stages.queries import latest_stage
from convene.stages.reading import Opened
from convene.stages.terms import Stage
from convene.web.requests import cookie_name
from tests.access.world import Ledger, database_file
from tests.browser import TESTS, by_link, reader_of_key
from tests.build import BY, an_item, board_meeting, invitation_of, one, sessions
from tests.stages.shared import circulate, frozen, read_as, read_by

SOME, MANY = 15, 400
READERS = ("secretary", "primary_nl", "primary_dk", "speaker_on_link", "ngo_guest")
Nothing = Callable[["Case"], None]


@dataclass(slots=True)
class Case:
    """One meeting on its way, and a number from which every change chooses what it is about."""

    meeting: Meeting
    number: int

    def items(self) -> list[AgendaItem]:
        wanted = select(AgendaItem).where(AgendaItem.meeting_id == self.meeting.id).order_by(AgendaItem.id)
        return list(db.session.scalars(wanted))

    def item(self) -> AgendaItem:
        found = self.items()
        return found[self.number % len(found)]

    def session(self) -> MeetingSession:
        found = sessions(self.meeting)
        return found[self.number % len(found)]


def _reword(case: Case) -> None:
    item = case.item()
    item.title, item.annotation, item.countries = f"Title {case.number}", f"What is asked {case.number}", "A country"


def _narrow(case: Case) -> None:
    parties = [one(Party, body_id=case.meeting.body_id, name=n).id for n in ("Netherlands", "Denmark")]
    narrow_item(case.item(), parties[: case.number % 3], by=BY, at=clock.now())


def _move(case: Case) -> None:
    item, target = case.item(), case.session()
    origin = one(MeetingSession, id=item.session_id)
    move_item(item, origin=origin, target=target, place=case.number % 4, by=BY, at=clock.now())


def _remove(case: Case) -> None:
    """Without papers, as the page asks for; the number may be given to the next item."""
    item = case.items()[-1]
    if not db.session.scalars(select(Paper).where(Paper.item_id == item.id)).all():
        remove_item(item, one(MeetingSession, id=item.session_id), by=BY, at=clock.now())


def _add(case: Case) -> None:
    an_item(case.session(), f"New item {case.number}", countries="A country")


def _admit(case: Case) -> None:
    """A guest is admitted to one item by name."""
    invitation = invitation_of("ngo_guest", case.meeting)
    where = {"body_id": invitation.body_id, "meeting_id": invitation.meeting_id, "invitation_id": invitation.id}
    who = {"person_id": invitation.person_id, "party_id": invitation.party_id}
    db.session.add(Admission(**where, **who, item_id=case.item().id, in_force=True, reason="Tests"))


def _close(case: Case) -> None:
    item = case.item()
    item.own_audience = (Audience.CLOSED, Audience.OPEN, None)[case.number % 3]
    follow_session(one(MeetingSession, id=item.session_id))


def _change_session(case: Case) -> None:
    session = case.session()
    session.audience = (Audience.CLOSED, Audience.OPEN)[case.number % 2]
    session.title, session.room = f"Session {case.number}", f"Room {case.number}"
    follow_session(session)


def _change_meeting(case: Case) -> None:
    case.meeting.venue, case.meeting.title = f"Venue {case.number}", f"Meeting {case.number}"


def _new_version(case: Case) -> None:
    """A paper gets a further version."""
    for paper in db.session.scalars(select(Paper).where(Paper.meeting_id == case.meeting.id)):
        paper.latest, paper.title = paper.latest + 1, f"Paper {case.number}"


def _circulate(case: Case) -> None:
    try:
        circulate(case.meeting, tuple(Stage)[case.number % 3], f"Note {case.number}")
    except Refused:
        return


OPEN_TO_SEATS = (_reword, _move, _remove, _add, _close, _change_session, _change_meeting, _new_version)
CHANGES = (*OPEN_TO_SEATS, _narrow, _admit, _circulate)
STEPS = st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 50)), max_size=12)
PLAIN_STEPS = st.lists(st.tuples(st.sampled_from((*OPEN_TO_SEATS, _circulate)), st.integers(0, 50)), max_size=8)


@pytest.fixture
def ledger(app: Flask) -> Iterator[Ledger]:
    """Puts the world back between the examples."""
    found = Ledger(database_file(app))
    yield found
    found.close()


def take(step: tuple[Nothing, int]) -> None:
    """One change, with what follows every change."""
    change, number = step
    with work(TESTS):
        case = Case(board_meeting(), number)
        change(case)
        db.session.flush()
        for session in sessions(case.meeting):
            place_session(session.id)
        retell(case.meeting, at=clock.now())


def as_printed(found: Opened) -> tuple[bytes, bytes]:
    at = found.about.circulated_at
    marked = markup_pdf(found.view, found.markup, before=found.before.symbol if found.before else "", printed_at=at)
    return agenda_pdf(found.view, printed_at=at), marked


def check_frozen(steps: list[tuple[Nothing, int]]) -> None:
    """Every stage is after each step what it was when it was circulated."""
    known: dict[str, tuple[Any, ...]] = {}
    for step in [(_circulate, 0), *steps, (_circulate, 2)]:
        take(step)
        with work(TESTS):
            now = frozen(board_meeting().id)
        assert {key: now[key] for key in known} == known
        assert all(texts[-1] for texts in now.values())
        known = now
    assert known


def check_printed(steps: list[tuple[Nothing, int]]) -> None:
    """For seats and the secretariat whose rights did not change, the same bytes on paper and the same words on page."""
    take((_circulate, 0))
    take((_reword, 3))
    take((_circulate, 1))
    with work(TESTS):
        newest = latest_stage(board_meeting().id)
        assert newest is not None
        last = newest.key
    before = {who: read_as(who, last, with_markup=True) for who in ("secretary", "primary_dk")}
    printed = {who: as_printed(found) for who, found in before.items()}
    for step in steps:
        take(step)
    for who, found in before.items():
        again = read_as(who, last, with_markup=True)
        assert (again.view, again.about, again.markup) == (found.view, found.about, found.markup)
        assert as_printed(again) == printed[who]


def link_reader(app: Flask) -> Reader:
    """A guest who followed the link of their invitation."""
    with app.app_context(), work(TESTS):
        meeting = board_meeting().id
    browser = by_link(app, "ngo_guest", meeting)
    cookie = browser.client.get_cookie(cookie_name())
    assert cookie is not None
    with work(TESTS):
        found = visitor(fingerprint(cookie.value), clock.now())
        assert found is not None
        return found.reader


def seen_now(reader: Reader) -> tuple[set[str], set[str]]:
    """The items and whole sessions of the meeting that a reader sees as it stands."""
    set_reader(reader)
    try:
        view = programme(board_meeting(), zone="")
        return {i.key for s in view.sessions for i in s.items}, {s.key for s in view.sessions if s.is_whole}
    finally:
        abandon()


def check_never_wider(readers: dict[str, Reader]) -> None:
    """No reader sees in an old stage an item or session that they do not see now, but for what was removed."""
    with work(TESTS):
        meeting = board_meeting()
        live = {i.key for i in Case(meeting, 0).items()} | {s.key for s in sessions(meeting)}
        stages = [s.key for s in db.session.scalars(select(AgendaStage).where(AgendaStage.meeting_id == meeting.id))]
    for who, reader in readers.items():
        items, whole = seen_now(reader)
        for stage in stages:
            try:
                found = read_by(reader, stage, with_markup=True)
            except Missing:
                continue
            shown = {i.key for s in found.view.sessions for i in s.items}
            if found.markup:
                shown |= {i.key for s in found.markup.sessions for i in s.items}
            assert shown & live <= items, who
            assert {s.key for s in found.view.sessions if s.key} & live <= whole, who
            if not reader.seats and not reader.staff:
                assert (found.view.symbol, found.about.symbol, found.about.note) == ("", "", "")
                assert found.about.stage is None
                assert not any(i.annotation or i.history for s in found.view.sessions for i in s.items)


def after(app: Flask, ledger: Ledger, steps: list[tuple[Nothing, int]]) -> None:
    """Check what no reader may see after these steps."""
    with app.test_request_context():
        link = link_reader(app)
        for step in [(_circulate, 2), *steps]:
            take(step)
        check_never_wider({who: reader_of_key(who) for who in READERS} | {"ngo_guest by link": link})
    ledger.put_back()


@given(steps=STEPS)
@settings(max_examples=SOME)
def test_any_sequence_leaves_frozen_stages_byte_for_byte(
    app: Flask, ledger: Ledger, steps: list[tuple[Nothing, int]]
) -> None:
    with app.app_context():
        check_frozen(steps)
    ledger.put_back()


@given(steps=PLAIN_STEPS)
@settings(max_examples=SOME)
def test_a_frozen_stage_is_printed_alike_for_whoever_keeps_their_rights(
    app: Flask, ledger: Ledger, steps: list[tuple[Nothing, int]]
) -> None:
    with app.test_request_context():
        check_printed(steps)
    ledger.put_back()


@given(steps=STEPS)
@settings(max_examples=SOME)
def test_an_old_stage_is_never_wider_than_the_item_is_now(
    app: Flask, ledger: Ledger, steps: list[tuple[Nothing, int]]
) -> None:
    after(app, ledger, steps)


@pytest.mark.long
@given(steps=STEPS)
@settings(max_examples=MANY)
def test_no_sequence_of_hundreds_changes_or_widens_a_frozen_stage(
    app: Flask, ledger: Ledger, steps: list[tuple[Nothing, int]]
) -> None:
    with app.app_context():
        check_frozen(steps)
    ledger.put_back()
    after(app, ledger, steps)
