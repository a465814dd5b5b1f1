"""Builds one of two worlds: what outsiders may see is the same in both, and what is closed to them is as drawn.

Hidden things come before, between and after the others, so that a counter, an order or a span that they move shows.
Keys are given anew from the name of each object at the end (settled 17), since a random one differs in any case.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.accounts.models import Visit
from convene.accounts.proofs import Purpose, token
from convene.agendas.actions import follow_session, narrow_item
from convene.agendas.arranging import move_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.ical.terms import Partstat
from convene.invitations.actions import Portions, convene, prepare_invitation, remind
from convene.invitations.answers import Answer, Nominee, answer, nominate
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.telling import retell
from convene.invitations.terms import Attendance
from convene.meetings.actions import Plan, add_session, change_session, move_to
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.papers.actions import Filed
from convene.papers.models import Paper, PaperVersion
from convene.people.models import Contact, Person
from convene.placing import place_meeting
from convene.sending import send_due
from convene.stages.actions import Wish, circulate
from convene.stages.models import AgendaStage
from convene.stages.terms import Stage
from tests.access.prepared import put
from tests.access.world import a_call, paper, party_owes, sender
from tests.browser import TESTS
from tests.build import BY, a_draft, an_item, body, invitation_of, item_of, one, open_session, sessions, term_of

FIRST_DAY = date(2027, 10, 5)
SLOTS = {"dawn": (0, time(8)), "night": (0, time(19)), "lunch": (0, time(13, 15)), "third day": (2, time(9, 30))}
OTHERS = ("ngo_survivors", "ngo_documentation", "ngo_at_risk", "observer_fr")
WATCHED = ("ngo_guest", "speaker_on_link")
REASON = "Significant contribution (A11)"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What one world has that outsiders may not know of."""

    drafts: int = 0
    early: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    words: str = ""
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    items: int = 0
    withheld: int = 0
    is_narrowed: bool = False
    papers: int = 0
    answers: Partstat = Partstat.NEEDS_ACTION
    is_named: bool = False
    is_moved: bool = False
    is_begun: bool = False
    is_reminded: bool = False
    is_called: bool = False
    prepared: frozenset[str] = frozenset()
    seen: str = ""  # No secret at all: the test of the test.


