"""Forms of people and terms."""

from __future__ import annotations

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene.people.terms import TermRole
from convene.web.forms import Form, at_most, options, plausible, wanted, zone_choices

A_DAY = "Enter a day, as in 2027-09-20."


class Day(DateField):
    """A day, with a plain sentence for what is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ValueError with a sentence for the person."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(A_DAY) from wrong
        plausible(self.data)


class PersonForm(Form):
    """Somebody whom the body knows, with the term in which they act."""

    name = StringField("Name or title of office", [wanted("Enter the name."), at_most(160)])
    function = StringField("Function", [at_most(200)])
    address = StringField("E-mail address", [wanted("Enter the e-mail address."), at_most(254)])
    telephone = StringField("Telephone", [at_most(60)])
    party = SelectField("For which State or organisation", [Optional()])
    role = SelectField(
        "In what role",
        [wanted("Choose the role.")],
        choices=options([("", "Choose the role"), *((r.value, r.value.capitalize()) for r in TermRole)]),
    )
    starts_on = Day("From", [wanted(A_DAY)])
    ends_on = Day("To, at 24:00", [Optional()])
    zone = SelectField("Time zone", [Optional()], choices=zone_choices("That of the State, or not known"))
    is_at_risk = BooleanField(
        "At personal risk: mails and calendar stay neutral, the list of participants gives no name"
    )

    def role_chosen(self) -> TermRole:
        """The role chosen."""
        return TermRole(self.role.data)


class SeveralForm(Form):
    """Several people at once, a line each."""

    lines = TextAreaField("One line for each person", [wanted("Write a line for each person."), at_most(60_000)])
    starts_on = Day("Their terms begin on", [wanted(A_DAY)])


class EndTermForm(Form):
    """The last day of a term."""

    ends_on = Day("Last day", [wanted(A_DAY)])


class AddressForm(Form):
    """A corrected address."""

    address = StringField("E-mail address", [wanted("Enter the e-mail address."), at_most(254)])
