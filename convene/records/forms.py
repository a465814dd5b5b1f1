"""Forms of the record. The page of notes has as many fields as paragraphs, and is read here from what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from convene import clock
from convene.meetings.forms import A_MOMENT, Moment
from convene.people.forms import A_DAY, Day
from convene.records.terms import PARAGRAPH_MOST, Choice, Marking, Quorum, Said, TextKind, Written
from convene.web.forms import Boxes, Form, Seen, at_most, one_line, options, stripped, wanted, whole_number

MARKING_WORDS = {
    Marking.CLOSED: "Closed",
    Marking.OPEN: "Open",
    Marking.NOT_ATTRIBUTED: "Closed, not attributed",
    Marking.OPEN_NOT_ATTRIBUTED: "Open, not attributed",
}
KIND_WORDS = {kind: str(kind).capitalize() for kind in TextKind}
_MARK = re.compile(r"text-((?:new-)?[\w-]{22})")


def written(given: Mapping[str, str]) -> list[Written]:
    """The paragraphs of a page of notes as they were sent, in the page's order; what is not of its form is left out."""
    found = []
    for name, text in given.items():
        mark = _MARK.fullmatch(name)
        if mark is None:
            continue
        key = mark[1]
        marking = given.get(f"marking-{key}", "")
        said = Said(
            text="\n".join(stripped(text).splitlines()),
            marking=Marking(marking) if marking in set(Marking) else Marking.CLOSED,
            heading=one_line(given.get(f"heading-{key}", "")),
            # Whoever empties a paragraph removes it; what it said stays among its versions.
            is_removed=f"remove-{key}" in given or not stripped(text),
        )
        is_new = key.startswith("new-")
        opened = whole_number(given.get(f"was-{key}", "0")) or 0
        found.append(Written("" if is_new else key, key.removeprefix("new-") if is_new else "", opened, said))
    return found


