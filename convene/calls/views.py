"""Pages of calls for papers: the board of who owes what by when; calling, sending, reminding, extending."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import pages
from convene.access.gate import needs
from convene.access.terms import Action
from convene.agendas.queries import item_by_id
from convene.bodies.queries import body_by_id
from convene.calls import actions, board, queries, telling
from convene.calls.forms import CallForm, ExtendForm
from convene.meetings.queries import kept_meeting, meeting_by_id
from convene.papers.queries import limits_of
from convene.web.forms import answered, options
from convene.web.requests import actor

views = Blueprint("calls", __name__)
OWING = "owing"


@views.get("/meetings/<meeting>/paper-calls", endpoint="board")
@needs(Action.MEETING_KEEP)
def show_board(meeting: str) -> str:
    """Who owes which paper by when, what came and how late; with `show=owing` what is still owed alone."""
    found = kept_meeting(meeting)
    every = board.groups(found, at=g.convene_at)
    is_owing_only = request.args.get("show") == OWING
    return render_template(
        "calls/board.html",
        meeting=found,
        groups=board.owing_only(every) if is_owing_only else every,
        is_owing_only=is_owing_only,
        is_running=found.state in queries.RUNNING,
        tally=board.tally(every),
        states={state: label for state, (label, _) in board.WORDS.items()},
        unsent=sum(not line.call.announced for group in every for line in group.lines),
        owing=sum(line.is_owing for group in every for line in group.lines),
        zone=pages.own_zone(),
    )


@views.route("/meetings/<meeting>/paper-calls/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(meeting: str) -> Response | tuple[str, int]:
    """Call for papers on one item; nobody is told before the calls are sent."""
    found = kept_meeting(meeting)
    offered = board.offer(found, at=g.convene_at)
    form = CallForm.usual(
        item=request.args.get("item", ""),
        due_at=found.papers_due_at,
        zone=found.zone,
        grace_hours=body_by_id(found.body_id).grace_hours,
    )
    form.item.choices, form.parties.choices, form.people.choices = map(options, offered.choices())

    def act() -> str:
        prepared = actions.prepare(
            found,
            offered.item(form.item.data),
            offered.debtors(form.parties.data or (), form.people.data or ()),
            form.asking(found.zone),
            known=queries.calls_of(found),
            by=actor(),
            at=g.convene_at,
        )
        count = "One call is" if len(prepared) == 1 else f"{len(prepared)} calls are"
        flash(f"{count} prepared. Nobody is told before you send {'it' if len(prepared) == 1 else 'them'}.", "kept")
        return url_for("calls.board", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        return render_template("calls/new.html", form=form, meeting=again, limits=limits_of(again.body_id))

    return answered(form, act, page)


@views.post("/meetings/<meeting>/paper-calls/send", endpoint="send")
@needs(Action.MEETING_KEEP)
def send(meeting: str) -> Response:
    """Send the calls that wait: whoever owes is told, each by one letter."""
    sent = telling.send(kept_meeting(meeting), by=actor(), at=g.convene_at)
    flash(_sent_words(sent), "kept")
    if sent.kept_back:
        count = "One call is" if sent.kept_back == 1 else f"{sent.kept_back} calls are"
        flash(f"{count} kept back; the list says why.", "due")
    return redirect(url_for("calls.board", meeting=meeting), code=303)


def _sent_words(sent: telling.Sent) -> str:
    told = {0: "Nobody needs to be told", 1: "One letter is on its way"}
    answered = {0: "", 1: " One call was answered already."}
    return (
        told.get(sent.people, f"{sent.people} letters are on their way")
        + "."
        + answered.get(sent.answered, f" {sent.answered} calls were answered already.")
    )


@views.post("/meetings/<meeting>/paper-calls/remind", endpoint="remind")
@needs(Action.MEETING_KEEP)
def remind(meeting: str) -> Response:
    """Remind those who owe a paper, and only those."""
    count = telling.remind(kept_meeting(meeting), by=actor(), at=g.convene_at)
    said = {0: "Nobody owes a paper, or they were reminded within the hour.", 1: "One reminder is on its way."}
    flash(said.get(count, f"{count} reminders are on their way."), "kept")
    return redirect(url_for("calls.board", meeting=meeting), code=303)


@views.route("/paper-calls/<call>/extend", endpoint="extend", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def extend(call: str) -> Response | tuple[str, int]:
    """Grant one who owes a later deadline, for a stated reason; they are told."""
    found = queries.kept_call(call)
    meeting = meeting_by_id(found.meeting_id)
    form = ExtendForm()

    def act() -> str:
        told = actions.extend(
            found,
            item_by_id(found.item_id),
            meeting,
            to=form.until_at(meeting.zone),
            reason=form.reason.data,
            by=actor(),
            at=g.convene_at,
        )
        flash(f"The deadline is extended. {pages.told_words(told)}", "kept")
        return url_for("calls.board", meeting=meeting.key)

    def page() -> str:
        again = queries.kept_call(call)
        return render_template(
            "calls/extend.html",
            form=form,
            call=again,
            who=board.debtor_name(again),
            deadline=queries.holding(again),
            item=item_by_id(again.item_id),
            meeting=meeting_by_id(again.meeting_id),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


@views.post("/paper-calls/<call>/withdraw", endpoint="withdraw")
@needs(Action.MEETING_KEEP)
def withdraw(call: str) -> Response:
    """No longer ask for a paper; whoever still owed it is told."""
    found = queries.kept_call(call)
    meeting = meeting_by_id(found.meeting_id)
    told = actions.withdraw(found, item_by_id(found.item_id), by=actor(), at=g.convene_at)
    flash(f"The call is withdrawn. {pages.told_words(told)}", "kept")
    return redirect(url_for("calls.board", meeting=meeting.key), code=303)
