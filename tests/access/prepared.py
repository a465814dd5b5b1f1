"""What is prepared and not told: one row or act of each kind, under a name, for one world and not for the other.

Each is put into a convened meeting of the board by the Netherlands, the United States or the secretariat, through the
actions where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from flask import current_app

from convene import clock
from convene.access.models import Sighting
from convene.agendas import edits
from convene.agendas.models import ChairNote
from convene.agendas.terms import Act, ItemKind, Subject
from convene.assets.actions import keep_preparation, send_preparation, state, usual_plan
from convene.assets.queries import preparation_of
from convene.assets.terms import Availability, Existence, Given, Said
from convene.bodies.models import Body, Party
from convene.calls.models import PaperCall
from convene.db import db, new_key
from convene.demo.seed import brief
from convene.incoming.actions import Proposal, Proposer, propose, watch
from convene.incoming.models import IncomingEntry
from convene.incoming.terms import Fate, RiskStatus
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.membership.terms import Assessment
from convene.papers.models import Paper, PaperVersion
from convene.papers.terms import PaperKind
from convene.people.models import Person
from convene.people.terms import AssetClass
from convene.polls.terms import Choice
from convene.reading.actions import Officer, name_officer, share, write_note
from convene.recommendations import circulating
from convene.recommendations.actions import adopt
from convene.recommendations.actions import withdraw as give_up
from convene.recommendations.undoing import make_draft_again
from convene.stages.actions import Wish, circulate
from convene.stages.terms import Stage
from tests.access.joining_world import a_letter
from tests.build import BY, an_item, body, item_of, one, term_of
from tests.membership.made import an_application, shown
from tests.membership.made import put as put_before_board
from tests.polls import made
from tests.recommendations import made as recommending
from tests.records.made import new, noted, sent
from tests.registration import made as joining

A_DAY = timedelta(days=1)


def _brief(meeting: Meeting) -> Paper:
    """The paper of the deep-dive."""
    found: Paper = one(Paper, item_id=item_of(meeting, Subject.DEEP_DIVE).id)
    return found


def _party(meeting: Meeting, name: str) -> Party:
    found: Party = one(Party, body_id=meeting.body_id, name=name)
    return found


def _note(meeting: Meeting, at: datetime) -> None:
    for key in ("primary_nl", "secretary"):
        person = term_of(key).person_id
        write_note(_brief(meeting), None, "A private note", person_id=person, kept_until=at + 90 * A_DAY, at=at)


def _share(meeting: Meeting, at: datetime) -> None:
    owner, party = one(Body, id=meeting.body_id), _party(meeting, "Netherlands")
    officer = name_officer(owner, party, Officer("Adviser", "", "early.warning@mfa.example"), by=BY, at=at)
    share(_brief(meeting), party, officer, by=one(Person, id=term_of("primary_nl").person_id).key, at=at)


def _opened(meeting: Meeting, at: datetime) -> None:
    db.session.add(
        Sighting(
            body_id=meeting.body_id,
            visit_key=new_key(),
            person_key=one(Person, id=term_of("alternate_us").person_id).key,
            object_kind="paper",
            object_key=one(PaperVersion, paper_id=_brief(meeting).id, number=1).key,
            hour=at,
            seen_at=at,
            digest="0" * 64,
        )
    )


def _proposal(meeting: Meeting, at: datetime, title: str = "Situation in a third country") -> IncomingEntry:
    proposal = Proposal(title, "It grows worse.", ItemKind.DISCUSSION, 20, "A third country", (), "A common position")
    term = term_of("primary_nl")
    proposer = Proposer(term.person_id, term.party_id)
    return propose(meeting, proposal, proposer=proposer, follows=None, by=BY, at=at)


def _declined(meeting: Meeting, at: datetime) -> None:
    entry = _proposal(meeting, at, "Another situation")
    entry.fate, entry.reason, entry.decided_at, entry.decided_by = Fate.DECLINED, "Taken up in spring", at, BY


def _watch(meeting: Meeting, at: datetime) -> None:
    owner = one(Body, id=meeting.body_id)
    watch(owner, "A country under watch", risk=RiskStatus.AMBER, note="From a confidential source", by=BY, at=at)


def _chair(meeting: Meeting, _at: datetime) -> None:
    person = term_of("primary_us").person_id
    for subject in (Subject.DEEP_DIVE, Subject.INPUT_OF_GUESTS):
        item = item_of(meeting, subject)
        row = {"body_id": item.body_id, "meeting_id": meeting.id, "item_id": item.id, "person_id": person}
        db.session.add(ChairNote(text="Call on Denmark first", **row))


def _edit(meeting: Meeting, at: datetime) -> None:
    """A change that was taken back: the item says what it said, and its revision is higher by two."""
    for subject in (Subject.DEEP_DIVE, Subject.INPUT_OF_GUESTS):
        item = item_of(meeting, subject)
        now, other = edits.said(item), edits.said(item) | {"title": "Withdrawn wording"}
        first = edits.write(item, Act.CHANGE, before=now, after=other, by=BY, at=at)
        edits.write(item, Act.CHANGE, before=other, after=now, by=BY, at=at, undoes=first)


def _call(meeting: Meeting, at: datetime) -> None:
    item, due = item_of(meeting, Subject.ASSETS), meeting.papers_due_at
    row = {"body_id": meeting.body_id, "meeting_id": meeting.id, "item_id": item.id, "due_at": due}
    told = {"announced": True, "called_at": at}
    db.session.add(
        PaperCall(party_id=_party(meeting, "Netherlands").id, kind=PaperKind.BRIEF, wish="In confidence", **row, **told)
    )
    db.session.add(PaperCall(party_id=_party(meeting, "Denmark").id, kind=PaperKind.PAPER, wish="Not told yet", **row))


def _statement(meeting: Meeting, at: datetime, *, is_filing: bool = False) -> None:
    if (found := preparation_of(meeting)) is None:
        found, _, _ = keep_preparation(meeting, usual_plan(meeting, at=at), by=BY, at=at)
        send_preparation(found, meeting, by=BY, at=at)
    said = {AssetClass.PEACEKEEPING: Said(Existence.YES, "One battalion", Availability.THIRTY_DAYS)}
    given = Given(None, "The ministries met.", said)
    party = _party(meeting, "United States")
    state(meeting, party.id, given, revision=0, is_filing=is_filing, by=BY, at=at)


def _filed(meeting: Meeting, at: datetime) -> None:
    _statement(meeting, at, is_filing=True)


def _circulation(meeting: Meeting, at: datetime) -> None:
    """The agenda is circulated again, with one item more in a closed session."""
    closing = item_of(meeting, Subject.RECOMMENDATIONS).session_id
    an_item(one(MeetingSession, id=closing), "What was added behind closed doors", minutes=5)
    circulate(meeting, Wish(Stage.PRELIMINARY, "One item more", all_the_same=True), by=BY, at=at)


def _notes(meeting: Meeting, _at: datetime) -> None:
    """What was said of closed items and of the guests' own, with who said it; nothing of it is out."""
    _noted(meeting)


