"""Rules of national preparation and of statements on assets (A12, A13; settled 12); pure functions of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from convene import clock
from convene.assets.terms import Availability, Cell, ClassSummary, Existence, Filing, Said, Stated, StateRow, field_of
from convene.findings import Finding, Level
from convene.meetings.terms import MeetingState
from convene.people.terms import AssetClass

A_YEAR = timedelta(days=365)
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
UNSAID = Said()


def may_state(state: MeetingState) -> bool:
    """Statements are taken, and changed, from the convening of a meeting until it is concluded or cancelled."""
    return state in (MeetingState.CONVENED, MeetingState.IN_SESSION)


def may_prepare(state: MeetingState) -> bool:
    """Questions are prepared, and changed, until the meeting is concluded or cancelled."""
    return state not in (MeetingState.CONCLUDED, MeetingState.CANCELLED)


def preparation_findings(prepare_on: date, *, starts_on: date, due_on: date, not_before: date) -> list[Finding]:
    """The preparatory date lies from `not_before` on and before the meeting (refused otherwise).

    That it lies after the day on which statements are due is a warning.
    """
    if prepare_on < not_before:
        return [Finding("A13", Level.REFUSE, "The preparatory date has passed already.", "prepare_on")]
    if prepare_on >= starts_on:
        return [Finding("A13", Level.REFUSE, "The capitals prepare before the meeting's first day.", "prepare_on")]
    if prepare_on > due_on:
        words = "The preparatory date lies after the day on which statements are due."
        return [Finding("A13", Level.WARN, words, "prepare_on")]
    return []


def prepared_findings(prepared_on: date, *, starts_on: date) -> list[Finding]:
    """A capital's own preparatory step lies in the year before the meeting's first day, that day included."""
    first = starts_on - A_YEAR
    if first <= prepared_on <= starts_on:
        return []
    words = f"Enter a day from {clock.day_words(first, weekday=False)} to the meeting's first day."
    return [Finding("A13", Level.REFUSE, words, "prepared_on")]


def line_findings(asset_class: AssetClass, said: Said, *, is_filing: bool) -> list[Finding]:
    """A13: whoever has assets says how much and how soon; a draft is kept without, a statement is not filed without.

    Having none and a capacity contradict each other, in a draft too.
    """
    missing = Level.REFUSE if is_filing else Level.WARN

    def at(name: str, level: Level, words: str) -> Finding:
        return Finding("A13", level, words, field_of(asset_class, name))

    found = []
    if said.existence is Existence.YES:
        if not said.capacity:
            found.append(at("capacity", missing, f"Say what you could deploy for {asset_class}."))
        if said.availability is Availability.NOT_SAID:
            found.append(at("availability", missing, f"Say how soon it could be deployed for {asset_class}."))
    elif said.existence is Existence.NO:
        if said.capacity:
            words = f"You say that you have none for {asset_class}; take the capacity out, or say that you have them."
            found.append(at("capacity", Level.REFUSE, words))
        if said.availability is not Availability.NOT_SAID:
            words = f"You say that you have none for {asset_class}; nothing can be available."
            found.append(at("availability", Level.REFUSE, words))
    elif said != UNSAID:
        found.append(at("existence", missing, f"Say whether you have assets for {asset_class}."))
    return found


def statement_findings(lines: Mapping[AssetClass, Said], answers: str, *, is_filing: bool) -> list[Finding]:
    """A13: what keeps a statement from being filed; for a draft the same as warnings, but for contradictions."""
    found = [f for each in AssetClass for f in line_findings(each, lines.get(each, UNSAID), is_filing=is_filing)]
    if is_filing and not answers and all(lines.get(each, UNSAID) == UNSAID for each in AssetClass):
        found.append(
            Finding("A13", Level.REFUSE, "The statement says nothing yet. Say of one class whether you have it.")
        )
    return found


def late_minutes(due_at: datetime, at: datetime) -> int:
    """Minutes after the deadline, each begun one counted; 0 at the deadline itself."""
    return max(0, -int((due_at - at).total_seconds() // 60))


def late_words(minutes: int) -> str:
    """“3 days late”, by the largest whole unit; empty for what came in time."""
    if minutes <= 0:
        return ""
    for unit, words in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= unit:
            count = minutes // unit
            return f"{count} {words}{'' if count == 1 else 's'} late"
    return ""


def age_words(since: datetime, at: datetime) -> str:
    """An age by days, then months of a twelfth of a year, then years: “12 days”, “3 months”, “1 year and 2 months”."""
    days = max(0, (at - since).days)
    if days == 0:
        return "less than a day"
    if days < 31:
        return _counted(days, "day")
    years, rest = divmod(days, 365)
    months = rest * 12 // 365
    parts = [_counted(years, "year")] if years else []
    parts += [_counted(months, "month")] if months else []
    return " and ".join(parts)


def is_old(stated_at: datetime, at: datetime) -> bool:
    """Whether a statement is older than a year."""
    return at - stated_at > A_YEAR


def row_of(name: str, statements: Sequence[Stated], *, at: datetime) -> StateRow:
    """A State's row from its filed statements, the latest first.

    The latest stands alone: what an earlier one said of a class that it leaves out does not come back. A class said in
    the same words as before counts since it was first said so.
    """
    if not statements:
        return StateRow(name, Filing.NONE, tuple(Cell(each, UNSAID) for each in AssetClass))
    latest = statements[0]
    return StateRow(
        name,
        Filing.FILED if latest.is_for_this else Filing.EARLIER,
        tuple(_cell(each, statements, at=at) for each in AssetClass),
        stated_at=latest.stated_at,
        age=age_words(latest.stated_at, at),
        is_old=is_old(latest.stated_at, at),
        late=late_words(latest.late_minutes) if latest.is_for_this else "",
        answers=latest.answers if latest.is_for_this else "",
        prepared_on=latest.prepared_on if latest.is_for_this else None,
    )


def _cell(asset_class: AssetClass, statements: Sequence[Stated], *, at: datetime) -> Cell:
    said = statements[0].lines.get(asset_class, UNSAID)
    if said.existence is Existence.NOT_SAID:
        return Cell(asset_class, said)
    since = statements[0].stated_at
    for earlier in statements[1:]:
        if earlier.lines.get(asset_class, UNSAID) != said:
            break
        since = earlier.stated_at
    return Cell(asset_class, said, since, age_words(since, at), is_taken_over=since < statements[0].stated_at)


def summary_of(asset_class: AssetClass, rows: Sequence[StateRow]) -> ClassSummary:
    """Who says what of one class, those with an earlier statement too."""
    cells = [(row, cell) for row in rows for cell in row.cells if cell.asset_class is asset_class]

    def those(existence: Existence, *available: Availability) -> tuple[str, ...]:
        return tuple(
            row.name
            for row, cell in cells
            if cell.said.existence is existence and (not available or cell.said.availability in available)
        )

    soon = (Availability.AT_ONCE, Availability.COMMITTED)
    return ClassSummary(
        asset_class,
        at_once=those(Existence.YES, Availability.AT_ONCE),
        in_time=those(Existence.YES, *(a for a in Availability if a not in soon)),
        committed=those(Existence.YES, Availability.COMMITTED),
        none=those(Existence.NO),
        unsaid=those(Existence.NOT_SAID),
        not_restated=tuple(
            row.name for row, cell in cells if row.filing is Filing.EARLIER and cell.said.existence is Existence.YES
        ),
    )


def a13_statements(rows: Sequence[StateRow]) -> list[Finding]:
    """A13: each member's representative can speak to existence, capacity and availability of what may be deployed.

    Says which members have not filed for this meeting, which class nobody says to have, and which statements are old.
    """
    found = [_filed(rows)] if rows else []
    gaps = [str(each) for each in AssetClass if summary_of(each, rows).is_gap]
    if gaps and any(row.filing is not Filing.NONE for row in rows):
        found.append(Finding("A13", Level.WARN, f"No member says that it has assets for {_listed(gaps, 'or')}."))
    old = [f"{row.name} ({row.age})" for row in rows if row.is_old]
    if old:
        found.append(Finding("A13", Level.WARN, f"Older than a year: {_listed(old)}."))
    return found


def _filed(rows: Sequence[StateRow]) -> Finding:
    owing = [row.name for row in rows if row.filing is not Filing.FILED]
    if not owing:
        everybody = {1: "The only member has", 2: "Both members have"}
        words = everybody.get(len(rows), f"All {_number(len(rows))} members have")
        return Finding("A13", Level.KEPT, f"{words} filed a statement.")
    who = "One member has" if len(owing) == 1 else f"{_number(len(owing)).capitalize()} members have"
    return Finding("A13", Level.WARN, f"{who} not filed a statement: {_listed(owing)}.")


def a12_officials(name: str, named: Mapping[AssetClass, Sequence[str]]) -> Finding:
    """A12: officials responsible for the fullest range of a State's deployments are available to the meeting."""
    lacking = [str(each) for each in AssetClass if not named.get(each)]
    if not lacking:
        return Finding("A12", Level.KEPT, f"{name} has named somebody for each class.")
    if len(lacking) == len(AssetClass):
        return Finding("A12", Level.NOTE, f"{name} has named nobody for a class yet.")
    return Finding("A12", Level.WARN, f"{name} has named nobody for {_listed(lacking, 'or')}.")


def _listed(names: Sequence[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def due_day(due_at: datetime, zone: str) -> date:
    """The day of a deadline on the host's wall clock."""
    return clock.local(due_at, zone).date()
