"""Pages of whoever is invited: the link in the mail, the answer, delegating, naming a delegation."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from convene import pages
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.accounts.actions import count_try
from convene.delegates import alternates_of
from convene.invitations import answers, queries
from convene.invitations.forms import AnswerForm, DelegateForm, NomineeForm
from convene.invitations.links import open_visit, renew_for
from convene.invitations.models import Invitation
from convene.invitations.terms import Standpoint
from convene.meetings.queries import meeting_by_id
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, new_cookie
from convene.web.visits import browser_words

views = Blueprint("answers", __name__)


@views.get("/i/<text>", endpoint="link")
@needs(Action.PUBLIC)
def link(text: str) -> tuple[str, int]:
    """A button, since programs that open links in mails must set nothing off (settled 20)."""
    found = queries.invitation_of_link(text)
    return render_template(
        "invitations/link.html" if found else "invitations/link_void.html", text=text
    ), 200 if found else 404


@views.post("/i/<text>", endpoint="link_post")
@needs(Action.PUBLIC)
def link_post(text: str) -> Response | tuple[str, int]:
    """Open the invitation: a visit with the rights of this one invitation."""
    found = queries.invitation_of_link(text)
    opened = open_visit(found, at=g.convene_at, browser=browser_words()) if found else None
    if opened is None:
        return render_template("invitations/link_void.html", text=text), 404
    response = redirect(url_for("meetings.show", meeting=opened.meeting_key), code=303)
    new_cookie(response, opened.token, lasts=opened.lasts)
    return response


def _count(text: str) -> None:
    """Count the try before the transaction begins."""
    g.may_try = count_try(f"new link:{text[:22]}", at=g.convene_at, limit=5)


@views.post("/i/<text>/new", endpoint="new_link")
@needs(Action.PUBLIC, prepare=_count)
def new_link(text: str) -> tuple[str, int]:
    """“I lost my link”: a fresh one to the address on file; the answer is the same whatever the link was."""
    if g.may_try:
        renew_for(text, at=g.convene_at)
    return render_template("invitations/link_sent.html"), 200


@views.post("/invitations/<invitation>/answer", endpoint="answer")
@needs(Action.INVITATION_ANSWER)
def answer(invitation: str) -> Response | tuple[str, int]:
    """Answer one's own invitation."""
    found = queries.answerable_invitation(invitation)
    meeting = meeting_by_id(found.meeting_id)
    form = AnswerForm.to(meeting)

    def act() -> str:
        answers.answer(found, meeting, form.answer(), by=actor(), at=g.convene_at)
        flash(
            "Thank you. The secretariat will confirm your place."
            if found.awaits_place
            else "Thank you. Your answer is recorded; you can change it here.",
            "due" if found.awaits_place else "kept",
        )
        return url_for("meetings.show", meeting=meeting.key)

    def page() -> str:
        here = queries.answerable_invitation(invitation)
        return render_template(
            "invitations/answer.html", form=form, invitation=here, meeting_key=meeting_by_id(here.meeting_id).key
        )

    return answered(form, act, page)


@views.route("/invitations/<invitation>/delegate", endpoint="delegate", methods=["GET", "POST"])
@needs(Action.INVITATION_ANSWER)
def delegate(invitation: str) -> Response | tuple[str, int]:
    """Delegate to a named alternate of one's own party: effective at once."""
    found = _of_a_seat(invitation)
    meeting = meeting_by_id(found.meeting_id)
    alternates = alternates_of(found, at=g.convene_at)
    terms = keys_of([term for term, _ in alternates])
    form = DelegateForm()
    form.delegate.choices = options([("", "Choose an alternate"), *((t.key, name) for t, name in alternates)])

    def act() -> str:
        answers.delegate(
            found, meeting, terms[form.delegate.data], by=actor(), at=g.convene_at, remark=form.remark.data or ""
        )
        flash("Delegated. Your alternate is invited by mail.", "kept")
        return url_for("meetings.show", meeting=meeting.key)

    def page() -> str:
        here = _of_a_seat(invitation)
        return render_template(
            "invitations/delegate.html",
            form=form,
            invitation=here,
            meeting_key=meeting_by_id(here.meeting_id).key,
            has_alternates=bool(alternates),
        )

    return answered(form, act, page)


def _of_a_seat(key: str) -> Invitation:
    found = queries.answerable_invitation(key)
    if found.standpoint is not Standpoint.SEAT:
        raise Missing
    return found


@views.route("/invitations/<invitation>/nominate", endpoint="nominate", methods=["GET", "POST"])
@needs(Action.INVITATION_ANSWER)
def nominate(invitation: str) -> Response | tuple[str, int]:
    """Name somebody for one's delegation; the secretariat confirms."""
    found = _of_a_seat(invitation)
    meeting = meeting_by_id(found.meeting_id)
    form = NomineeForm()

    def act() -> str:
        answers.nominate(
            found, meeting, form.nominee(), by=actor(), at=g.convene_at, in_place=form.in_place.data == "instead"
        )
        flash(f"{form.name.data} is named. The secretariat confirms, then they are invited.", "kept")
        return url_for("meetings.show", meeting=meeting.key)

    def page() -> str:
        here = _of_a_seat(invitation)
        return render_template(
            "invitations/nominate.html",
            form=form,
            invitation=here,
            meeting_key=meeting_by_id(here.meeting_id).key,
            zone=pages.own_zone(),
        )

    return answered(form, act, page)
