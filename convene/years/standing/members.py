"""Rules on members, their seats, and who else takes part (A1 to A4, B1, S3.3, S4.2); pure functions of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from convene import clock
from convene.bodies.terms import PartyKind
from convene.meetings.terms import MeetingKind
from convene.people.terms import TermRole
from convene.years.standing.facts import Member, RowKind, Rows, Ruling, State, YearFacts
from convene.years.standing.weighing import counted, listed, number, worst

PARTIES = (Rows(RowKind.PARTIES, "Parties and people"),)
BOARD = (MeetingKind.REGULAR, MeetingKind.SPECIAL)
GOVERNMENTS = frozenset({PartyKind.STATE, PartyKind.UNION, PartyKind.MISSION})


def nobody(rule: str) -> Ruling:
    """Nothing to hold a rule on members against."""
    return Ruling(rule, State.OPEN, "No member is on record yet.", PARTIES)


def a1_first_members(facts: YearFacts) -> Ruling:
    """A1: the network builds on the seven States of the group that met since 2012."""
    if not facts.standing_members:
        return nobody("A1")
    here = {one.name for one in facts.standing_members}
    first = [name for name in facts.founders if name in here]
    lacking = [name for name in facts.founders if name not in here]
    are = "is a member" if len(first) == 1 else "are members"
    fact = f"{counted(len(first), 'State')} of the first {number(len(facts.founders))} {are}"
    if not lacking:
        return Ruling("A1", State.KEPT, f"{fact}.", PARTIES)
    if not first:
        return Ruling("A1", State.BROKEN, f"{fact}.", PARTIES)
    return Ruling("A1", State.AT_RISK, f"{fact}; not on record as members: {listed(lacking)}.", PARTIES)


def vacancy(member: Member, role: TermRole, year: int) -> list[tuple[date, date]]:
    """The days of a year on which nobody holds that seat of a member, as first and last days, in order."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    first = max(first, member.joined_on or first)
    last = min(last, member.left_on or last)
    found, day = [], first
    for seat in sorted((s for s in member.seats if s.role is role), key=lambda one: one.starts_on):
        if seat.starts_on > last:
            break
        if day < seat.starts_on:
            found.append((day, seat.starts_on - timedelta(days=1)))
        day = max(day, min(seat.ends_on or last, last) + timedelta(days=1))
    return [*found, (day, last)] if day <= last else found


def one_each(rule: str, facts: YearFacts, role: TermRole, title: str) -> Ruling:
    """Each member has exactly one holder of a seat, on the day on which the year is looked at and until its end."""
    if not facts.standing_members:
        return nobody(rule)
    found = [ruling for member in facts.standing_members for ruling in _seat(rule, facts, member, role, title)]
    kept = f"Each of {number(len(facts.standing_members))} members has one {title}"
    if len(facts.standing_members) == 1:
        kept = f"The only member has one {title}"
    whole = Ruling(rule, State.KEPT, f"{kept} on {clock.day_words(facts.day, weekday=False)}.", PARTIES)
    return worst(rule, found, whole)


def _seat(rule: str, facts: YearFacts, member: Member, role: TermRole, title: str) -> list[Ruling]:
    day = facts.day
    holders = [one for one in member.seats if one.role is role and one.runs_on(day)]
    if len(holders) > 1:
        text = f"{member.name} has {len(holders)} holders of the seat of its {title} at once."
        return [Ruling(rule, State.BROKEN, text, PARTIES)]
    if not holders:
        # What lies ahead may still be mended: nobody is missing today.
        state = State.AT_RISK if day > facts.today else State.BROKEN
        return [Ruling(rule, state, f"{member.name} has no {title}{_since(member, role, day)}.", PARTIES)]
    gap = next((first for first, last in vacancy(member, role, facts.year) if first > day), None)
    if gap is None:
        return []
    text = f"{member.name} has no {title} from {clock.day_words(gap, weekday=False)} on."
    return [Ruling(rule, State.AT_RISK, text, PARTIES)]


def _since(member: Member, role: TermRole, day: date) -> str:
    ended = [one.ends_on for one in member.seats if one.role is role and one.ends_on and one.ends_on < day]
    if not ended:
        return ": nobody was designated"
    return f" since {clock.day_words(max(ended) + timedelta(days=1), weekday=False)}"


def a2_primary_representative(facts: YearFacts) -> Ruling:
    """A2: each member State designates one official as its primary representative."""
    return one_each("A2", facts, TermRole.PRIMARY_REPRESENTATIVE, "primary representative")


