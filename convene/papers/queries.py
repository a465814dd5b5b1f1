"""Reads of papers and versions."""

from __future__ import annotations

from sqlalchemy import select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import guard
from convene.db import db
from convene.papers.models import Paper, PaperVersion

for _model, _paper in ((Paper, Paper.id), (PaperVersion, PaperVersion.paper_id)):
    guard(
        _model,
        rules.sees_paper,
        paper=_paper,
        body=_model.body_id,
        meeting=_model.meeting_id,
        session=_model.session_id,
        item=_model.item_id,
        party=_model.party_id,
        person=_model.by_person_id,
        announced=_model.announced,
        narrowed=_model.narrowed,
        withheld=_model.withheld,
        for_admitted=_model.for_admitted,
    )


def papers_of_meeting(meeting_id: int) -> list[Paper]:
    """The papers of a meeting that this reader may see, none withdrawn, in the order in which they came."""
    return list(
        db.session.scalars(
            select(Paper).where(Paper.meeting_id == meeting_id, Paper.withdrawn_at.is_(None)).order_by(Paper.id)
        )
    )


def one_paper(key: str) -> Paper:
    """The paper with that key. Raises Missing where there is none for this reader, or it was withdrawn."""
    found = db.session.scalars(select(Paper).where(Paper.key == key, Paper.withdrawn_at.is_(None))).one_or_none()
    if found is None:
        raise Missing
    return found


def versions_of(paper: Paper) -> list[PaperVersion]:
    """The versions of a paper, latest first."""
    return list(
        db.session.scalars(
            select(PaperVersion).where(PaperVersion.paper_id == paper.id).order_by(PaperVersion.number.desc())
        )
    )


def latest_versions(papers: list[Paper]) -> list[PaperVersion]:
    """The latest version of each of these papers, in one statement."""
    wanted = {p.id: p.latest for p in papers}
    rows = db.session.scalars(select(PaperVersion).where(PaperVersion.paper_id.in_(wanted)).order_by(PaperVersion.id))
    return [v for v in rows if wanted[v.paper_id] == v.number]


def one_version(key: str) -> PaperVersion:
    """The version with that key. Raises Missing, also where its paper was withdrawn."""
    found = db.session.scalars(select(PaperVersion).where(PaperVersion.key == key)).one_or_none()
    if found is None:
        raise Missing
    paper = db.session.get(Paper, found.paper_id)
    if paper is None or paper.withdrawn_at is not None:
        raise Missing
    return found


def papers_of_item(item_id: int) -> list[Paper]:
    """Every paper of an item that this reader may see, withdrawn ones too."""
    return list(db.session.scalars(select(Paper).where(Paper.item_id == item_id).order_by(Paper.id)))
