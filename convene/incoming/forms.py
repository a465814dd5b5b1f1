"""Forms of what comes in: deciding on it, proposing an item, watching a country."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from convene.agendas.terms import ItemKind, Theme
from convene.findings import Finding, Level, Refused
from convene.incoming.actions import Proposal
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.terms import Candidate, Fate, RiskStatus
from convene.meetings.forms import Minutes
from convene.web.forms import Boxes, Form, at_most, options, wanted

AS_SUGGESTED = "As suggested: a closed session with time left, or else the least full"
RISKS = {
    RiskStatus.RED: "Red: it has begun or is about to",
    RiskStatus.AMBER: "Amber: heightened, and not yet at its peak",
    RiskStatus.GREEN: "Green: watched",
}


def capital(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


class DecideForm(Form):
    """What becomes of everything that is ticked; `whole` means all that comes from one source, ticked or not.

    Where scripts run, incoming.js ticks the boxes themselves and sends no `whole`.

    Which button was pressed says the fate. What was decided on meanwhile is no choice any more: that is said by the
    view, since the list of choices is the list as it is now.
    """

    chosen = SelectMultipleField("Your choice", validate_choice=False)
    whole = SelectMultipleField("All of these", validate_choice=False)
    session = SelectField("In which session", default="")
    reason = TextAreaField("Why", [at_most(1000)])
    item = SelectField("Merge into which item", default="")

    def offer(self, sessions: Iterable[tuple[str, str]], items: Iterable[tuple[str, str]]) -> None:
        """Set the sessions and items to choose from."""
        self.session.choices = options([("", AS_SUGGESTED), *sessions])
        self.item.choices = options([("", "Choose an item"), *items])

    def ticked(self, waiting: Iterable[Candidate]) -> list[Candidate]:
        """What is ticked, by itself or with all of its source, of what still waits."""
        return [c for c in waiting if token_of(c) in (self.chosen.data or ()) or c.source in (self.whole.data or ())]

    def lost(self, waiting: Iterable[Candidate]) -> bool:
        """Whether something was ticked that does not wait any more."""
        return bool(set(self.chosen.data or ()) - {"", *(token_of(c) for c in waiting)})


def token_of(candidate: Candidate) -> str:
    """What stands for a candidate on the page."""
    return f"{candidate.source.name.lower()}:{candidate.origin}"


def fate_of(pressed: str) -> Fate:
    """What the pressed button means; the first one where none was named. Raises Refused for no button of the page."""
    if pressed not in ("", Fate.ACCEPTED, Fate.MERGED, Fate.DEFERRED, Fate.DECLINED):
        raise Refused((Finding("", Level.REFUSE, "Choose one of the buttons of this page."),))
    return Fate(pressed) if pressed else Fate.ACCEPTED


class ProposeForm(Form):
    """An item that a member proposes."""

    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    explanation = TextAreaField("Why now", [wanted("Say why it should be taken up now."), at_most(2000)])
    kind = SelectField(
        "What for", choices=options((k.value, f"For {k.value}") for k in ItemKind), default=ItemKind.DISCUSSION.value
    )
    minutes = Minutes("Minutes", [wanted("Enter how many minutes it takes.")], default=30)
    outcome = TextAreaField("Outcome sought", [at_most(2000)])
    countries = StringField("Countries", [at_most(300)])
    themes = Boxes("Themes", choices=options((t.value, capital(t.value)) for t in Theme))

    @classmethod
    def of(cls, earlier: IncomingEntry | None) -> ProposeForm:
        """The form; where something is proposed again, with what it said."""
        form = cls(obj=earlier)
        if earlier is not None and not form.is_submitted():
            form.kind.data = str(earlier.kind)
            form.themes.data = [str(t) for t in earlier.themes]
        return form

    def proposal(self) -> Proposal:
        """What is proposed."""
        return Proposal(
            title=self.title.data,
            explanation=self.explanation.data,
            kind=ItemKind(self.kind.data),
            minutes=self.minutes.data,
            countries=self.countries.data,
            themes=tuple(Theme(value) for value in self.themes.data or ()),
            outcome=self.outcome.data,
        )


class WatchForm(Form):
    """A country under watch."""

    country = StringField("Country", [wanted("Enter the country."), at_most(120)])
    risk = SelectField(
        "Risk", choices=options((r.value, words) for r, words in RISKS.items()), default=RiskStatus.AMBER.value
    )
    note = TextAreaField("Note for the secretariat", [at_most(2000)])

    @classmethod
    def of(cls, row: WatchedCountry | None) -> WatchForm:
        """The form; with what is held on a country that is to be changed."""
        form = cls(obj=row)
        if row is not None and not form.is_submitted():
            form.risk.data = str(row.risk)
        return form

    def risk_chosen(self) -> RiskStatus:
        """The risk chosen."""
        return RiskStatus(self.risk.data)
