"""Forms of a planned year, of its milestones, of the order of hosts, and of what follows from a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from convene.findings import Finding, Level
from convene.people.forms import A_DAY, Day
from convene.presets.terms import CycleLine, Milestone
from convene.web.forms import Boxes, Form, options, wanted
from convene.years.terms import Member

PLACE, PASSES, DAYS = "place_", "passes_", "days_"
APPLY = "apply"


class ApplyForm(Form):
    """The meetings of the plan that are to be drafted."""

    # What is not proposed any more is refused by the action, which says why.
    lines = Boxes("Draft these meetings", validate_choice=False)


class TwoSteps(Form):
    """A form whose first sending shows what would follow, and whose second applies what is ticked of it.

    `shown` is the fingerprint of the lines that were shown.
    """

    lines = Boxes("Apply these lines", choices=[], validate_choice=False)
    shown = HiddenField()
    then = HiddenField()

    @property
    def is_applying(self) -> bool:
        """Whether the lines were shown already."""
        return bool(self.then.data == APPLY)


class MoveForm(TwoSteps):
    """A meeting as a whole on other days."""

    starts_on = Day("New first day", [wanted(A_DAY)])


class MilestoneForm(Form):
    """A milestone moved by hand."""

    due_on = Day("To be done by", [wanted(A_DAY)])


class Number(IntegerField):
    """A whole number within bounds, or nothing."""

    def __init__(self, label: str, least: int, most: int, **named: Any) -> None:
        bounds = NumberRange(min=least, max=most, message=f"Enter a number from {least:,} to {most:,}.")
        super().__init__(label, [Optional(), bounds], **named)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError with a sentence for the person."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError("Enter a whole number.") from wrong


class HostsForm(TwoSteps):
    """The order in which members host; a field for each member is added by `hosts_form`."""

    def members(self, known: Iterable[Member]) -> list[Member]:
        """The members as the form has them."""
        found = []
        for one in known:
            passes = self[f"{PASSES}{one.key}"].data
            place = self[f"{PLACE}{one.key}"].data
            found.append(
                Member(one.id, one.key, one.name, one.country, one.zone, place, int(passes) if passes else None)
            )
        return found

    def findings(self, known: Iterable[Member]) -> list[Finding]:
        """Two members cannot have the same place."""
        taken: dict[int, str] = {}
        found = []
        for one in self.members(known):
            if one.position is not None and one.position in taken:
                text = f"{taken[one.position]} has this place already."
                found.append(Finding("", Level.REFUSE, text, f"{PLACE}{one.key}"))
            elif one.position is not None:
                taken[one.position] = one.name
        return found


def hosts_form(members: Iterable[Member], years: Iterable[int]) -> HostsForm:
    """The form with a place and a year to be passed over for each member, filled as it stands."""
    fields: dict[str, Any] = {}
    filled: dict[str, Any] = {}
    ahead = list(years)
    for one in members:
        known = sorted({*ahead, *([one.passes_in] if one.passes_in else [])})
        choices = options([("", "Not at all"), *((str(year), f"In {year}") for year in known)])
        fields[f"{PLACE}{one.key}"] = Number(f"Place of {one.name}", 1, 999)
        fields[f"{PASSES}{one.key}"] = SelectField(f"Pass over {one.name} once", choices=choices)
        filled |= {f"{PLACE}{one.key}": one.position, f"{PASSES}{one.key}": str(one.passes_in or "")}
    form: HostsForm = type("OrderOfHosts", (HostsForm,), fields)(**filled)
    return form


class DaysForm(Form):
    """How many days around a meeting each step is due; a field for each step is added by `days_form`."""

    def days(self, line: CycleLine) -> dict[str, int | None]:
        """The days by step, negative after the last day; None where the field was emptied."""
        return {one.key: _signed(one, self[f"{DAYS}{one.key}"].data) for one in line.milestones}


def _signed(step: Milestone, count: int | None) -> int | None:
    return count if count is None or step.days_before >= 0 else -count


def days_form(line: CycleLine, usual: Mapping[str, int]) -> DaysForm:
    """The form of one line of the cycle, filled with what the body set; `usual` are the days of the file."""
    fields: dict[str, Any] = {}
    filled: dict[str, Any] = {}
    for one in line.milestones:
        side = "before the first day" if one.days_before >= 0 else "after the last day"
        words = f"Our default is {abs(usual[one.key])}; empty goes back to it."
        fields[f"{DAYS}{one.key}"] = Number(f"{one.name}: days {side}", 0, 730, description=words)
        filled[f"{DAYS}{one.key}"] = None if one.is_default else abs(one.days_before)
    form: DaysForm = type("DaysOfLine", (DaysForm,), fields)(**filled)
    return form
