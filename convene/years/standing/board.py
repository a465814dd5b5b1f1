"""Rules on the board's meetings (A5 to A13); pure functions of plain values."""

from __future__ import annotations

from convene import clock
from convene.agendas.terms import Subject
from convene.findings import Level
from convene.meetings import rules as meeting_rules
from convene.meetings.terms import MeetingKind
from convene.years.standing.facts import RowKind, Rows, Ruling, Stage, State, YearFacts, YearMeeting
from convene.years.standing.members import BOARD
from convene.years.standing.weighing import (
    at_least,
    counted,
    days_of,
    listed,
    not_safe,
    number,
    only_listed,
    rows_of,
    said,
    unknown,
    worst,
)

REGULAR_A_YEAR = 2


def _no_meeting(rule: str, facts: YearFacts) -> Ruling:
    if facts.is_unknown:
        return unknown(rule, facts)
    if any(one.is_taken_over for one in facts.of(*BOARD)):
        return only_listed(rule, facts, *BOARD)
    return Ruling(rule, State.OPEN, f"No meeting of the board in {facts.year} yet.")


def a5_deep_dive(facts: YearFacts) -> Ruling:
    """A5: each meeting of the board has a deep-dive into one country on its agenda."""
    found = []
    for meeting in facts.of(*BOARD):
        count = sum(each is Subject.DEEP_DIVE for each in meeting.subjects)
        if count == 1:
            state, text = State.KEPT, f"One deep-dive on the agenda of {days_of(meeting)}."
        elif count:
            state, text = State.AT_RISK, f"{counted(count, 'deep-dive')} on {days_of(meeting)}; one country is meant."
        elif meeting.is_taken_over:
            continue
        elif not meeting.subjects and meeting.stage is not Stage.HELD:
            state, text = State.OPEN, f"The meeting of {days_of(meeting)} has no agenda yet."
        else:
            state, text = State.BROKEN, f"No deep-dive on the agenda of {said(meeting)}."
        found.append(Ruling("A5", state, text, rows_of([meeting])))
    return worst("A5", found, _no_meeting("A5", facts))


def _on_an_agenda(rule: str, facts: YearFacts, subject: Subject, what: str) -> Ruling:
    """One item of that subject in the year; the papers do not ask for it at each meeting."""
    meetings = facts.of(*BOARD)
    on_it = [one for one in meetings if subject in one.subjects]
    if not meetings or facts.is_unknown:
        return _no_meeting(rule, facts)
    if not on_it:
        if facts.is_over and any(one.is_taken_over for one in meetings):
            return only_listed(rule, facts, *BOARD)
        state = State.BROKEN if facts.is_over else State.OPEN
        return Ruling(
            rule, state, f"{what}: on no agenda of {facts.year}{'' if facts.is_over else ' yet'}.", rows_of(meetings)
        )
    fact = f"{what}: on the agenda of {listed([f'{days_of(one)} ({one.stage})' for one in on_it])}."
    if all(one.is_shaky(facts.today) for one in on_it):
        return Ruling(rule, State.AT_RISK, f"{fact} {not_safe(on_it, facts)}", rows_of(on_it))
    return Ruling(rule, State.KEPT, fact, rows_of(on_it))


def a6_situation_updates(facts: YearFacts) -> Ruling:
    """A6: the situations in other countries are updated, with the impact of interventions and lessons learned."""
    return _on_an_agenda("A6", facts, Subject.SITUATION_UPDATE, "Updates on other situations")


def a7_economic_actors(facts: YearFacts) -> Ruling:
    """A7: reporting on economic actors is received, and measures are reviewed."""
    return _on_an_agenda("A7", facts, Subject.ECONOMIC_ACTORS, "Economic actors")


def a8_accountability(facts: YearFacts) -> Ruling:
    """A8: developments on accountability are reviewed."""
    return _on_an_agenda("A8", facts, Subject.ACCOUNTABILITY, "Accountability")


def a9_research(facts: YearFacts) -> Ruling:
    """A9: research on what has worked, above all upstream, is facilitated and used."""
    return _on_an_agenda("A9", facts, Subject.RESEARCH, "Research on what has worked")


def a10_regular_meetings(facts: YearFacts) -> Ruling:
    """A10: at least two regular meetings a year, in person."""
    regular = facts.of(MeetingKind.REGULAR)
    ruling = at_least(facts, "A10", regular, "regular meeting", asked=REGULAR_A_YEAR)
    afar = [one for one in regular if one.is_by_video]
    if not afar or ruling.state not in (State.KEPT, State.AT_RISK):
        return ruling
    text = (
        f"{ruling.text} Regular meetings are meant to be in person; by video: {listed([days_of(one) for one in afar])}."
    )
    return Ruling("A10", State.AT_RISK, text, ruling.rows)


