"""Forms of bodies."""

from __future__ import annotations

import re
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from convene.bodies.actions import Preparation
from convene.bodies.models import Body
from convene.bodies.terms import PartyKind, Standing
from convene.web.forms import Boxes, Form, ZoneField, at_most, options, wanted

REFUSE, WARN = "refuse", "warn"


def capital(words: str) -> str:
    """With a capital first letter; “State” and what follows stay as they are."""
    return words[:1].upper() + words[1:]


class CountryField(StringField):
    """The two letters of a country, in capitals whatever was typed."""

    def __init__(self, label: str = "Country", validators: Any = (), **named: Any) -> None:
        super().__init__(label, [Optional(), *validators], **named)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the letters in capitals."""
        super().process_formdata([value.upper() for value in valuelist])

    def pre_validate(self, form: Any) -> None:
        """Two letters or nothing. Raises ValidationError with a sentence for the person."""
        if self.data and not re.fullmatch("[A-Z]{2}", self.data):
            raise ValidationError("Enter its two letters, as in NL.")


class PartyForm(Form):
    """A State or organisation."""

    name = StringField("Name", [wanted("Enter the name."), at_most(160)])
    kind = SelectField("Kind", choices=options((k.value, capital(k.value)) for k in PartyKind))
    standing = SelectField("What it is to this body", choices=options((s.value, capital(s.value)) for s in Standing))
    country = CountryField()
    zone = ZoneField("Usual time zone", [Optional()], first="Not known")

    def kind_of(self) -> PartyKind:
        """The kind chosen."""
        return PartyKind(self.kind.data)

    def standing_of(self) -> Standing:
        """The standing chosen."""
        return Standing(self.standing.data)


def _fill(field: StringField, words: str) -> None:
    """As if it had been typed."""
    field.data, field.raw_data = words, [words]


class FoundForm(Form):
    """A body to be founded from a preset."""

    part = SelectField("Which part of it", [Optional()])
    name = StringField("Name", [wanted("Enter the name."), at_most(200)])
    short_name = StringField("Short name", [wanted("Enter the short name."), at_most(60)])
    symbol = StringField("Symbol", [wanted("Enter the symbol."), at_most(20)])
    zone = ZoneField("Time zone of its secretariat", [wanted("Choose the time zone.")])
    parent = SelectField("Part of", [Optional()])
    succeeds = SelectField("Succeeds", [Optional()])
    not_attributed = BooleanField("What is said in it is not attributed")
    parties = Boxes("Take on record at once")

    def name_part(self) -> None:
        """A part that was chosen gives the name and the short name that were left empty."""
        if self.part.data and not self.name.data:
            _fill(self.name, self.part.data)
        if self.name.data and not self.short_name.data and len(self.name.data) <= 60:
            _fill(self.short_name, self.name.data)


class Whole(IntegerField):
    """A whole number within bounds."""

    def __init__(self, label: str, least: int, most: int, **named: Any) -> None:
        bounds = NumberRange(min=least, max=most, message=f"Enter a number from {least:,} to {most:,}.")
        super().__init__(label, [bounds], **named)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError with a sentence for the person."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError("Enter a whole number.") from wrong


class BodyForm(Form):
    """What a body says of itself in its letters, and how it prepares its meetings."""

    telephone_name = StringField("Whom to call", [at_most(120)])
    telephone = StringField("Telephone", [at_most(60)])
    reply_address = StringField("Address that the secretariat reads", [at_most(254)])
    proposals_due_days = Whole("Proposals for the agenda are due, days before the meeting", 0, 365)
    agenda_notice_days = Whole("The agenda goes out, days before the meeting", 0, 365)
    brief_pages_most = Whole("Pages of a brief at most", 1, 50)
    brief_minutes_most = Whole("Minutes to speak at most", 1, 120)
    brief_wants_asks = BooleanField("A brief says what is asked")
    on_breach = RadioField(
        "A brief with more pages, or that does not say what is asked",
        choices=options([(REFUSE, "Is refused, with the reasons"), (WARN, "Is taken, with a remark")]),
    )
    grace_hours = Whole("Hours of grace after the deadline of a paper", 0, 14 * 24)
    notes_kept_days = Whole("Days for which private notes on a paper are kept after the meeting", 1, 3650)

    @classmethod
    def of(cls, body: Body) -> BodyForm:
        """The form filled with the body as it stands."""
        return cls(obj=body, on_breach=REFUSE if body.brief_refuses else WARN)

    def preparation(self) -> Preparation:
        """How the body is to prepare."""
        return Preparation(
            agenda_notice_days=self.agenda_notice_days.data,
            proposals_due_days=self.proposals_due_days.data,
            brief_pages_most=self.brief_pages_most.data,
            brief_minutes_most=self.brief_minutes_most.data,
            brief_wants_asks=self.brief_wants_asks.data,
            brief_refuses=self.on_breach.data == REFUSE,
            grace_hours=self.grace_hours.data,
            notes_kept_days=self.notes_kept_days.data,
        )
