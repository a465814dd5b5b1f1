"""Pages of needs heard: the note of one check-in, the round's needs by theme, and where they are taken up."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import clock
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.queries import kept_item
from convene.bodies.queries import body_by_id, kept_body
from convene.meetings.queries import meeting_by_id, session_by_id
from convene.rounds import needs as noted
from convene.rounds import queries
from convene.rounds.forms import NeedForm, TraceForm
from convene.rounds.models import CheckIn, NeedHeard
from convene.web.forms import answered, whole_number
from convene.web.requests import actor, reader

views = Blueprint("noting", __name__)
FIRST_YEAR, LAST_YEAR = 2004, 2100


@views.route("/check-ins/<check_in>/needs", endpoint="needs", methods=["GET", "POST"])
@needs(Action.MEETING_READ)
def needs_heard(check_in: str) -> Response | tuple[str, int]:
    """What was heard in a check-in, and another need to be noted."""
    found = noted.check_in_for_needs(check_in)
    form = NeedForm()
    session = session_by_id(found.session_id) if found.session_id is not None else None

    def act() -> str:
        starts_at = session.starts_at if session else None
        noted.note(found, form.need(), starts_at=starts_at, by=actor(), at=g.convene_at)
        flash("It is noted.", "kept")
        return url_for("rounds.noting.needs", check_in=check_in)

    return answered(form, act, lambda: _needs_page(check_in, form))


def _needs_page(check_in: str, form: NeedForm, changed: NeedHeard | None = None) -> str:
    found = noted.check_in_for_needs(check_in)
    meeting = meeting_by_id(found.meeting_id)
    rows = noted.needs_of(found)
    for row in rows:
        sightings.note(row.body_id, "need", row.key)
    session = session_by_id(found.session_id) if found.session_id is not None else None
    return render_template(
        "rounds/needs.html",
        form=form,
        meeting=meeting,
        check_in=found,
        party=noted.party_of(found),
        session=session,
        rows=rows,
        changed=changed,
        has_begun=session is not None and session.starts_at <= g.convene_at,
        may_keep=may_keep(reader(), found.body_id),
    )


def _of(row: NeedHeard) -> CheckIn:
    return noted.check_in_of(row)


@views.route("/needs/<need>/change", endpoint="change", methods=["GET", "POST"])
@needs(Action.MEETING_READ)
def change(need: str) -> Response | tuple[str, int]:
    """Change what was noted."""
    row = noted.one_need(need)
    check_in = _of(row).key
    form = NeedForm(
        text=row.text, priority=str(row.priority), country=row.country, themes=list(row.themes),
        revision=str(row.revision),
    )  # fmt: skip

    def act() -> str:
        noted.change(row, form.need(), revision=form.seen(), by=actor(), at=g.convene_at)
        flash("The change is kept.", "kept")
        return url_for("rounds.noting.needs", check_in=check_in)

    def page() -> str:
        again = noted.one_need(need)
        form.revision.data = str(again.revision)
        return _needs_page(check_in, form, again)

    return answered(form, act, page)


@views.post("/needs/<need>/drop", endpoint="drop")
@needs(Action.MEETING_READ)
def drop(need: str) -> Response:
    """Take out what was noted by mistake."""
    row = noted.one_need(need)
    check_in = _of(row).key
    noted.drop(row, by=actor(), at=g.convene_at)
    flash("It is taken out.", "kept")
    return redirect(url_for("rounds.noting.needs", check_in=check_in), code=303)


@views.get("/meetings/<meeting>/needs", endpoint="heard")
@needs(Action.BODY_READ)
def heard(meeting: str) -> str:
    """The needs heard in a round, by theme: for seats and the secretariat."""
    found = queries.round_meeting(meeting)
    keeps = may_keep(reader(), found.body_id)
    if not keeps and found.body_id not in reader().seats:
        raise Missing
    rows = noted.heard_in(found)
    for each in rows:
        sightings.note(found.body_id, "need", each.row.key)
    pairs = queries.placed_in(queries.pairs_of(found))
    noted_of = [p for p in pairs if keeps or p.row.party_id not in reader().parties]
    for pair in noted_of:
        if pair.session is not None:
            sightings.note(found.body_id, "session", pair.session.key)
    return render_template(
        "rounds/heard.html", meeting=found, themes=noted.by_theme(rows), count=len(rows), may_keep=keeps,
        pairs=noted_of,
    )  # fmt: skip


@views.route("/needs/<need>/trace", endpoint="trace", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def trace(need: str) -> Response | tuple[str, int]:
    """Say which item of an agenda takes up a need (B4)."""
    row = noted.kept_need(need)
    meeting = meeting_by_id(row.meeting_id)
    items = noted.items_that_may_take_up(body_by_id(row.body_id), meeting.year)
    form = TraceForm.offering((i.key, f"{m.title}: {i.title}") for i, m in items if m.id != meeting.id)

    def act() -> str:
        noted.trace(row, kept_item(form.item.data), by=actor(), at=g.convene_at)
        flash("The item takes up this need.", "kept")
        return url_for("rounds.noting.traces", body=body_by_id(row.body_id).key, of=meeting.year)

    def page() -> str:
        again = noted.kept_need(need)
        sightings.note(again.body_id, "need", again.key)
        return render_template(
            "rounds/trace.html", form=form, need=again, party=noted.party_of(again),
            meeting=meeting_by_id(again.meeting_id),
        )  # fmt: skip

    return answered(form, act, page)


@views.post("/need-traces/<trace>/remove", endpoint="untrace")
@needs(Action.MEETING_KEEP)
def untrace(trace: str) -> Response:
    """Take back that an item takes up a need."""
    need = noted.untrace(noted.kept_trace(trace), by=actor(), at=g.convene_at)
    meeting = meeting_by_id(need.meeting_id)
    return redirect(url_for("rounds.noting.traces", body=body_by_id(need.body_id).key, of=meeting.year), code=303)


@views.get("/bodies/<body>/needs", endpoint="traces")
@needs(Action.BODY_KEEP)
def traces(body: str) -> str:
    """The needs heard in a year, and where its agendas take them up (B4)."""
    found = kept_body(body)
    asked = whole_number(request.args.get("of", ""))
    year = asked if asked and FIRST_YEAR <= asked <= LAST_YEAR else clock.local(g.convene_at, found.zone).year
    rows = noted.heard_of_year(found, year)
    for each in rows:
        sightings.note(found.id, "need", each.row.key)
    return render_template(
        "rounds/traces.html", body=found, year=year, rows=rows, traced=sum(bool(h.traces) for h in rows)
    )
