"""Pages of what starts from a record: a chair's summary, an aide-memoire, a communiqué, a corrigendum."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access import sightings
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.meetings.queries import kept_meeting
from convene.packs.record import outcome_pdf
from convene.packs.record_docx import outcome_docx
from convene.quotations import in_texts, look_ahead
from convene.records import desk, queries, texts
from convene.records.forms import KIND_WORDS, CirculateTextForm, NewTextForm, TextForm
from convene.records.models import OutcomeText
from convene.records.reading import Numbered, is_seated
from convene.records.terms import OutcomeView, TextKind
from convene.web.forms import answered, options, whole_number
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("texts", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHOWN = 140


@views.route("/meetings/<meeting>/texts/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(meeting: str) -> BaseResponse | tuple[str, int]:
    """Begin a text from chosen paragraphs of the notes."""
    found = kept_meeting(meeting)
    form = NewTextForm(kind=TextKind.CHAIRS_SUMMARY.value)
    if texts.corrigendum_findings(found, TextKind.CORRIGENDUM):
        form.kind.choices = options((k, words) for k, words in KIND_WORDS.items() if k is not TextKind.CORRIGENDUM)
    form.paragraphs.choices = options((each.paragraph.key, _named(each)) for each in texts.offered(found))

    def act() -> str:
        chosen, kind = form.paragraphs.data or (), TextKind(form.kind.data)
        made = texts.start_from(found, kind, form.title.data, chosen, by=actor(), at=g.convene_at)
        return url_for("records.texts.edit", text=made.key)

    return answered(
        form, act, lambda: render_template("records/new_text.html", form=form, meeting=kept_meeting(meeting))
    )


def _named(each: texts.Offered) -> str:
    """“2. Deep dive, closed: Members agreed …”."""
    return f"{each.label}. {each.item.title}, {each.paragraph.marking}: {_shortened(each.paragraph.text)}"


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


@views.route("/texts/<text>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def edit(text: str) -> BaseResponse | tuple[str, int]:
    """Edit a text that is not circulated."""
    found, _ = queries.kept_text(text)
    form = TextForm(title=found.title, text=found.text, was=str(found.revision))

    def act() -> str:
        opened = whole_number(form.was.data) or 0
        texts.write(found, form.title.data, form.text.data, opened=opened, by=actor(), at=g.convene_at)
        flash("The text is kept. Only the secretariat reads it before you circulate it.", "kept")
        return url_for("records.texts.show", text=text)

    def page() -> str:
        again, meeting = queries.kept_text(text)
        form.was.data = str(again.revision)
        return render_template("records/edit_text.html", form=form, text=again, meeting=meeting)

    return answered(form, act, page)


def _cited(each: Numbered, readers: str = "") -> str:
    """“Paragraph 7, open as O2: Members agreed … (read by 2 guests)”."""
    is_open = f", open as {each.open}" if each.open else ", closed"
    by = f" (read by {readers})" if readers else ""
    return f"Paragraph {each.closed}{is_open}: {_shortened(each.text)}{by}"


def _read(text: str) -> tuple[OutcomeText, OutcomeView]:
    found, meeting = queries.one_text(text)
    if found.open_to_id is None:
        sightings.note(found.body_id, "text", found.key)
    return found, texts.printed(found, meeting, is_guest=not is_seated(meeting))


def _page(text: str, form: CirculateTextForm | None) -> str:
    found, view = _read(text)
    _, meeting = queries.one_text(text)
    keeps = may_keep(reader(), found.body_id)
    if form is None and keeps and not found.announced:
        form = CirculateTextForm(whom="" if found.kind is TextKind.COMMUNIQUE else "members")
    audience = None
    if form is not None:
        audience = desk.text_audience(found, meeting, form.concerns.data or (), g.convene_at)
        told = audience.by_paragraph
        form.offer((each.key, _cited(each, told.get(each.key, ""))) for each in texts.correctable(found, meeting))
    mark = texts.page_mark(found, meeting) if keeps else ""
    if form is not None and form.was.data != mark:  # What was ticked was ticked of other words.
        form.was.data, form.all_the_same.data, form.as_quoted.data = mark, False, False
        form.may_be_told.data = False
    return render_template(
        "records/text.html",
        text=found,
        view=view,
        meeting=meeting,
        may_keep=keeps,
        form=form,
        audience=audience,
        own_names=texts.own_names(found, meeting) if keeps else [],
        doubts=texts.doubts(found, meeting) if keeps else [],
        closed=texts.from_closed(found, meeting) if keeps else [],
        quotations=in_texts(found.body_id, (found.title, found.text)) if keeps else [],
        zone=pages.own_zone(),
    )


@views.get("/texts/<text>", endpoint="show")
@needs(Action.MEETING_READ)
def show(text: str) -> str:
    """A text, once it is circulated; before that to the secretariat alone."""
    return _page(text, None)


def _look(text: str) -> None:
    """Before the transaction: what the text quotes."""

    def read() -> tuple[int, list[str]]:
        found, _ = queries.kept_text(text)
        return found.body_id, [found.title, found.text]

    look_ahead(reader(), read)


@views.post("/texts/<text>/circulate", endpoint="circulate")
@needs(Action.MEETING_KEEP, prepare=_look)
def circulate(text: str) -> BaseResponse | tuple[str, int]:
    """Put a text before the seats, and before the admitted where it is open."""
    found, meeting = queries.kept_text(text)
    form = CirculateTextForm()
    form.offer((each.key, _cited(each)) for each in texts.correctable(found, meeting))

    def act() -> str:
        leaving = texts.Leaving(
            is_open=form.whom.data == "admitted",
            all_the_same=form.all_the_same.data,
            may_be_told=form.may_be_told.data,
            opened=form.was.data or "",
            altered=sum(not each.is_exact for each in in_texts(found.body_id, (found.title, found.text))),
            as_quoted=form.as_quoted.data,
            concerns=tuple(form.concerns.data or ()),
        )
        told = texts.circulate(found, meeting, leaving, by=actor(), at=g.convene_at)
        flash(f"The {found.kind} is circulated. {pages.told_words(told)}", "kept")
        return url_for("records.texts.show", text=text)

    return answered(form, act, lambda: _page(text, form))


@views.get("/texts/<text>/text.pdf", endpoint="pdf")
@needs(Action.MEETING_READ)
def pdf(text: str) -> Response:
    """A text to print."""
    view = _read(text)[1]
    return download(outcome_pdf(view), f"{_file_name(view)}.pdf", "application/pdf")


@views.get("/texts/<text>/text.docx", endpoint="docx")
@needs(Action.MEETING_READ)
def docx(text: str) -> Response:
    """A text to work on."""
    view = _read(text)[1]
    return download(outcome_docx(view), f"{_file_name(view)}.docx", DOCX)


def _file_name(view: OutcomeView) -> str:
    """Its symbol once it has one, where the reader knows it."""
    return view.symbol.replace("/", "-") if view.symbol and view.circulated_at else "text"
