"""Forms of national preparation: what the capitals are asked, and a State's statement on its assets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene import clock
from convene.assets.actions import Plan
from convene.assets.terms import Availability, Existence, Given, Said, field_of
from convene.meetings.forms import A_MOMENT, Moment
from convene.people.forms import A_DAY, Day
from convene.people.terms import AssetClass
from convene.web.forms import Form, at_most, options, wanted

HAVE = {Existence.YES: "We have them", Existence.NO: "We have none", Existence.NOT_SAID: "Not said"}
WORDS = ("existence", "capacity", "availability", "caveats")


class PreparationForm(Form):
    """What a meeting asks of each capital; the deadline is in the host's zone."""

    questions = TextAreaField("Questions to the capitals", [wanted("Enter the questions."), at_most(6000)])
    prepare_on = Day("Preparatory date", [wanted(A_DAY)])
    due = Moment("Statements are due, host's time", [wanted(A_MOMENT)])

    @classmethod
    def of(cls, plan: Plan, zone: str) -> PreparationForm:
        """The form filled with a plan; `zone` is the host's."""
        due = clock.local(plan.due_at, zone).replace(tzinfo=None)
        return cls(questions=plan.questions, prepare_on=plan.prepare_on, due=due)

    def plan(self, zone: str) -> Plan:
        """What was entered."""
        wall: datetime = self.due.data
        return Plan(self.questions.data, self.prepare_on.data, clock.at_wall(wall.date(), wall.time(), zone))


class StatementForm(Form):
    """A State's statement: four fields for each class stand below, named by `field_of`."""

    revision = HiddenField(default="0")
    prepared_on = Day("Day of your capital's preparatory step", [Optional()])
    answers = TextAreaField("Your answers to the questions", [at_most(6000)])

    @classmethod
    def of(cls, given: Given, revision: int) -> StatementForm:
        """The form filled with what was said; `revision` is that of the statement that is shown, 0 for none."""
        kept: dict[str, Any] = {}
        for each, said in given.lines.items():
            kept |= {field_of(each, word): _value(said, word) for word in WORDS}
        return cls(prepared_on=given.prepared_on, answers=given.answers, revision=str(revision), **kept)

    def lines(self) -> Iterator[tuple[AssetClass, dict[str, Any]]]:
        """Each class with its four fields by name."""
        for each in AssetClass:
            yield each, {word: self[field_of(each, word)] for word in WORDS}

    def given(self) -> Given:
        """What was entered."""
        said = {
            each: Said(
                Existence(fields["existence"].data),
                fields["capacity"].data or "",
                Availability(fields["availability"].data),
                fields["caveats"].data or "",
            )
            for each, fields in self.lines()
        }
        return Given(self.prepared_on.data, self.answers.data or "", said)

    def seen(self) -> int:
        """The revision that the person saw; -1 for what is no number."""
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def meet(self, kept: Given, revision: int) -> dict[str, str]:
        """What is kept where it differs from what was typed, by field; after this the form answers to that revision."""
        theirs = {
            field_of(each, word): _shown(kept.lines.get(each, Said()), word)
            for each, fields in self.lines()
            for word in WORDS
            if _value(kept.lines.get(each, Said()), word) != (fields[word].data or "")
        }
        if (self.answers.data or "") != kept.answers:
            theirs["answers"] = kept.answers or "nothing"
        if self.prepared_on.data != kept.prepared_on:
            theirs["prepared_on"] = clock.day_words(kept.prepared_on) if kept.prepared_on else "no day"
        self.revision.data = str(revision)
        return theirs


def _value(said: Said, word: str) -> str:
    return str(getattr(said, word))


def _shown(said: Said, word: str) -> str:
    if word == "existence":
        return HAVE[said.existence]
    return _value(said, word) or "nothing"


def _fields() -> Iterator[tuple[str, object]]:
    for each in AssetClass:
        yield (
            field_of(each, "existence"),
            RadioField(
                "Do you have them?",
                choices=options((e.value, words) for e, words in HAVE.items()),
                default=Existence.NOT_SAID.value,
            ),
        )
        yield field_of(each, "capacity"), StringField("Capacity", [at_most(300)])
        yield (
            field_of(each, "availability"),
            SelectField(
                "Availability",
                choices=options((a.value, a.value.capitalize()) for a in Availability),
                default=Availability.NOT_SAID.value,
            ),
        )
        yield field_of(each, "caveats"), TextAreaField("Caveats", [at_most(1000)])


for _name, _field in _fields():
    setattr(StatementForm, _name, _field)
