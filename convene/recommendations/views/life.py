"""Pages of one recommendation: drafted, reworded, read with its addressees and steps, followed up, closed, released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.models import AgendaItem
from convene.agendas.queries import one_item
from convene.bodies.models import Body
from convene.bodies.queries import body_by_id
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting
from convene.meetings.queries import meeting_by_id
from convene.people.queries import hands
from convene.presets.words import words_of
from convene.quotations import altered_in
from convene.recommendations import actions, circulating, feeding, queries, repeating, rules, telling
from convene.recommendations.attributing import doubts_in, doubts_in_wording, unread
from convene.recommendations.forms import FollowForm, ReleaseForm, WordingForm
from convene.recommendations.history import adopts, disclaimer_on, kinds_of, together
from convene.recommendations.letters import way_of
from convene.recommendations.likeness import Alike
from convene.recommendations.lineage import (
    closed_by_choice,
    lineage_of,
    on_record,
    one_of_body,
    successors_of,
    supersede,
    tie,
)
from convene.recommendations.looking import Looked, looked
from convene.recommendations.matrix import cells_of
from convene.recommendations.models import Recommendation
from convene.recommendations.shadow import askings_of
from convene.recommendations.terms import CLOSED, DRAFTED, UNANSWERED, Lineage, LinkKind, Position, State, Step
from convene.recommendations.ties import closes_awaited
from convene.records.giveaways import GiveAway
from convene.stages.markup import runs_of
from convene.stages.terms import Run
from convene.web.forms import answered
from convene.web.requests import actor, reader

views = Blueprint("recommendations", __name__)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What another made of a draft meanwhile: its words with those typed marked against them, and whom it addresses."""

    runs: tuple[Run, ...]
    addressees: tuple[str, ...]


def _kept_item(key: str) -> AgendaItem:
    found = one_item(key)
    if not may_keep(reader(), found.body_id):
        raise Missing
    return found


