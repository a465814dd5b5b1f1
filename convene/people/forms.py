"""Forms of people and terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene.bodies.forms import CountryField
from convene.bodies.terms import PartyKind, Standing
from convene.findings import Finding, Level, Refused
from convene.people.terms import TermRole
from convene.presets.parties import KnownParty, known_parties
from convene.web.forms import Form, ZoneField, at_most, options, plausible, wanted

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
    zone = ZoneField("Time zone", [Optional()], first="That of the State, or not known")
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
    missing: tuple[str, ...] = ()

    @classmethod
    def taking(cls, names: Sequence[str], **given: Any) -> SeveralForm:
        """The form that offers to take these on record too; of those that no file knows, it asks what they are."""
        known = _known(names)
        named = dict.fromkeys(known[name].name if name in known else name for name in names)
        fields: dict[str, Any] = {
            "missing": tuple(names),
            "take_as": RadioField(
                f"Take these on record as well: {', '.join(named)}",
                [Optional()],
                choices=options(
                    [("member", "As members"), ("guest", "As those invited"), ("no", "No: I put the lines right")]
                ),
            ),
        }
        for place, name in enumerate(names):
            if name not in known:
                kinds = [("", "Choose the kind"), *((k.value, k.value[:1].upper() + k.value[1:]) for k in PartyKind)]
                fields[f"kind_{place}"] = SelectField(f"What {name} is", [Optional()], choices=options(kinds))
                fields[f"country_{place}"] = CountryField(f"Country of {name}")
        made: type[SeveralForm] = type("SeveralWithPartiesForm", (cls,), fields)
        return made(**given)

    def asked(self) -> list[Any]:
        """The fields that ask about those whom no file knows, as a page shows them."""
        return [one for one in self if one.name.startswith(("kind_", "country_"))]

    def parties(self) -> list[tuple[KnownParty, Standing]]:
        """Those that are to be taken on record, and as what. Raises Refused where it is not said what one is."""
        if not self.missing or self["take_as"].data not in (Standing.MEMBER.value, Standing.GUEST.value):
            return []
        known, found = _known(self.missing), []
        for place, name in enumerate(self.missing):
            if name not in known and not self[f"kind_{place}"].data:
                raise Refused((Finding("", Level.REFUSE, f"Choose what {name} is.", f"kind_{place}"),))
            found.append(known.get(name) or self._told(name, place))
        return [(party, Standing(self["take_as"].data)) for party in dict.fromkeys(found)]

    def _told(self, name: str, place: int) -> KnownParty:
        return KnownParty(name, PartyKind(self[f"kind_{place}"].data), self[f"country_{place}"].data or "", "")


def _known(names: Sequence[str]) -> dict[str, KnownParty]:
    """What the file of parties knows of these, by the name or the two letters of the country that was written."""
    every = known_parties().values()
    states = {p.country.casefold(): p for p in every if p.kind is PartyKind.STATE}
    folded = states | {p.name.casefold(): p for p in every}
    return {name: folded[name.casefold()] for name in names if name.casefold() in folded}


class EndTermForm(Form):
    """The last day of a term."""

    ends_on = Day("Last day", [wanted(A_DAY)])


class AddressForm(Form):
    """A corrected address."""

    address = StringField("E-mail address", [wanted("Enter the e-mail address."), at_most(254)])
