"""Where adopted text is quoted, over all features that hold text: as adopted, or altered. For the secretariat.

What stands in uploaded files is not read: a paper is its author's, but for its title.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from flask import g, url_for
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from convene.access.terms import Reader
from convene.agendas.models import AgendaItem
from convene.assets.models import AssetStatement
from convene.bodies.models import Body
from convene.db import db, looking
from convene.joint_letters.models import JointLetter
from convene.meetings.models import Meeting, MeetingSession
from convene.papers.models import Paper
from convene.recommendations.lineage import adopted_marks, adopted_texts
from convene.recommendations.models import Answer, NotedEvidence, Recommendation
from convene.recommendations.quoting import checked_all, quoted_in
from convene.recommendations.terms import Cell, Quotation, State
from convene.records.models import NoteParagraph, OutcomeText
from convene.records.rules import numbered

Key = TypeVar("Key")
_MARKS = ("“", "„", '"', "«", "»", "‘", "‚", "‹", "›")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation and the page on which it stands, by its name in words."""

    place: str
    href: str
    found: Quotation


@dataclass(frozen=True, slots=True)
class _Text:
    place: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What texts quote, as it was found before the request's transaction, and of which adopted texts."""

    body_id: int
    marks: Sequence[tuple[int, int, str]]
    found: Mapping[str, list[Quotation]]


def look_ahead(reader: Reader, read: Callable[[], tuple[int, Sequence[str]]]) -> None:
    """Look for quotations before the request's transaction: long texts and records take a second, and nobody waits.

    `read` gives the body (its internal id) and the texts, and raises Missing where the reader may not ask. Whoever asks
    for the same texts in this request is given what was found, unless something was adopted or taken back since.
    """
    with looking(reader):
        body_id, texts = read()
        if any(map(quoted_in, texts)):
            marks, among = adopted_marks(body_id), adopted_texts(body_id)
            g.convene_quoted = _Ahead(body_id, marks, dict(zip(texts, checked_all(texts, among), strict=True)))


def in_text(body_id: int, text: str) -> list[Quotation]:
    """The quotations of a body's adopted text in what somebody writes; at most one statement."""
    return in_each(body_id, [text])[0]


def in_each(body_id: int, texts: Sequence[str]) -> list[list[Quotation]]:
    """The same for several texts, in their order; at most one statement for all of them."""
    if not any(map(quoted_in, texts)):
        return [[] for _ in texts]
    ahead = g.get("convene_quoted")
    if isinstance(ahead, _Ahead) and ahead.body_id == body_id and all(text in ahead.found for text in texts):
        if ahead.marks == adopted_marks(body_id):
            return [ahead.found[text] for text in texts]
        del g.convene_quoted
    return checked_all(texts, adopted_texts(body_id))


def in_texts(body_id: int, texts: Iterable[str]) -> list[Quotation]:
    """The quotations in several texts that stand together, such as a title and what is below it; at most one statement.

    A text that stands there twice is read once, and no quotation goes on from one to the next.
    """
    return [each for here in in_each(body_id, list(dict.fromkeys(texts))) for each in here]


def altered_in(body_id: int, cells: Mapping[Key, Cell]) -> dict[Key, list[Quotation]]:
    """Where adopted text is altered in what addressees answered, or was noted of them; at most one statement."""
    said = [[c.text, c.action, c.evidence, *(words for n in c.noted for words in (n.action, n.evidence))]
            for c in cells.values()]  # fmt: skip
    found = in_each(body_id, ["\n".join(words) for words in said])
    altered = ([each for each in here if not each.is_exact] for here in found)
    return {key: here for key, here in zip(cells, altered, strict=True) if here}


def everywhere(body: Body) -> list[Quoted]:
    """Every quotation of a body's adopted text that this reader may see, the altered ones first."""
    texts = [text for gather in (_items, _papers, _notes, _outcomes, _drafts, _answers, _letters, _statements)
             for text in gather(body.id)]  # fmt: skip
    held = checked_all([text.words for text in texts], adopted_texts(body.id))
    found = [Quoted(text.place, text.href, each) for text, here in zip(texts, held, strict=True) for each in here]
    return sorted(found, key=lambda q: q.found.is_exact)


def _quotes(*columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(mark) for column in columns for mark in _MARKS))


def _items(body_id: int) -> Sequence[_Text]:
    wanted = (
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.body_id == body_id, _quotes(AgendaItem.title, AgendaItem.outcome, AgendaItem.annotation))
        .order_by(AgendaItem.id)
    )
    rows = list(db.session.execute(wanted))
    numbers = _numbers({meeting.id for _, meeting in rows})
    return [
        _Text(
            _named(numbers.get(item.key, ""), item.title, meeting),
            url_for("agendas.item", item=item.key),
            f"{item.title}\n{item.outcome}\n{item.annotation}",
        )
        for item, meeting in rows
    ]


def _papers(body_id: int) -> Sequence[_Text]:
    wanted = select(Paper).where(Paper.body_id == body_id, Paper.withdrawn_at.is_(None), _quotes(Paper.title))
    return [
        _Text("The title of a paper", url_for("papers.show", paper=row.key), row.title)
        for row in db.session.scalars(wanted.order_by(Paper.id))
    ]


