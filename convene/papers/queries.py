"""Reads of papers and versions."""

from __future__ import annotations

from sqlalchemy import select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level
from convene.papers.models import Paper, PaperVersion
from convene.papers.rules import BriefLimits, b5_brief_findings
from convene.papers.terms import PaperKind
from convene.people.models import Contact

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


def family_of(paper: Paper) -> list[Paper]:
    """A paper as it was first written, then its translations, as far as this reader may see them; none withdrawn."""
    first = paper.translates_id or paper.id
    wanted = select(Paper).where((Paper.id == first) | (Paper.translates_id == first), Paper.withdrawn_at.is_(None))
    return sorted(db.session.scalars(wanted), key=lambda p: (p.id != first, p.language, p.id))


def versions_of_all(papers: list[Paper]) -> list[PaperVersion]:
    """Every version of these papers, in one statement."""
    wanted = select(PaperVersion).where(PaperVersion.paper_id.in_([p.id for p in papers]))
    return list(db.session.scalars(wanted.order_by(PaperVersion.id)))


def discussed_on_item(item_id: int) -> dict[str, int]:
    """Which version was on the table when the item was closed, by the paper's key; one statement."""
    wanted = select(Paper.key, PaperVersion.number).join(PaperVersion, PaperVersion.paper_id == Paper.id)
    rows = db.session.execute(wanted.where(Paper.item_id == item_id, PaperVersion.discussed_at.is_not(None)))
    return dict(rows.all())


def limits_of(body_id: int) -> BriefLimits:
    """What a body asks of its briefs (B5)."""
    body = db.session.get_one(Body, body_id)
    return BriefLimits(
        pages=body.brief_pages_most,
        minutes=body.brief_minutes_most,
        wants_asks=body.brief_wants_asks,
        refuses=body.brief_refuses,
    )


def authors_of(versions: list[PaperVersion]) -> dict[int, str]:
    """Who sent which version, by the version's internal id: for seats and the secretariat, and oneself.

    The names of those at personal risk are the secretariat's alone.
    """
    people = {v.by_person_id for v in versions}
    bodies = {v.body_id for v in versions}
    wanted = select(Contact).where(Contact.body_id.in_(bodies), Contact.person_id.in_(people))
    reader = current_reader()
    names = {
        c.person_id: c.name
        for c in db.session.scalars(wanted)
        if not c.is_at_risk or rules.may_keep(reader, c.body_id) or c.person_id == reader.person
    }
    return {v.id: names[v.by_person_id] for v in versions if v.by_person_id in names}


def remarks_on(paper: Paper, version: PaperVersion) -> list[Finding]:
    """What a brief does not keep of what its body asks, in its latest version (B5); nothing for other papers.

    It is in: what would be refused today is told as what is to be mended.
    """
    if paper.kind is not PaperKind.BRIEF or paper.translates_id is not None:
        return []
    found = b5_brief_findings(
        pages=version.pages,
        pages_are=version.pages_are,
        words=version.words,
        asks=version.asks,
        limits=limits_of(paper.body_id),
    )
    return [Finding(f.rule, Level.WARN, f.text) for f in found if f.level is not Level.KEPT]
