"""Forms of bodies."""

from __future__ import annotations

from wtforms import SelectField, StringField
from wtforms.validators import Optional

from convene.bodies.terms import PartyKind, Standing
from convene.web.forms import Form, at_most, options, wanted, zone_choices


def _capital(words: str) -> str:
    """With a capital first letter; “State” and what follows stay as they are."""
    return words[:1].upper() + words[1:]


class PartyForm(Form):
    """A State or organisation."""

    name = StringField("Name", [wanted("Enter the name."), at_most(160)])
    kind = SelectField("Kind", choices=options((k.value, _capital(k.value)) for k in PartyKind))
    standing = SelectField("What it is to this body", choices=options((s.value, _capital(s.value)) for s in Standing))
    zone = SelectField("Usual time zone", [Optional()], choices=zone_choices("Not known"))

    def kind_of(self) -> PartyKind:
        """The kind chosen."""
        return PartyKind(self.kind.data)

    def standing_of(self) -> Standing:
        """The standing chosen."""
        return Standing(self.standing.data)


class BodyForm(Form):
    """What a body says of itself in its letters."""

    telephone_name = StringField("Whom to call", [at_most(120)])
    telephone = StringField("Telephone", [at_most(60)])
    reply_address = StringField("Address that the secretariat reads", [at_most(254)])
