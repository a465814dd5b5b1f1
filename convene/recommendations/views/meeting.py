"""Pages of a meeting's recommendations: adopting the drafts, sending the letters, and the matrix of addressees."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock, pages
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.queries import items_of_meeting
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, one_meeting
from convene.packs.recommendations import letter_pdf, matrix_csv, matrix_pdf
from convene.presets.words import words_of
from convene.quotations import altered_in
from convene.recommendations import actions, queries, telling
from convene.recommendations import letters as letters_on_paper
from convene.recommendations.attributing import doubts_of
from convene.recommendations.forms import AdoptForm, PostedForm, SendForm
from convene.recommendations.history import adopts
from convene.recommendations.letters import on_paper, reference_of, to_post, waiting
from convene.recommendations.matrix import matrix_of
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import CLOSED, MatrixView, Quotation, State
from convene.recommendations.ties import closed_with
from convene.records import attending
from convene.web.forms import answered, options, whole_number
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("adopting", __name__)


def _view(meeting: Meeting, rows: list[Recommendation]) -> MatrixView:
    on = clock.local(g.convene_at, meeting.body.zone).date()
    return matrix_of(meeting.body, rows, title=meeting.title, symbol=meeting.symbol, on=on)


def _altered(view: MatrixView, meeting: Meeting) -> dict[tuple[str, str], list[Quotation]]:
    """Where adopted text is altered in the cells, by recommendation's key and addressee; for the secretariat."""
    cells = {(row.key, name): cell for row in view.rows for name, cell in row.cells.items()}
    return altered_in(meeting.body_id, cells) if may_keep(reader(), meeting.body_id) else {}


def _read(key: str) -> tuple[Meeting, list[Recommendation]]:
    """A meeting and its recommendations. Raises Missing for whoever has no seat and does not keep it."""
    found = one_meeting(key)
    if not pages.is_of_body(reader(), found):
        raise Missing
    rows = queries.of_meeting(found)
    for row in rows:
        sightings.note(found.body_id, "recommendation", row.key)
    return found, rows


@views.get("/meetings/<meeting>/recommendations", endpoint="meeting")
@needs(Action.RECOMMENDATION_READ)
def meeting_page(meeting: str) -> str:
    """The recommendations of a meeting and the matrix of their addressees; for members the drafts put before them."""
    found, rows = _read(meeting)
    keeps = may_keep(reader(), found.body_id)
    view = _view(found, rows)
    return render_template(
        "recommendations/meeting.html",
        meeting=found,
        body=found.body,
        view=view,
        altered=_altered(view, found),
        drafts=[r for r in rows if r.state is State.PROPOSED],
        taken_back=queries.taken_back(found.body_id, f"{found.symbol}/R."),
        unsent=_unsent(rows) if keeps else [],
        posting=[(row, reference_of(row, of)) for of, row in on_paper(rows)] if keeps else [],
        items=items_of_meeting(found.id) if keeps else [],
        may_keep=keeps,
        adopts=adopts(found.body),
        zone=pages.own_zone(),
    )