def _notes(body_id: int) -> Sequence[_Text]:
    wanted = (
        select(NoteParagraph, Meeting, AgendaItem.title)
        .join(Meeting, Meeting.id == NoteParagraph.meeting_id)
        .outerjoin(AgendaItem, AgendaItem.key == NoteParagraph.item_key)
        .where(
            NoteParagraph.body_id == body_id,
            NoteParagraph.is_removed.is_(False),
            _quotes(NoteParagraph.heading, NoteParagraph.text),
        )
        .order_by(NoteParagraph.id)
    )
    rows = list(db.session.execute(wanted))
    numbers = _numbers({meeting.id for _, meeting, _ in rows})
    return [
        _Text(
            f"The notes on {_named(numbers.get(row.item_key, ''), title or 'an item', meeting)}",
            url_for("records.notes.item", item=row.item_key, _anchor=f"text-{row.key}"),
            f"{row.heading}\n{row.text}",
        )
        for row, meeting, title in rows
    ]


def _named(number: str, title: str, meeting: Meeting) -> str:
    """“item 3, Recommendations, of TNAP/2027/1”."""
    return f"{f'item {number}, ' if number else ''}{title}, of {meeting.symbol}"


def _numbers(meetings: Collection[int]) -> dict[str, str]:
    """The numbers that the items of these meetings have on their agendas, by the item's key; one statement."""
    wanted = (
        select(AgendaItem.meeting_id, AgendaItem.key, AgendaItem.id, AgendaItem.parent_id)
        .join(MeetingSession, MeetingSession.id == AgendaItem.session_id)
        .where(AgendaItem.meeting_id.in_(meetings))
        .order_by(
            AgendaItem.meeting_id, MeetingSession.starts_at, MeetingSession.id, AgendaItem.position, AgendaItem.id
        )
    )
    found: dict[str, str] = {}
    for _, items in groupby(db.session.execute(wanted), key=lambda row: row[0]):
        rows = list(items)
        found |= zip((key for _, key, _, _ in rows), numbered((of, parent) for _, _, of, parent in rows), strict=True)
    return found


def _outcomes(body_id: int) -> Sequence[_Text]:
    wanted = select(OutcomeText).where(OutcomeText.body_id == body_id, _quotes(OutcomeText.title, OutcomeText.text))
    return [
        _Text(row.title, url_for("records.texts.show", text=row.key), f"{row.title}\n{row.text}")
        for row in db.session.scalars(wanted.order_by(OutcomeText.id))
    ]


def _drafts(body_id: int) -> Sequence[_Text]:
    wanted = select(Recommendation).where(
        Recommendation.body_id == body_id, Recommendation.state == State.PROPOSED, _quotes(Recommendation.text)
    )
    return [
        _Text("A draft recommendation", url_for("recommendations.show", recommendation=row.key), row.text)
        for row in db.session.scalars(wanted.order_by(Recommendation.id))
    ]


def _answers(body_id: int) -> Sequence[_Text]:
    wanted = (
        select(Answer, Recommendation.key, Recommendation.symbol)
        .join(Recommendation, Recommendation.id == Answer.recommendation_id)
        .where(
            Answer.body_id == body_id, Answer.announced.is_(True), _quotes(Answer.text, Answer.action, Answer.evidence)
        )
        .order_by(Answer.id)
    )
    return [
        _Text(
            f"An answer to {symbol}",
            url_for("recommendations.show", recommendation=key),
            f"{row.text}\n{row.action}\n{row.evidence}",
        )
        for row, key, symbol in db.session.execute(wanted)
    ] + _noted(body_id)


def _noted(body_id: int) -> list[_Text]:
    wanted = (
        select(NotedEvidence, Recommendation.key, Recommendation.symbol)
        .join(Recommendation, Recommendation.id == NotedEvidence.recommendation_id)
        .where(NotedEvidence.body_id == body_id, _quotes(NotedEvidence.action, NotedEvidence.evidence))
        .order_by(NotedEvidence.id)
    )
    return [
        _Text(
            f"Evidence noted on {symbol}",
            url_for("recommendations.show", recommendation=key),
            f"{row.action}\n{row.evidence}",
        )
        for row, key, symbol in db.session.execute(wanted)
    ]


def _letters(body_id: int) -> Sequence[_Text]:
    wanted = select(JointLetter).where(JointLetter.body_id == body_id, _quotes(JointLetter.title, JointLetter.text))
    return [
        _Text(row.title, url_for("joint_letters.show", letter=row.key), f"{row.title}\n{row.text}")
        for row in db.session.scalars(wanted.order_by(JointLetter.id))
    ]


def _statements(body_id: int) -> Sequence[_Text]:
    wanted = (
        select(AssetStatement.answers, Meeting.key, Meeting.title)
        .join(Meeting, Meeting.id == AssetStatement.meeting_id)
        .where(AssetStatement.body_id == body_id, AssetStatement.announced.is_(True), _quotes(AssetStatement.answers))
        .order_by(AssetStatement.id)
    )
    return [
        _Text(f"A statement on assets, {meeting}", url_for("assets.matrix", meeting=key), text)
        for text, key, meeting in db.session.execute(wanted)
    ]
