"""Pages of the secretariat: inviting, previewing, sending, the answers board; and the list of participants."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import inviting, pages, previews
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.addresses import correct_address
from convene.agendas.queries import kept_item
from convene.bodies.queries import body_by_id
from convene.invitations import actions, answers, queries
from convene.invitations.answering import views as answering
from convene.invitations.covering import keep_covering
from convene.invitations.delegations import confirm_nomination
from convene.invitations.delegations import participants as listed
from convene.invitations.forms import AdmitForm, AnswerForm, InviteForm, RightAddressForm, SendForm
from convene.invitations.telling import retell
from convene.mail.queries import latest_by_invitation
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, meeting_by_id, one_meeting
from convene.people.queries import contacts_by_id
from convene.placing import place_meeting
from convene.web.forms import answered, options
from convene.web.requests import actor, reader

views = Blueprint("invitations", __name__)
views.register_blueprint(answering)


@views.route("/meetings/<meeting>/invite", endpoint="invite", methods=["GET", "POST"])
@needs(Action.INVITATION_KEEP)
def invite(meeting: str) -> Response | tuple[str, int]:
    """Choose whom to invite; nothing is sent from here."""
    found = kept_meeting(meeting)
    offer = inviting.offer(found, at=g.convene_at)
    form = InviteForm(**offer.usual())
    form.seats.choices, form.others.choices, form.portions.choices = map(options, offer.choices())

    def act() -> str:
        inviting.prepare(found, offer, form, by=actor(), at=g.convene_at)
        return url_for("invitations.send", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        offered = inviting.offer(again, at=g.convene_at)
        return render_template(
            "invitations/invite.html",
            form=form,
            meeting=again,
            body=body_by_id(again.body_id),
            offer=offered,
            is_bare=not (offered.seats or offered.others or queries.invitations_of(again)),
        )

    return answered(form, act, page)


@views.route("/meetings/<meeting>/send", endpoint="send", methods=["GET", "POST"])
@needs(Action.INVITATION_KEEP)
def send(meeting: str) -> Response | tuple[str, int]:
    """See the letter as each will get it, then convene and send."""
    found = kept_meeting(meeting)
    form = SendForm(obj=found)

    def act() -> str:
        if request.form.get("then") == "preview":
            return _kept_for_preview(found, form)
        count = actions.convene(
            found,
            covering_note=form.covering_note.data,
            telephone_name=form.telephone_name.data,
            telephone=form.telephone.data,
            is_despite_date=form.despite_date.data,
            by=actor(),
            at=g.convene_at,
        )
        place_meeting(found.id)
        flash(f"{count} invitations are queued." if count != 1 else "One invitation is queued.", "kept")
        return url_for("invitations.board", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        return render_template(
            "invitations/send.html",
            form=form,
            meeting=again,
            lines=queries.invited(again),
            findings=previews.findings(again),
            timing=previews.sending_findings(again, at=g.convene_at),
            unconfirmed=actions.unconfirmed(again),
        )

    return answered(form, act, page)


def _kept_for_preview(meeting: Meeting, form: SendForm) -> str:
    """Keep what the letters are to say; leads to the first of them."""
    keep_covering(
        meeting,
        covering_note=form.covering_note.data,
        telephone_name=form.telephone_name.data,
        telephone=form.telephone.data,
        by=actor(),
        at=g.convene_at,
    )
    first = pages.first_prepared(queries.invited(meeting))
    if first is None:
        return url_for("invitations.send", meeting=meeting.key)
    return url_for("invitations.preview", invitation=first.key)


@views.get("/meetings/<meeting>/board", endpoint="board")
@needs(Action.INVITATION_KEEP)
def board(meeting: str) -> str:
    """Who has answered, who owes, by when; what went out and what failed."""
    found = kept_meeting(meeting)
    lines = queries.invited(found)
    return render_template(
        "invitations/board.html",
        meeting=found,
        lines=pages.board_lines(lines),
        tally=pages.tally(pages.sent(lines)),
        owing=pages.owing(lines),
        messages=latest_by_invitation(found.id),
        nominations=queries.open_nominations(found),
        zone=pages.own_zone(),
        names=pages.names_by_invitation(lines),
        entered=queries.entered_for_them(found),
    )


@views.post("/meetings/<meeting>/remind", endpoint="remind")
@needs(Action.INVITATION_KEEP)
def remind(meeting: str) -> Response:
    """Remind those who owe an answer, and only those."""
    count = actions.remind(kept_meeting(meeting), by=actor(), at=g.convene_at)
    flash(
        {0: "Nobody owes an answer, or they were reminded within the hour.", 1: "One reminder is queued."}.get(
            count, f"{count} reminders are queued."
        ),
        "kept",
    )
    return redirect(url_for("invitations.board", meeting=meeting), code=303)


@views.get("/invitations/<invitation>/preview", endpoint="preview")
@needs(Action.INVITATION_KEEP)
def preview(invitation: str) -> str:
    """The letter, the page and the calendar entry as this person gets them."""
    found = queries.kept_invitation(invitation)
    return previews.preview_page(found, meeting_by_id(found.meeting_id), at=g.convene_at)


@views.post("/invitations/<invitation>/again", endpoint="again")
@needs(Action.INVITATION_KEEP)
def again(invitation: str) -> Response:
    """Send an invitation again, with a new link."""
    found = queries.kept_invitation(invitation)
    meeting = meeting_by_id(found.meeting_id)
    actions.send_again(found, meeting, by=actor(), at=g.convene_at)
    flash("The invitation is queued again; the earlier link no longer works.", "kept")
    return redirect(url_for("invitations.board", meeting=meeting.key), code=303)


@views.route("/invitations/<invitation>/address", endpoint="address", methods=["GET", "POST"])
@needs(Action.INVITATION_KEEP)
def address(invitation: str) -> Response | tuple[str, int]:
    """Correct a wrong address and send again, in one step."""
    found = queries.kept_invitation(invitation)
    contact = contacts_by_id([found.contact_id])[found.contact_id]
    meeting = meeting_by_id(found.meeting_id)
    form = RightAddressForm(obj=contact)

    def act() -> str:
        correct_address(contact, address=form.address.data, by=actor(), at=g.convene_at)
        if found.announced:
            actions.send_again(found, meeting, by=actor(), at=g.convene_at)
        flash("The address is corrected and the invitation queued again.", "kept")
        return url_for("invitations.board", meeting=meeting.key)

    def page() -> str:
        here = queries.kept_invitation(invitation)
        return render_template(
            "invitations/address.html",
            form=form,
            meeting=meeting_by_id(here.meeting_id),
            contact=contacts_by_id([here.contact_id])[here.contact_id],
        )

    return answered(form, act, page)


@views.post("/invitations/<invitation>/withdraw", endpoint="withdraw")
@needs(Action.INVITATION_KEEP)
def withdraw(invitation: str) -> Response:
    """Withdraw an invitation; whoever was told of it is told."""
    found = queries.kept_invitation(invitation)
    meeting = meeting_by_id(found.meeting_id)
    actions.withdraw(found, meeting, by=actor(), at=g.convene_at)
    flash("The invitation is withdrawn.", "kept")
    return redirect(url_for("invitations.board", meeting=meeting.key), code=303)


@views.route("/invitations/<invitation>/record", endpoint="record", methods=["GET", "POST"])
@needs(Action.INVITATION_KEEP)
def record(invitation: str) -> Response | tuple[str, int]:
    """Record an answer that came by mail or telephone, on behalf of the person (settled 21)."""
    found = queries.kept_invitation(invitation)
    meeting = meeting_by_id(found.meeting_id)
    form = AnswerForm.of(found, meeting)
    form.reply.label.text, form.remark.label.text = "Will they come?", "A word for the record"

    def act() -> str:
        answers.answer(found, meeting, form.answer(), by=actor(), at=g.convene_at, on_behalf=True)
        flash("The answer is recorded on their behalf.", "kept")
        return url_for("invitations.board", meeting=meeting.key)

    def page() -> str:
        here = queries.kept_invitation(invitation)
        return render_template(
            "invitations/record.html",
            form=form,
            meeting=meeting_by_id(here.meeting_id),
            invitation=here,
            contact=contacts_by_id([here.contact_id])[here.contact_id],
        )

    return answered(form, act, page)


@views.post("/invitations/<invitation>/place", endpoint="place")
@needs(Action.INVITATION_KEEP)
def place(invitation: str) -> Response:
    """Confirm a guest's place."""
    found = queries.kept_invitation(invitation)
    meeting = meeting_by_id(found.meeting_id)
    answers.confirm_place(found, meeting, by=actor(), at=g.convene_at)
    flash("The place is confirmed, and the guest is told.", "kept")
    return redirect(url_for("invitations.board", meeting=meeting.key), code=303)


