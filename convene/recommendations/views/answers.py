"""An addressee's own pages: what was asked of their State, their answers and reports, the letter; verifying."""

from __future__ import annotations

import itertools

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access import sightings
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.bodies.models import Body
from convene.bodies.queries import body_by_id, kept_body, shared_body
from convene.packs.recommendations import letter_pdf
from convene.papers import taking
from convene.presets.words import words_of
from convene.quotations import in_each, look_ahead
from convene.recommendations import answering, queries, telling
from convene.recommendations.forms import AnswerForm
from convene.recommendations.history import disclaimer_of, disclaimer_on
from convene.recommendations.letters import letter_of
from convene.recommendations.matrix import asked_of_mine, cell_of
from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.quoting import unlooked
from convene.recommendations.terms import CLOSED, Given
from convene.recommendations.views.evidence import verified
from convene.recommendations.views.life import asked_page
from convene.web.forms import answered
from convene.web.requests import actor, reader, settings
from convene.web.sending import download

views = Blueprint("answers", __name__)


@views.get("/bodies/<body>/recommendations/asked", endpoint="asked")
@needs(Action.RECOMMENDATION_ANSWER)
def asked(body: str) -> str:
    """What was asked of the reader's own State, what it owes first."""
    found = shared_body(body)
    page = asked_of_mine(found, on=clock.local(g.convene_at, found.zone).date(), page=asked_page())
    for row in page.rows:
        sightings.note(found.id, "recommendation", row.recommendation_key)
    return render_template("recommendations/asked.html", body=found, page=page, disclaimer=disclaimer_of(found))


def _opened(key: str) -> tuple[Addressee, Recommendation, Body]:
    """An addressee with what is asked of it, for its own seat and the secretariat. Raises Missing."""
    row = queries.own_addressee(key)
    found = queries.recommendation_of(row)
    sightings.note(row.body_id, "recommendation", found.key)
    return row, found, body_by_id(row.body_id)


def _prepare(addressee: str) -> None:
    """Before the transaction: the file, and what is quoted, which may be much to hold against much."""
    taking.take_with(lambda: queries.own_addressee(addressee))
    look_ahead(reader(), lambda: (queries.own_addressee(addressee).body_id, AnswerForm().written()))


@views.route("/addressees/<addressee>/answer", endpoint="answer", methods=["GET", "POST"])
@needs(Action.RECOMMENDATION_ANSWER, prepare=_prepare)
def answer(addressee: str) -> BaseResponse | tuple[str, int]:
    """Answer, or report again: kept as a draft, filed; for the addressee's own seat, and the secretariat."""
    row, found, body = _opened(addressee)
    rows = queries.answers_to(row)
    keeps = may_keep(reader(), body.id)
    draft = None if keeps else answering.draft_of(rows)
    form = AnswerForm.of(_offered(rows, draft), answering.seen_of(rows))
    if not keeps:
        form.as_own()

    def act() -> str:
        is_filing = keeps or request.form.get("then") != "keep"
        file, notes = taking.taken_if_any()
        # Where it is refused because somebody kept or filed another, the page shows theirs, and the form follows it.
        seen = form.seen()
        form.revision.data = str(answering.seen_of(rows))
        altered = _altered(form, body)
        answering.answer(
            row,
            found,
            body,
            form.given(),
            is_filing=is_filing,
            revision=seen,
            is_recorded=keeps,
            file=file,
            drops_file=form.without_file.data,
            altered=altered,
            by=actor(),
            at=g.convene_at,
        )
        taking.done()
        flash(_kept_words(row.name if keeps else "", body, is_filing=is_filing, altered=altered), "kept")
        taking.tell(notes)
        if keeps:
            return url_for("recommendations.show", recommendation=found.key)
        return url_for("answers.asked", body=body.key) if is_filing else url_for("answers.answer", addressee=row.key)

    return answered(form, act, lambda: _answer_page(addressee, form))


def _altered(form: AnswerForm, body: Body) -> int:
    """How many quotations of adopted text are altered and not looked at; a tick holds for those that were shown."""
    found = unlooked(itertools.chain(*in_each(body.id, form.written())), form.looked_at())
    form.as_it_stands.data = bool(form.as_it_stands.data and not found)
    return len(found)


def _kept_words(name: str, body: Body, *, is_filing: bool, altered: int) -> str:
    """What is said once an answer is kept; `name` is the addressee's where the secretariat records it."""
    if is_filing:
        words = words_of(body.preset)
        whose = f"The answer of {name}" if name else "Your answer"
        return f"{whose} is filed. The {words.those} of the {words.briefly} see it."
    return "Kept as a draft." + (" Adopted text is altered where you quote it; see below." if altered else "")


def _offered(rows: list[Answer], draft: Answer | None) -> Given | None:
    """What the form begins with: the draft; else where the addressee stood last, to report on."""
    if draft is not None:
        return answering.given_in(draft)
    last = next((row for row in rows if row.announced), None)
    return Given(last.position) if last else None


def _answer_page(key: str, form: AnswerForm) -> str:
    row, found, body = _opened(key)
    today = clock.local(g.convene_at, body.zone).date()
    rows = queries.answers_to(row)
    draft = None if may_keep(reader(), body.id) else answering.draft_of(rows)
    filed = [each for each in rows if each.announced]
    noted = queries.noted_of([found.id]).get(row.id, [])
    taking.complain(form)
    return render_template(
        "recommendations/answer.html",
        form=form,
        addressee=row,
        row=found,
        body=body,
        meeting=queries.meeting_of(found),
        item=queries.item_of(found),
        disclaimer=disclaimer_on(found, body),
        cell=cell_of(row, next(iter(filed), None), noted, on=today, is_closed=found.state in CLOSED),
        filed=filed,
        draft=draft,
        quoted=in_each(body.id, form.written()),
        is_taken=row.sent_on is not None and telling.is_open(found),
        may_keep=may_keep(reader(), body.id),
        held_name=taking.held_name(),
        limit_mb=settings().upload_limit // (1024 * 1024),
    )


@views.get("/addressees/<addressee>/letter.pdf", endpoint="letter")
@needs(Action.RECOMMENDATION_ANSWER)
def letter(addressee: str) -> Response:
    """The letter to one addressee on paper, for itself once it is sent, and the secretariat; a draft has none."""
    row, found, body = _opened(addressee)
    view = letter_of(row, found, body, may_keep=may_keep(reader(), body.id), at=g.convene_at)
    return download(letter_pdf([view]), f"letter-{view.reference.replace('/', '-')}.pdf", "application/pdf")


@views.route("/answers/<answer>/verify", endpoint="verify", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def verify(answer: str) -> BaseResponse | tuple[str, int]:
    """Say who has verified what was reported."""
    return verified(lambda: queries.kept_answer(answer))


@views.post("/bodies/<body>/recommendations/remind", endpoint="remind")
@needs(Action.BODY_KEEP)
def remind(body: str) -> BaseResponse:
    """Remind those of whom an answer or a report is over or near, and only those; who that was is said."""
    found = kept_body(body)
    whom = telling.reminding(found, at=g.convene_at)
    count = telling.remind(found, by=actor(), at=g.convene_at)
    flash(whom.said(count), "kept")
    return redirect(url_for("lists.index", body=body), code=303)
