"""Pages of meetings: drafting, the meeting itself, its sessions, its states, its PDF, calendar and papers."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import feeds, pages
from convene.access.gate import needs
from convene.access.terms import Action
from convene.agendas.actions import draft_from_template, follow_session, refuse_unless_empty
from convene.agendas.chairing import set_chair
from convene.agendas.offering import templates_of, usual_template
from convene.agendas.templates import round_of
from convene.bodies.queries import kept_body
from convene.invitations.actions import cancel_meeting
from convene.invitations.telling import retell
from convene.meetings import actions, queries
from convene.meetings.forms import DraftForm, MeetingForm, SessionForm
from convene.meetings.terms import MeetingState
from convene.packs.agenda import agenda_pdf
from convene.placing import place_meeting, place_session
from convene.registration.deciding import end_with_meeting
from convene.stages.queries import meeting_with_latest
from convene.web.forms import answered, options
from convene.web.requests import actor
from convene.web.sending import download

views = Blueprint("meetings", __name__)


@views.route("/bodies/<body>/meetings/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(body: str) -> BaseResponse | tuple[str, int]:
    """Draft a meeting from a template; nothing is sent and nobody is told."""
    found = kept_body(body)
    kinds = templates_of(found)
    form = DraftForm(template=usual_template(found))
    form.offer(kinds)

    def act() -> str:
        meeting = draft_from_template(
            found,
            kinds[form.template.data],
            place=actions.Place(form.city.data, form.zone.data, form.venue.data),
            starts_on=form.starts_on.data,
            is_provisional=form.is_provisional.data,
            by=actor(),
            at=g.convene_at,
        )
        # In a round those are invited who are placed in a check-in.
        is_round = round_of(meeting.template) is not None
        return url_for("rounds.grid" if is_round else "invitations.invite", meeting=meeting.key)

    return answered(form, act, lambda: render_template("meetings/new.html", form=form, body=kept_body(body)))


@views.get("/meetings/<meeting>", endpoint="show")
@needs(Action.MEETING_READ)
def show(meeting: str) -> str:
    """The meeting as this reader may see it."""
    return pages.meeting_page(*meeting_with_latest(meeting))


@views.route("/meetings/<meeting>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def edit(meeting: str) -> BaseResponse | tuple[str, int]:
    """Change place, deadlines and what the meeting says of itself."""
    found = queries.kept_meeting(meeting)
    form = MeetingForm.of(found)
    chairs = pages.chairs(found, at=g.convene_at)
    form.chair.choices = options([("", "Not named yet"), *((c.key, name) for c, name in chairs.values())])
    if request.method == "GET":
        form.chair.data = next((key for key, (c, _) in chairs.items() if c.person_id == found.chair_id), "")

    def act() -> str:
        warnings = actions.change_meeting(
            found,
            place=form.place(),
            notice=form.notice.data,
            is_provisional=form.is_provisional.data,
            answers_due_at=form.due_at("answers_due"),
            papers_due_at=form.due_at("papers_due"),
            proposals_due_at=form.due_at("proposals_due"),
            telephone_name=form.telephone_name.data,
            telephone=form.telephone.data,
            by=actor(),
            at=g.convene_at,
        )
        chosen = chairs.get(form.chair.data)
        set_chair(found, chosen[0].person_id if chosen else None, by=actor(), at=g.convene_at)
        for session in queries.sessions_of(found.id):
            follow_session(session)
        pages.flash_told(retell(found, at=g.convene_at), warnings)
        return url_for("meetings.show", meeting=meeting)

    return answered(
        form, act, lambda: render_template("meetings/edit.html", form=form, meeting=queries.kept_meeting(meeting))
    )


@views.route("/meetings/<meeting>/sessions/new", endpoint="new_session", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new_session(meeting: str) -> BaseResponse | tuple[str, int]:
    """Add a session."""
    found = queries.kept_meeting(meeting)
    form = SessionForm(on=found.starts_on)

    def act() -> str:
        session = actions.add_session(found, form.plan(), by=actor(), at=g.convene_at)
        actions.set_places(session, form.places(), by=actor(), at=g.convene_at)
        pages.flash_told(retell(found, at=g.convene_at))
        return url_for("meetings.show", meeting=meeting)

    return answered(
        form,
        act,
        lambda: render_template(
            "meetings/session.html", form=form, meeting=queries.kept_meeting(meeting), session=None
        ),
    )


@views.route("/sessions/<session>/edit", endpoint="edit_session", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def edit_session(session: str) -> BaseResponse | tuple[str, int]:
    """Change or move a session; whom that concerns is told."""
    found = queries.kept_session(session)
    meeting = queries.meeting_by_id(found.meeting_id)
    form = SessionForm.of(found, {p.guest_kind: p.places for p in queries.places_of([found.id])})

    def act() -> str:
        actions.change_session(meeting, found, form.plan(), by=actor(), at=g.convene_at)
        actions.set_places(found, form.places(), by=actor(), at=g.convene_at)
        follow_session(found)
        place_session(found.id)
        pages.flash_told(retell(meeting, at=g.convene_at))
        return url_for("meetings.show", meeting=meeting.key)

    def page() -> str:
        again = queries.kept_session(session)
        return render_template(
            "meetings/session.html", form=form, meeting=queries.meeting_by_id(again.meeting_id), session=again
        )

    return answered(form, act, page)


@views.post("/sessions/<session>/remove", endpoint="remove_session")
@needs(Action.MEETING_KEEP)
def remove_session(session: str) -> BaseResponse:
    """Remove an empty session."""
    found = queries.kept_session(session)
    meeting = queries.meeting_by_id(found.meeting_id)
    refuse_unless_empty(found)
    pages.end_admissions(session_id=found.id)
    actions.remove_session(meeting, found, by=actor(), at=g.convene_at)
    place_meeting(meeting.id)
    pages.flash_told(retell(meeting, at=g.convene_at))
    return redirect(url_for("meetings.show", meeting=meeting.key), code=303)


@views.post("/meetings/<meeting>/state", endpoint="move")
@needs(Action.MEETING_KEEP)
def move(meeting: str) -> BaseResponse:
    """Move the meeting on: in session, concluded, cancelled. Convening has a page of its own."""
    found = queries.kept_meeting(meeting)
    wish = request.form.get("state", "")
    if wish == MeetingState.CANCELLED:
        told = cancel_meeting(found, by=actor(), at=g.convene_at)
        told += end_with_meeting(found, by=actor(), at=g.convene_at)
        flash(f"The meeting is cancelled. {pages.told_words(told)}", "kept")
    elif wish in (MeetingState.IN_SESSION, MeetingState.CONCLUDED):
        actions.move_to(found, MeetingState(wish), by=actor(), at=g.convene_at)
    return redirect(url_for("meetings.show", meeting=meeting), code=303)


@views.get("/meetings/<meeting>/agenda.pdf", endpoint="pdf")
@needs(Action.MEETING_READ)
def pdf(meeting: str) -> Response:
    """The agenda as PDF, cut to this reader."""
    found, circulated, _ = meeting_with_latest(meeting)
    view = pages.view_for_reading(found)
    # Whoever has no seat is not told that anything was circulated (settled 4).
    reviews = pages.reviews_of(found, [item.key for session in view.sessions for item in session.items])
    is_working = circulated is not None and not view.is_guest
    content = agenda_pdf(view, printed_at=g.convene_at, is_working=is_working, reviews=reviews)
    return download(content, "agenda.pdf", "application/pdf")


@views.get("/meetings/<meeting>/meeting.ics", endpoint="ics")
@needs(Action.MEETING_READ)
def ics(meeting: str) -> Response:
    """The meeting for one's calendar; with `entries=items` an entry per item."""
    found = queries.one_meeting(meeting)
    per_item = request.args.get("entries") == "items"
    content = feeds.meeting_calendar(pages.view(found), pages.own_entries(found), per_item=per_item, at=g.convene_at)
    return download(content, "meeting.ics", "text/calendar")


@views.get("/meetings/<meeting>/papers.zip", endpoint="papers")
@needs(Action.PAPER_READ)
def papers(meeting: str) -> Response:
    """All papers of the meeting that this reader may read, in one file."""
    found = queries.one_meeting(meeting)
    return pages.papers_in_one_file(found)