@views.post("/nominations/<nomination>", endpoint="nomination")
@needs(Action.INVITATION_KEEP)
def nomination(nomination: str) -> Response:
    """Confirm or decline a delegate whom a representative named."""
    found = queries.kept_nomination(nomination)
    meeting = meeting_by_id(found.meeting_id)
    if request.form.get("decision") == "confirm":
        confirm_nomination(found, meeting, body_by_id(found.body_id), by=actor(), at=g.convene_at)
        flash(f"{found.name} is confirmed and invited.", "kept")
    else:
        answers.decline_nomination(found, by=actor(), at=g.convene_at)
        flash(f"{found.name} is not confirmed.", "kept")
    return redirect(url_for("invitations.board", meeting=meeting.key), code=303)


@views.route("/items/<item>/admit", endpoint="admit", methods=["GET", "POST"])
@needs(Action.INVITATION_KEEP)
def admit(item: str) -> Response | tuple[str, int]:
    """Admit somebody to one item, closed sessions included (A4, A10; settled 3)."""
    found = kept_item(item)
    meeting = meeting_by_id(found.meeting_id)
    form = AdmitForm()
    form.person.choices = options(inviting.people_to_admit(meeting, at=g.convene_at))

    def act() -> str:
        flash(inviting.admit_to_item(meeting, found, form, by=actor(), at=g.convene_at), "kept")
        return url_for("agendas.item", item=item)

    def page() -> str:
        here = kept_item(item)
        return render_template("invitations/admit.html", form=form, item=here, meeting=meeting_by_id(here.meeting_id))

    return answered(form, act, page)


@views.post("/admissions/<admission>/end", endpoint="end_admission")
@needs(Action.INVITATION_KEEP)
def end_admission(admission: str) -> Response:
    """Take back one admission."""
    found = inviting.kept_admission(admission)
    meeting = meeting_by_id(found.meeting_id)
    actions.end_admission(found, by=actor(), at=g.convene_at)
    pages.flash_told(retell(meeting, at=g.convene_at))
    return redirect(url_for("invitations.board", meeting=meeting.key), code=303)


@views.get("/meetings/<meeting>/participants", endpoint="participants")
@needs(Action.PARTICIPANTS_READ)
def participants(meeting: str) -> str:
    """The list of participants, by delegation: for seats and the secretariat."""
    found = one_meeting(meeting)
    if not pages.is_of_body(reader(), found):
        raise Missing
    return render_template("invitations/participants.html", meeting=found, delegations=listed(queries.invited(found)))
