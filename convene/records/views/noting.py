"""Pages of whoever takes notes: the items, one item with its paragraphs, its versions; attendance and quorum."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import clock, pages, unrecorded
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.models import AgendaItem
from convene.bodies.queries import kept_body
from convene.findings import Finding, Level, Refused
from convene.meetings.queries import kept_meeting, kept_session, meeting_by_id
from convene.quotations import in_each
from convene.recommendations.feeding import forget_paragraphs
from convene.records import attending, desk, forgetting, notes, queries, quorate, rules
from convene.records.forms import MARKING_WORDS, AttendanceForm, QuorumForm, RapporteurForm, chosen, speakers, written
from convene.web.forms import answered, options
from convene.web.requests import actor, reader, start_over

views = Blueprint("notes", __name__)
STEPS = {"up": -1, "down": 1}


@views.get("/meetings/<meeting>/notes", endpoint="index")
@needs(Action.MEETING_READ)
def index(meeting: str) -> str:
    """The items of a meeting with what was written on each, for its secretariat and its rapporteur."""
    found = queries.noted_meeting(meeting)
    keeps = may_keep(reader(), found.body_id)
    people = desk.may_be_rapporteur(found, g.convene_at) if keeps else {}
    form = RapporteurForm(rapporteur=desk.rapporteur_key(found, people)) if keeps else None
    if form is not None:
        form.offer((key, name) for key, (_, name) in people.items())
    return render_template(
        "records/notes.html",
        meeting=found,
        sessions=desk.notes_index(found),
        standing=desk.standing(found),
        form=form,
        may_keep=keeps,
        texts=desk.outcome_texts(found) if keeps else [],
        spoken=forgetting.noted_speakers(found) if keeps else 0,
    )


@views.post("/meetings/<meeting>/notes/rapporteur", endpoint="rapporteur")
@needs(Action.MEETING_KEEP)
def name_rapporteur(meeting: str) -> Response:
    """Name who takes the notes beside the secretariat."""
    found = kept_meeting(meeting)
    people = desk.may_be_rapporteur(found, g.convene_at)
    chosen_key = request.form.get("rapporteur", "")
    contact = people.get(chosen_key)
    if chosen_key and contact is None:  # Whoever takes the notes now goes on taking them.
        raise Refused((Finding("", Level.REFUSE, "They cannot take the notes of this meeting. Choose somebody else."),))
    notes.name_rapporteur(found, contact[0].person_id if contact else None, by=actor(), at=g.convene_at)
    flash(f"{contact[1]} takes the notes beside you." if contact else "You take the notes yourselves.", "kept")
    return redirect(url_for("records.notes.index", meeting=meeting), code=303)


@views.post("/meetings/<meeting>/notes/forget", endpoint="forget")
@needs(Action.MEETING_KEEP)
def forget(meeting: str) -> Response:
    """Forget who spoke in a meeting, for good."""
    found = kept_meeting(meeting)
    count = forgetting.forget(found, by=actor(), at=g.convene_at)
    forget_paragraphs(found)
    words = "Nothing was noted of who spoke." if count == 0 else "It is forgotten who spoke; what was said stays."
    flash(words, "kept")
    return redirect(url_for("records.notes.index", meeting=meeting), code=303)


@views.route("/items/<item>/notes", endpoint="item", methods=["GET", "POST"])
@needs(Action.MEETING_READ)
def item(item: str) -> Response | tuple[str, int]:
    """The notes of one item: every paragraph in one form, kept by the button and by itself."""
    found = queries.noted_item(item)
    if request.method == "GET":
        # A page that stays open asks every few seconds; while nothing changed the answer is short, and no sighting.
        mark = desk.notes_mark(found, meeting_by_id(found.meeting_id))
        return Response(status=304) if request.if_none_match.contains(mark) else (_notes_page(found, mark=mark), 200)
    try:
        _keep(found)
    except Refused as refused:
        start_over()
        return _notes_page(queries.noted_item(item), refused.findings), 422
    return redirect(url_for("records.notes.item", item=item), code=303)


def _keep(found: AgendaItem) -> None:
    """Keep what was typed, and do what the pressed button asks for besides."""
    meeting = meeting_by_id(found.meeting_id)
    choice, typed = chosen(request.form.get("choose", "")), written(request.form)
    if choice is not None:
        notes.refuse_stale_choice(found, choice[0], choice[1], typed)
    kept = notes.take_down(found, meeting, typed, by=actor(), at=g.convene_at)
    spoken = notes.note_speakers(found, speakers(request.form))
    key, _, step = request.form.get("move", "").partition(" ")
    if step in STEPS:
        notes.move(found, meeting, key, STEPS[step])
    if choice is not None:
        notes.settle(found, meeting, choice[0], choice[1], by=actor(), at=g.convene_at)
    if "recommended" in request.form:
        _say_added(unrecorded.take_down(found, meeting, by=actor(), at=g.convene_at))
    if choice is None and kept.conflicts:
        flash("Somebody else wrote the same paragraph at the same time. Both texts are below: choose.", "due")
    elif "keep" in request.form:
        same = desk.kept_words(found, meeting, at=g.convene_at) or "There is nothing to keep yet."
        flash("Your notes are kept." if kept.changed or spoken else same, "kept")


def _say_added(count: int) -> None:
    words = "One paragraph is added below." if count == 1 else f"{count} paragraphs are added below."
    flash(words if count else "The notes name each of them already.", "kept")


def _notes_page(found: AgendaItem, findings: tuple[Finding, ...] = (), *, mark: str = "") -> str:
    meeting = meeting_by_id(found.meeting_id)
    typed = written(request.form) if findings else ()
    spoken = speakers(request.form) if findings else {}
    page = desk.notes_page(found, meeting, by=actor(), at=g.convene_at, typed=typed, speakers=spoken)
    wrong = {f.field: f.text for f in findings if f.field}
    blocks = (*page.blocks, page.blank)
    # A paragraph not yet begun has its topic from the one before it.
    quoted = in_each(found.body_id, [f"{block.heading}\n{block.text}" if block.text else "" for block in blocks])
    return render_template(
        "records/item.html",
        item=found,
        meeting=meeting,
        page=page,
        mark=mark,
        standing=desk.standing(meeting),
        markings=MARKING_WORDS,
        wrong=wrong,
        unnamed=unrecorded.of_item(found, [block.text for block in blocks]),
        quoted={block.mark: quotations for block, quotations in zip(blocks, quoted, strict=True)},
        general=[f for f in findings if not f.field],
    )


@views.get("/items/<item>/notes/versions", endpoint="versions")
@needs(Action.MEETING_READ)
def versions(item: str) -> str:
    """Every version of every paragraph of an item, removed ones too."""
    found = queries.noted_item(item)
    meeting = meeting_by_id(found.meeting_id)
    return render_template(
        "records/versions.html",
        item=found,
        meeting=meeting,
        history=desk.history(found),
        standing=desk.standing(meeting),
        zone=pages.own_zone(),
    )


@views.post("/items/<item>/notes/versions", endpoint="bring_back")
@needs(Action.MEETING_READ)
def bring_back(item: str) -> Response:
    """Bring a removed paragraph back."""
    found = queries.noted_item(item)
    meeting = meeting_by_id(found.meeting_id)
    notes.bring_back(found, meeting, request.form.get("paragraph", ""), by=actor(), at=g.convene_at)
    flash("The paragraph is back where it stood.", "kept")
    return redirect(url_for("records.notes.item", item=item), code=303)


@views.route("/sessions/<session>/attendance", endpoint="attendance", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def attendance(session: str) -> Response | tuple[str, int]:
    """Who was there in one session, from the answers to the invitations."""
    found = kept_session(session)
    meeting = meeting_by_id(found.meeting_id)
    sheet = attending.sheet(meeting, found)
    form = AttendanceForm(
        present=[p.key for p in sheet.people if p.is_ticked],
        besides=[p.key for p in sheet.besides if p.is_ticked],
        others=sheet.others,
    )
    form.present.choices = options((p.key, p.words) for p in sheet.people)
    form.besides.choices = options((p.key, p.words) for p in sheet.besides)

    def act() -> str:
        invited = [p.key for p in sheet.people] if "all" in request.form else form.present.data or ()
        present, others = [*invited, *(form.besides.data or ())], form.others.data or ""
        count = attending.enter(meeting, found, present, others, by=actor(), at=g.convene_at)
        flash("One person was there." if count == 1 else f"{count} people were there.", "kept")
        return url_for("records.notes.attendance", session=session)

    def page() -> str:
        again = kept_session(session)
        its = meeting_by_id(again.meeting_id)
        return render_template(
            "records/attendance.html",
            form=form,
            session=again,
            meeting=its,
            sheet=attending.sheet(its, again),
            too_early=rules.attendance_findings(again.starts_at, g.convene_at),
        )

    return answered(form, act, page)


@views.route("/bodies/<body>/quorum", endpoint="quorum", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def quorum(body: str) -> Response | tuple[str, int]:
    """What makes a quorum in this body."""
    found = kept_body(body)
    today = clock.local(g.convene_at, found.zone).date()
    form = QuorumForm.of(quorate.quorum_of(found, on=today), from_on=today)

    def act() -> str:
        wanted, from_on = form.quorum(), form.from_on.data
        is_complete = form.kind.data == "majority" or wanted.number is not None or wanted.percent is not None
        quorate.set_quorum(found, wanted, from_on=from_on, is_complete=is_complete, by=actor(), at=g.convene_at)
        flash("The quorum is set.", "kept")
        return url_for("bodies.show", body=body)

    def page() -> str:
        again = kept_body(body)
        return render_template("records/quorum.html", form=form, body=again, held=quorate.held(again))

    return answered(form, act, page)
