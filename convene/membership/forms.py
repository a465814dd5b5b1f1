"""Forms of membership: an application, its evidence, the assessment, what the board decides, a change of standing."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene.bodies.forms import CountryField
from convene.bodies.terms import PartyKind, Standing
from convene.membership.models import Application
from convene.membership.terms import (
    BECOMES,
    SOUGHT,
    Applicant,
    Assessment,
    CriterionView,
    Decision,
    Piece,
    Reliability,
    SourceKind,
)
from convene.people.forms import A_DAY, Day
from convene.web.forms import Form, ZoneField, at_most, options, wanted

LEAVES = "leaves"
STANDINGS = {
    Standing.MEMBER: "To be a member",
    Standing.OBSERVER: "To be an observer",
    Standing.COOPERATING: "To cooperate without joining",
}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class ApplicationForm(Form):
    """Who applies, and for what."""

    party = SelectField("Is it on record already?", [Optional()])
    name = StringField("Name", [at_most(160)])
    kind = SelectField("Kind", choices=options((k.value, _capital(k.value)) for k in PartyKind))
    country = CountryField()
    standing = SelectField("What it asks for", choices=options((s.value, STANDINGS[s]) for s in SOUGHT))
    opened_on = Day("Received on", [wanted(A_DAY)])
    words = TextAreaField("What it writes", [at_most(6000)])

    @classmethod
    def of(cls, application: Application) -> ApplicationForm:
        """The form filled with an application as it stands."""
        return cls(obj=application)

    def applicant(self) -> Applicant:
        """Who applies, as typed."""
        return Applicant(
            self.name.data, PartyKind(self.kind.data), self.country.data or "", Standing(self.standing.data)
        )


class EvidenceForm(Form):
    """A piece of evidence for one criterion."""

    criterion = SelectField("For which criterion", [wanted("Choose the criterion.")])
    text = TextAreaField("What it shows", [wanted("Say what it shows."), at_most(4000)])
    source = StringField("Source", [wanted("Name the source."), at_most(300)])
    source_kind = SelectField(
        "Kind of source",
        [wanted("Choose the kind of source.")],
        choices=options([("", "Choose the kind"), *((k.value, _capital(k.value)) for k in SourceKind)]),
    )
    reliability = SelectField(
        "How far it can be relied on",
        [wanted("Choose how far it can be relied on.")],
        choices=options([("", "Choose"), *((r.value, _capital(r.value)) for r in Reliability)]),
    )

    def piece(self) -> Piece:
        """The evidence as typed."""
        return Piece(
            self.text.data, self.source.data, SourceKind(self.source_kind.data), Reliability(self.reliability.data)
        )


class AssessmentForm(Form):
    """What the evidence shows; `for_criteria` makes a form with two fields for each criterion."""

    @classmethod
    def for_criteria(cls, criteria: Sequence[CriterionView]) -> AssessmentForm:
        """The form for these criteria, filled with what was said so far."""
        fields: dict[str, object] = {}
        for place, one in enumerate(criteria):
            choices = options((a.value, _capital(a.value)) for a in Assessment)
            fields[f"assessment_{place}"] = SelectField(
                "What the evidence shows", choices=choices, default=one.assessment
            )
            fields[f"remark_{place}"] = TextAreaField("Remark", [at_most(2000)], default=one.remark)
        made: type[AssessmentForm] = type("AssessmentOfCriteria", (cls,), fields)
        return made()

    def said(self, place: int) -> tuple[Assessment, str]:
        """What is said of the criterion at that place."""
        return Assessment(self[f"assessment_{place}"].data), self[f"remark_{place}"].data or ""


class PutForm(Form):
    """Before which meeting of the board a dossier is put."""

    meeting = SelectField("On the agenda of", [Optional()])
    despite = BooleanField("Put it before the board although nothing is shown for some criteria")

    def naming(self, missing: Sequence[str]) -> None:
        """Say in the box for which criteria nothing is shown; without any there is no box."""
        if missing:
            named = "; ".join(f"“{words}”" for words in missing)
            self.despite.label.text = f"Put it before the board although nothing is shown for {named}"
        else:
            del self.despite


class DecisionForm(Form):
    """What was decided, by which meeting, when, in which words."""

    decision = SelectField(
        "Decision",
        [wanted("Choose the decision.")],
        choices=options([("", "Choose the decision"), *((d.value, _capital(d.value)) for d in Decision)]),
    )
    meeting = SelectField("Taken by", [Optional()])
    decided_on = Day("Taken on", [wanted(A_DAY)])
    words = TextAreaField("In the words of the decision", [wanted("Enter its words."), at_most(4000)])
    from_on = Day("Holds from", [Optional()])
    zone = ZoneField("Usual time zone", [Optional()], first="Not known")

    def decision_taken(self) -> Decision:
        """The decision chosen."""
        return Decision(self.decision.data)

    @staticmethod
    def usual(standing: Standing) -> str:
        """The decision that gives an applicant what it asks for."""
        return next((str(d) for d, s in BECOMES.items() if s is standing), "")


class StandingForm(Form):
    """What a party is to the body from a day on, and why; or that it leaves."""

    standing = SelectField(
        "What it is from then on",
        [wanted("Choose what it is.")],
        choices=options(
            [("", "Choose"), *((s.value, _capital(s.value)) for s in Standing), (LEAVES, "It leaves the body")]
        ),
    )
    on = Day("From this day, or its last day where it leaves", [wanted(A_DAY)])
    reason = StringField("Why", [wanted("Say why."), at_most(300)])

    def standing_of(self) -> Standing | None:
        """The standing chosen; None where the party leaves."""
        return None if self.standing.data == LEAVES else Standing(self.standing.data)
