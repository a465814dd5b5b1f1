"""Forms of anchor events and offices held."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from convene.anchors.terms import Confidence, Entry, Held
from convene.people.forms import A_DAY, Day
from convene.web.forms import Form, ZoneField, at_most, options, wanted
from convene.years.forms import TwoSteps

DAYS, NONE, SHARED = "days", "none", "shared"
SURE = {
    Confidence.CONFIRMED: "Confirmed by the organisers",
    Confidence.ANNOUNCED: "Announced, not confirmed",
    Confidence.COMPUTED: "Only reckoned by us",
}

UNSURE = "Choose how sure the days are: confirmed or announced by the organisers, or only reckoned by us."


class EntryForm(TwoSteps):
    """One occurrence of an event, as this body has it."""

    event = StringField("Event, such as “G7 summit”", [wanted("Enter what the event is called."), at_most(120)])
    holds = RadioField(
        "Does it take place?",
        choices=options(
            [
                (DAYS, "It takes place on these days"),
                (NONE, "It does not take place in this year"),
                (SHARED, "Take our own entry back: what is known to all bodies holds"),
            ]
        ),
        default=DAYS,
    )
    starts_on = Day("First day", [Optional()])
    ends_on = Day("Last day", [Optional()])
    city = StringField("City", [at_most(120)])
    zone = ZoneField("Time zone of the city", [Optional()])
    confidence = SelectField(
        "How sure",
        choices=options([("", "Choose how sure the days are"), *((c.value, words) for c, words in SURE.items())]),
    )
    source = StringField("Who says so", [at_most(500)])

    def validate_confidence(self, field: Any) -> None:
        """Days are entered with how sure they are. Raises ValidationError with a sentence."""
        if self.holds.data == DAYS and not field.data:
            raise ValidationError(UNSURE)

    def entry(self, year: int) -> Entry | None:
        """What is entered; None where the body's own entry is taken back."""
        if self.holds.data == SHARED:
            return None
        takes_place = self.holds.data == DAYS
        return Entry(
            event=self.event.data,
            year=year,
            starts_on=self.starts_on.data if takes_place else None,
            ends_on=self.ends_on.data if takes_place else None,
            city=self.city.data if takes_place else "",
            zone=(self.zone.data or "") if takes_place else "",
            # That an event does not take place is entered because it is known.
            confidence=Confidence(self.confidence.data or Confidence.CONFIRMED),
            source=self.source.data,
        )


class OfficeForm(Form):
    """An office that somebody holds for a time."""

    name = StringField("Office", [wanted("Enter the office."), at_most(160)])
    holder = StringField("Who holds it", [wanted("Enter who holds it."), at_most(160)])
    starts_on = Day("From", [wanted(A_DAY)])
    ends_on = Day("To", [Optional()])
    source = StringField("Who says so", [at_most(500)])

    def held(self) -> Held:
        """What is entered."""
        return Held(self.name.data, self.holder.data, self.starts_on.data, self.ends_on.data, self.source.data)
