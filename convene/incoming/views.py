"""Pages of what comes in: the list for the secretariat, countries under watch, members' proposals."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import pages
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.bodies.models import Body
from convene.bodies.queries import kept_body
from convene.findings import Finding, Level, Refused
from convene.incoming import actions, queries, rules
from convene.incoming.actions import Decision, Proposer
from convene.incoming.desk import Desk, desk_of, placed
from convene.incoming.forms import DecideForm, ProposeForm, WatchForm, fate_of
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.terms import Fate
from convene.invitations.telling import retell
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting, one_meeting
from convene.people.queries import my_party
from convene.placing import place_meeting
from convene.web.forms import answered
from convene.web.requests import actor, reader

views = Blueprint("incoming", __name__)

SAID = {
    Fate.ACCEPTED: ("One is put on the agenda, {}.", "{} are put on the agenda: {}."),
    Fate.MERGED: ("One is merged.", "{} are merged."),
    Fate.DEFERRED: ("One is deferred to the next meeting.", "{} are deferred to the next meeting."),
    Fate.DECLINED: ("One is declined.", "{} are declined."),
}
GONE = "Something that you ticked was decided on meanwhile. Look at the list as it is now, and press again."


@views.get("/meetings/<meeting>/incoming", endpoint="index")
@needs(Action.MEETING_KEEP)
def index(meeting: str) -> str:
    """What comes in for a meeting by itself, and what members propose for it."""
    found = kept_meeting(meeting)
    return _page(found, desk_of(found, g.convene_at), DecideForm())


def _page(meeting: Meeting, desk: Desk, form: DecideForm) -> str:
    form.offer(desk.session_choices(), desk.item_choices())
    return render_template(
        "incoming/index.html",
        meeting=meeting,
        body=meeting.body,
        desk=desk,
        form=form,
        is_over=meeting.state in rules.OVER,
        zone=pages.own_zone(),
    )


@views.post("/meetings/<meeting>/incoming", endpoint="decide")
@needs(Action.MEETING_KEEP)
def decide(meeting: str) -> Response | tuple[str, int]:
    """Decide on what is ticked, or take one decision back."""
    found = kept_meeting(meeting)
    if key := request.form.get("reconsider"):
        return _reconsidered(found, key)
    desk = desk_of(found, g.convene_at)
    form = DecideForm()
    form.offer(desk.session_choices(), desk.item_choices())

    def act() -> str:
        if form.lost(desk.waiting):
            raise Refused((Finding("", Level.REFUSE, GONE, "chosen"),))
        _decided(found, desk, form)
        return url_for("incoming.index", meeting=meeting)

    def page() -> str:
        again = kept_meeting(meeting)
        return _page(again, desk_of(again, g.convene_at), form)

    return answered(form, act, page)


def _decided(meeting: Meeting, desk: Desk, form: DecideForm) -> None:
    fate = fate_of(request.form.get("fate", ""))
    decision = Decision(
        fate, reason=form.reason.data, session=desk.sessions.get(form.session.data), item=desk.items.get(form.item.data)
    )
    entries = actions.decide(meeting, form.ticked(desk.waiting), decision, by=actor(), at=g.convene_at)
    place_meeting(meeting.id)
    one, many = SAID[fate]
    where = placed(meeting, entries)
    flash(one.format(where.sessions) if len(entries) == 1 else many.format(len(entries), where.sessions), "kept")
    if where.over and fate is Fate.ACCEPTED:
        flash(where.over, "due")
    pages.flash_told(retell(meeting, at=g.convene_at))


def _reconsidered(meeting: Meeting, key: str) -> Response:
    entry = queries.one_entry(meeting, key)
    actions.reconsider(meeting, entry, by=actor(), at=g.convene_at)
    flash("It waits to be decided on again; an item that was made of it stays on the agenda.", "kept")
    return redirect(url_for("incoming.index", meeting=meeting.key), code=303)


def _seated(meeting: str) -> Meeting:
    """The meeting, where the reader holds a seat in its body. Raises Missing otherwise."""
    found = one_meeting(meeting)
    if found.body_id not in reader().seats:
        raise Missing
    return found


@views.route("/meetings/<meeting>/proposals/new", endpoint="propose", methods=["GET", "POST"])
@needs(Action.AGENDA_PROPOSE)
def propose(meeting: str) -> Response | tuple[str, int]:
    """Propose an item, or one that was declined or deferred again."""
    found = _seated(meeting)
    follows = _followed(found, request.args.get("again", ""))
    form = ProposeForm.of(follows)

    def act() -> str:
        proposer = Proposer(reader().person or 0, my_party(found.body_id))
        entry = actions.propose(found, form.proposal(), proposer=proposer, follows=follows, by=actor(), at=g.convene_at)
        late = " It came after the cut-off; the secretariat decides whether it can still be taken up."
        flash(f"Your proposal is with the secretariat.{late if entry.is_late else ''}", "kept")
        return url_for("incoming.mine", meeting=meeting)

    def page() -> str:
        again = _seated(meeting)
        return render_template(
            "incoming/propose.html",
            form=form,
            meeting=again,
            follows=_followed(again, request.args.get("again", "")),
            is_taking=rules.takes_proposals(again.state),
            is_late=rules.is_late(g.convene_at, again.proposals_due_at),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


def _followed(meeting: Meeting, key: str) -> IncomingEntry | None:
    """The reader's own proposal that is handed in again, where the address names one."""
    mine = queries.own_proposals(meeting, my_party(meeting.body_id)) if key else []
    return next((e for e in mine if e.key == key and rules.may_be_proposed_again(e.fate)), None)


