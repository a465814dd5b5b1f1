"""Rules on the Council's year (B2 to B7); pure functions of plain values."""

from __future__ import annotations

from convene.meetings.terms import MeetingKind
from convene.years.standing.facts import RowKind, Rows, Ruling, Stage, State, Strand, YearFacts, YearMeeting
from convene.years.standing.weighing import at_least, counted, days_of, listed, number, rows_of, said, unknown, worst

# Around the General Assembly: so many days before or after the general debate begins. The papers fix no number.
NEAR_DEBATE = 14
# The paper's own figures (002, II.c.iii); a body may be stricter, and that is its own affair.
PAGES_MOST, MINUTES_ABOUT = 3, 5
CONTACTS = ("check-ins", "check-ins-day")
OWN_MEETINGS = ("council-meeting",)


def b2_briefing(facts: YearFacts) -> Ruling:
    """B2: a formal briefing at least once a year, around the General Assembly, separate from the board's meeting.

    One briefing a year is firm; that it is in September and beside the board's meeting is suggested.
    """
    briefings = facts.of(MeetingKind.BRIEFING)
    ruling = at_least(facts, "B2", briefings, "formal briefing")
    if ruling.state not in (State.KEPT, State.AT_RISK):
        return ruling
    remarks = []
    if facts.debate is not None and not any(is_near(one, facts) for one in briefings):
        remarks.append("None lies within two weeks of the general debate, which the papers suggest.")
    for one in briefings:
        shared = [n.name for n in facts.neighbours if n.starts_on <= one.ends_on and one.starts_on <= n.ends_on]
        if shared:
            remarks.append(f"On the same days: {listed(shared)}; the briefing is meant to be separate from it.")
    return Ruling("B2", State.AT_RISK, " ".join((ruling.text, *remarks)), ruling.rows) if remarks else ruling


def is_near(meeting: YearMeeting, facts: YearFacts) -> bool:
    """Whether a meeting lies around the General Assembly."""
    return facts.debate is not None and abs((meeting.starts_on - facts.debate).days) <= NEAR_DEBATE


def b3_bilateral_contact(facts: YearFacts) -> Ruling:
    """B3: those briefed are met bilaterally at least once more in the year; Munich and Paris are suggested."""
    return at_least(
        facts, "B3", facts.made_from(*CONTACTS), "round of bilateral contacts", "rounds of bilateral contacts"
    )


def b4_needs_traced(facts: YearFacts) -> Ruling:
    """B4: what was asked for in bilateral contacts is traced to what is briefed in September."""
    needs = facts.needs
    if needs is None or not needs.heard:
        return Ruling(
            "B4",
            State.OPEN,
            "No need heard in a bilateral contact is on record yet.",
            rows_of(facts.made_from(*CONTACTS)),
        )
    held = [one for one in facts.followed(MeetingKind.BRIEFING) if one.stage is Stage.HELD]
    rows = rows_of(facts.of(MeetingKind.BRIEFING))
    fact = f"{counted(needs.heard, 'need was', 'needs were')} heard; {number(needs.answered)} traced to a brief."
    if needs.answered >= needs.heard:
        return Ruling("B4", State.KEPT, fact, rows)
    if not held and not facts.is_over:
        return Ruling("B4", State.OPEN, fact, rows)
    return Ruling("B4", State.AT_RISK if needs.answered else State.BROKEN, fact, rows)


def b5_briefs(facts: YearFacts) -> Ruling:
    """B5: briefs of three pages at most, spoken in about five minutes, and delivered ahead of the briefing."""
    found = []
    for meeting in facts.followed(MeetingKind.BRIEFING):
        rows = rows_of([meeting])
        if not meeting.briefs:
            if meeting.stage is Stage.HELD:
                found.append(Ruling("B5", State.BROKEN, f"No brief is on record for {said(meeting)}.", rows))
            continue
        long = [b.title for b in meeting.briefs if b.pages is not None and b.pages > PAGES_MOST]
        behind = [b.title for b in meeting.briefs if not b.is_ahead]
        loose = [b.title for b in meeting.briefs if b.pages is None or (b.minutes or 0) > MINUTES_ABOUT or b.is_late]
        if long:
            found.append(Ruling("B5", State.BROKEN, f"Longer than three pages: {listed(_quoted(long))}.", rows))
        if behind:
            text = f"Not delivered ahead of {days_of(meeting)}: {listed(_quoted(behind))}."
            found.append(Ruling("B5", State.BROKEN, text, rows))
        if loose:
            text = f"Late, longer than about five minutes to speak, or of pages not known: {listed(_quoted(loose))}."
            found.append(Ruling("B5", State.AT_RISK, text, rows))
        if not long and not behind and not loose:
            text = (
                f"{counted(len(meeting.briefs), 'brief')} for {days_of(meeting)}, within three pages, delivered ahead."
            )
            found.append(Ruling("B5", State.KEPT, text, rows))
    return worst("B5", found, Ruling("B5", State.OPEN, "No brief is on record yet."))


def _quoted(titles: list[str]) -> list[str]:
    return [f"“{each}”" for each in titles]


def b6_own_meetings(facts: YearFacts) -> Ruling:
    """B6: the Council meets by itself on agenda, approach, briefing practice and membership; no number is fixed."""
    return at_least(
        facts,
        "B6",
        facts.made_from(*OWN_MEETINGS),
        "own meeting of the Council",
        "own meetings of the Council",
        is_fixed=False,
    )


def b7_three_strands(facts: YearFacts) -> Ruling:
    """B7: research runs in three strands, thematic, micro and macro; the paper recommends, so nothing is broken."""
    briefings = facts.of(MeetingKind.BRIEFING)
    if facts.is_unknown:
        return unknown("B7", facts)
    found = []
    for meeting in briefings:
        lacking = [str(each) for each in Strand if each not in meeting.strands]
        if not lacking:
            found.append(
                Ruling(
                    "B7", State.KEPT, f"All three strands are on the agenda of {days_of(meeting)}.", rows_of([meeting])
                )
            )
            continue
        if meeting.is_taken_over:
            continue
        state = State.AT_RISK if meeting.stage is Stage.HELD or meeting.is_near(facts.today) else State.OPEN
        text = f"On the agenda of {days_of(meeting)} no item is marked as {listed(lacking, 'or')}."
        found.append(Ruling("B7", state, text, rows_of([meeting])))
    return worst(
        "B7",
        found,
        Ruling(
            "B7",
            State.OPEN,
            "No briefing is planned whose agenda would show the strands.",
            (Rows(RowKind.YEAR, "The plan of the year"),),
        ),
    )
