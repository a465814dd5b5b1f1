"""What stands in the cells: the matrix of one meeting or list, and one State's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, func, select

from convene.access.scope import current_reader
from convene.bodies.models import Body
from convene.db import db
from convene.presets.words import words_of
from convene.recommendations import rules
from convene.recommendations.history import disclaimer_on
from convene.recommendations.leaving import awaited_by, left_alone_ids
from convene.recommendations.models import Addressee, Answer, NotedEvidence, Recommendation
from convene.recommendations.queries import PAGE, addressees_of, answers_of, noted_of, repeated_since
from convene.recommendations.telling import is_open
from convene.recommendations.terms import (
    CLOSED,
    DRAFTED,
    SENT,
    Asked,
    Cell,
    DraftView,
    Mark,
    MatrixRow,
    MatrixView,
    Noted,
    Reliability,
    SourceKind,
    State,
)


def cell_of(
    row: Addressee, latest: Answer | None, noted: Sequence[NotedEvidence] = (), *, on: date, is_closed: bool
) -> Cell:
    """What stands in a cell on a day. What is closed awaits nothing, and nothing of it is overdue."""
    mark = rules.mark_of(
        sent_on=row.sent_on, due_on=row.due_on, answer=row.answer, on=on, is_closed=is_closed, is_to_post=row.is_to_post
    )
    look_on = noted[-1].look_on if noted and not is_closed else None
    since = {Mark.SILENT: row.due_on, Mark.AWAITED: row.sent_on, Mark.NOT_SENT: None, Mark.TO_POST: None}.get(
        mark, row.answered_on
    )
    return Cell(
        mark=mark,
        since=since,
        age=rules.age_words(since, on) if since else "",
        due_on=row.due_on,
        next_on=row.next_on if not is_closed else None,
        is_report_late=rules.is_report_late(next_on=row.next_on, on=on, is_closed=is_closed),
        is_verified=latest is not None and latest.verified_on is not None,
        text=latest.text if latest else "",
        action=latest.action if latest else "",
        evidence=latest.evidence if latest else "",
        source=source_words(latest) if latest else "",
        verified_by=latest.verified_by if latest else "",
        file_name=latest.file_name if latest else "",
        answer_key=latest.key if latest else "",
        noted=tuple(_noted(each) for each in noted),
        look_on=look_on,
        is_look_due=rules.is_look_due(look_on=look_on, on=on, is_closed=is_closed),
    )


def _noted(row: NotedEvidence) -> Noted:
    return Noted(
        row.key, row.noted_on, row.action, row.evidence, row.link, source_words(row), row.file_name, row.verified_by,
        row.look_on,
    )  # fmt: skip


def source_words(row: Answer | NotedEvidence) -> str:
    """“Official document, probable”: where evidence comes from, and how far it can be relied on."""
    parts = [str(row.source_kind)] if row.source_kind is not SourceKind.NOT_SAID else []
    parts += [str(row.reliability)] if row.reliability is not Reliability.NOT_JUDGED else []
    return ", ".join(parts).capitalize()


def cells_of(
    rows: Sequence[Recommendation], *, on: date, known: dict[int, list[Answer]] | None = None
) -> dict[int, list[tuple[Addressee, Cell]]]:
    """The addressees of these recommendations (by internal id) with their cells; three statements.

    Two, where the answers to them are `known`.
    """
    ids = [row.id for row in rows]
    closed = {row.id for row in rows if row.state in CLOSED}
    answers, noted = answers_of(ids) if known is None else known, noted_of(ids)
    return {
        of: [
            (
                row,
                cell_of(
                    row, next(iter(answers.get(row.id, ())), None), noted.get(row.id, ()), on=on, is_closed=of in closed
                ),
            )
            for row in theirs
        ]
        for of, theirs in addressees_of(ids).items()
    }


def matrix_of(body: Body, rows: Sequence[Recommendation], *, title: str, symbol: str, on: date) -> MatrixView:
    """The matrix of these recommendations for the present reader; of drafts those that are put before the members."""
    drafts = [row for row in rows if row.state is State.PROPOSED and row.announced]
    whose = addressees_of(row.id for row in drafts) if drafts else {}
    shown = [row for row in rows if row.state not in DRAFTED]
    cells = cells_of(shown, on=on)
    # The parties of the body first, then whoever else was written to.
    is_other = {row.name: row.party_id is None for theirs in cells.values() for row, _ in theirs}
    called = words_of(body.preset)
    return MatrixView(
        body_name=body.name,
        body_short_name=body.short_name,
        title=title,
        symbol=symbol,
        zone=body.zone,
        on=on,
        called={
            "noun": called.recommendation,
            "nouns": called.recommendations,
            "those": called.those,
            "done": called.adopted,
        },
        disclaimer=next((disclaimer_on(row, body) for row in shown), ""),
        addressees=tuple(sorted(is_other, key=lambda name: (is_other[name], name))),
        rows=tuple(
            MatrixRow(
                row.key,
                row.symbol or "",
                row.text,
                row.kind,
                str(row.state),
                {each.name: replace(cell, own_key=_own_key(each, row)) for each, cell in cells.get(row.id, ())},
            )
            for row in shown
        ),
        drafts=tuple(DraftView(d.kind, d.text, tuple(to.name for to in whose.get(d.id, ()))) for d in drafts),
    )


def _own_key(to: Addressee, of: Recommendation) -> str:
    """The key of an addressee for whom the reader answers, while an answer or a report is taken; else nothing."""
    reader = current_reader()
    is_own = to.party_id in reader.parties and to.body_id in reader.seats
    return to.key if is_own and to.sent_on is not None and is_open(of) else ""


@dataclass(frozen=True, slots=True)
class AskedPage:
    """One page of what was asked of a State, and how many there are, are owed and are left alone in all."""

    rows: list[Asked]
    total: int
    owed: int
    number: int
    left_alone: int = 0

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))

    @property
    def parts(self) -> tuple[list[Asked], list[Asked], list[Asked]]:
        """Those of this page that are owed, that are open and not owed now, and that are closed."""
        is_owed, others = [r for r in self.rows if owes(r)], [r for r in self.rows if not owes(r)]
        return is_owed, [r for r in others if r.is_open], [r for r in others if not r.is_open]


def asked_of_mine(body: Body, *, on: date, page: int = 1) -> AskedPage:
    """What was put to the reader's own State in a body: what is owed, by its day, before all else; five statements."""
    parties = current_reader().parties
    alone = left_alone_ids(body, parties, on=on)
    mine = [Addressee.body_id == body.id, Addressee.party_id.in_(parties), Addressee.sent_on.is_not(None)]
    is_taken = Recommendation.state.in_(sorted(SENT))
    is_owed = is_taken & (Addressee.answer.is_(None) | (Addressee.next_on.is_not(None) & (Addressee.next_on < on)))
    is_owed = is_owed & Addressee.id.not_in(sorted(alone))
    joined = select(func.count(), func.count().filter(is_owed)).select_from(Addressee)
    total, owed = db.session.execute(
        joined.join(Recommendation, Recommendation.id == Addressee.recommendation_id).where(*mine)
    ).one()
    number = min(max(1, page), max(1, -(-total // PAGE)))
    rows = db.session.execute(
        select(Addressee, Recommendation)
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(*mine)
        .order_by(
            case((is_owed, 0), (is_taken, 1), else_=2), awaited_by().is_(None), awaited_by(),
            Recommendation.adopted_on, Recommendation.number, Addressee.id,
        )
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()  # fmt: skip
    latest, drafts = _own_answers([to.id for to, _ in rows])
    repeated = repeated_since([what for _, what in rows])
    found = [
        Asked(
            addressee_key=to.key,
            recommendation_key=what.key,
            symbol=what.symbol or "",
            text=what.text,
            adopted_on=what.adopted_on,
            sent_on=to.sent_on,
            due_on=to.due_on,
            cell=cell_of(to, latest.get(to.id), on=on, is_closed=what.state in CLOSED),
            is_open=is_open(what),
            has_draft=to.id in drafts,
            has_letter=bool(to.letter or to.recipient),
            repeated=tuple(repeated.get(what.id, ())),
            is_left_alone=to.id in alone,
        )
        for to, what in rows
    ]
    return AskedPage(found, total, owed, number, len(alone))


def _own_answers(ids: Sequence[int]) -> tuple[dict[int, Answer], set[int]]:
    """The last answer filed by each of these addressees (internal ids), and which of them keep a draft."""
    latest: dict[int, Answer] = {}
    drafts: set[int] = set()
    for row in db.session.scalars(select(Answer).where(Answer.addressee_id.in_(ids)).order_by(Answer.number)):
        if row.announced:
            latest[row.addressee_id] = row
        else:
            drafts.add(row.addressee_id)
    return latest, drafts


def owes(each: Asked) -> bool:
    """Whether the State owes an answer, or a report that it promised."""
    is_awaited = each.cell.mark in (Mark.AWAITED, Mark.SILENT) or each.cell.is_report_late
    return each.is_open and not each.is_left_alone and is_awaited