def a11_two_days_second_morning_open(facts: YearFacts) -> Ruling:
    """A11: a regular meeting lasts two days or more, and is closed but for its second morning."""
    found = [ruling for one in facts.followed(MeetingKind.REGULAR) for ruling in _a11(one)]
    return worst("A11", found, _no_meeting("A11", facts))


def _a11(meeting: YearMeeting) -> list[Ruling]:
    rows = rows_of([meeting])
    if meeting.days < 2:
        return [Ruling("A11", State.BROKEN, f"Less than two days: {said(meeting)}.", rows)]
    if not meeting.sittings:
        text = f"No session is on record for {said(meeting)}."
        return [Ruling("A11", State.OPEN, text, rows)]
    looks = (meeting_rules.a11_two_days(meeting.sittings), meeting_rules.a11_second_morning_open(meeting.sittings))
    broken = [f"{said(meeting)}: {each.text}" for each in looks if each.level is not Level.KEPT]
    if broken:
        return [Ruling("A11", State.BROKEN, text[0].upper() + text[1:], rows) for text in broken]
    length = f"{number(len({each.on for each in meeting.sittings}))} days, the second morning alone open"
    return [Ruling("A11", State.KEPT, f"{days_of(meeting)}: {length}.", rows)]


def a12_delegations(facts: YearFacts) -> Ruling:
    """A12: members are encouraged to bring the officials responsible for the fullest range of what they deploy.

    The paper encourages, so nothing is broken. How high a representative's rank is, no program can tell.
    """
    found = []
    for meeting in facts.of(MeetingKind.REGULAR):
        rows = (Rows(RowKind.MATRIX, f"Assets and officials, {meeting.name}", meeting.key),)
        if not meeting.delegations:
            continue
        lacking = [one.member for one in meeting.delegations if not one.named or one.has - one.named]
        if not lacking:
            text = f"Every delegation to {days_of(meeting)} brings officials for what its State deploys."
            found.append(Ruling("A12", State.KEPT, text, rows))
            continue
        is_time = meeting.stage is Stage.HELD or meeting.is_near(facts.today)
        deploys = "it deploys" if len(lacking) == 1 else "they deploy"
        words = f"For {days_of(meeting)}, without an official for each class that {deploys}"
        text = f"{words}{'' if is_time else ' so far'}: {listed(lacking)}."
        found.append(Ruling("A12", State.AT_RISK if is_time else State.OPEN, text, rows))
    return worst("A12", found, Ruling("A12", State.OPEN, "No delegation is on record yet."))


def a13_national_preparation(facts: YearFacts) -> Ruling:
    """A13: before a meeting each capital prepares, so that its State can speak to the assets it may deploy.

    Questions and statements are our form of it, so that a meeting without them is at risk and never broken.
    """
    found = [_a13(one, facts) for one in facts.followed(MeetingKind.REGULAR)]
    return worst("A13", [one for one in found if one is not None], _no_meeting("A13", facts))


def _a13(meeting: YearMeeting, facts: YearFacts) -> Ruling | None:
    rows = (Rows(RowKind.MATRIX, f"Statements, {meeting.name}", meeting.key),) if meeting.key else ()
    prepared = meeting.prepared
    is_over = meeting.stage is Stage.HELD
    if prepared is None or not prepared.is_sent:
        if is_over:
            text = f"No questions to the capitals are on record for {said(meeting)}."
            return Ruling("A13", State.AT_RISK, text, rows)
        if meeting.key and meeting.stage is Stage.CONVENED and meeting.is_near(facts.today):
            return Ruling("A13", State.AT_RISK, f"The capitals were not asked yet for {said(meeting)}.", rows)
        return Ruling("A13", State.OPEN, f"The capitals are still to be asked for {days_of(meeting)}.", rows)
    if not prepared.owing:
        return Ruling("A13", State.KEPT, f"Every member filed its statement for {days_of(meeting)}.", rows)
    owing = f"{counted(len(prepared.owing), 'statement is', 'statements are')} owed for {days_of(meeting)}"
    due = clock.day_words(prepared.due_on, weekday=False)
    if is_over or prepared.due_on < facts.today:
        return Ruling("A13", State.AT_RISK, f"{owing}, since {due}: {listed(prepared.owing)}.", rows)
    return Ruling("A13", State.OPEN, f"{owing}, until {due}: {listed(prepared.owing)}.", rows)
