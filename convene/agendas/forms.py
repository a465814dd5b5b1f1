"""Forms of agenda items."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from convene.access.terms import Audience
from convene.agendas.actions import Wording, spoken
from convene.agendas.edits import SAID
from convene.agendas.terms import ItemKind, Subject, Theme
from convene.meetings.forms import Minutes
from convene.web.forms import Boxes, Form, at_most, is_web_address, options, wanted, whole_number

SUBJECTS = {
    Subject.OTHER: "None of these",
    Subject.PROCEDURE: "Procedure",
    Subject.DEEP_DIVE: "Deep-dive into one country (A5)",
    Subject.SITUATION_UPDATE: "Updates on situations (A6)",
    Subject.ECONOMIC_ACTORS: "Economic actors (A7)",
    Subject.ACCOUNTABILITY: "Accountability (A8)",
    Subject.RESEARCH: "Research (A9)",
    Subject.ASSETS: "Assets (A13)",
    Subject.SOURCES: "Sources and their reliability (A14)",
    Subject.STUDIES: "Studies by institutes (A15)",
    Subject.COMPANIES: "Requests to social-media companies (A16)",
    Subject.TRAINING: "Training (A17)",
    Subject.RECOMMENDATIONS: "Recommendations (A18)",
    Subject.BRIEFING_OF_GUESTS: "Briefing of those invited (A11)",
    Subject.INPUT_OF_GUESTS: "Input of those invited (A11)",
}

KINDS = options((k.value, f"For {k.value}") for k in ItemKind)


def lines(text: str) -> str:
    """Text whose lines end as they do everywhere else, however the browser ended them."""
    return "\n".join(text.splitlines())


class ItemForm(Form):
    """One item. `revision` is the one at which the form was opened; `theirs` names the fields in which I give way."""

    revision = HiddenField(default="0", filters=[str])
    theirs = Boxes("Take theirs", choices=options((name, name) for name in SAID))

    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    kind = SelectField("What for", choices=KINDS, default=ItemKind.DISCUSSION.value)
    subject = SelectField(
        "What a paragraph asks for", choices=options((s.value, words) for s, words in SUBJECTS.items())
    )
    minutes = Minutes("Minutes", [wanted("Enter how many minutes it takes.")], default=30)
    lead = StringField("Lead", [at_most(200)])
    outcome = TextAreaField("Outcome sought", [at_most(2000)])
    countries = StringField("Countries", [at_most(300)])
    themes = Boxes("Themes", choices=options((t.value, t.value[0].upper() + t.value[1:]) for t in Theme))
    section = StringField("Section", [at_most(120)])
    annotation = TextAreaField("Annotation", [at_most(5000)])
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
            outcome=lines(self.outcome.data),
            countries=self.countries.data,
            audience=Audience(self.audience.data) if self.audience.data else None,
            takes_papers=self.takes_papers.data,
            video_link=self.video_link.data,
            section=self.section.data,
            themes=tuple(Theme(name) for name in self.themes.data or ()),
            annotation=lines(self.annotation.data),
        )

    @property
    def opened(self) -> int:
        """The item's revision when the form was opened; 0 where nobody knows."""
        return whole_number(self.revision.data) or 0

    def said(self) -> dict[str, Any]:
        """What the item says, in the values of the book of changes."""
        return spoken(self.wording())

    def show(self, said: dict[str, Any], revision: int) -> None:
        """Show what both made of the item, as of a newer revision: sent once more, what stands here is kept."""
        for name, value in said.items():
            self[name].data = value
            self[name].raw_data = [str(value)]
        self.revision.data = str(revision)
        self.theirs.data = []


class QuickForm(Form):
    """An item in one line; the rest of it can be said later."""

    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    minutes = Minutes("Minutes", [wanted("Enter how many minutes it takes.")], default=30)
    kind = SelectField("What for", choices=KINDS, default=ItemKind.DISCUSSION.value)

    def wording(self) -> Wording:
        """What the item says."""
        return Wording(self.title.data, ItemKind(self.kind.data), Subject.OTHER, self.minutes.data)

    @property
    def short(self) -> tuple[Any, ...]:
        """The fields that are typed into."""
        return (self.title, self.minutes, self.kind)


class NarrowForm(Form):
    """The members to whom an item is narrowed; none ticked means every member."""

    members = Boxes("Only these members")


class MoveForm(Form):
    """A place on the agenda."""

    session = SelectField("Session")
    place = Minutes("Place in the session", [wanted("Enter a place, counted from 1.")])
