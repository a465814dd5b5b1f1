"""Pages of agendas: one item and its changes, the builder, and the chair's run of show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import Response as BaseResponse
from werkzeug.wrappers import Response

from convene import assembling, building, pages
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas import actions, arranging, chairing, queries
from convene.agendas.forms import ItemForm, MoveForm, NarrowForm, QuickForm
from convene.bodies.queries import body_by_id, members_of
from convene.findings import Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import kept_meeting, kept_session, meeting_by_id, session_by_id, sessions_of
from convene.packs.run_of_show import run_of_show_pdf
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader, start_over
from convene.web.sending import download

views = Blueprint("agendas", __name__)


@views.get("/items/<item>", endpoint="item")
@needs(Action.MEETING_READ)
def item(item: str) -> str:
    """One item, with its papers, as this reader may see it."""
    found = queries.one_item(item)
    return pages.item_page(found, may_keep=may_keep(reader(), found.body_id))


def _back(meeting: Meeting, item: str = "") -> str:
    """To the builder for whoever came from it, else to the meeting."""
    if request.args.get("from") == "agenda":
        return url_for("agendas.builder", meeting=meeting.key, _anchor=f"item-{item}" if item else None)
    return url_for("meetings.show", meeting=meeting.key)


@views.route("/sessions/<session>/items/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(session: str) -> Response | tuple[str, int]:
    """Add an item at the end of a session; with `below`, as the last sub-item of an item."""
    found = kept_session(session)
    meeting = meeting_by_id(found.meeting_id)
    parent = queries.item_below(found, request.args.get("below", ""))
    form = ItemForm(section=queries.last_section(found))

    def act() -> str:
        made = actions.add_item(found, form.wording(), by=actor(), at=g.convene_at, parent=parent)
        assembling.settle(meeting, [found.id], at=g.convene_at)
        return _back(meeting, made.key)

    def page() -> str:
        again = kept_session(session)
        return _edit_page(form, again, parent=queries.item_below(again, request.args.get("below", "")))

    return answered(form, act, page)


def _edit_page(form: ItemForm, session: MeetingSession, **more: object) -> str:
    meeting = meeting_by_id(session.meeting_id)
    sections = queries.sections_of(meeting.id)
    known: dict[str, object] = {"item": None, "parent": None, "others": {}, "gone": ""} | more
    return render_template(
        "agendas/edit.html",
        form=form,
        session=session,
        meeting=meeting,
        sections=sections,
        back=_back(meeting),
        **known,
    )


@views.route("/items/<item>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def edit(item: str) -> Response | tuple[str, int]:
    """Change what an item says; what somebody else changed since the form was opened is kept beside it."""
    found = queries.item_if_kept(item)
    if found is None:
        return _typed_for_what_is_gone(item)
    form = ItemForm(obj=found)
    if request.method == "GET":
        form.audience.data = found.own_audience or ""
    clash: list[assembling.Clash] = []

    def act() -> str:
        try:
            assembling.change_item(
                found, form.said(), opened=form.opened or found.revision, give_way=tuple(form.theirs.data or ()),
                by=actor(), at=g.convene_at,
            )  # fmt: skip
        except assembling.Clashing as both:
            clash.append(both.clash)
            raise
        return _back(meeting_by_id(found.meeting_id), item)

    def page() -> str:
        again = queries.kept_item(item)
        for both in clash:
            form.show(both.said, again.revision)
        return _edit_page(
            form, session_by_id(again.session_id), item=again, others=clash[0].fields if clash else {},
            parent=queries.parent_of(again),
        )  # fmt: skip

    return answered(form, act, page)


def _typed_for_what_is_gone(item: str) -> tuple[str, int]:
    """Somebody removed the item while it was edited: what was typed is offered as a new one. Raises Missing."""
    removal = assembling.removal_of(None, item)
    if removal is None or request.method == "GET":
        raise Missing
    form, meeting = ItemForm(), meeting_by_id(removal.meeting_id)
    session = assembling.session_for(meeting, removal)
    return _edit_page(form, session, gone=assembling.gone_words(meeting, removal)), 422


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
        place = form.place.data
        if arranging.move_item(found, origin=origin, target=target, place=place, by=actor(), at=g.convene_at):
            flash(arranging.STAYS_CLOSED, "due")
        meeting = meeting_by_id(found.meeting_id)
        assembling.settle(meeting, [origin.id, target.id], at=g.convene_at)
        return _back(meeting, item)

    def page() -> str:
        again = queries.kept_item(item)
        meeting = meeting_by_id(again.meeting_id)
        return render_template("agendas/move.html", form=form, item=again, meeting=meeting, back=_back(meeting))

    return answered(form, act, page)


@views.post("/items/<item>/shift", endpoint="shift")
@needs(Action.MEETING_KEEP)
def shift(item: str) -> Response:
    """One place up or down, among items or among the sub-items of one item."""
    found = queries.kept_item(item)
    session, meeting = session_by_id(found.session_id), meeting_by_id(found.meeting_id)
    goal = arranging.shift_goal(found, session, -1 if request.form.get("to") == "up" else 1)
    if goal is not None:
        arranging.arrange_item(found, goal, origin=session, by=actor(), at=g.convene_at)
        assembling.settle(meeting, [session.id], at=g.convene_at)
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
        assembling.settle(meeting_by_id(found.meeting_id), [found.session_id], at=g.convene_at)
        return url_for("agendas.item", item=item)

    def page() -> str:
        again = queries.kept_item(item)
        return render_template("agendas/narrow.html", form=form, item=again, meeting=meeting_by_id(again.meeting_id))

    return answered(form, act, page)


@views.post("/items/<item>/remove", endpoint="remove")
@needs(Action.MEETING_KEEP)
def remove(item: str) -> Response | tuple[str, int]:
    """Remove an item that has no papers; admissions to it end, and its sub-items become items."""
    found = queries.kept_item(item)
    meeting = meeting_by_id(found.meeting_id)

    def act() -> str:
        assembling.remove(found, by=actor(), at=g.convene_at)
        flash("The item is removed; undo that in the builder to have it back.", "kept")
        return ""

    if request.args.get("from") == "agenda":
        return _beside_typed(meeting.key, act)
    act()
    return redirect(_back(meeting), code=303)


@views.post("/items/<item>/close", endpoint="close")
@needs(Action.MEETING_KEEP)
def close(item: str) -> Response:
    """Say what became of an item in the room: concluded, unfinished, or open again (B5)."""
    found = queries.kept_item(item)
    assembling.close(found, request.form.get("progress", ""), by=actor(), at=g.convene_at)
    return redirect(url_for("agendas.item", item=item), code=303)


@views.get("/meetings/<meeting>/agenda", endpoint="builder")
@needs(Action.MEETING_KEEP)
def builder(meeting: str) -> str:
    """The agenda to be put together: order, minutes, sums, and what was changed last."""
    return building.builder_page(kept_meeting(meeting))


def _beside_typed(meeting: str, act: Callable[[], str]) -> Response | tuple[str, int]:
    """An act of the builder, which gives an item's key: the minutes typed beside it are kept first, each as a change of
    its own, and what cannot be kept yet is shown again. Raises Refused where nothing was typed that could be lost.
    """
    found = kept_meeting(meeting)
    touched, wrong = assembling.save_minutes(found, request.form, by=actor(), at=g.convene_at)
    try:
        key = act()
    except Refused as refused:
        if not building.holds_typed(request.form):
            raise
        start_over()
        for finding in refused.findings:
            flash(finding.text, "broken")
        return building.builder_page(kept_meeting(meeting), typed=request.form, wrong=wrong), 422
    if touched:
        assembling.settle(found, touched, at=g.convene_at)
    if page := building.typed_again(found, request.form, wrong, here=key):
        return page, 200
    anchor = f"item-{key}" if key else None
    return redirect(url_for("agendas.builder", meeting=meeting, _anchor=anchor), code=303)


@views.post("/meetings/<meeting>/agenda/arrange", endpoint="arrange")
@needs(Action.MEETING_KEEP)
def arrange(meeting: str) -> Response | tuple[str, int]:
    """Put an item after another or below one; by button, by dragging, by keyboard.

    “keep” is sent by the Enter key where no script runs: the minutes are kept, and nothing is put anywhere.
    """
    found, wish = kept_meeting(meeting), request.form.get("put", "")
    if wish != "keep":
        return _beside_typed(meeting, lambda: assembling.put(found, wish, by=actor(), at=g.convene_at))
    if any(building.half_typed(s.key, request.form) for s in sessions_of(found.id)):
        flash("Nothing is added yet. Press “Add an item here” below the title that you typed.", "due")
    return _beside_typed(meeting, lambda: "")


@views.post("/meetings/<meeting>/agenda/undo", endpoint="undo")
@needs(Action.MEETING_KEEP)
def undo(meeting: str) -> Response | tuple[str, int]:
    """Take one change of the agenda back; nobody's newer change is overwritten."""
    found, number = kept_meeting(meeting), request.form.get("number", "")
    return _beside_typed(meeting, lambda: assembling.take_back(found, number, by=actor(), at=g.convene_at))