def _noted(meeting: Meeting) -> None:
    state, meeting.state = meeting.state, MeetingState.IN_SESSION  # Notes are taken while a meeting sits.
    for subject in (Subject.DEEP_DIVE, Subject.INPUT_OF_GUESTS):
        noted(item_of(meeting, subject), new("What members said among themselves."), speaker="Denmark")
    meeting.state = state


def _record(meeting: Meeting, _at: datetime) -> None:
    """A record of which no paragraph is open, circulated to the seats."""
    _noted(meeting)
    state, meeting.state = meeting.state, MeetingState.IN_SESSION
    sent(meeting, with_guests=True)
    meeting.state = state


def _draft_recommendation(meeting: Meeting, _at: datetime) -> None:
    """A draft, and beside it one that was given up."""
    recommending.proposed("What the board may yet say of the third country, and has not said so far.", meeting=meeting)
    give_up(recommending.proposed("Given up before anybody saw it.", meeting=meeting), body(), by=BY, at=_at)


def _put_before(meeting: Meeting, at: datetime) -> None:
    """A draft that the members read before they adopt it."""
    found = recommending.proposed("What the board is to say of the third country.", meeting=meeting)
    circulating.put_before([found], meeting, by=BY, at=at)


def _taken_back(meeting: Meeting, at: datetime) -> None:
    """Two that were adopted in error: the members read that they were, and one of them as a draft again."""
    for is_shown in (True, False):
        found = recommending.proposed(f"What the board did not say of the {is_shown} country.", meeting=meeting)
        if is_shown:
            circulating.put_before([found], meeting, by=BY, at=at)
        adopt([found], meeting, by=BY, at=at)
        make_draft_again(found, body(), "Ticked by mistake.", by=BY, at=at)