def a3_membership(facts: YearFacts) -> Ruling:
    """A3: members are States, or unions with a common foreign policy; whoever joins does so by the criteria."""
    members = facts.standing_members
    if not members:
        return nobody("A3")
    strangers = [one for one in members if one.kind not in (PartyKind.STATE, PartyKind.UNION)]
    if strangers:
        names = listed([f"{one.name} ({one.kind})" for one in strangers])
        text = f"Members are States, or unions of States with a common foreign policy; not so: {names}."
        return Ruling("A3", State.BROKEN, text, PARTIES)
    joined = [one for one in members if one.name not in facts.founders]
    open_ones = [one.name for one in joined if one.is_admitted is None]
    refused = [one.name for one in joined if one.is_admitted is False]
    if refused:
        text = f"Members without a decision that admits them: {listed(refused)}."
        return Ruling("A3", State.BROKEN, text, PARTIES)
    if open_ones:
        text = f"No decision on an application is on record for {listed(open_ones)}, beside the first members."
        return Ruling("A3", State.OPEN, text, PARTIES)
    kinds = "All members are States or unions of States"
    return Ruling(
        "A3", State.KEPT, f"{kinds}; {'each that joined was admitted' if joined else 'none joined since'}.", PARTIES
    )


def a4_relevant_portions(facts: YearFacts) -> Ruling:
    """A4: organisations are invited to relevant portions of a meeting only, never to all of it."""
    found = []
    for meeting in facts.of(*BOARD):
        rows = (Rows(RowKind.ANSWERS, f"Invitations, {meeting.name}", meeting.key),)
        whole = sorted({one.name for one in meeting.guests if one.sessions > 1 and one.whole == one.sessions})
        closed = sorted({one.name for one in meeting.guests if one.closed and one.name not in whole})
        if whole:
            text = f"{listed(whole)} may attend all of {meeting.name}."
            found.append(Ruling("A4", State.BROKEN, text, rows))
        if closed:
            text = f"{listed(closed)} may attend a whole closed session of {meeting.name}."
            found.append(Ruling("A4", State.AT_RISK, text, rows))
        if meeting.guests and not whole and not closed:
            names = len({one.name for one in meeting.guests})
            text = f"{counted(names, 'organisation is', 'organisations are')} invited to portions of {meeting.name}."
            found.append(Ruling("A4", State.KEPT, text, rows))
    return worst("A4", found, _nobody_invited(facts))


def _nobody_invited(facts: YearFacts) -> Ruling:
    if facts.is_over and any(one.invited for one in facts.of(*BOARD)):
        return Ruling("A4", State.AT_RISK, f"No organisation was invited to any meeting of {facts.year}.", PARTIES)
    return Ruling("A4", State.OPEN, "No organisation is invited yet.")


def b1_steering_group(facts: YearFacts) -> Ruling:
    """B1: a steering group leads the Council; first Oxford, McGill and the Holocaust Memorial Museum."""
    members = facts.standing_members
    if not members:
        return nobody("B1")
    role = TermRole.STEERING_MEMBER
    steering = [m.name for m in members if any(s.role is role and s.runs_on(facts.day) for s in m.seats)]
    if not steering:
        state = State.BROKEN if facts.day <= facts.today else State.AT_RISK
        return Ruling("B1", state, "Members are on record, but nobody sits in the steering group.", PARTIES)
    vacant = [m.name for m in members if m.name in facts.steering and m.name not in steering]
    fact = f"In the steering group: {listed(steering)}."
    if vacant:
        return Ruling("B1", State.AT_RISK, f"{fact} Nobody sits there for {listed(vacant)}.", PARTIES)
    return Ruling("B1", State.KEPT, fact, PARTIES)


def s3_3_governments_only(facts: YearFacts) -> Ruling:
    """S3.3: only governments take part; no organisation attends regularly."""
    strangers = [one.name for one in facts.standing_members if one.kind not in GOVERNMENTS]
    if strangers:
        return Ruling("S3.3", State.BROKEN, f"Members that are no governments: {listed(strangers)}.", PARTIES)
    counts: dict[str, int] = {}
    rows = []
    for meeting in facts.counted:
        names = {one.name for one in meeting.guests if one.kind not in GOVERNMENTS}
        rows += [Rows(RowKind.ANSWERS, f"Invitations, {meeting.name}", meeting.key)] if names else []
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    often = sorted(name for name, count in counts.items() if count > 1)
    if often:
        text = f"Invited to more than one meeting of {facts.year}: {listed(often)}."
        return Ruling("S3.3", State.BROKEN, text, tuple(rows))
    if counts:
        text = f"Invited to one meeting of {facts.year}: {listed(sorted(counts))}; no organisation attends regularly."
        return Ruling("S3.3", State.AT_RISK, text, tuple(rows))
    if not facts.standing_members and not any(one.invited for one in facts.counted):
        return nobody("S3.3")
    return Ruling("S3.3", State.KEPT, "All members are governments, and no organisation is invited.", PARTIES)


def s4_2_one_official(facts: YearFacts) -> Ruling:
    """S4.2: each State is represented by one senior official."""
    return one_each("S4.2", facts, TermRole.PRIMARY_REPRESENTATIVE, "focal point")


def unseated(members: Sequence[Member], roles: Sequence[TermRole], year: int) -> list[tuple[str, date, date]]:
    """Every member's seat without a holder in a year, as name, first day and last day; of those that seat anybody.

    A member with terms of the first role that is found is looked at for that role; one without any, for the first.
    """
    found = []
    for member in members:
        role = next((each for each in roles if any(seat.role is each for seat in member.seats)), roles[0])
        found += [(member.name, first, last) for first, last in vacancy(member, role, year)]
    return found