@views.post("/sessions/<session>/minutes", endpoint="minutes")
@needs(Action.MEETING_KEEP)
def minutes(session: str) -> Response | tuple[str, int]:
    """Keep all minutes that were typed, at once; all of them or none."""
    found = kept_session(session)
    meeting = meeting_by_id(found.meeting_id)
    key = meeting.key
    touched, wrong = assembling.save_minutes(meeting, request.form, by=actor(), at=g.convene_at)
    if wrong:
        start_over()
        return building.builder_page(kept_meeting(key), typed=request.form, wrong=wrong), 422
    assembling.settle(meeting, touched, at=g.convene_at)
    if page := building.typed_again(meeting, request.form, wrong):
        return page, 200
    return redirect(url_for("agendas.builder", meeting=meeting.key, _anchor=f"session-{session}"), code=303)


@views.post("/sessions/<session>/items/quick", endpoint="quick")
@needs(Action.MEETING_KEEP)
def quick(session: str) -> Response | tuple[str, int]:
    """Add an item in one line, from the builder."""
    found = kept_session(session)
    key = meeting_by_id(found.meeting_id).key
    form = QuickForm(prefix=building.prefix(session))
    wrong: dict[str, str] = {}

    def act() -> str:
        touched, not_kept = assembling.save_minutes(
            meeting_by_id(found.meeting_id), request.form, by=actor(), at=g.convene_at
        )
        wrong.update(not_kept)
        wording = replace(form.wording(), section=queries.last_section(found))
        actions.add_item(found, wording, by=actor(), at=g.convene_at)
        assembling.settle(meeting_by_id(found.meeting_id), {found.id, *touched}, at=g.convene_at)
        return url_for("agendas.builder", meeting=key, _anchor=f"session-{session}")

    done = answered(
        form, act, lambda: building.builder_page(kept_meeting(key), typed=request.form, quick=(session, form))
    )
    if isinstance(done, tuple):
        return done
    rest = {name: value for name, value in request.form.items() if not name.startswith(building.prefix(session))}
    page = building.typed_again(kept_meeting(key), rest, wrong)
    return (page, 200) if page else done


