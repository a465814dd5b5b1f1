"""Decisions on what comes in: what becomes of the agenda, what is kept, who is told, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.models import Narrowing
from convene.access.terms import Audience
from convene.agendas.actions import narrow_item, remove_item
from convene.agendas.edits import last_edits, read
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject, Theme
from convene.agendas.undoing import undo
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.incoming.actions import end_watch, reconsider, watch, withdraw
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.queries import entries_of_item
from convene.incoming.terms import Fate, RiskStatus, Source
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, an_item, board_meeting, body, count, item_of, one, open_session, sessions, term_of
from tests.incoming.made import LEFT, decided, handed_in, the, titles, waiting

ACCEPTED, DECLINED, DEFERRED, MERGED = Fate.ACCEPTED, Fate.DECLINED, Fate.DEFERRED, Fate.MERGED


def item_of_entry(entry: IncomingEntry) -> AgendaItem:
    found: AgendaItem = one(AgendaItem, key=entry.item_key)
    return found


def last_act(act: str) -> dict[str, object]:
    """What the journal tells of the latest act of that name."""
    wanted = select(JournalEntry.change).where(JournalEntry.act == act).order_by(JournalEntry.id.desc()).limit(1)
    found: dict[str, object] = json.loads(db.session.scalars(wanted).one())
    return found


def told(entry: IncomingEntry) -> int:
    """How many messages are queued about a proposal."""
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "proposal-decided"))
    return sum(f":{entry.key}:" in row.subject_key for row in rows)


def test_an_accepted_item_goes_on_with_its_discussion(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        chosen = the(draft, LEFT[1])
        (entry,) = decided(draft, ACCEPTED, chosen)
        item, earlier = item_of_entry(entry), one(AgendaItem, key=chosen.item_key)
        for name in ("thread", "title", "kind", "subject", "lead", "outcome", "countries", "themes", "minutes"):
            assert getattr(item, name) == getattr(earlier, name), name
        assert (item.meeting_id, item.audience, item.progress) == (draft.id, Audience.CLOSED, "open")
        assert (entry.fate, entry.decided_by, entry.decided_at) == (ACCEPTED, BY, clock.now())
        assert entry.provenance == "Unfinished at the First regular meeting, Copenhagen (TNAP/2026/1), item 13"
        assert entries_of_item(item.key) == [entry]
        assert last_act("incoming.accept") == {
            "title": LEFT[1],
            "source": "unfinished business",
            "reason": "",
            "item": item.key,
        }


def test_many_are_accepted_at_once_and_spread_over_closed_sessions_with_time_left(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        for item in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == draft.id)):
            item.minutes = 10
        entries = decided(draft, ACCEPTED, *waiting(draft, Source.UNFINISHED))
        assert len(entries) == 6
        placed = [item_of_entry(e).session_id for e in entries]
        assert set(placed) == {sessions(draft)[0].id}
        for item in db.session.scalars(select(AgendaItem).where(AgendaItem.session_id == placed[0])):
            item.minutes = 60
        (further,) = decided(draft, ACCEPTED, waiting(draft, Source.STANDING)[0])
        assert item_of_entry(further).session_id == sessions(draft)[1].id


def test_a_session_that_ends_with_the_close_goes_on_ending_with_it(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        last = sessions(draft)[-1]
        entries = decided(draft, ACCEPTED, the(draft, LEFT[0]), the(draft, LEFT[2]), session=last)
        items = list(
            db.session.scalars(select(AgendaItem).where(AgendaItem.session_id == last.id).order_by(AgendaItem.position))
        )
        assert [i.title for i in items] == [
            "Recommendations to governments", LEFT[0], LEFT[2], "Next meetings and close",
        ]  # fmt: skip
        assert [i.position for i in items] == [1, 2, 3, 4]
        assert {item_of_entry(e).session_id for e in entries} == {last.id}


def test_what_was_closed_and_narrowed_stays_so_when_it_is_carried_over(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        chosen = the(draft, LEFT[0])
        earlier = one(AgendaItem, key=chosen.item_key)
        members = [one(Party, body_id=draft.body_id, name=name).id for name in ("Netherlands", "Denmark")]
        narrow_item(earlier, members, by=BY, at=clock.now())
        (entry,) = decided(draft, ACCEPTED, chosen, session=open_session(draft))
        item = item_of_entry(entry)
        assert (item.audience, item.own_audience, item.withheld) == (Audience.CLOSED, Audience.CLOSED, True)
        assert item.narrowed
        kept = db.session.scalars(select(Narrowing.party_id).where(Narrowing.item_id == item.id)).all()
        assert sorted(kept) == sorted(members)
        draft.announced = True
        for session in sessions(draft):
            session.announced = True
        item.announced = True
        key = item.key
    for who, sees in {"primary_nl": 1, "primary_dk": 1, "primary_us": 0, "secretary": 1}.items():
        reader = reader_of_key(who)
        with work(reader):
            assert count(AgendaItem, key=key) == sees, who


def test_the_deep_dive_of_the_template_gets_its_country(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        before = count(AgendaItem, meeting_id=draft.id)
        (entry,) = decided(draft, ACCEPTED, the(draft, "Deep-dive: Sultara"))
        dive = item_of(draft, Subject.DEEP_DIVE)
        assert (dive.title, dive.countries, dive.minutes) == ("Deep-dive: Sultara", "Sultara", 120)
        assert (entry.item_key, count(AgendaItem, meeting_id=draft.id)) == (dive.key, before)
        assert waiting(draft, Source.DEEP_DIVE) == []
        assert "Situation update: Sultara" not in titles(draft, Source.WATCH)


def test_a_deep_dive_is_added_where_the_agenda_has_none(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        dive = item_of(draft, Subject.DEEP_DIVE)
        remove_item(dive, one(MeetingSession, id=dive.session_id), by=BY, at=clock.now())
        decided(draft, ACCEPTED, the(draft, "Deep-dive: Marenda"))
        added = item_of(draft, Subject.DEEP_DIVE)
        assert (added.countries, added.session_id) == ("Marenda", sessions(draft)[0].id)


def test_a_country_chosen_for_the_deep_dive_is_not_taken_up_as_an_update_too(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        chosen = [the(draft, "Deep-dive: Marenda"), *waiting(draft, Source.WATCH)]
        entries = decided(draft, ACCEPTED, *chosen)
        assert [e.title for e in entries] == [
            "Deep-dive: Marenda", "Situation update: Sultara", "Situation update: Ostrin",
        ]  # fmt: skip


def test_merging_lets_an_item_take_up_countries_and_themes_and_nothing_else(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        proposal = handed_in(meeting)
        target = item_of(meeting, Subject.ACCOUNTABILITY)
        target.countries, title = "Ostrin", target.title
        before = count(AgendaItem, meeting_id=meeting.id)
        (entry,) = decided(meeting, MERGED, the(meeting, proposal.title), item=target, reason="The same question.")
        assert (target.countries, target.themes, target.title) == ("Ostrin, Marenda", (Theme.CHILDREN,), title)
        assert (entry.key, entry.item_key, entry.fate) == (proposal.key, target.key, MERGED)
        assert count(AgendaItem, meeting_id=meeting.id) == before
        assert last_act("incoming.merge")["reason"] == "The same question."


@pytest.mark.parametrize("fate", [DECLINED, DEFERRED])
def test_a_decision_with_a_reason_is_kept_told_and_journalled(context: Flask, fate: Fate) -> None:
    with work(TESTS):
        meeting = board_meeting()
        proposal = handed_in(meeting)
        before = count(AgendaItem, meeting_id=meeting.id)
        decided(meeting, fate, the(meeting, proposal.title), reason="It needs a paper first.")
        assert (proposal.fate, proposal.reason, proposal.item_key) == (fate, "It needs a paper first.", "")
        assert proposal.provenance == "Proposed by Netherlands on 1 June 2027"
        assert count(AgendaItem, meeting_id=meeting.id) == before
        assert told(proposal) == 1
        act = {DECLINED: "incoming.decline", DEFERRED: "incoming.defer"}[fate]
        assert last_act(act) == {
            "title": proposal.title,
            "source": "proposal by a member",
            "reason": "It needs a paper first.",
        }


def test_a_decision_that_is_taken_back_and_taken_anew_is_told_anew(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        meeting = board_meeting()
        proposal = handed_in(meeting)
        decided(meeting, DECLINED, the(meeting, proposal.title), reason="No.")
        reconsider(meeting, proposal, by=BY, at=clock.now())
        assert (proposal.fate, proposal.reason, proposal.decided_at, proposal.decided_by) == (
            Fate.WAITING,
            "",
            None,
            "",
        )
        assert last_act("incoming.reconsider") == {"title": proposal.title, "was": "declined"}
        at.shift(timedelta(minutes=1))
        decided(meeting, ACCEPTED, the(meeting, proposal.title))
        assert told(proposal) == 2
        item = item_of_entry(proposal)
        assert (item.title, item.countries, item.themes) == (proposal.title, "Marenda", (Theme.CHILDREN,))


def test_an_item_stays_where_its_acceptance_is_taken_back_and_is_not_made_twice(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        (entry,) = decided(draft, ACCEPTED, the(draft, LEFT[0]))
        item, key = item_of_entry(entry), entry.item_key
        reconsider(draft, entry, by=BY, at=clock.now())
        assert entry.item_key == key
        with pytest.raises(Refused, match="stands on the agenda already"):
            decided(draft, ACCEPTED, the(draft, LEFT[0]))
        remove_item(item, one(MeetingSession, id=item.session_id), by=BY, at=clock.now())
        decided(draft, ACCEPTED, the(draft, LEFT[0]))
        assert item_of_entry(entry).key != key


def test_a_deferred_proposal_goes_on_belonging_to_whoever_made_it(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        later = a_draft()
        proposal = handed_in(meeting)
        decided(meeting, DEFERRED, the(meeting, proposal.title), reason="Next time.")
        (again,) = decided(later, ACCEPTED, the(later, proposal.title))
        assert (again.party_id, again.person_id) == (proposal.party_id, proposal.person_id)
        assert (again.follows_id, again.origin, again.meeting_id) == (proposal.id, proposal.origin, later.id)
        assert "deferred from the First regular meeting, New York (TNAP/2027/1)" in again.provenance
        assert (told(proposal), told(again)) == (1, 1)
        with pytest.raises(Refused, match="proposed again since"):
            reconsider(meeting, proposal, by=BY, at=clock.now())


@pytest.mark.parametrize(
    "fate, reason, words", [(DECLINED, "", "Say why"), (DEFERRED, "", "Say why"), (MERGED, "Why", "Choose the item")]
)
def test_a_decision_without_its_reason_or_item_changes_nothing(
    context: Flask, fate: Fate, reason: str, words: str
) -> None:
    with work(TESTS):
        meeting = board_meeting()
        chosen, before = the(meeting, handed_in(meeting).title), count(IncomingEntry)
        with pytest.raises(Refused, match=words):
            decided(meeting, fate, the(meeting, LEFT[0]), chosen, reason=reason)
        assert (count(IncomingEntry), count(IncomingEntry, fate=fate)) == (before, 0)


@pytest.mark.parametrize("fate", [DECLINED, DEFERRED, MERGED])
def test_what_nobody_proposed_needs_no_reason(context: Flask, fate: Fate) -> None:
    with work(TESTS):
        draft = a_draft()
        chosen = the(draft, "Situation update: Ostrin")
        (entry,) = decided(draft, fate, chosen, item=item_of(draft, Subject.ACCOUNTABILITY))
        assert (entry.fate, entry.reason) == (fate, "")


def test_what_was_merged_and_carried_over_stands_in_the_book_and_is_taken_back(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        target = item_of(meeting, Subject.ACCOUNTABILITY)
        decided(meeting, MERGED, the(meeting, handed_in(meeting).title), item=target, reason="The same question.")
        line = last_edits(meeting.id, 1)[0]
        assert read(line.after) == {"countries": "Marenda", "themes": ["children and armed conflict"]}
        undo(meeting, line, by=BY, at=clock.now())
        assert (target.countries, target.themes) == ("", ())
        chosen = the(meeting, LEFT[1])
        (entry,) = decided(meeting, ACCEPTED, chosen)
        item = item_of_entry(entry)
        remove_item(item, one(MeetingSession, id=item.session_id), by=BY, at=clock.now())
        undo(meeting, last_edits(meeting.id, 1)[0], by=BY, at=clock.now())
        back = item_of_entry(entry)
        assert (back.thread, back.themes, back.countries) == (chosen.thread, chosen.themes, chosen.countries)


def test_nothing_ticked_two_deep_dives_and_no_session_are_refused(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        with pytest.raises(Refused, match="Nothing is ticked yet"):
            decided(draft, ACCEPTED)
        with pytest.raises(Refused, match="one country"):
            decided(draft, ACCEPTED, *waiting(draft, Source.DEEP_DIVE)[:2])
        bare = a_draft()
        for session in sessions(bare):
            for item in db.session.scalars(select(AgendaItem).where(AgendaItem.session_id == session.id)):
                db.session.delete(item)
            db.session.delete(session)
        db.session.flush()
        with pytest.raises(Refused, match="Add a session"):
            decided(bare, ACCEPTED, the(bare, LEFT[0]))


@pytest.mark.parametrize("state", [MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_what_is_over_takes_nothing_up_and_nothing_back(context: Flask, state: MeetingState) -> None:
    with work(TESTS):
        draft = a_draft()
        chosen = the(draft, LEFT[0])
        (entry,) = decided(draft, DECLINED, the(draft, LEFT[1]), reason="No.")
        draft.state = state
        with pytest.raises(Refused, match="takes nothing up"):
            decided(draft, ACCEPTED, chosen)
        with pytest.raises(Refused, match="stands"):
            reconsider(draft, entry, by=BY, at=clock.now())


def test_an_item_that_would_name_too_many_countries_takes_up_no_more(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        target = an_item(sessions(draft)[0], "Full", countries=", ".join(f"Country {n:03}" for n in range(23)))
        with pytest.raises(Refused, match="too many countries"):
            decided(draft, MERGED, the(draft, LEFT[1]), item=target, reason="Same.")


def test_a_long_story_is_cut_to_what_is_kept(context: Flask) -> None:
    with work(TESTS):
        meeting, later = board_meeting(), a_draft()
        proposal = handed_in(meeting)
        decided(meeting, DEFERRED, the(meeting, proposal.title), reason="Because. " * 80)
        (again,) = decided(later, DECLINED, the(later, proposal.title), reason="No.")
        assert len(again.provenance) == 400
        assert again.provenance.endswith("…")


def test_a_proposal_is_kept_for_the_party_and_marked_after_the_cut_off(
    context: Flask, at: time_machine.Traveller
) -> None:
    with work(TESTS):
        meeting, term = board_meeting(), term_of("alternate_nl")
        in_time = handed_in(meeting, "alternate_nl")
        at.move_to(meeting.proposals_due_at + timedelta(seconds=1))
        late = handed_in(meeting, "alternate_nl")
        assert (in_time.is_late, late.is_late) == (False, True)
        assert (in_time.party_id, in_time.person_id) == (term.party_id, term.person_id)
        assert (in_time.source, in_time.fate, in_time.origin) == (Source.PROPOSAL, Fate.WAITING, in_time.key)
        assert last_act("proposal.hand-in") == {"title": late.title, "late": True}


@pytest.mark.parametrize(
    "more, field",
    [({"minutes": 0}, "minutes"), ({"minutes": 601}, "minutes"), ({"title": "漢"}, "title"),
     ({"explanation": "漢"}, "explanation"), ({"outcome": "漢"}, "outcome"), ({"countries": "漢"}, "countries")],
)  # fmt: skip
def test_what_could_not_stand_on_an_agenda_is_refused_when_it_is_proposed(
    context: Flask, more: dict[str, Any], field: str
) -> None:
    with work(TESTS), pytest.raises(Refused) as refused:
        handed_in(board_meeting(), **more)
    assert [f.field for f in refused.value.findings] == [field]


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_no_proposal_is_taken_before_or_after_the_time_for_them(context: Flask, state: MeetingState) -> None:
    with work(TESTS):
        meeting = board_meeting()
        meeting.state = state
        with pytest.raises(Refused, match="takes no proposals"):
            handed_in(meeting)


def test_a_proposal_is_made_again_once_and_only_after_it_was_turned_down(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        first = handed_in(meeting)
        with pytest.raises(Refused, match="again already"):
            handed_in(meeting, follows=first)
        decided(meeting, DECLINED, the(meeting, first.title), reason="No.")
        second = handed_in(meeting, follows=first)
        assert second.follows_id == first.id
        with pytest.raises(Refused, match="again already"):
            handed_in(meeting, follows=first)


def test_a_proposal_is_taken_back_only_while_it_waits(context: Flask) -> None:
    with work(TESTS):
        meeting: Meeting = board_meeting()
        first, second = handed_in(meeting), handed_in(meeting, title="Another")
        withdraw(meeting, first, by=BY, at=clock.now())
        assert (count(IncomingEntry, key=first.key), last_act("proposal.withdraw")) == (0, {"title": first.title})
        decided(meeting, DECLINED, the(meeting, "Another"), reason="No.")
        with pytest.raises(Refused, match="has decided"):
            withdraw(meeting, second, by=BY, at=clock.now())
        assert count(IncomingEntry, key=second.key) == 1


def test_a_watch_is_kept_changed_ended_and_begun_anew(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        row = watch(body(), "  Norvia ", risk=RiskStatus.GREEN, note="First", by=BY, at=clock.now())
        began = row.since
        at.shift(timedelta(days=10))
        again = watch(body(), "NORVIA", risk=RiskStatus.RED, note="Second", by=BY, at=clock.now())
        assert again.id == row.id
        assert (again.country, again.risk, again.note, again.since) == ("Norvia", RiskStatus.RED, "Second", began)
        assert last_act("watch.keep") == {"name": "Norvia", "risk": "red"}
        end_watch(body(), row, by=BY, at=clock.now())
        assert row.ended_on == began + timedelta(days=10)
        assert last_act("watch.end") == {"name": "Norvia"}
        at.shift(timedelta(days=10))
        watch(body(), "Norvia", risk=RiskStatus.AMBER, note="", by=BY, at=clock.now())
        days: tuple[date | None, date] = (row.ended_on, row.since)
        assert days == (None, began + timedelta(days=20))
        assert count(WatchedCountry, country="Norvia") == 1


@pytest.mark.parametrize("name", [" ", "Marenda, Ostrin", "Marenda,", "漢"])
def test_one_country_is_named_without_a_comma(context: Flask, name: str) -> None:
    with work(TESTS), pytest.raises(Refused) as refused:
        watch(body(), name, risk=RiskStatus.RED, note="", by=BY, at=clock.now())
    assert [f.field for f in refused.value.findings] == ["country"]
