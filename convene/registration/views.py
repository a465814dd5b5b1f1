"""Pages of open registration: the secretariat's board, and the public form with the link that confirms an address."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import pages
from convene.access.gate import needs
from convene.access.terms import Action
from convene.accounts.actions import count_try
from convene.bodies.queries import body_by_id
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, meeting_by_id
from convene.registration import actions, board, queries, rules
from convene.registration.forms import DecideForm, OpenForm, RegisterForm
from convene.registration.models import OpenRegistration
from convene.registration.terms import Opening
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, settings

views = Blueprint("registration", __name__)
OF_ONE_ADDRESS, FROM_ONE_PLACE = 5, 100  # Tries within a quarter of an hour; a hall of people shares one connection.


@views.route("/meetings/<meeting>/registration/terms", endpoint="terms", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def terms(meeting: str) -> Response | tuple[str, int]:
    """Open registration for a meeting, or change until when, for how many and for which sessions."""
    found = kept_meeting(meeting)
    offered = keys_of(queries.open_sessions(found.id))
    form = _terms_form(found, offered)
    form.sessions.choices = options((key, board.session_words(s)) for key, s in offered.items())

    def act() -> str:
        chosen = tuple(offered[key] for key in form.sessions.data or () if key in offered)
        wish = actions.Wish(form.terms(found.zone), chosen)
        actions.open_registration(found, wish, by=actor(), at=g.convene_at)
        flash("Registration is set. Give the address below to whoever may register.", "kept")
        return url_for("registration.board", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        body = body_by_id(again.body_id)
        usually = queries.is_usually_open(body)
        return render_template(
            "registration/terms.html",
            form=form,
            meeting=again,
            is_open=queries.registration_of(again) is not None,
            findings=rules.s5_by_invitation(is_open=usually, body=body.short_name),
        )

    return answered(form, act, page)


def _terms_form(found: Meeting, offered: dict[str, object]) -> OpenForm:
    known = queries.registration_of(found)
    if known is None:
        milestones = queries.milestones_of(body_by_id(found.body_id), found)
        return OpenForm.usual(rules.default_days(milestones, starts_on=found.starts_on), list(offered))
    chosen = queries.session_ids(known)
    sessions = [s.key for s in queries.open_sessions(found.id) if s.id in chosen]
    return OpenForm.of(known, found.zone, sessions)


def _kept(meeting: str) -> tuple[Meeting, OpenRegistration | None]:
    found = kept_meeting(meeting)
    return found, queries.registration_of(found)


@views.get("/meetings/<meeting>/registration", endpoint="board")
@needs(Action.MEETING_KEEP)
def show_board(meeting: str) -> str:
    """Who registered, and what was decided on each."""
    found, registration = _kept(meeting)
    shown = board.board_of(registration, found, at=g.convene_at) if registration else None
    return render_template(
        "registration/board.html",
        meeting=found,
        registration=registration,
        shown=shown,
        address=f"{settings().base_url}{url_for('registration.register', registration=registration.key)}"
        if registration
        else "",
        zone=pages.own_zone(),
    )


@views.post("/meetings/<meeting>/registration/close", endpoint="close")
@needs(Action.MEETING_KEEP)
def close(meeting: str) -> Response:
    """Take no further registrations."""
    found, registration = _kept(meeting)
    actions.close_now(_there(registration), found, by=actor(), at=g.convene_at)
    flash("Registration is closed. What came in stays for you to decide on.", "kept")
    return redirect(url_for("registration.board", meeting=meeting), code=303)


def _there(registration: OpenRegistration | None) -> OpenRegistration:
    if registration is None:
        raise Refused((Finding("", Level.REFUSE, "Registration has not been opened for this meeting."),))
    return registration


@views.post("/meetings/<meeting>/registration/decide", endpoint="decide")
@needs(Action.MEETING_KEEP)
def decide(meeting: str) -> Response:
    """Decide on all that are ticked at once, or on one by its own button."""
    found, registration = _kept(meeting)
    chosen = set(request.form.getlist("registrants"))
    act, _, single = request.form.get("act", "").partition(" ")
    people = [
        line.registrant
        for line in queries.lines_of(_there(registration))
        if line.registrant.key in ({single} if single else chosen)
    ]
    outcome = board.decide(act, people, found, _there(registration), by=actor(), at=g.convene_at)
    flash(board.outcome_words(act, outcome), "kept" if outcome.done else "due")
    for name, why in outcome.left:
        flash(f"{name} is left as they are. {why}", "due")
    return redirect(url_for("registration.board", meeting=meeting), code=303)


@views.route("/registrants/<registrant>", endpoint="registrant", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def registrant(registrant: str) -> Response | tuple[str, int]:
    """One registration with all that was given, and the decision on it."""
    found = queries.kept_registrant(registrant)
    meeting = meeting_by_id(found.meeting_id)
    party = board.party_of(found)
    form = DecideForm()
    form.offer(board.choices_for(found, party))

    def act() -> str:
        registration = _there(queries.registration_of(meeting))
        reason = form.reason.data or ""
        words = board.decide_one(
            form.decision.data, found, meeting, registration, reason=reason, by=actor(), at=g.convene_at
        )
        flash(words, "kept")
        return url_for("registration.board", meeting=meeting.key)

    def page() -> str:
        again = queries.kept_registrant(registrant)
        return render_template(
            "registration/registrant.html",
            form=form,
            found=again,
            meeting=meeting_by_id(again.meeting_id),
            party=board.party_of(again),
            is_over=queries.is_over(meeting_by_id(again.meeting_id), at=g.convene_at),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


def _count(registration: str) -> None:
    """Count the try before the transaction begins; known and unknown addresses count alike."""
    address = request.form.get("address", "").strip()[:254]
    g.may_try = count_try(f"register:{registration[:22]}:{address}", at=g.convene_at, limit=OF_ONE_ADDRESS)
    g.may_try &= count_try(f"register from:{request.remote_addr}", at=g.convene_at, limit=FROM_ONE_PLACE)


@views.get("/register/<registration>", endpoint="register")
@needs(Action.PUBLIC)
def register(registration: str) -> Response | tuple[str, int]:
    """The public form; the same 404 for what is not there, not open yet, or over."""
    face = queries.face_of(registration, at=g.convene_at)
    if face.opening is Opening.CLOSED:
        return render_template("registration/closed.html"), 410
    form = RegisterForm()
    form.offer(face.kinds, has_individuals=face.has_individuals)
    return render_template("registration/register.html", form=form, face=face), 200


@views.post("/register/<registration>", endpoint="register_post")
@needs(Action.PUBLIC, prepare=_count)
def register_post(registration: str) -> Response | tuple[str, int]:
    """Register; the answer is the same whether or not the address is known."""
    face = queries.face_of(registration, at=g.convene_at)
    if face.opening is Opening.CLOSED:
        return render_template("registration/closed.html"), 410
    form = RegisterForm()
    form.offer(face.kinds, has_individuals=face.has_individuals)
    if not g.may_try and form.validate():
        return render_template("registration/wait.html"), 429

    def act() -> str:
        actions.register(registration, form.given(), opening=face.opening, at=g.convene_at)
        return url_for("registration.sent")

    return answered(form, act, lambda: render_template("registration/register.html", form=form, face=face))


@views.get("/register/sent", endpoint="sent")
@needs(Action.PUBLIC)
def sent() -> str:
    """What happens next; the same for everybody."""
    return render_template("registration/sent.html")


@views.get("/r/<text>", endpoint="confirm")
@needs(Action.PUBLIC)
def confirm(text: str) -> tuple[str, int]:
    """What was given with an address, and a button: programs that open links in mails must set nothing off."""
    found = queries.confirming(text, at=g.convene_at)
    if found is None:
        return render_template("registration/void.html"), 404
    return render_template("registration/confirm.html", text=text, found=found), 200


@views.post("/r/<text>", endpoint="confirm_post")
@needs(Action.PUBLIC)
def confirm_post(text: str) -> Response | tuple[str, int]:
    """Confirm the address."""
    if not actions.confirm(text, at=g.convene_at):
        return render_template("registration/void.html"), 404
    return redirect(url_for("registration.confirm", text=text), code=303)


@views.post("/r/<text>/disown", endpoint="disown")
@needs(Action.PUBLIC)
def disown(text: str) -> tuple[str, int]:
    """Somebody else gave this address: what they gave is erased."""
    if not actions.disown(text, at=g.convene_at):
        return render_template("registration/void.html"), 404
    return render_template("registration/erased.html"), 200