@views.route("/meetings/<meeting>/run-of-show", endpoint="run_of_show", methods=["GET", "POST"])
@needs(Action.MEETING_READ)
def run_of_show(meeting: str) -> Response | tuple[str, int]:
    """The chair's notes on each item, with the hours: for the chair and the secretariat, and nobody else."""
    found = chairing.kept_for_chair(meeting)
    if request.method == "GET":
        return building.run_of_show_page(found), 200
    kept, wrong = chairing.write_notes(found, pages.view(found), request.form, by=actor(), at=g.convene_at)
    if wrong:
        start_over()
        again = chairing.kept_for_chair(meeting)
        return building.run_of_show_page(again, typed=request.form, wrong=wrong), 422
    flash("Your notes are kept." if kept else "Nothing was changed.", "kept")
    return redirect(url_for("agendas.run_of_show", meeting=meeting), code=303)


@views.get("/meetings/<meeting>/run-of-show.pdf", endpoint="run_of_show_pdf")
@needs(Action.MEETING_READ)
def run_of_show_printed(meeting: str) -> BaseResponse:
    """The same to print, marked for the chair on every page."""
    found = chairing.kept_for_chair(meeting)
    view = pages.view_for_reading(found)
    content = run_of_show_pdf(view, chairing.notes_of(found), printed_at=g.convene_at)
    return download(content, "run-of-show.pdf", "application/pdf")
