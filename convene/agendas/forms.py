"""Forms of agenda items."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from convene.access.terms import Audience
from convene.agendas.actions import Wording
from convene.agendas.terms import ItemKind, Subject
from convene.meetings.forms import Minutes
from convene.web.forms import Boxes, Form, at_most, is_web_address, options, wanted

SUBJECTS = {
    Subject.OTHER: "None of these",
    Subject.PROCEDURE: "Procedure",
    Subject.DEEP_DIVE: "Deep-dive into one country (A5)",
    Subject.SITUATION_UPDATE: "Updates on situations (A6)",
    Subject.ECONOMIC_ACTORS: "Economic actors (A7)",
    Subject.ACCOUNTABILITY: "Accountability (A8)",
    Subject.RESEARCH: "Research (A9)",
    Subject.ASSETS: "Assets (A13)",
    Subject.RECOMMENDATIONS: "Recommendations (A18)",
    Subject.BRIEFING_OF_GUESTS: "Briefing of those invited (A11)",
    Subject.INPUT_OF_GUESTS: "Input of those invited (A11)",
}


class ItemForm(Form):
    """One item."""

    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    kind = SelectField(
        "What for", choices=options((k.value, f"For {k.value}") for k in ItemKind), default=ItemKind.DISCUSSION.value
    )
    subject = SelectField(
        "What a paragraph asks for", choices=options((s.value, words) for s, words in SUBJECTS.items())
    )
    minutes = Minutes("Minutes", [wanted("Enter how many minutes it takes.")], default=30)
    lead = StringField("Lead", [at_most(200)])
    outcome = TextAreaField("Outcome sought", [at_most(2000)])
    countries = StringField("Countries", [at_most(120)])
    audience = RadioField(
        "Who takes part",
        default="",
        choices=options(
            [("", "As the session"), (Audience.CLOSED.value, "Closed: members only"), (Audience.OPEN.value, "Open")]
        ),
    )
    takes_papers = BooleanField("Papers are taken for this item", default=True)
    video_link = StringField("Video link for this item alone", [at_most(500), is_web_address])

    def wording(self) -> Wording:
        """What the item says."""
        return Wording(
            title=self.title.data,
            kind=ItemKind(self.kind.data),
            subject=Subject(self.subject.data),
            minutes=self.minutes.data,
            lead=self.lead.data,
            outcome=self.outcome.data,
            countries=self.countries.data,
            audience=Audience(self.audience.data) if self.audience.data else None,
            takes_papers=self.takes_papers.data,
            video_link=self.video_link.data,
        )


class NarrowForm(Form):
    """The members to whom an item is narrowed; none ticked means every member."""

    members = Boxes("Only these members")


class MoveForm(Form):
    """A place on the agenda."""

    session = SelectField("Session")
    place = Minutes("Place in the session", [wanted("Enter a place, counted from 1.")])