@views.route("/items/<item>/recommendations/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(item: str) -> BaseResponse | tuple[str, int]:
    """Draft a recommendation from an item; what reads much like an adopted text is shown first (A18).

    With `of` in the address it starts from the recommendation with that key, and takes it up.
    """
    found = _kept_item(item)
    meeting = meeting_by_id(found.meeting_id)
    body_id = found.body_id  # The rows are let go of when the form is refused.
    form, taken = _draft_form(found, meeting.body)

    def reads() -> Looked:
        """What it reads like as it is typed; what it starts from stands first."""
        seen = looked(form.text.data or "", body_id) if form.is_submitted() else Looked()
        others = (each for each in seen.near if each.key not in {t.key for t in taken})
        return replace(seen, near=[*taken, *others])

    def act() -> str:
        if reads().near and form.taken_up() is None:
            text = "It reads much like a text before it; see below. Say whether it takes one up, or is new."
            raise Refused((Finding("", Level.REFUSE, text, "earlier"),))
        does = form.does() if form.taken_up() else None
        of = meeting.body
        wording = form.wording(queries.states_of(of), queries.countries_known(of, found), queries.countries_used(of))
        made = actions.propose(found, meeting, wording, by=actor(), at=g.convene_at)
        if (earlier := form.taken_up()) and does is not None:
            of_it = one_of_body(earlier, body_id)
            tie(made, of_it, does, meeting.body, meant=form.meant_to_close(), by=actor(), at=g.convene_at)
        flash(
            "The draft is on record. Nobody but the secretariat sees it before you put it before the "
            f"{words_of(of.preset).those}.",
            "kept",
        )
        _say_read_as(form)
        return url_for("recommendations.show", recommendation=made.key)

    def page() -> str:
        return _wording_page(form, item=one_item(item), body_id=body_id, reads=reads())

    return (page(), 200) if _only_looks() else answered(form, act, page)


def _say_read_as(form: WordingForm) -> None:
    for words in form.read_as:
        flash(words, "note")


def _draft_form(item: AgendaItem, body: Body) -> tuple[WordingForm, list[Alike]]:
    """The form of a new draft, filled from the item or from what it takes up; and what that is. Raises Missing."""
    of, parties = request.args.get("of", ""), queries.states_of(body)
    taken = queries.kept_recommendation(of) if of else None
    if taken is not None and (taken.body_id != item.body_id or taken.state in DRAFTED):
        raise Missing
    known = queries.addressees_of([taken.id]).get(taken.id, ()) if taken is not None else ()
    form = WordingForm.of(parties, kinds_of(body), taken, known)
    if taken is None and not form.is_submitted():
        form.countries.data, form.themes.data = item.countries, [str(t) for t in item.themes]
    if taken is None:
        return form, []
    if not form.is_submitted():
        form.earlier.data = taken.key
        form.takes_up.data = request.args.get("does", "")
    return form, [Alike(taken.key, taken.symbol or "", taken.text, 0)]


def _only_looks() -> bool:
    """Whether a draft was sent while it is typed, to be told what it reads like: nothing is kept then."""
    return request.method == "POST" and request.form.get("then") == "look"


def _before_members(form: WordingForm, row: Recommendation) -> list[GiveAway]:
    """What may give a speaker away in a draft that members read, as it is typed; a tick holds for what was shown."""
    body = body_by_id(row.body_id)
    try:
        wording = form.wording(
            queries.states_of(body), queries.countries_known(body, row), queries.countries_used(body)
        )
    except Refused:
        found = doubts_in(form.text.data or "", row, body)
    else:
        found = doubts_in_wording(wording, row, body)
    form.all_the_same.data = bool(form.all_the_same.data and not unread(found, form.read()))
    return found


def _wording_page(
    form: WordingForm,
    *,
    item: AgendaItem | None,
    body_id: int,
    reads: Looked,
    row: Recommendation | None = None,
    doubts: Sequence[GiveAway] = (),
    theirs: Theirs | None = None,
) -> str:
    body = body_by_id(body_id)
    form.offer(reads.near if row is None else ())
    form.ask(closed_by_choice(None, form.taken_up(), body_id, form.takes_up.data) if row is None else None)
    form.name_text(words_of(body.preset).adopted)
    meeting = queries.meeting_of(row) if row is not None else meeting_by_id(item.meeting_id) if item else None
    return render_template(
        "recommendations/edit.html", form=form, item=item, body=body, meeting=meeting, reads=reads, row=row,
        adopts=adopts(body), doubts=doubts, theirs=theirs,
    )  # fmt: skip


def _changed_meanwhile(form: WordingForm, row: Recommendation) -> Theirs | None:
    """What another made of the draft while the form was open; the form follows what its page shows from here on."""
    is_stale = form.is_submitted() and form.seen() != row.revision
    form.revision.data = str(row.revision)
    if not is_stale:
        return None
    to = queries.addressees_of([row.id]).get(row.id, ())
    return Theirs(runs_of(row.text, form.text.data or ""), tuple(each.name for each in to))


@views.route("/recommendations/<recommendation>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def edit(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Reword a draft; each wording stays in its steps."""
    found = queries.kept_recommendation(recommendation)
    body = body_by_id(found.body_id)
    parties = queries.states_of(body)
    form = WordingForm.of(parties, kinds_of(body), found, queries.addressees_of([found.id]).get(found.id, ()))

    def act() -> str:
        wording = form.wording(parties, queries.countries_known(body, found), queries.countries_used(body))
        actions.reword(found, body, wording, revision=form.seen(), read=form.read(), by=actor(), at=g.convene_at)
        flash("The draft is kept.", "kept")
        _say_read_as(form)
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row = queries.kept_recommendation(recommendation)
        doubts = _before_members(form, row) if row.announced else []
        theirs, item = _changed_meanwhile(form, row), queries.item_of(row)
        reads = looked(form.text.data or "", row.body_id, but=row.id)
        return _wording_page(form, item=item, body_id=row.body_id, reads=reads, row=row, doubts=doubts, theirs=theirs)

    return (page(), 200) if _only_looks() else answered(form, act, page)


@views.post("/recommendations/<recommendation>/withdraw", endpoint="withdraw")
@needs(Action.MEETING_KEEP)
def withdraw(recommendation: str) -> BaseResponse:
    """Give up a draft."""
    found = queries.kept_recommendation(recommendation)
    actions.withdraw(found, body_by_id(found.body_id), by=actor(), at=g.convene_at)
    flash("The draft is withdrawn.", "kept")
    return redirect(url_for("recommendations.show", recommendation=recommendation), code=303)


@views.post("/recommendations/<recommendation>/remind", endpoint="remind")
@needs(Action.MEETING_KEEP)
def remind(recommendation: str) -> BaseResponse:
    """Say that those who owe something on it are reminded, or that they are reminded no more."""
    found, body = kept_with_body(recommendation)
    if request.form.get("then") == "stop":
        telling.stop_reminders(found, body, by=actor(), at=g.convene_at)
        flash("No mail reminds of it any more. What is owed on it stays owed.", "kept")
    else:
        telling.ask_for_reminders(found, body, by=actor(), at=g.convene_at)
        flash("Reminders count it from now on; no mail has gone yet.", "kept")
    return redirect(url_for("recommendations.show", recommendation=recommendation), code=303)


@views.get("/recommendations/<recommendation>", endpoint="show")
@needs(Action.RECOMMENDATION_READ)
def show(recommendation: str) -> str:
    """One recommendation: text, addressees with their answers, lineage, and every step of its life."""
    found = queries.one_recommendation(recommendation)
    body = body_by_id(found.body_id)
    keeps = may_keep(reader(), found.body_id)
    today = clock.local(g.convene_at, body.zone).date()
    sightings.note(found.body_id, "recommendation", found.key)
    steps = queries.steps_of(found)
    is_written = keeps and found.state is State.PROPOSED
    reads = looked(found.text, body.id, but=found.id) if is_written else Looked()
    answers, meeting = queries.answers_of([found.id]), queries.meeting_of(found)
    cells, lineage = cells_of([found], on=today, known=answers).get(found.id, []), lineage_of(found)
    theirs, points = [to for to, _ in cells], feeding.points_of(found) if keeps else []
    return render_template(
        "recommendations/show.html",
        row=found,
        body=body,
        quotations=reads.quotations,
        meeting=meeting,
        doubts=doubts_in(found.text, found, body) if is_written else [],
        item=queries.item_of(found),
        cells=cells,
        altered=altered_in(body.id, {to.id: cell for to, cell in cells}) if keeps else {},
        ways={to.id: str(way_of(to, found, theirs)) for to in theirs},
        can_be_adopted=_adoption(found, meeting, has_to=bool(cells)) if meeting and keeps else "",
        answers=answers,
        steps=together(steps),
        repeated=queries.repeated_since([found]).get(found.id, []),
        elsewhere=_elsewhere(found, lineage) if any(cell.mark in UNANSWERED for _, cell in cells) else {},
        reminded=rules.reminded_last((s.step, s.note, s.at) for s in steps),
        names=hands(found.body_id, [s.by for s in steps]) if keeps else {},
        lineage=lineage,
        release=queries.release_of(found) if found.state not in DRAFTED else None,
        near=reads.near,
        chased=telling.chased(found, body) if keeps else None,
        askings=askings_of(found) if keeps else [],
        points=points,
        made=feeding.where_made(points) if points else {},
        agreed_at=feeding.agreed_at(points) if points else {},
        guests={person: (contact, party) for contact, party, person in queries.guests_of(body)} if keeps else {},
        may_keep=keeps,
        own=frozenset() if keeps else reader().parties,
        unposted={to.id: to.name for to in theirs if to.is_to_post},
        told=circulating.told_last(steps) if is_written and found.announced else None,
        taken_back=queries.taken_back(body.id, of=found)[-1:] if found.state is State.PROPOSED else [],
        is_drafted=found.state in DRAFTED,
        is_closed=found.state in CLOSED,
        adopts=adopts(body),
        disclaimer=disclaimer_on(found, body),
        today=today,
    )


def _elsewhere(found: Recommendation, lineage: Lineage) -> dict[str, tuple[str, Position]]:
    """What addressees answered to those that say an open one again; nothing where none does."""
    later = repeating.said_again(found.key, lineage.ties) if found.state not in CLOSED | DRAFTED else set[str]()
    return queries.answers_elsewhere(sorted(later))


def _adoption(found: Recommendation, meeting: Meeting, *, has_to: bool) -> str:
    """When and how a draft can be adopted; nothing for what was adopted or withdrawn."""
    if found.state is not State.PROPOSED:
        return ""
    today, called = clock.local(g.convene_at, meeting.zone).date(), words_of(meeting.body.preset)
    return rules.adoption_words(
        meeting.title,
        meeting.starts_on,
        meeting.state,
        today=today,
        done=called.adopted,
        them=called.recommendations,
        has_to=has_to,
    )


def kept_with_body(key: str) -> tuple[Recommendation, Body]:
    """The recommendation and its body, for the secretariat. Raises Missing."""
    found = queries.kept_recommendation(key)
    return found, body_by_id(found.body_id)


def _item_of(found: Recommendation) -> AgendaItem | None:
    """The item that the address says it was reviewed on, if any. Raises Missing for none of its body."""
    if not request.args.get("item"):
        return None
    item = _kept_item(request.args["item"])
    if item.body_id != found.body_id:
        raise Missing
    return item


@views.route("/recommendations/<recommendation>/follow-up", endpoint="follow", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def follow(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Note what became of it, close it, or set when a meeting reviews it; from the item on which it was reviewed."""
    found, body = kept_with_body(recommendation)
    item = _item_of(found)
    form = FollowForm()
    if item is not None and not form.is_submitted():
        form.note.data = f"Reviewed by the {meeting_by_id(item.meeting_id).title}: "

    def act() -> str:
        wish = form.wish()
        if item is not None and wish.note.strip().endswith(":"):
            raise Refused((Finding("", Level.REFUSE, "Say what the meeting found.", "note"),))
        if wish.step is Step.SUPERSEDE:
            supersede(found, form.successor(), body, wish, meant=form.meant_to_close(), by=actor(), at=g.convene_at)
        else:
            actions.follow(found, body, wish, by=actor(), at=g.convene_at)
        flash("It is noted; the step stays in its history.", "kept")
        if item is not None:
            return url_for("agendas.item", item=item.key)
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row, of = kept_with_body(recommendation)
        is_superseded = form.step.data == Step.SUPERSEDE
        by_it = on_record(form.successor(), of.id) if is_superseded else None
        form.ask(closes_awaited(by_it, row, LinkKind.SUPERSEDES) if by_it else None)
        return render_template(
            "recommendations/follow.html", form=form, row=row, body=of, item=_item_of(row), later=successors_of(row)
        )

    return answered(form, act, page)


@views.route("/recommendations/<recommendation>/release", endpoint="release", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def release(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Release it to the guests, under a symbol of the open series (settled 5)."""
    found, body = kept_with_body(recommendation)
    form = ReleaseForm()
    if not form.is_submitted():
        form.text.data = found.text

    def act() -> str:
        made = actions.release(
            found,
            body,
            form.text.data,
            in_other_words=form.in_other_words.data,
            all_the_same=form.all_the_same.data,
            by=actor(),
            at=g.convene_at,
        )
        flash(f"It is released to the guests as {made.symbol}.", "kept")
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row, of = kept_with_body(recommendation)
        form.in_other_words.label.text = f"Release it in other words than those {words_of(of.preset).adopted}"
        doubts, release = doubts_in(form.text.data or "", row, of), queries.release_of(row)
        return render_template(
            "recommendations/release.html", form=form, row=row, body=of, release=release, doubts=doubts
        )

    return answered(form, act, page)


def asked_page() -> int:
    """The page of a list that is asked for."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