def _sent_recommendation(meeting: Meeting, _at: datetime) -> None:
    """One that was adopted and sent, answered by one State, with a guest asked and a point of theirs kept."""
    found = recommending.sent("Member States should close their ports to the vessels on the list.", meeting=meeting)
    file = brief(current_app.config["CONVENE"])
    recommending.answered(found, "United States", file=file)
    recommending.noted(found, "Denmark", file=file)
    recommending.asked(found, "ngo_survivors")


def _registration(meeting: Meeting, _at: datetime) -> None:
    """Registration is open: one waits for a decision, another has not confirmed."""
    registration = joining.opened(meeting, places=2)
    joining.confirmed(registration, organisation="Netherlands")
    joining.give(registration, address="other@observatory.example")


def _joint_letter(meeting: Meeting, _at: datetime) -> None:
    """The Netherlands are asked to sign one letter; another that they signed was sent."""
    a_letter("open", one(Body, id=meeting.body_id), ("Netherlands",))
    a_letter("sent", one(Body, id=meeting.body_id), ("Netherlands",))


def _application(_meeting: Meeting, _at: datetime) -> None:
    """A dossier that the secretariat prepares, with its evidence and what it makes of it."""
    application = an_application("A State that nobody knows of yet")
    shown(application, Assessment.SHOWN, Assessment.PARTLY, Assessment.NOT_SHOWN)


def _application_put(meeting: Meeting, _at: datetime) -> None:
    application = put_before_board(an_application("A State before the board"), meeting)
    shown(application, Assessment.SHOWN, Assessment.PARTLY, Assessment.NOT_SHOWN)


def _poll(_meeting: Meeting, at: datetime) -> None:
    """A date is asked of two members; one has answered."""
    poll = made.sent(("primary_us", "primary_gb"), subject="In confidence", is_told=False)
    made.say(poll, "primary_us", Choice.YES, Choice.NO, Choice.IF_NEED_BE, remark="In confidence", at=at)


Put = Callable[[Meeting, datetime], object]

# Told to nobody but the secretariat and whose it is: a member's or a chair's own.
FROM_SEATS: dict[str, Put] = {
    "private notes": _note,
    "a sharing": _share,
    "opened": _opened,
    "a proposal": _proposal,
    "a declined proposal": _declined,
    "a country under watch": _watch,
    "chair's notes": _chair,
    "an edit taken back": _edit,
    "calls for papers": _call,
    "a draft statement": _statement,
    "notes and who spoke": _notes,
    "draft recommendations": _draft_recommendation,
    "a registration": _registration,
    "joint letters": _joint_letter,
    "an application in preparation": _application,
    "a date poll": _poll,
}
# And what members are told as well, yet nobody else.
FROM_OUTSIDERS: dict[str, Put] = {
    **{name: put for name, put in FROM_SEATS.items() if name != "a draft statement"},
    "a filed statement": _filed,
    "a sent recommendation": _sent_recommendation,
    "a draft put before the members": _put_before,
    "adoptions taken back": _taken_back,
    "an application before the board": _application_put,
    "a hidden circulation": _circulation,
    "a closed record": _record,
}


def put(names: Iterable[str], meeting: Meeting, at: datetime | None = None) -> None:
    """Put these into a meeting, in an order of their own."""
    known = FROM_SEATS | FROM_OUTSIDERS
    for name in sorted(names):
        known[name](meeting, at or clock.now())
        db.session.flush()  # The next may read it.
