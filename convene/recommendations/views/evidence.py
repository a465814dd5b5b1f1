"""Evidence on addressees: what the secretariat notes of them from others, who verified it, and the files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene.access import sightings
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.papers import store, taking
from convene.presets.words import words_of
from convene.recommendations import answering, files, noting, queries
from convene.recommendations.forms import NoteForm, VerifyForm
from convene.recommendations.guest_forms import JudgeForm, NotedForm
from convene.recommendations.models import Answer, NotedEvidence, WithFile
from convene.web.forms import Form, answered
from convene.web.requests import actor, settings
from convene.web.sending import download

views = Blueprint("evidence", __name__)


def _take_noted(addressee: str) -> None:
    taking.take_with(lambda: queries.kept_addressee(addressee))


@views.route("/addressees/<addressee>/evidence", endpoint="note", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP, prepare=_take_noted)
def note(addressee: str) -> BaseResponse | tuple[str, int]:
    """Note what an addressee has done and what shows it, from others; whether or not it has answered."""
    row = queries.kept_addressee(addressee)
    found = queries.recommendation_of(row)
    form = NoteForm()

    def act() -> str:
        body, (file, notes) = body_by_id(row.body_id), taking.taken_if_any()
        noting.note(row, found, body, form.noting(), file=file, by=actor(), at=g.convene_at)
        taking.done()
        see = f"the {words_of(body.preset).those} of the {words_of(body.preset).briefly} see it"
        flash(f"It is noted of {row.name}; {see}. Their answer stays as it was.", "kept")
        taking.tell(notes)
        return url_for("recommendations.show", recommendation=found.key)

    def page() -> str:
        again = queries.kept_addressee(addressee)
        of = queries.recommendation_of(again)
        taking.complain(form)
        return render_template(
            "recommendations/note.html",
            form=form,
            addressee=again,
            row=of,
            body=body_by_id(again.body_id),
            held_name=taking.held_name(),
            limit_mb=settings().upload_limit // (1024 * 1024),
        )

    return answered(form, act, page)


def verified(find: Callable[[], Answer | NotedEvidence]) -> BaseResponse | tuple[str, int]:
    """The page on which it is said who has verified an answer, or what was noted; `find` gives it anew each time."""
    row = find()
    found = queries.recommendation_of(row)
    form = VerifyForm(reliability=str(row.reliability))

    def act() -> str:
        body, whose, judged = body_by_id(row.body_id), form.verified_by.data, form.judged()
        answering.verify(row, found, body, whose, reliability=judged, by=actor(), at=g.convene_at)
        flash("It is noted who has verified it.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    return answered(form, act, lambda: _said_page("verify", form, find()))


def _said_page(name: str, form: Form, said: Answer | NotedEvidence) -> str:
    of, whose = queries.recommendation_of(said), queries.addressee_by_id(said.addressee_id)
    return render_template(
        f"recommendations/{name}.html", form=form, said=said, row=of, body=body_by_id(of.body_id), addressee=whose
    )


@views.route("/noted/<noted>/verify", endpoint="verify", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def verify(noted: str) -> BaseResponse | tuple[str, int]:
    """Say who has verified what was noted."""
    return verified(lambda: queries.kept_noted(noted))


@views.route("/noted/<noted>/reliability", endpoint="judge", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def judge(noted: str) -> BaseResponse | tuple[str, int]:
    """Say how far what was noted can be relied on, and anew whether its addressee has acted."""
    row = queries.kept_noted(noted)
    found, of = queries.recommendation_of(row), queries.addressee_by_id(row.addressee_id)
    form = NotedForm(reliability=str(row.reliability), has_acted=of.has_acted)
    form.offer(of.name)

    def act() -> str:
        body, acted, reason = body_by_id(row.body_id), form.has_acted.data, form.reason.data or ""
        answering.judge(row, found, body, form.judged(), by=actor(), at=g.convene_at)
        noting.say_acted(row, found, body, acted=acted, reason=reason, by=actor(), at=g.convene_at)
        flash(f"It is noted how you judge it. Every {words_of(body.preset).one} reads it.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    return answered(form, act, lambda: _said_page("judge", form, queries.kept_noted(noted)))


@views.route("/answers/<answer>/reliability", endpoint="judge_answer", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def judge_answer(answer: str) -> BaseResponse | tuple[str, int]:
    """Say how far an addressee's own answer can be relied on."""
    row = queries.kept_answer(answer)
    found, form = queries.recommendation_of(row), JudgeForm(reliability=str(row.reliability))

    def act() -> str:
        body = body_by_id(row.body_id)
        answering.judge(row, found, body, form.judged(), by=actor(), at=g.convene_at)
        flash(f"It is noted how far it can be relied on. Every {words_of(body.preset).one} reads it.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    return answered(form, act, lambda: _said_page("judge", form, queries.kept_answer(answer)))


@views.get("/noted/<noted>/file", endpoint="file")
@needs(Action.RECOMMENDATION_READ)
def noted_file(noted: str) -> Response:
    """The file of what was noted, without its author's traces."""
    found = files.noted_with_file(noted)
    sightings.note(found.body_id, "evidence", found.key)
    return _sent(found)


@views.get("/answers/<answer>/file", endpoint="of_answer")
@needs(Action.RECOMMENDATION_READ)
def answer_file(answer: str) -> Response:
    """The file of an addressee's own evidence, without its author's traces; of a draft for its own seat alone."""
    found = files.answer_with_file(answer)
    sightings.note(found.body_id, "answer", found.key)
    return _sent(found)


def _sent(found: WithFile) -> Response:
    content = store.path_of(settings().papers, found.digest).read_bytes()
    return download(content, found.file_name, found.media_type)
