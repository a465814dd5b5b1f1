"""Pages of the record itself: circulating, reading in two renderings, correcting, adopting."""

from __future__ import annotations

import itertools

from flask import Blueprint, Response, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages, unrecorded
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, one_meeting
from convene.packs.record import record_pdf
from convene.packs.record_docx import record_docx
from convene.people.queries import my_party
from convene.quotations import in_texts, look_ahead
from convene.recommendations.terms import Quotation
from convene.records import actions, attending, deciding, desk, queries, reading, rules
from convene.records.forms import AdoptRecordForm, CirculateRecordForm, CorrectionForm, DecisionForm
from convene.records.giveaways import marked
from convene.records.plain_text import plain_text
from convene.records.terms import FINAL, CorrectionFate, RecordView
from convene.web.forms import answered, options, whole_number
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("records", __name__)
OPEN = "open"
AS_SENT = "circulation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _ticks_go(form: CirculateRecordForm | AdoptRecordForm, mark: str) -> None:
    """What was ticked was ticked of the words that were read: it stays until those are others."""
    if form.was.data != mark:
        form.was.data, form.all_the_same.data, form.as_quoted.data = mark, False, False
        if isinstance(form, AdoptRecordForm):
            form.unentered.data = False


def _altered(meeting: Meeting) -> int:
    """In how many places adopted text is quoted otherwise than it was adopted."""
    return sum(not each.is_exact for each in _quotations(meeting))


def _quotations(meeting: Meeting) -> list[Quotation]:
    """The quotations of adopted text in what is about to go out, in topics too."""
    return in_texts(meeting.body_id, _words(meeting))


def _words(meeting: Meeting) -> list[str]:
    rows = queries.paragraphs_of_meeting(meeting.id)
    return list(itertools.chain.from_iterable((p.heading, p.text) for p in rows))


def _look(meeting: str) -> None:
    """Before the transaction: what the record quotes, which is looked for in all of it."""

    def read() -> tuple[int, list[str]]:
        found = kept_meeting(meeting)
        return found.body_id, _words(found)

    look_ahead(reader(), read)


