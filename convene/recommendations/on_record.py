"""What a line says of a recommendation on record that is not on record: it is told, and nothing changes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from convene.bodies.models import Body
from convene.db import db
from convene.recommendations.cells import squeezed
from convene.recommendations.gathered import Coming, Further, Reply
from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.rules import state_after
from convene.recommendations.terms import CLOSED, Position, State, Step

WORDS = ("answer", "action", "evidence")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was filed: its words (answer, action, evidence), and its days."""

    words: tuple[str, str, str]
    position: Position | None
    filed_on: date | None
    next_on: date | None

    def is_told_by(self, reply: Reply) -> bool:
        """Whether a line says this answer, and nothing otherwise of it; what it leaves empty is as here."""
        answered, next_on = reply.days["answered on"], reply.days["next report on"]
        if reply.position is None or reply.position is not self.position:
            return False
        if answered not in (None, self.filed_on) or next_on not in (None, self.next_on):
            return False
        said = (squeezed(reply.line.get(column)) for column in WORDS)
        return all(words in ("", here) for words, here in zip(said, self.words, strict=True))


class Kept:
    """Who is addressed by what a body has on record, and what they answered; two statements when first asked for.

    Of all that it has, or of recommendations with these internal ids.
    """

    def __init__(self, body: Body, ids: Sequence[int] | None = None) -> None:
        self.body, self.ids = body, ids
        self.rows: dict[tuple[int, str], Addressee] | None = None
        self.answers: dict[int, list[Answered]] = {}

    def unlike(self, found: Coming, reply: Reply | None, row: Recommendation) -> str:
        """What a line says otherwise, or more, than what is on record; empty where it says nothing of the kind."""
        if squeezed(row.text) != squeezed(found.text):
            return "the symbol is on record with another text, which stays as it is"
        unlike = [*_unlike(found, row), *(self._unlike_reply(row, reply) if reply is not None else ())]
        lead = f"{row.symbol or 'it'} is on record and stays as it is"
        if reply is not None and (added := self._added_to_closed(row, reply)):
            # That it is closed says already that its state is another than that of the line.
            return "; ".join([f"{lead}: {added}", *(each for each in _unlike(found, row) if "“state”" not in each)])
        return f"{lead}; not taken over: {'; '.join(unlike)}" if unlike else ""

    def _added_to_closed(self, row: Recommendation, reply: Reply) -> str:
        """That nothing can be added to what is closed, where a line would; empty where it would not."""
        if row.state not in CLOSED:
            return ""
        to = self._addressee(row.id, reply.named.name)
        if to is not None and not _is_further(reply, to):
            return ""
        return f"it is closed as {row.state}, so no {'addressee' if to is None else 'answer'} can be added"

    def addresses(self, row: Recommendation, name: str) -> bool:
        """Whether that is the name of one of its addressees."""
        return self._addressee(row.id, name) is not None

    def further(self, found: Coming, reply: Reply | None, row: Recommendation) -> Further | None:
        """What a line adds to what is on record, where it says nothing otherwise; None where it adds nothing.

        That is an addressee who was written to or has answered; the first answer of one who is there; or an answer
        with a day after that of the last.
        """
        if reply is None or row.state in CLOSED or squeezed(row.text) != squeezed(found.text) or _unlike(found, row):
            return None
        to = self._addressee(row.id, reply.named.name)
        if to is None:
            is_there = reply.days["sent on"] is not None or reply.position is not None
            return Further(row.id, row, found, reply) if is_there else None
        if reply.position is None or self._is_otherwise(reply, to):
            return None
        return Further(row.id, row, found, reply, to)

    def _is_otherwise(self, reply: Reply, to: Addressee) -> bool:
        """Whether an answer cannot follow: it is not the first and no later one, or its letter is another."""
        days = reply.days
        answered, sent, due = days["answered on"], days["sent on"], days["due on"]
        if to.sent_on is not None and (sent not in (None, to.sent_on) or due not in (None, to.due_on)):
            return True
        if reply.line.get("addressee kind") and reply.named.kind is not to.kind:
            return True
        before = to.answered_on if to.answer is not None else to.sent_on
        if to.answer is not None:
            return answered is None or before is None or answered <= before
        return answered is not None and before is not None and answered < before

    def _addressee(self, recommendation_id: int, name: str) -> Addressee | None:
        if self.rows is None:
            wanted = select(Addressee).where(Addressee.body_id == self.body.id)
            told = select(
                Answer.addressee_id, Answer.text, Answer.action, Answer.evidence, Answer.position, Answer.filed_on,
                Answer.next_on,
            )  # fmt: skip
            told = told.where(Answer.body_id == self.body.id, Answer.announced.is_(True))
            if self.ids is not None:
                wanted = wanted.where(Addressee.recommendation_id.in_(self.ids))
                told = told.where(Answer.recommendation_id.in_(self.ids))
            self.rows = {(row.recommendation_id, row.name.casefold()): row for row in db.session.scalars(wanted)}
            for key, answer, action, evidence, position, filed_on, next_on in db.session.execute(told):
                words = (squeezed(answer), squeezed(action), squeezed(evidence))
                self.answers.setdefault(key, []).append(Answered(words, position, filed_on, next_on))
        return self.rows.get((recommendation_id, name.casefold()))

    def _unlike_reply(self, of: Recommendation, reply: Reply) -> list[str]:
        row = self._addressee(of.id, reply.named.name)
        if row is None:
            why = "to append it, say when it was sent, or what was answered"
            return [f"the addressee {reply.named.name}, who is not addressed there: {why}"]
        is_first = reply.position is not None and row.answer is None
        days = {"sent on": row.sent_on, "due on": row.due_on}
        # What was answered before and is in the history is on record too, whatever was answered since.
        stands = any(each.is_told_by(reply) for each in self.answers.get(row.id, ()))
        # Of whom there is no answer there is no day of one either: that goes without saying.
        days |= {} if is_first or stands else {"answered on": row.answered_on, "next report on": row.next_on}
        found = [
            _is_there(column, day.isoformat() if day else "")
            for column, day in days.items()
            if reply.days[column] not in (None, day)
        ]
        answered = reply.days["answered on"]
        if is_first and answered is not None and row.sent_on is not None and answered < row.sent_on:
            found.append(f"“answered on” lies before the day on which it was sent, {row.sent_on.isoformat()}")
        elif not is_first and not stands and reply.position not in (None, row.answer):
            is_later = row.answered_on is not None and of.state not in CLOSED
            later = f"; a later answer has a day after {row.answered_on}" if is_later else ""
            found.append(_is_there("response", str(row.answer or "")) + later)
        if reply.line.get("addressee kind") and reply.named.kind is not row.kind:
            found.append(_is_there("addressee kind", row.kind))
        if is_first:
            return [*found, f"so the answer of {row.name} is not added"]
        for place, column in enumerate(WORDS):
            said = squeezed(reply.line.get(column))
            if said and said not in [each.words[place] for each in self.answers.get(row.id, ())]:
                found.append(f"the {column} of {row.name} is not there in these words")
        return found


