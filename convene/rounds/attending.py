"""Pages of whoever is in a check-in: their own part, their answers and absences, their card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action, ReaderKind
from convene.bodies.queries import body_by_id
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.packs.cards import cards_pdf
from convene.people.queries import contact_of
from convene.rounds import answering, board, queries
from convene.rounds.forms import AbsenceForm, ReplyForm
from convene.rounds.queries import Pair
from convene.web.forms import answered
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("attending", __name__)
NEAR = timedelta(days=7)


@views.get("/meetings/<meeting>/check-ins", endpoint="mine")
@needs(Action.MEETING_READ)
def mine(meeting: str) -> str:
    """The reader's own part of a round; for seats the others as well."""
    return _mine_page(meeting)


def _mine_page(meeting: str, reply: ReplyForm | None = None, absence: AbsenceForm | None = None, of: str = "") -> str:
    found = queries.round_meeting(meeting)
    lines, pairs = queries.my_lines(found), queries.pairs_of(found)
    is_seated = found.body_id in reader().seats or may_keep(reader(), found.body_id)
    if not lines and not is_seated:
        raise Missing
    part = board.my_part(found, lines, pairs, at=g.convene_at)
    _note(found, pairs)
    return render_template(
        "rounds/mine.html",
        meeting=found,
        body=body_by_id(found.body_id),
        days=board.days_with(part),
        others=queries.placed_in(pairs) if is_seated else (),
        is_seated=is_seated,
        may_keep=may_keep(reader(), found.body_id),
        is_link=reader().kind is ReaderKind.LINK,
        is_over=found.state in (MeetingState.CANCELLED, MeetingState.CONCLUDED),
        absences=queries.my_absences(found) if lines else (),
        away_words=board.away_words,
        reply_form=reply,
        refused=of,
        form=absence or AbsenceForm(formdata=None, on=part[0].on if part else None),
        zone=pages.own_zone(),
    )


def _note(meeting: Meeting, pairs: Sequence[Pair]) -> None:
    """Check-ins are closed: whose text is opened is noted (settled 7)."""
    for pair in pairs:
        if pair.session is not None:
            sightings.note(meeting.body_id, "session", pair.session.key)


@views.post("/check-in-answers/<line>/answer", endpoint="answer")
@needs(Action.INVITATION_ANSWER)
def answer(line: str) -> BaseResponse | tuple[str, int]:
    """Answer one's own check-in."""
    found, meeting = queries.answerable_line(line)
    key = meeting.key
    form = ReplyForm()

    def act() -> str:
        answering.answer(found, meeting, form.said(), by=actor(), at=g.convene_at)
        flash("Thank you. Your answer is recorded; you can change it here.", "kept")
        return url_for("rounds.attending.mine", meeting=key)

    return answered(form, act, lambda: _mine_page(key, reply=form, of=line))


@views.post("/meetings/<meeting>/check-ins/absences", endpoint="absent")
@needs(Action.INVITATION_ANSWER)
def absent(meeting: str) -> BaseResponse | tuple[str, int]:
    """Say when one cannot."""
    found = queries.round_meeting(meeting)
    lines = queries.my_lines(found)
    if not lines:
        raise Missing
    form = AbsenceForm()
    days = board.days_near(found, lines, NEAR)

    def act() -> str:
        hit = answering.absent(found, lines[0].person_id, form.span(), days, by=actor(), at=g.convene_at)
        flash("Thank you, it is noted.", "kept")
        if hit:
            flash("A check-in of yours lies within that time; the secretariat will look for another.", "due")
        return url_for("rounds.attending.mine", meeting=meeting)

    return answered(form, act, lambda: _mine_page(meeting, absence=form))


@views.post("/round-absences/<absence>/remove", endpoint="present")
@needs(Action.INVITATION_ANSWER)
def present(absence: str) -> BaseResponse:
    """Take back that one cannot; the secretariat may for anybody of its body."""
    found, meeting = queries.removable_absence(absence)
    back = queries.back_from(found, meeting)
    answering.take_back(found, by=actor(), at=g.convene_at)
    flash("It is taken back.", "kept")
    address = url_for("rounds.person", line=back) if back else url_for("rounds.attending.mine", meeting=meeting.key)
    return redirect(address, code=303)


@views.get("/meetings/<meeting>/check-ins/card.pdf", endpoint="card")
@needs(Action.MEETING_READ)
def card(meeting: str) -> Response:
    """The reader's own card."""
    found = queries.round_meeting(meeting)
    lines, pairs = queries.my_lines(found), queries.pairs_of(found)
    if not lines:
        raise Missing
    part = board.my_part(found, lines, pairs, at=g.convene_at)
    me = contact_of(found.body_id, reader().person)
    if me is None:
        raise Missing
    mine_ = {m.check_in_key for m in part}
    _note(found, [p for p in pairs if p.row.key in mine_])
    body_name = body_by_id(found.body_id).name
    made = board.my_card(
        found,
        part,
        name=me.name,
        body_name=body_name,
        zone=pages.own_zone(),
        is_at_risk=me.is_at_risk,
        is_link=reader().kind is ReaderKind.LINK,
    )
    return download(cards_pdf([made], title="Card", printed_at=g.convene_at), "card.pdf", "application/pdf")