def speakers(given: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Who said what as it was sent, by the paragraph's mark: what stood there before, and what stands there now."""
    return {
        name.removeprefix("speaker-"): (one_line(given.get(f"spoke-{name.removeprefix('speaker-')}")), one_line(text))
        for name, text in given.items()
        if name.startswith("speaker-")
    }


def chosen(text: str) -> tuple[str, Choice] | None:
    """A choice where two wrote the same: which, and how; None for anything else that somebody sent."""
    key, _, how = text.partition(" ")
    return (key, Choice(how)) if how in (Choice.THEIRS, Choice.MINE, Choice.BOTH) else None


class RapporteurForm(Form):
    """Who takes the notes beside the secretariat."""

    rapporteur = SelectField("Who takes the notes beside you")

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Those who can be named, by key and name."""
        self.rapporteur.choices = options([("", "Nobody beside the secretariat"), *people])


class CirculateRecordForm(Form):
    """Until when corrections are taken, and with what words the record goes out."""

    due = Moment("Corrections until, host's time", [wanted(A_MOMENT)])
    note = TextAreaField("A word to the members", [at_most(2000)])
    with_guests = BooleanField("Let those admitted read what is open already now")
    all_the_same = BooleanField("I have read what may give a speaker away")
    as_quoted = BooleanField("I have read where adopted text is quoted otherwise than it was adopted")
    was = Seen("", [Optional()])

    @classmethod
    def usual(cls, due_at: datetime, zone: str, *, with_guests: bool) -> CirculateRecordForm:
        """The form with what is usual, and with the admitted where they read it already."""
        return cls(due=clock.local(due_at, zone).replace(tzinfo=None), with_guests=with_guests)

    def due_at(self, zone: str) -> datetime:
        """The moment as an instant."""
        return clock.at_wall(self.due.data.date(), self.due.data.time(), zone)


class AdoptRecordForm(Form):
    """At which later meeting the record is adopted; empty where the body issues it without."""

    meeting = SelectField("Adopted at", [Optional()])
    note = TextAreaField("A word to the members", [at_most(2000)])
    all_the_same = BooleanField("I have read what may give a speaker away")
    as_quoted = BooleanField("I have read where adopted text is quoted otherwise than it was adopted")
    early = BooleanField("Close corrections before the time that was told")
    unentered = BooleanField("It stays open who was there, where that was not entered")
    was = Seen("", [Optional()])


class CorrectionForm(Form):
    """Another wording for one paragraph, and why."""

    proposed = TextAreaField("The wording you propose", [wanted("Write the wording."), at_most(PARAGRAPH_MOST)])
    remark = TextAreaField("Why", [at_most(2000)])


class DecisionForm(Form):
    """What the secretariat makes of a correction."""

    fate = RadioField(
        "What becomes of it?",
        [wanted("Choose what becomes of it.")],
        choices=options(
            [("accepted", "Accept it: the paragraph says what is below"), ("declined", "Decline it, for a reason")]
        ),
    )
    text = TextAreaField("The paragraph from now on", [at_most(PARAGRAPH_MOST)])
    instead = BooleanField("It stands in place of what the notes say now")
    was = Seen("", [Optional()])
    reason = TextAreaField("Your reason", [at_most(2000)])


class AttendanceForm(Form):
    """Who was there in one session."""

    present = Boxes("Who was there?")
    besides = Boxes("Who holds a seat, was not invited, and came")
    others = TextAreaField("Who else came", [at_most(4000)])


class QuorumForm(Form):
    """What makes a quorum."""

    kind = RadioField(
        "What makes a quorum?",
        choices=options(
            [
                ("majority", "More than half of the members"),
                ("number", "A number of members"),
                ("percent", "A share of the members"),
            ]
        ),
    )
    number = IntegerField("How many members", [Optional(), NumberRange(1, 999, "From 1 to 999 members.")])
    percent = IntegerField("How many in a hundred", [Optional(), NumberRange(1, 100, "From 1 to 100.")])

    from_on = Day("From which day does it hold?", [wanted(A_DAY)])

    @classmethod
    def of(cls, quorum: Quorum, *, from_on: date) -> QuorumForm:
        """The form with the quorum that holds; another one would hold from that day."""
        kind = "number" if quorum.number is not None else "percent" if quorum.percent is not None else "majority"
        return cls(kind=kind, number=quorum.number, percent=quorum.percent, from_on=from_on)

    def quorum(self) -> Quorum:
        """What was chosen."""
        kind = self.kind.data
        return Quorum(self.number.data if kind == "number" else None, self.percent.data if kind == "percent" else None)


class NewTextForm(Form):
    """What is to be made from the record, and from which of its paragraphs."""

    kind = RadioField("What is it?", [wanted("Choose what it is.")], choices=options(KIND_WORDS.items()))
    title = StringField("Title", [wanted("Give it a title."), at_most(200)])
    paragraphs = Boxes("Which paragraphs does it start from?")


class CirculateTextForm(Form):
    """For whom a text is, and that what may give a speaker away was read."""

    whom = RadioField(
        "Who may read it?",
        [wanted("Choose who may read it.")],
        choices=options(
            [
                ("members", "The members"),
                ("admitted", "The members, and everybody who was admitted to something of the meeting"),
            ]
        ),
    )
    concerns = Boxes("Which paragraphs does it correct?")
    all_the_same = BooleanField("I have read what may give a speaker away")
    as_quoted = BooleanField("I have read where adopted text is quoted otherwise than it was adopted")
    may_be_told = BooleanField("The members agreed to tell those admitted what comes from closed paragraphs")
    was = Seen("", [Optional()])

    def offer(self, paragraphs: Iterable[tuple[str, str]]) -> None:
        """The paragraphs of the record that a corrigendum may correct, by key and words."""
        self.concerns.choices = options(paragraphs)
        if self.concerns.choices:
            self.whom.choices = options(
                [
                    ("members", "The members"),
                    ("admitted", "The members, and whoever reads all of these paragraphs in the open record"),
                ]
            )


class TextForm(Form):
    """The text itself."""

    title = StringField("Title", [wanted("Give it a title."), at_most(200)])
    text = TextAreaField("Text", [wanted("Write the text."), at_most(100_000)])
    was = Seen("", [Optional()])