@views.route("/meetings/<meeting>/recommendations/adopt", endpoint="adopt", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def adopt(meeting: str) -> BaseResponse | tuple[str, int]:
    """Confirm the drafts that are ticked: read, with symbol, day and who was there; each draws its symbol."""
    found = kept_meeting(meeting)
    form = AdoptForm()
    if not form.is_submitted():
        form.chosen.data = request.args.getlist("chosen")

    def act() -> str:
        drafts = [r for r in queries.of_meeting(found) if r.state is State.PROPOSED]
        chosen = actions.keys_among(form.chosen.data or (), drafts)
        seen = {row.key: whole_number(request.form.get(f"seen-{row.key}")) or 0 for row in chosen}
        shown = {row.key: request.form.get(f"symbol-{row.key}", "") for row in chosen}
        made = actions.adopt(
            chosen,
            found,
            seen=seen,
            shown=shown,
            all_the_same=form.all_the_same.data,
            on=form.day(),
            by=actor(),
            at=g.convene_at,
        )
        called = words_of(found.body.preset)
        flash(
            f"{made[0].symbol} is {called.adopted}."
            if len(made) == 1
            else f"{len(made)} {called.recommendations} are {called.adopted}.",
            "kept",
        )
        return url_for("adopting.meeting", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        drafts = [r for r in queries.of_meeting(again) if r.state is State.PROPOSED]
        chosen = actions.keys_among(form.chosen.data or (), drafts)
        form.offer(actions.days_of(again, g.convene_at), words_of(again.body.preset).adopted)
        return render_template(
            "recommendations/adopt.html",
            form=form,
            meeting=again,
            doubts=doubts_of(chosen, again.body),
            closing=closed_with(r.id for r in chosen),
            addressees=queries.addressees_of(r.id for r in chosen),
            chosen=list(zip(chosen, actions.symbols_ahead(again, len(chosen)), strict=True)),
            quorums=attending.quorums(again),
        )

    return answered(form, act, page)


def _unsent(rows: list[Recommendation]) -> list[Recommendation]:
    """What was adopted and has not gone to each of its addressees."""
    theirs = queries.addressees_of(r.id for r in rows)
    return [r for r in rows if waiting(r, theirs.get(r.id, ()))]


@views.route("/meetings/<meeting>/recommendations/letters", endpoint="letters", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def letters(meeting: str) -> BaseResponse | tuple[str, int]:
    """Send the letters of what was adopted to the addressees, and mail to their seats."""
    found = kept_meeting(meeting)
    unsent = _unsent(queries.of_meeting(found))
    form = SendForm()
    form.offer((r.key, r.symbol or "", r.text) for r in unsent)
    if not form.is_submitted():
        form.letters.data = [r.key for r in unsent]
        form.due_on.data, _ = letters_on_paper.usually_due(found.body, at=g.convene_at)
        form.recipients.data = "\n".join(_by_name(unsent))
        signed = letters_on_paper.usually_signed(found.body)
        form.signatory.data, form.title.data = signed.name, signed.title

    def act() -> str | BaseResponse:
        rows = queries.of_meeting(found)
        chosen = actions.keys_among(form.letters.data or (), _unsent(rows))
        how = form.how(a.name for theirs in queries.addressees_of(r.id for r in rows).values() for a in theirs)
        if request.form.get("then") == "read":
            views = telling.previewed(chosen, found.body, how, at=g.convene_at)
            name = f"draft-letters-{found.symbol.replace('/', '-')}.pdf"
            return download(letter_pdf(views), name, "application/pdf")
        sent, mails = telling.send(chosen, found.body, how, by=actor(), at=g.convene_at)
        flash(f"{sent} letters are sent." if sent != 1 else "One letter is sent.", "kept")
        if to_post(chosen, found.body, at=g.convene_at):
            flash("Some go to nobody by mail: print and post them; they are listed below.", "due")
        pages.flash_told(mails)
        return url_for("adopting.meeting", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        rows = _unsent(queries.of_meeting(again))
        form.offer((r.key, r.symbol or "", r.text) for r in rows)
        return render_template(
            "recommendations/letters.html",
            form=form,
            meeting=again,
            body=again.body,
            rows=rows,
            going=telling.going(rows, again.body, g.convene_at),
            proposed_as=letters_on_paper.usually_due(again.body, at=g.convene_at)[1],
        )

    return answered(form, act, page)


@views.get("/meetings/<meeting>/recommendations/letters.pdf", endpoint="to_post")
@needs(Action.MEETING_KEEP)
def posted(meeting: str) -> Response:
    """The letters that are printed and posted, one after the other; missing where there are none."""
    found = kept_meeting(meeting)
    letters = to_post(queries.of_meeting(found), found.body, at=g.convene_at)
    if not letters:
        raise Missing
    return download(letter_pdf(letters), f"letters-{found.symbol.replace('/', '-')}.pdf", "application/pdf")


def _paper(rows: list[Recommendation]) -> dict[str, tuple[Recommendation, Addressee]]:
    """The letters on paper of what is not closed, by the addressee's key."""
    return {row.key: (found, row) for found, row in on_paper([r for r in rows if r.state not in CLOSED])}


def _offer(form: PostedForm, paper: dict[str, tuple[Recommendation, Addressee]]) -> None:
    """Set what can be ticked; what was noted before is ticked to correct its day."""
    form.letters.choices = options(
        (
            key,
            f"{reference_of(row, found)}: {row.name}"
            + (f", posted on {clock.day_words(row.posted_on, weekday=False)}" if row.posted_on else ""),
        )
        for key, (found, row) in paper.items()
    )


@views.route("/meetings/<meeting>/recommendations/posted", endpoint="post", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def note_posted(meeting: str) -> BaseResponse | tuple[str, int]:
    """Note on which day letters that go on paper were posted, several at once."""
    found = kept_meeting(meeting)
    paper = _paper(queries.of_meeting(found))
    form = PostedForm()
    if not form.is_submitted():
        form.letters.data = [key for key, (_, row) in paper.items() if row.posted_on is None]
        form.on.data = clock.local(g.convene_at, found.body.zone).date()

    def act() -> str:
        chosen = [paper[key] for key in paper if key in set(form.letters.data or ())]
        count = letters_on_paper.note_posted(chosen, found.body, form.on.data, by=actor(), at=g.convene_at)
        flash("It is noted when the letter was posted." if count == 1 else f"It is noted of {count} letters.", "kept")
        return url_for("adopting.meeting", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        rows = _paper(queries.of_meeting(again))
        _offer(form, rows)
        return render_template("recommendations/posted.html", form=form, meeting=again, rows=rows)

    return answered(form, act, page)


def _by_name(rows: list[Recommendation]) -> list[str]:
    theirs = queries.addressees_of(r.id for r in rows)
    names = dict.fromkeys(a.name for r in rows for a in theirs.get(r.id, ()) if a.party_id is None)
    return [f"{name}: " for name in names]


@views.get("/meetings/<meeting>/recommendations.pdf", endpoint="matrix_pdf")
@needs(Action.RECOMMENDATION_READ)
def pdf(meeting: str) -> Response:
    """The matrix on paper."""
    found, rows = _read(meeting)
    view = _view(found, rows)
    content = matrix_pdf(view, _altered(view, found), printed_at=g.convene_at)
    return download(content, f"recommendations-{found.symbol.replace('/', '-')}.pdf", "application/pdf")


@views.get("/meetings/<meeting>/recommendations.csv", endpoint="matrix_csv")
@needs(Action.RECOMMENDATION_READ)
def table(meeting: str) -> Response:
    """The matrix as a table for a spreadsheet."""
    found, rows = _read(meeting)
    return download(matrix_csv(_view(found, rows)), f"recommendations-{found.symbol.replace('/', '-')}.csv", "text/csv")
