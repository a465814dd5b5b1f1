"""Pages of agenda items: the item itself, adding, changing, moving, narrowing, removing."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import pages
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas import actions, queries
from convene.agendas.forms import ItemForm, MoveForm, NarrowForm
from convene.bodies.queries import body_by_id, members_of
from convene.findings import Finding, Level, Refused
from convene.invitations.telling import retell
from convene.meetings.queries import kept_session, meeting_by_id, session_by_id, sessions_of
from convene.papers.queries import papers_of_item
from convene.placing import place_session
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader

views = Blueprint("agendas", __name__)


@views.get("/items/<item>", endpoint="item")
@needs(Action.MEETING_READ)
def item(item: str) -> str:
    """One item, with its papers, as this reader may see it."""
    found = queries.one_item(item)
    return pages.item_page(found, may_keep=may_keep(reader(), found.body_id))


@views.route("/sessions/<session>/items/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(session: str) -> Response | tuple[str, int]:
    """Add an item at the end of a session."""
    found = kept_session(session)
    form = ItemForm()

    def act() -> str:
        actions.add_item(found, form.wording(), by=actor(), at=g.convene_at)
        pages.flash_told(retell(meeting_by_id(found.meeting_id), at=g.convene_at))
        return url_for("meetings.show", meeting=meeting_by_id(found.meeting_id).key)

    def page() -> str:
        again = kept_session(session)
        return render_template(
            "agendas/edit.html", form=form, session=again, meeting=meeting_by_id(again.meeting_id), item=None
        )

    return answered(form, act, page)


@views.route("/items/<item>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def edit(item: str) -> Response | tuple[str, int]:
    """Change what an item says."""
    found = queries.kept_item(item)
    session = session_by_id(found.session_id)
    form = ItemForm(obj=found)
    if request.method == "GET":
        form.audience.data = found.own_audience or ""

    def act() -> str:
        actions.change_item(found, session, form.wording(), by=actor(), at=g.convene_at)
        place_session(session.id)
        meeting = meeting_by_id(found.meeting_id)
        pages.flash_told(retell(meeting, at=g.convene_at))
        return url_for("meetings.show", meeting=meeting.key)

    def page() -> str:
        again = queries.kept_item(item)
        return render_template(
            "agendas/edit.html",
            form=form,
            item=again,
            session=session_by_id(again.session_id),
            meeting=meeting_by_id(again.meeting_id),
        )

    return answered(form, act, page)


@views.route("/items/<item>/move", endpoint="move", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def move(item: str) -> Response | tuple[str, int]:
    """Move an item within its session or to another; by form, so that it works everywhere."""
    found = queries.kept_item(item)
    sessions = keys_of(sessions_of(found.meeting_id))
    origin = session_by_id(found.session_id)
    form = MoveForm(session=origin.key, place=found.position)
    form.session.choices = options((key, s.title) for key, s in sessions.items())

    def act() -> str:
        target = sessions[form.session.data]
        if actions.move_item(found, origin=origin, target=target, place=form.place.data, by=actor(), at=g.convene_at):
            flash("The item stays closed in the open session; edit it to open it.", "due")
        place_session(origin.id)
        place_session(target.id)
        meeting = meeting_by_id(found.meeting_id)
        pages.flash_told(retell(meeting, at=g.convene_at))
        return url_for("meetings.show", meeting=meeting.key)

    def page() -> str:
        again = queries.kept_item(item)
        return render_template("agendas/move.html", form=form, item=again, meeting=meeting_by_id(again.meeting_id))

    return answered(form, act, page)


@views.post("/items/<item>/shift", endpoint="shift")
@needs(Action.MEETING_KEEP)
def shift(item: str) -> Response:
    """One place up or down."""
    found = queries.kept_item(item)
    session = session_by_id(found.session_id)
    step = -1 if request.form.get("to") == "up" else 1
    actions.move_item(found, origin=session, target=session, place=found.position + step, by=actor(), at=g.convene_at)
    meeting = meeting_by_id(found.meeting_id)
    pages.flash_told(retell(meeting, at=g.convene_at))
    return redirect(url_for("meetings.show", meeting=meeting.key, _anchor=f"session-{session.key}"), code=303)


@views.route("/items/<item>/narrow", endpoint="narrow", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def narrow(item: str) -> Response | tuple[str, int]:
    """Narrow an item to some members (settled 3)."""
    found = queries.kept_item(item)
    members = keys_of(members_of(body_by_id(found.body_id)))
    kept = queries.narrowed_to([found.id]).get(found.id, [])
    form = NarrowForm(members=[key for key, p in members.items() if p.id in kept])
    form.members.choices = options((key, p.name) for key, p in members.items())

    def act() -> str:
        actions.narrow_item(found, [members[key].id for key in form.members.data], by=actor(), at=g.convene_at)
        place_session(found.session_id)
        retell(meeting_by_id(found.meeting_id), at=g.convene_at)
        return url_for("agendas.item", item=item)

    def page() -> str:
        again = queries.kept_item(item)
        return render_template("agendas/narrow.html", form=form, item=again, meeting=meeting_by_id(again.meeting_id))

    return answered(form, act, page)


@views.post("/items/<item>/remove", endpoint="remove")
@needs(Action.MEETING_KEEP)
def remove(item: str) -> Response:
    """Remove an item that has no papers; admissions to it end."""
    found = queries.kept_item(item)
    if papers_of_item(found.id):
        raise Refused((Finding("", Level.REFUSE, "Papers belong to this item; move it to another session instead."),))
    session, meeting = session_by_id(found.session_id), meeting_by_id(found.meeting_id)
    pages.end_admissions(item_id=found.id)
    actions.remove_item(found, session, by=actor(), at=g.convene_at)
    pages.flash_told(retell(meeting, at=g.convene_at))
    flash("The item is removed.", "kept")
    return redirect(url_for("meetings.show", meeting=meeting.key), code=303)
