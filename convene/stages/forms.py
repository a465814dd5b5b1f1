"""Forms of circulating and adopting an agenda."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, TextAreaField

from convene.stages.actions import Wish
from convene.stages.terms import Manner, Stage
from convene.web.forms import Form, at_most, options, wanted

STAGE_WORDS = {
    Stage.PRELIMINARY: "Preliminary: what may come up, for comments",
    Stage.PROVISIONAL: "Provisional: what the meeting is asked to adopt",
    Stage.ANNOTATED: "Annotated: with the history of each item, its papers and what is asked",
}
MANNER_WORDS = {Manner.AS_CIRCULATED: "As it was circulated", Manner.AS_AMENDED: "As amended in the meeting"}


class CirculateForm(Form):
    """In which stage an agenda is circulated, with what note."""

    stage = RadioField("As which stage?", [wanted("Choose the stage.")])
    note = TextAreaField("What is new", [at_most(2000)])
    all_the_same = BooleanField("Circulate it all the same")

    def offer(self, stages: tuple[Stage, ...]) -> None:
        """The stages that may follow."""
        self.stage.choices = options((s.value, STAGE_WORDS[s]) for s in stages)
        if len(stages) == 1 and not self.stage.data:
            self.stage.data = stages[0].value

    def wish(self) -> Wish:
        """What was chosen."""
        return Wish(Stage(self.stage.data), self.note.data or "", all_the_same=self.all_the_same.data)


class AdoptForm(Form):
    """How the meeting adopts its agenda."""

    manner = RadioField(
        "How does the meeting adopt it?",
        [wanted("Choose how it is adopted.")],
        choices=options((m.value, words) for m, words in MANNER_WORDS.items()),
    )
    note = TextAreaField("What was amended", [at_most(2000)])

    def chosen(self) -> Manner:
        """How it is adopted."""
        return Manner(self.manner.data)