@views.get("/meetings/<meeting>/proposals", endpoint="mine")
@needs(Action.AGENDA_PROPOSE)
def mine(meeting: str) -> str:
    """What the reader's own delegation proposed, with what became of it and why."""
    found = _seated(meeting)
    entries = queries.own_proposals(found, my_party(found.body_id))
    return render_template(
        "incoming/mine.html",
        meeting=found,
        entries=entries,
        followed={e.follows_id for e in entries},
        is_taking=rules.takes_proposals(found.state),
        zone=pages.own_zone(),
    )


@views.post("/meetings/<meeting>/proposals", endpoint="withdraw")
@needs(Action.AGENDA_PROPOSE)
def withdraw(meeting: str) -> Response:
    """Take back one's own proposal that nobody has decided on."""
    found = _seated(meeting)
    own = queries.own_proposals(found, my_party(found.body_id))
    entry = next((e for e in own if e.key == request.form.get("proposal")), None)
    if entry is None:
        raise actions.refusal("Choose one of your proposals.")
    actions.withdraw(found, entry, by=actor(), at=g.convene_at)
    flash("The proposal is taken back.", "kept")
    return redirect(url_for("incoming.mine", meeting=meeting), code=303)


@views.route("/bodies/<body>/watch", endpoint="watch", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def watch(body: str) -> Response | tuple[str, int]:
    """Countries under watch, with their risk; for the secretariat alone."""
    found = kept_body(body)
    countries = queries.countries_of(found)
    if key := request.form.get("end"):
        return _watch_ended(found, countries, key)
    row = next((c for c in countries if c.key == request.args.get("country")), None)
    form = WatchForm.of(row)

    def act() -> str:
        kept = actions.watch(
            found, form.country.data, risk=form.risk_chosen(), note=form.note.data, by=actor(), at=g.convene_at
        )
        flash(f"{kept.country} is under watch.", "kept")
        return url_for("incoming.watch", body=body)

    def page() -> str:
        again = kept_body(body)
        rows = queries.countries_of(again)
        return render_template(
            "incoming/watch.html",
            form=form,
            body=again,
            watched=[c for c in rows if c.ended_on is None],
            ended=[c for c in rows if c.ended_on is not None],
            changed=row is not None,
        )

    return answered(form, act, page)


def _watch_ended(body: Body, countries: list[WatchedCountry], key: str) -> Response:
    row = next((c for c in countries if c.key == key), None)
    if row is None:
        raise Missing
    actions.end_watch(body, row, by=actor(), at=g.convene_at)
    flash(f"The watch of {row.country} is ended; what is held on it stays.", "kept")
    return redirect(url_for("incoming.watch", body=body.key), code=303)
