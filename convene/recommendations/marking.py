"""Which addressees bear which mark, in the words of a statement: what a list is cut to and its figures count."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from convene.recommendations.models import Addressee, NotedEvidence, Recommendation
from convene.recommendations.terms import CLOSED, LOOK_AGAIN, Mark, Position, State

# Those who support it, in part or in full; and of these those of whom an action is on record, or it is implemented.
SUPPORT = frozenset({Position.SUPPORTED, Position.IN_PART})
SUPPORTING, FOLLOWED_UP = "in support", "followed up"
# Those asked of whom no answer is awaited any more: what the share that has answered is taken of.
NOT_AWAITED = "asked and not awaited"
# Those whose first answer and letter both have a day: what the median time to answer is made from.
TIMED = "answered on a known day"
IS_TIMED = Addressee.first_answered_on >= Addressee.sent_on


def marked(mark: str, *, on: date) -> ColumnElement[bool]:
    """The addressees whose cell bears that mark on a day; the SQL says the same as `rules.mark_of`.

    For statements over both tables: what is closed awaits nothing.
    """
    is_closed = Recommendation.state.in_(sorted(CLOSED))
    unanswered = Addressee.answer.is_(None)
    sent = Addressee.sent_on.is_not(None)
    to_post = unanswered & sent & Addressee.is_to_post.is_(True) & ~is_closed
    posted = sent & Addressee.is_to_post.is_(False)
    late = Addressee.due_on.is_not(None) & (Addressee.due_on < on)
    if mark == Mark.NOT_SENT:
        return unanswered & Addressee.sent_on.is_(None)
    if mark == Mark.TO_POST:
        return to_post
    if mark == Mark.SILENT:
        return unanswered & posted & late & ~is_closed
    if mark == Mark.AWAITED:
        return unanswered & posted & ~late & ~is_closed
    if mark == Mark.NO_ANSWER:
        return unanswered & sent & is_closed
    if mark == "asked":
        return (sent & ~to_post) | Addressee.answer.is_not(None)
    if mark == "answered":
        return Addressee.answer.is_not(None)
    if mark == NOT_AWAITED:
        return marked("asked", on=on) & ~marked(Mark.AWAITED, on=on)
    if mark == TIMED:
        return IS_TIMED
    if mark == SUPPORTING:
        return Addressee.answer.in_(sorted(SUPPORT))
    if mark == FOLLOWED_UP:
        is_done = Addressee.has_acted.is_(True) | (Recommendation.state == State.IMPLEMENTED)
        return Addressee.answer.in_(sorted(SUPPORT)) & is_done
    if mark == LOOK_AGAIN:
        return looked_at_again(on) & ~is_closed
    if mark == "overdue":
        return Addressee.next_on.is_not(None) & (Addressee.next_on < on) & ~is_closed
    return Addressee.answer == mark


def looked_at_again(on: date) -> ColumnElement[bool]:
    """The addressees of whom something was noted last with a day to look again that has come."""
    later = aliased(NotedEvidence)
    is_last = ~exists().where(later.addressee_id == NotedEvidence.addressee_id, later.id > NotedEvidence.id)
    return exists().where(NotedEvidence.addressee_id == Addressee.id, NotedEvidence.look_on <= on, is_last)