@views.route("/meetings/<meeting>/record/circulation", endpoint="circulate", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP, prepare=_look)
def circulate(meeting: str) -> BaseResponse | tuple[str, int]:
    """Circulate the record for correction: what may give a speaker away, what changed, until when."""
    found = kept_meeting(meeting)
    last = queries.latest_record(found.id)
    due_at = deciding.usual_due(found, g.convene_at)
    form = CirculateRecordForm.usual(due_at, found.zone, with_guests=last is not None and last.with_guests)

    def act() -> str:
        wish = actions.Wish(
            form.due_at(found.zone),
            form.note.data or "",
            with_guests=form.with_guests.data,
            all_the_same=form.all_the_same.data,
            altered=_altered(found),
            as_quoted=form.as_quoted.data,
            seen=form.was.data or "",
        )
        record, told = actions.circulate(found, wish, by=actor(), at=g.convene_at)
        flash(f"{record.symbol} is circulated. {pages.told_words(told)}", "kept")
        return url_for("records.show", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        shown = desk.circulation_page(again)
        _ticks_go(form, shown.mark)
        return render_template(
            "records/circulate.html",
            form=form,
            meeting=again,
            page=shown,
            quotations=_quotations(again),
            unnamed=unrecorded.of_meeting(again),
            marked=marked,
            admitted=desk.admitted_words(again, g.convene_at),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


@views.route("/meetings/<meeting>/record/adoption", endpoint="adopt", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP, prepare=_look)
def adopt(meeting: str) -> BaseResponse | tuple[str, int]:
    """Adopt the record at a later meeting; where the body does not adopt, issue it with its disclaimer."""
    found = kept_meeting(meeting)
    form = AdoptRecordForm()
    later = {m.key: m for m in deciding.adopters(found).sitting}
    choices = [(key, f"{m.title} ({m.symbol})") for key, m in later.items()]
    form.meeting.choices = options([("", "Choose the meeting"), *choices])

    def act() -> str:
        chosen = later.get(form.meeting.data or "")
        record, told = actions.adopt(
            found,
            chosen,
            form.note.data or "",
            all_the_same=form.all_the_same.data,
            altered=_altered(found),
            as_quoted=form.as_quoted.data,
            is_early=form.early.data,
            unentered=form.unentered.data,
            seen=form.was.data or "",
            by=actor(),
            at=g.convene_at,
        )
        flash(f"{record.symbol} is {record.state}. {pages.told_words(told)}", "kept")
        return url_for("records.show", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        shown = desk.circulation_page(again)
        last = shown.standing.record
        _ticks_go(form, shown.mark)
        return render_template(
            "records/adopt.html",
            form=form,
            meeting=again,
            page=shown,
            adopters=deciding.adopters(again),
            fates=queries.correction_fates(again.id),
            quotations=_quotations(again),
            unnamed=unrecorded.of_meeting(again),
            marked=marked,
            attendance=attending.changed(again, last) if last else "",
            not_over=deciding.not_over(again, g.convene_at),
            uncirculated=actions.uncirculated(again, last) if last and not shown.standing.is_final else "",
        )

    return answered(form, act, page)


def _opened(meeting: str) -> RecordView:
    """The record about to be shown, in the rendering and of the circulation that the address asks for."""
    found = one_meeting(meeting)
    is_open = request.args.get("rendering") == OPEN
    return reading.opened(found, is_open=is_open, at=g.convene_at, revision=whole_number(request.args.get(AS_SENT)))


@views.get("/meetings/<meeting>/record", endpoint="show")
@needs(Action.MEETING_READ)
def show(meeting: str) -> str:
    """The record as it went out last, as this reader may see it."""
    view = _opened(meeting)
    found = one_meeting(meeting)
    keeps = may_keep(reader(), found.body_id)
    return render_template(
        "records/show.html",
        view=view,
        meeting=found,
        may_keep=keeps,
        waiting=queries.waiting_corrections(found.id) if keeps else 0,
        sealed=reading.is_sealed(found, view) if keeps else None,
        texts=[] if view.is_guest else desk.outcome_texts(found),
        zone=pages.own_zone(),
    )


@views.get("/meetings/<meeting>/record.pdf", endpoint="pdf")
@needs(Action.MEETING_READ)
def pdf(meeting: str) -> Response:
    """The record to print: the same bytes whenever it is asked for."""
    view = _opened(meeting)
    return download(record_pdf(view), f"{_file_name(view)}.pdf", "application/pdf")


@views.get("/meetings/<meeting>/record.docx", endpoint="docx")
@needs(Action.MEETING_READ)
def docx(meeting: str) -> Response:
    """The record as a text to work on; the file says nothing of who made it or when."""
    view = _opened(meeting)
    return download(record_docx(view), f"{_file_name(view)}.docx", DOCX)


@views.get("/meetings/<meeting>/record.txt", endpoint="plain")
@needs(Action.MEETING_READ)
def plain(meeting: str) -> Response:
    """The octets that are sealed: “sha256sum” of the file gives the seal of this reader's copy."""
    view = _opened(meeting)
    return download(plain_text(view), f"{_file_name(view)}.txt", "text/plain")


def _file_name(view: RecordView) -> str:
    """Its symbol, where the reader knows it; what is open alone, or a guest's own part, has none.

    What is final says so: adopted unchanged, it bears the symbol under which it was circulated.
    """
    final = f"-{view.state}" if view.state in FINAL else ""
    return (
        f"{view.symbol.replace('/', '-')}{final}"
        if view.symbol
        else ("open-record" if view.is_open and not view.is_guest else "record")
    )


@views.route("/record-paragraphs/<paragraph>/correction", endpoint="correct", methods=["GET", "POST"])
@needs(Action.AGENDA_PROPOSE)
def correct(paragraph: str) -> BaseResponse | tuple[str, int]:
    """Propose another wording for one paragraph."""
    row, record, found = queries.seated_paragraph(paragraph)
    form = CorrectionForm(proposed=reading.text_of(row))

    def act() -> str:
        actions.propose_correction(
            row,
            record,
            reading.text_of(row),
            form.proposed.data,
            form.remark.data or "",
            party_id=my_party(found.body_id),
            person_id=reader().person or 0,
            by=actor(),
            at=g.convene_at,
        )
        flash("Your correction is with the secretariat. You will be told by mail when it is decided on.", "kept")
        return url_for("records.corrections", meeting=found.key)

    def page() -> str:
        again, its_record, its = queries.seated_paragraph(paragraph)
        present = reading.text_of(again)
        return render_template(
            "records/correct.html",
            form=form,
            item=reading.item_of(again),
            present=present,
            record=its_record,
            meeting=its,
            refusals=reading.closed_to_corrections(its_record, at=g.convene_at),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


@views.get("/meetings/<meeting>/record/corrections", endpoint="corrections")
@needs(Action.MEETING_READ)
def corrections(meeting: str) -> str:
    """The log of corrections: a party's own, and all of them for the secretariat."""
    found = one_meeting(meeting)
    stands = desk.standing(found)
    record = stands.record
    if not reading.is_seated(found) or record is None:
        raise Missing
    keeps, is_closed = may_keep(reader(), found.body_id), reading.closed_to_corrections(record, at=g.convene_at)
    return render_template(
        "records/corrections.html",
        due_at=record.due_at,
        after=rules.after_corrections(record.state, may_keep=keeps, adopts=stands.adopts) if is_closed else "",
        meeting=found,
        lines=deciding.correction_lines(found),
        is_final=stands.is_final,
        may_keep=keeps,
        zone=pages.own_zone(),
    )


@views.route("/corrections/<correction>", endpoint="decide", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def decide(correction: str) -> BaseResponse | tuple[str, int]:
    """Accept a correction, or decline it for a reason; whoever proposed it is told."""
    row, paragraph, found = queries.kept_correction(correction)
    form = DecisionForm(text=row.proposed, was=str(queries.noted_now(paragraph).revision))

    def act() -> str:
        told = actions.decide(
            row,
            paragraph,
            found,
            CorrectionFate(form.fate.data),
            text=form.text.data or "",
            reason=form.reason.data or "",
            instead_of=whole_number(form.was.data) if form.instead.data else None,
            by=actor(),
            at=g.convene_at,
        )
        flash(f"The correction is {form.fate.data}. {pages.told_words(told)}", "kept")
        return url_for("records.corrections", meeting=found.key)

    def page() -> str:
        again, its, meeting = queries.kept_correction(correction)
        now = queries.noted_now(its)
        if form.was.data != str(now.revision):  # What is shown now was not read yet.
            form.was.data, form.instead.data = str(now.revision), False
        return render_template(
            "records/decide.html",
            form=form,
            correction=again,
            item=reading.item_of(its),
            present=reading.text_of(its),
            noted=deciding.noted_since(its, now),
            meeting=meeting,
        )

    return answered(form, act, page)