def _is_further(reply: Reply, to: Addressee) -> bool:
    """Whether it is an answer besides those on record: the first, or one with a day after that of the last."""
    if reply.position is None or to.answer is None:
        return reply.position is not None
    answered = reply.days["answered on"]
    return answered is not None and to.answered_on is not None and answered > to.answered_on


def _unlike(found: Coming, row: Recommendation) -> list[str]:
    line = found.line
    unlike = []
    for column, on_record in _said_of(row).items():
        said = found.kind if column == "kind" else line.get(column)
        if line.get(column) and squeezed(said).casefold() != on_record.casefold():
            unlike.append(_is_there(column, on_record))
    if line.get("theme") and set(found.themes) != set(row.themes):
        unlike.append(_is_there("theme", "; ".join(str(theme) for theme in row.themes)))
    if line.get("state") and (row.state in CLOSED or found.closing is not None) and row.state != _end(found.closing):
        unlike.append(_is_there("state", row.state))
    return unlike


def _said_of(row: Recommendation) -> dict[str, str]:
    return {
        "kind": row.kind,
        "adopted on": row.adopted_on.isoformat() if row.adopted_on else "",
        "countries": squeezed(row.countries),
        "cycle": squeezed(row.cycle),
        "recommending State": squeezed(row.recommending),
    }


def _is_there(column: str, text: str) -> str:
    return f"“{column}” is there “{text}”" if text else f"“{column}” is not given there"


def _end(closing: Step | None) -> State | None:
    return state_after(State.TRANSMITTED, closing) if closing is not None else None