@dataclass(slots=True)
class Twin:
    """One world, as the tests look at it: names of objects, and what stands for them in addresses."""

    app: Flask
    hidden: Hidden
    keys: dict[str, str] = field(default_factory=dict)
    invited: set[str] = field(default_factory=set)

    def build(self, filed: Filed) -> None:
        """Draft, invite, convene, mail, go on. Needs the seeded instance and the fixed instant."""
        with self.app.app_context():
            with work(TESTS):
                for number in range(self.hidden.drafts):
                    a_draft(starts_on=FIRST_DAY + timedelta(days=30 * number - 20))
                meeting = a_draft(starts_on=FIRST_DAY)
                meeting.venue, meeting.getting_in, meeting.notice = "Centre Block", "Bring a passport", "Unclassified"
                self._sessions(meeting, self.hidden.before)
                self._items(meeting)
                self._people(meeting, filed)
                self._name(meeting)
            send_due()
            with work(TESTS):
                meeting = self.meeting()
                self._afterwards(meeting, filed)
                self._name(meeting)
            send_due()

    def meeting(self) -> Meeting:
        """The meeting that both worlds have."""
        found: Meeting = one(Meeting, body_id=body().id, starts_on=FIRST_DAY, city="Ottawa")
        return found

    def _sessions(self, meeting: Meeting, slots: Iterable[str]) -> None:
        for name in sorted(slots):
            day, opens = SLOTS[name]
            plan = Plan(
                title=f"Closed {name} {self.hidden.words}", guest_title="", on=FIRST_DAY + timedelta(days=day),
                opens=opens, minutes=60, audience=Audience.CLOSED, room="Vault", video_link="https://video.example/vault",
            )  # fmt: skip
            session = add_session(meeting, plan, by=BY, at=clock.now())
            an_item(session, f"Closed item {self.hidden.words}", countries="A country")

    def _items(self, meeting: Meeting) -> None:
        hidden, opened = self.hidden, open_session(meeting)
        for session in sessions(meeting):
            session.room = "Room 1" if session.audience is Audience.CLOSED else "Room 2"
            if session.audience is Audience.CLOSED and hidden.words:
                session.title = f"{session.title} {hidden.words}"
            follow_session(session)
        for number in range(hidden.items):
            an_item(self._closing(meeting), f"Another closed item {number}", minutes=5 + number)
        for number in range(hidden.withheld):
            item = an_item(opened, f"Withheld {number}", minutes=10, audience=Audience.CLOSED)
            move_item(item, origin=opened, target=opened, place=1 + 2 * number, by=BY, at=clock.now())
        if hidden.is_narrowed:
            party = one(Party, body_id=meeting.body_id, name="Netherlands")
            narrow_item(item_of(meeting, Subject.ECONOMIC_ACTORS), [party.id], by=BY, at=clock.now())

    def _closing(self, meeting: Meeting) -> MeetingSession:
        """The last session that the template has, which is closed."""
        found: MeetingSession = one(MeetingSession, id=item_of(meeting, Subject.RECOMMENDATIONS).session_id)
        return found

    def _invite(self, meeting: Meeting, key: str, portions: Portions) -> None:
        term = term_of(key)
        party = one(Party, id=term.party_id)
        prepare_invitation(meeting, term, party=party, portions=portions, by=BY, at=clock.now())
        self.invited.add(key)

    def _people(self, meeting: Meeting, filed: Filed) -> None:
        opened = Portions(sessions=(open_session(meeting),), reason=REASON)
        for key in sorted(self.hidden.early):
            self._invite(meeting, key, opened)
        self._invite(meeting, "primary_us", Portions())
        self._invite(meeting, "ngo_guest", opened)
        dive = item_of(meeting, Subject.DEEP_DIVE)
        self._invite(meeting, "speaker_on_link", Portions(items=(dive,), reason="Speaks (A10)"))
        convene(
            meeting, covering_note="Welcome.", telephone_name="Desk", telephone="+1 613 555 01", by=BY, at=clock.now()
        )
        self._hidden_papers(meeting, filed)
        item = item_of(meeting, Subject.INPUT_OF_GUESTS)
        paper(item, filed, sender("ngo_guest", "Early Warning Watch", for_admitted=False), "Guest's statement")
        paper(item, filed, sender("secretary", "Secretariat", for_admitted=True), "Note for guests")
        paper(dive, filed, sender("primary_nl", "Netherlands", for_admitted=True), "Brief for the item")
        place_meeting(meeting.id)

    def _hidden_papers(self, meeting: Meeting, filed: Filed) -> None:
        closed, opened = item_of(meeting, Subject.RECOMMENDATIONS), item_of(meeting, Subject.INPUT_OF_GUESTS)
        for number in range(self.hidden.papers):
            paper(closed, filed, sender("primary_nl", "Netherlands", for_admitted=True), f"Closed paper {number}")
            other = sender("ngo_documentation", "Documentation Centre", for_admitted=False)
            paper(opened, filed, other, f"Another guest's statement {number}")

    def _afterwards(self, meeting: Meeting, filed: Filed) -> None:
        """What comes after the first mails: some of it for everybody, the rest hidden."""
        at = clock.now()
        self._circulate(meeting)
        self._answer(meeting, "ngo_guest", Partstat.ACCEPTED)
        # At a moment of its own, so that an entry that is rewritten without need shows it.
        self._hidden_changes(meeting, at - timedelta(minutes=30))
        self._answer(meeting, "speaker_on_link", Partstat.ACCEPTED)
        if self.hidden.is_reminded:
            remind(meeting, by=BY, at=at)
        if self.hidden.is_called:
            # Papers asked of others, for the very item that outsiders are admitted to as well.
            for subject in (Subject.ASSETS, Subject.INPUT_OF_GUESTS):
                item = item_of(meeting, subject)
                a_call(item, party_owes(item, "Netherlands"))
        opened = open_session(meeting)
        opened.room = f"Room 3{self.hidden.seen}"
        follow_session(opened)
        retell(meeting, at=at)
        self._hidden_papers(meeting, filed)
        place_meeting(meeting.id)
        self._circulate(meeting)
        if self.hidden.is_begun:
            move_to(meeting, MeetingState.IN_SESSION, by=BY, at=at)

    def _circulate(self, meeting: Meeting) -> None:
        """Everybody is sent their own part: what was circulated between is nothing of a guest's."""
        wish = Wish(Stage.PRELIMINARY, "A note for seats", all_the_same=True)
        stage, _ = circulate(meeting, wish, by=BY, at=clock.now())
        self._call(f"stage {'last' if 'stage first' in self.keys else 'first'}", stage)

    def _hidden_changes(self, meeting: Meeting, at: datetime) -> None:
        """Sessions that come or move, guests who come later, answers: told to whom it concerns, as the pages do."""
        hidden = self.hidden
        if hidden.after - hidden.before:
            self._sessions(meeting, hidden.after - hidden.before)
            retell(meeting, at=at)
        if hidden.is_moved:
            closing = self._closing(meeting)
            plan = Plan(
                title=closing.title, guest_title="", on=closing.on, opens=time(15, 30), minutes=240,
                audience=Audience.CLOSED, room="Elsewhere",
            )  # fmt: skip
            change_session(meeting, closing, plan, by=BY, at=at)
            follow_session(closing)
            retell(meeting, at=at)
        if late := sorted(hidden.late - self.invited):
            for key in late:
                self._invite(meeting, key, Portions(sessions=(open_session(meeting),), reason=REASON))
            convene(meeting, covering_note="Welcome.", telephone_name="Desk", telephone="+1 613 555 01", by=BY, at=at)
        if hidden.is_named:
            nominee = Nominee("Adviser", "", "adviser@tnap.example")
            nominate(invitation_of("primary_us", meeting), meeting, nominee, by=BY, at=at)
        put(hidden.prepared, meeting, at)
        for key in sorted(self.invited - set(WATCHED)):
            if hidden.answers is not Partstat.NEEDS_ACTION:
                self._answer(meeting, key, hidden.answers)

    def _answer(self, meeting: Meeting, key: str, partstat: Partstat) -> None:
        how = None if partstat is Partstat.DECLINED else Attendance.IN_PERSON
        answer(invitation_of(key, meeting), meeting, Answer(partstat, how), by=BY, at=clock.now())

    def _name(self, meeting: Meeting) -> None:
        """Give each object that an outsider may see the key that its name gives."""
        self._call("meeting", meeting)
        self._call("open session", open_session(meeting))
        for subject in (Subject.DEEP_DIVE, Subject.INPUT_OF_GUESTS, Subject.BRIEFING_OF_GUESTS):
            self._call(f"item {subject}", item_of(meeting, subject))
        for title in ("Guest's statement", "Note for guests", "Brief for the item"):
            found = one(Paper, meeting_id=meeting.id, title=title)
            self._call(f"paper {title}", found)
            self._call(f"version {title}", one(PaperVersion, paper_id=found.id))
        for key in WATCHED:
            invitation = invitation_of(key, meeting)
            self._call(f"invitation {key}", invitation)
            self.keys[f"link {key}"] = token(Purpose.INVITATION, invitation.key, invitation.generation)
            person = one(Person, id=invitation.person_id)
            self.keys[f"feed {key}"] = token(Purpose.FEED, person.key, person.feed_generation)
            for entry in db.session.query(CalendarEntry).filter_by(person_id=person.id, meeting_id=meeting.id):
                uid = f"{key_of(f'{key} {entry.part}')}@localhost"
                entry.block = entry.block.replace(entry.uid.encode(), uid.encode())
                entry.uid = uid

    def _call(
        self, name: str, row: Meeting | MeetingSession | AgendaItem | Paper | PaperVersion | Invitation | AgendaStage
    ) -> None:
        row.key = key_of(name)
        self.keys[name] = row.key


def key_of(name: str) -> str:
    """A key that follows from a name: as long as a random one, and the same in both worlds."""
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:16]).decode().rstrip("=")


def name_visits(app: Flask) -> None:
    """Give each person's visits the keys that follow from who they are and how they came."""
    with app.app_context(), work(TESTS):
        for visit in db.session.scalars(select(Visit)):
            visit.key = key_of(f"visit {visit.person_id} {visit.invitation_id is not None}")


def address_of(app: Flask, key: str) -> str:
    """Where the board writes to a character."""
    with app.app_context(), work(TESTS):
        found: Contact = one(Contact, id=term_of(key).contact_id)
        return found.address
