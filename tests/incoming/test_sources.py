"""What comes in by itself: from which meeting, country, paragraph or member, in which order, and what comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress, Subject, Theme
from convene.db import db, work
from convene.incoming.actions import end_watch, reconsider, watch
from convene.incoming.models import WatchedCountry
from convene.incoming.terms import Fate, RiskStatus, Source
from convene.meetings.terms import MeetingKind, MeetingState
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, an_item, board_meeting, body, item_of, one, sessions
from tests.incoming.made import LEFT, decided, handed_in, past_meeting, the, titles, waiting

LATER = date(2027, 12, 7)


def test_unfinished_items_of_the_last_meeting_come_in_as_they_stood(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        assert titles(draft, Source.UNFINISHED) == list(LEFT)
        found = the(draft, "Safe passage for relief convoys")
        earlier = one(AgendaItem, title=found.title)
        assert found.provenance == "Unfinished at the First regular meeting, Copenhagen (TNAP/2026/1), item 13"
        assert (found.origin, found.thread, found.item_key) == (earlier.thread, earlier.thread, earlier.key)
        assert (found.kind, found.minutes, found.lead) == (earlier.kind, earlier.minutes, "Members in turn")
        assert (found.countries, found.themes) == ("Sultara, Marenda", (Theme.PEACE_OPERATIONS,))


def test_neither_procedure_nor_what_was_concluded_comes_in_again(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        for item in db.session.query(AgendaItem).filter_by(meeting_id=past_meeting().id):
            item.progress = Progress.OPEN
        assert [c for c in waiting(draft, Source.UNFINISHED) if c.subject is Subject.PROCEDURE] == []
        assert len(waiting(draft, Source.UNFINISHED)) == 17 - 2
        for item in db.session.query(AgendaItem).filter_by(meeting_id=past_meeting().id):
            item.progress = Progress.CONCLUDED
        assert waiting(draft, Source.UNFINISHED) == []


def test_an_item_whose_thread_is_on_the_agenda_already_is_not_suggested(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        an_item(sessions(draft)[0]).thread = the(draft, LEFT[0]).thread
        assert titles(draft, Source.UNFINISHED) == list(LEFT[1:])


@pytest.mark.parametrize(
    "starts_on, change, offered, word",
    [
        (date(2027, 8, 3), {}, False, ""),
        (date(2027, 8, 3), {"state": MeetingState.CONVENED, "kind": MeetingKind.SPECIAL}, False, ""),
        (LATER, {}, True, "; also on the agenda of the Second regular meeting"),
        (date(2027, 8, 3), {"state": MeetingState.CANCELLED}, True, ""),
        (date(2027, 5, 4), {}, True, ""),
    ],
)
def test_what_stands_on_the_agenda_of_another_coming_meeting_is_offered_to_an_earlier_one_alone(
    context: Flask, starts_on: date, change: dict[str, object], offered: bool, word: str
) -> None:
    with work(TESTS):
        draft, other = a_draft(), a_draft(starts_on=starts_on)
        other.title = "Second regular meeting"
        an_item(sessions(other)[0]).thread = the(draft, LEFT[0]).thread
        for name, value in change.items():
            setattr(other, name, value)
        found = waiting(draft, Source.UNFINISHED)
        assert [c.title for c in found] == list(LEFT if offered else LEFT[1:])
        also = f"{word} ({other.symbol}), which is later" if word else ""
        assert found[0].provenance.endswith(f", item {12 if offered else 13}{also}")


def test_what_was_deferred_is_not_offered_while_a_meeting_before_takes_it_up(context: Flask) -> None:
    with work(TESTS):
        draft, between, later = a_draft(), a_draft(starts_on=date(2027, 11, 2)), a_draft(starts_on=LATER)
        decided(draft, Fate.DEFERRED, the(draft, LEFT[0]), reason="Next time.")
        thread = the(later, LEFT[0]).thread
        an_item(sessions(between)[0]).thread = thread
        assert [c.title for c in waiting(later) if c.thread == thread] == []


def test_what_was_deferred_without_a_reason_says_from_where_and_no_more(context: Flask) -> None:
    with work(TESTS):
        draft, later = a_draft(), a_draft(starts_on=LATER)
        decided(draft, Fate.DEFERRED, the(draft, "Situation update: Ostrin"))
        assert the(later, "Situation update: Ostrin").deferral == f"deferred from the {draft.title} ({draft.symbol})"


@pytest.mark.parametrize(
    "change, comes_in",
    [
        ({}, True),
        ({"kind": MeetingKind.SPECIAL}, False),
        ({"state": MeetingState.CANCELLED}, False),
        ({"state": MeetingState.DRAFT}, False),
        ({"state": MeetingState.CONVENED}, True),
        ({"starts_on": date(2028, 1, 1)}, False),
    ],
)
def test_only_the_last_meeting_of_the_same_kind_that_is_over_counts(
    context: Flask, change: dict[str, object], comes_in: bool
) -> None:
    with work(TESTS):
        draft, past = a_draft(), past_meeting()
        for name, value in change.items():
            setattr(past, name, value)
        assert bool(waiting(draft, Source.UNFINISHED)) is comes_in
        past.state, past.ends_at = MeetingState.CONVENED, clock.now() + timedelta(seconds=1)
        assert waiting(draft, Source.UNFINISHED) == []


def test_items_of_an_earlier_meeting_than_the_last_do_not_come_in(context: Flask) -> None:
    with work(TESTS):
        between = a_draft(starts_on=date(2027, 3, 2))
        left = an_item(sessions(between)[0], "Left over")
        between.state = MeetingState.CONCLUDED
        for item in db.session.query(AgendaItem).filter_by(meeting_id=between.id):
            item.progress = Progress.UNFINISHED if item.id == left.id else Progress.CONCLUDED
        assert titles(a_draft(), Source.UNFINISHED) == ["Left over"]


def test_a_sub_item_is_named_by_its_letter(context: Flask) -> None:
    with work(TESTS):
        past = past_meeting()
        first, second = (one(AgendaItem, title=title) for title in LEFT[:2])
        second.parent_id = first.id
        found = [c.provenance for c in waiting(a_draft(), Source.UNFINISHED)][:3]
        assert [words.rpartition(", ")[2] for words in found] == ["item 12", "item 12 (a)", "item 13"]
        assert past.symbol == "TNAP/2026/1"


def test_countries_under_watch_come_in_by_risk_with_when_they_were_discussed(context: Flask) -> None:
    with work(TESTS):
        watch(body(), "Norvia", risk=RiskStatus.AMBER, note="A word", by=BY, at=clock.now())
        draft = a_draft()
        found = waiting(draft, Source.WATCH)
        names = ["Sultara", "Norvia", "Marenda", "Ostrin"]
        assert [c.title for c in found] == [f"Situation update: {name}" for name in names]
        assert [c.countries for c in found] == names
        assert (
            found[0].provenance == "Under watch since 13 November 2026; red; last discussed 195 days ago (TNAP/2026/1)"
        )
        assert found[1].provenance == "Under watch since 1 June 2027; amber; never discussed"
        assert {c.explanation for c in found} == {""}
        assert {c.subject for c in found} == {Subject.SITUATION_UPDATE}


def test_a_name_is_found_among_others_whatever_its_capitals_and_never_within_another(context: Flask) -> None:
    with work(TESTS):
        for name in ("Mar", "NORVIA"):
            watch(body(), name, risk=RiskStatus.RED, note="", by=BY, at=clock.now())
        one(AgendaItem, title=LEFT[2]).countries = "Elsewhere, norvia"
        found = {c.countries: c.provenance.rpartition("; ")[2] for c in waiting(a_draft(), Source.WATCH)}
        assert found["NORVIA"] == "last discussed 195 days ago (TNAP/2026/1)"
        assert found["Mar"] == "never discussed"


def test_what_was_never_held_counts_as_no_discussion(context: Flask) -> None:
    with work(TESTS):
        past_meeting().state = MeetingState.CANCELLED
        one(AgendaItem, id=item_of(board_meeting(), Subject.DEEP_DIVE).id).countries = "Marenda"
        found = waiting(a_draft(), Source.WATCH)
        assert [c.provenance.rpartition("; ")[2] for c in found] == ["never discussed"] * 3


def test_a_watch_that_ended_and_a_country_that_is_examined_anyhow_do_not_come_in(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        end_watch(body(), one(WatchedCountry, country="Ostrin"), by=BY, at=clock.now())
        item_of(draft, Subject.ACCOUNTABILITY).countries = "Marenda"
        assert [c.countries for c in waiting(draft, Source.WATCH)] == ["Sultara", "Marenda"]
        item_of(draft, Subject.SITUATION_UPDATE).countries = "Marenda, Elsewhere"
        assert [c.countries for c in waiting(draft, Source.WATCH)] == ["Sultara"]


def test_the_deep_dive_is_offered_in_rotation_until_a_country_is_chosen(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        found = waiting(draft, Source.DEEP_DIVE)
        assert [c.title for c in found] == ["Deep-dive: Marenda", "Deep-dive: Sultara", "Deep-dive: Ostrin"]
        assert found[0].provenance.startswith("Next in rotation: amber; never the subject of a deep-dive")
        assert "last deep-dive 196 days ago (TNAP/2026/1)" in found[2].provenance
        item_of(draft, Subject.DEEP_DIVE).countries = "Elsewhere"
        assert waiting(draft, Source.DEEP_DIVE) == []


def test_standing_items_that_the_agenda_lacks_come_in_with_their_paragraph(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        found = waiting(draft, Source.STANDING)
        assert [c.provenance.split()[0] for c in found] == ["A14", "A15", "A16", "A17"]
        assert found[2].provenance == (
            "A16 asks each meeting of the board for requests to social-media companies and their reports"
        )
        item_of(draft, Subject.RESEARCH).subject = Subject.STUDIES
        assert [c.origin for c in waiting(draft, Source.STANDING)] == ["research", "sources", "companies", "training"]


@pytest.mark.parametrize("source", [Source.STANDING, Source.DEEP_DIVE])
def test_other_bodies_and_other_meetings_are_asked_for_nothing(context: Flask, source: Source) -> None:
    with work(TESTS):
        watch(body("TAPRC"), "Marenda", risk=RiskStatus.RED, note="", by=BY, at=clock.now())
        special = a_draft()
        special.kind = MeetingKind.SPECIAL
        assert waiting(a_draft("TAPRC"), source) == []
        assert waiting(special, source) == []
        assert [c.countries for c in waiting(a_draft("TAPRC"), Source.WATCH)] == ["Marenda"]


def test_proposals_come_in_with_who_when_and_whether_late(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        meeting = board_meeting()
        handed_in(meeting, title="In time")
        at.move_to(meeting.proposals_due_at + timedelta(minutes=1))
        handed_in(meeting, "primary_us", title="Too late")
        found = waiting(meeting, Source.PROPOSAL)
        assert [c.title for c in found] == ["Safety of those who document attacks", "In time", "Too late"]
        assert [c.provenance for c in found][1:] == [
            "Proposed by Netherlands on 1 June 2027",
            "Proposed by United States on 17 August 2027, after the cut-off",
        ]
        assert (found[1].explanation, found[1].themes) == ("It cannot wait.", (Theme.CHILDREN,))
        assert [c.title for c in waiting(a_draft(), Source.PROPOSAL)] == []


def test_what_is_proposed_again_recalls_why_it_was_declined(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        first = handed_in(meeting)
        decided(meeting, Fate.DECLINED, the(meeting, first.title), reason="Too broad.")
        assert [c.title for c in waiting(meeting) if c.title == first.title] == []
        handed_in(meeting, follows=first)
        again = the(meeting, first.title)
        assert again.provenance == "Proposed by Netherlands on 1 June 2027; proposed before and declined: Too broad."


@pytest.mark.parametrize("fate", [Fate.DECLINED, Fate.ACCEPTED])
def test_what_was_decided_on_for_a_meeting_does_not_come_in_for_it_again(context: Flask, fate: Fate) -> None:
    with work(TESTS):
        draft = a_draft()
        before = {(c.source, c.origin) for c in waiting(draft)}
        chosen = [waiting(draft, source)[0] for source in (Source.UNFINISHED, Source.WATCH, Source.STANDING)]
        decided(draft, fate, *chosen, reason="Said.")
        assert before - {(c.source, c.origin) for c in waiting(draft)} == {(c.source, c.origin) for c in chosen}


def test_what_was_deferred_comes_back_for_the_next_meeting_with_the_reason(context: Flask) -> None:
    with work(TESTS):
        draft, later = a_draft(), a_draft(starts_on=LATER)
        chosen = [
            the(draft, LEFT[0]),
            the(draft, "Situation update: Ostrin"),
            the(draft, "Training courses, and who took part"),
        ]
        decided(draft, Fate.DEFERRED, *chosen, reason="The report is awaited.")
        draft.state = MeetingState.CONCLUDED  # So that its own items are those of the last meeting.
        because = f"deferred from the {draft.title} ({draft.symbol}), because: The report is awaited."
        for candidate in chosen:
            back = the(later, candidate.title)
            assert back.deferral == because
            assert back.story == f"{back.provenance}; {because}"
        assert the(later, LEFT[0]).provenance == chosen[0].provenance
        assert [c.deferral for c in waiting(later, Source.WATCH)] == ["", "", because]
        assert [c.title for c in waiting(draft) if c.title == LEFT[0]] == []


def test_what_was_deferred_comes_back_until_it_is_decided_on(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        draft, later, last = a_draft(), a_draft(starts_on=LATER), a_draft(starts_on=date(2028, 6, 6))
        decided(draft, Fate.DEFERRED, the(draft, LEFT[0]), reason="Not ripe.")
        draft.state = later.state = MeetingState.CONCLUDED
        later.state = MeetingState.DRAFT
        at.shift(timedelta(hours=1))
        assert the(last, LEFT[0]).deferral != ""
        decided(later, Fate.DECLINED, the(later, LEFT[0]), reason="No longer.")
        later.state = MeetingState.CONCLUDED
        assert [c.title for c in waiting(last) if c.title == LEFT[0]] == []


def test_a_deferred_proposal_comes_back_by_itself_unless_it_is_proposed_again(context: Flask) -> None:
    with work(TESTS):
        meeting, later = board_meeting(), a_draft(starts_on=LATER)
        first = handed_in(meeting)
        decided(meeting, Fate.DEFERRED, the(meeting, first.title), reason="Next time.")
        back = the(later, first.title)
        assert back.provenance == "Proposed by Netherlands on 1 June 2027"
        assert back.handed_in == first.key
        handed_in(meeting, follows=first)
        assert [c for c in waiting(later) if c.title == first.title] == []


def test_a_country_that_was_deferred_and_is_watched_no_more_does_not_come_back(context: Flask) -> None:
    with work(TESTS):
        draft, later = a_draft(), a_draft(starts_on=LATER)
        decided(draft, Fate.DEFERRED, the(draft, "Situation update: Ostrin"), reason="Later.")
        end_watch(body(), one(WatchedCountry, country="Ostrin"), by=BY, at=clock.now())
        assert [c.title for c in waiting(later) if "Ostrin" in c.title] == []


def test_a_decision_that_is_taken_back_lets_it_wait_again(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        (entry,) = decided(draft, Fate.DECLINED, the(draft, LEFT[3]), reason="No.")
        end_watch(body(), one(WatchedCountry, country="Ostrin"), by=BY, at=clock.now())
        reconsider(draft, entry, by=BY, at=clock.now())
        assert the(draft, LEFT[3]).lead == "Members in turn"
        past_meeting().state = MeetingState.CANCELLED
        assert the(draft, LEFT[3]).provenance == entry.provenance


def test_nobody_but_the_secretariat_finds_anything_waiting_that_is_not_their_own(context: Flask) -> None:
    reader = reader_of_key("primary_us")
    with work(TESTS):
        key = board_meeting().key
        handed_in(board_meeting(), "primary_us", title="Ours")
    with work(reader):
        meeting = board_meeting()
        assert meeting.key == key
        assert [c.title for c in waiting(meeting, Source.PROPOSAL)] == ["Ours"]
        assert waiting(meeting, Source.WATCH) == []
