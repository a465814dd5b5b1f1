"""What several rules share: counting meetings against what is asked for, and saying which they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from convene import clock
from convene.meetings.terms import MeetingKind
from convene.years.standing.facts import RowKind, Rows, Ruling, Stage, State, YearFacts, YearMeeting

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def number(count: int) -> str:
    """“no”, “one”, … “twelve”, “13”."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def counted(count: int, one: str, many: str = "") -> str:
    """“Two regular meetings”: a count that begins a sentence."""
    words = f"{number(count)} {one if count == 1 else many or f'{one}s'}"
    return words[0].upper() + words[1:]


def listed(words: Sequence[str], joint: str = "and") -> str:
    """“Canada, Denmark and Germany”."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}" if words else ""


def days_of(meeting: YearMeeting) -> str:
    """“22 to 23 September”; the year is the page's."""
    first, last = meeting.starts_on, meeting.ends_on
    if first == last:
        return clock.day_words(first, weekday=False, year=False)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {clock.day_words(last, weekday=False, year=False)}"
    return f"{clock.day_words(first, weekday=False, year=False)} to {clock.day_words(last, weekday=False, year=False)}"


def said(meeting: YearMeeting, *, named: bool = False) -> str:
    """“22 to 23 September in New York (convened, provisional)”."""
    if meeting.is_by_video:
        where = "by video"
    elif meeting.is_hosted and not meeting.key and "named" in meeting.city:
        where = "at a host to be named"
    else:
        where = f"in {meeting.city}"
    provisional = ", provisional" if meeting.is_provisional and meeting.stage is not Stage.HELD else ""
    words = f"{days_of(meeting)} {where} ({meeting.stage}{provisional})"
    return f"{meeting.name}, {words}" if named else words


def those(meetings: Iterable[YearMeeting]) -> str:
    """All of them, one after the other."""
    return "; ".join(said(one) for one in meetings)


def rows_of(meetings: Iterable[YearMeeting], kind: RowKind = RowKind.MEETING) -> tuple[Rows, ...]:
    """Links to those on record; one to the plan of the year where some are only proposed."""
    found = list(meetings)
    rows = [Rows(kind, f"{one.name}, {days_of(one)}", one.key) for one in found if one.key]
    return (*rows, *((Rows(RowKind.YEAR, "The plan of the year"),) if any(not one.key for one in found) else ()))


def unknown(rule: str, facts: YearFacts) -> Ruling:
    """The ruling on a year of which nothing tells."""
    return Ruling(rule, State.OPEN, f"No meeting of {facts.year} is on record, so it cannot be told.")


def only_listed(rule: str, facts: YearFacts, *kinds: MeetingKind) -> Ruling:
    """The ruling where a list from which meetings were taken over does not tell."""
    listed_only = [one for one in facts.of(*kinds) if one.is_taken_over]
    text = f"Taken over from a list, which does not tell: {listed([days_of(one) for one in listed_only])}."
    return Ruling(rule, State.OPEN, text, rows_of(listed_only))


def at_least(
    facts: YearFacts,
    rule: str,
    meetings: Sequence[YearMeeting],
    one: str,
    many: str = "",
    *,
    asked: int = 1,
    is_fixed: bool = True,
) -> Ruling:
    """So many meetings in the year at least, `one` and `many` in words.

    What is fixed by the papers and lacks is broken; what they leave open is at risk once the year is over.
    """
    if facts.is_unknown:
        return unknown(rule, facts)
    fact = f"{counted(len(meetings), one, many)} in {facts.year}"
    fact += f": {those(meetings)}." if meetings else "."
    rows = rows_of(meetings) or (Rows(RowKind.YEAR, "The plan of the year"),)
    if len(meetings) < asked:
        lacks = f"{fact} {number(asked).capitalize()} at least {'is' if asked == 1 else 'are'} asked for."
        if is_fixed:
            mend = "" if facts.is_over else f" Another may still be convened in {facts.year}."
            return Ruling(rule, State.BROKEN, f"{lacks}{mend}", rows)
        return Ruling(rule, State.AT_RISK if facts.is_over else State.OPEN, lacks, rows)
    shaky = [each for each in meetings if each.is_shaky(facts.today)]
    if len(meetings) - len(shaky) >= asked:
        return Ruling(rule, State.KEPT, fact, rows)
    return Ruling(rule, State.AT_RISK, f"{fact} {not_safe(shaky, facts)}", rows)


def not_safe(shaky: Sequence[YearMeeting], facts: YearFacts) -> str:
    """Why meetings that are near may still fall away."""
    waiting = [days_of(one) for one in shaky if one.stage is not Stage.CONVENED]
    loose = [days_of(one) for one in shaky if one.stage is Stage.CONVENED]
    found = []
    if waiting:
        found.append(f"Invitations are due, and nobody is convened yet for {listed(waiting)}.")
    if loose:
        found.append(f"The date is still provisional for {listed(loose)}.")
    return " ".join(found)


def worst(rule: str, found: Sequence[Ruling], otherwise: Ruling) -> Ruling:
    """Several looks at one paragraph as one ruling: the gravest state, everything that was said, all rows."""
    if not found:
        return otherwise
    state = next(each for each in State if any(one.state is each for one in found))
    speaking = [one for one in found if one.state is state] if state is not State.KEPT else list(found)
    text = " ".join(dict.fromkeys(one.text for one in speaking))
    return Ruling(rule, state, text, tuple(dict.fromkeys(row for one in speaking for row in one.rows)))
