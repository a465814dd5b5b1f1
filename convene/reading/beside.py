"""What stands beside a paper: with whom it is shared, who has opened it, one's own notes; and a shared paper's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import render_template

from convene import clock, pages
from convene.access.rules import may_keep
from convene.access.terms import ReaderKind
from convene.bodies.models import Body
from convene.db import db
from convene.papers.models import Paper, PaperVersion
from convene.papers.queries import family_of
from convene.papers.terms import LANGUAGES
from convene.reading import queries
from convene.reading.forms import NoteForm
from convene.reading.openings import Openings, openings_of
from convene.web.requests import reader


@dataclass(frozen=True, slots=True)
class Notes:
    """One's own notes on a paper: the form, and the last day on which they are kept.

    No day where the paper is read by a sharing alone: the meeting's would be inferred from it (B5).
    """

    form: NoteForm
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What this reader may see and do beside a paper; None or empty where nothing of it is theirs."""

    party: str
    shares: tuple[queries.Shared, ...]
    openings: Openings | None
    notes: Notes | None


def beside(paper: Paper, *, at: datetime) -> Beside:
    """For the secretariat, a seat, or whoever else reads the paper: each their own part."""
    keeps = may_keep(reader(), paper.body_id)
    party = queries.sharer_of(paper, at)
    return Beside(
        party=party.name if party else "",
        shares=tuple(queries.shares_of(paper)) if keeps or party else (),
        openings=openings_of(paper, at=at) if keeps else None,
        notes=notes_on(paper, at=at),
    )


def notes_on(paper: Paper, *, at: datetime) -> Notes | None:
    """The reader's own notes; None by an invitation's link, and once they are no longer kept."""
    if reader().kind is not ReaderKind.PERSON:
        return None
    note = queries.my_note(paper)
    until = queries.notes_kept_until(paper)
    if until <= at:
        return None
    form = NoteForm(formdata=None, text=note.text if note else "")
    if queries.is_by_share_alone(paper):
        return Notes(form, None)
    zone = db.session.get_one(Body, paper.body_id).zone
    return Notes(form, clock.local(until, zone).date() - timedelta(days=1))


def shared_page(paper: Paper, versions: list[PaperVersion], *, at: datetime) -> str:
    """A paper for somebody with whom it is shared: itself, its translations and files, and nothing around it (B5)."""
    return render_template(
        "reading/shared.html",
        paper=paper,
        versions=versions,
        relatives=[p for p in family_of(paper) if p.id != paper.id],
        languages=LANGUAGES,
        received=next((r for r in queries.shared_with_me() if r.key == paper.key), None),
        notes=notes_on(paper, at=at),
        zone=pages.own_zone(),
    )
