"""Pages of date polls for the secretariat; with those of special meetings, of whoever is asked, and of fair hours."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import clock, pages
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.agendas.offering import templates_of
from convene.agendas.templates import meeting_templates
from convene.bodies.models import Body
from convene.bodies.queries import body_by_id, kept_body
from convene.meetings.models import Meeting
from convene.meetings.queries import kept_meeting
from convene.people.queries import Holder, holders
from convene.polls import actions, choosing, queries, telling
from convene.polls.board import board
from convene.polls.forms import ChooseForm, DatesForm, PollForm, UntilForm, in_some_days, option_words
from convene.polls.hours import is_by_video
from convene.polls.models import Poll
from convene.polls.terms import PollState
from convene.polls.views.answers import views as answers
from convene.polls.views.asked import views as asked
from convene.polls.views.calling import flash_called
from convene.polls.views.calling import views as calling
from convene.polls.views.hours import views as hours
from convene.web.forms import answered, options, whole_number
from convene.web.requests import actor
from convene.years.daysoff import public_holiday
from convene.years.drafting import capitals

views = Blueprint("polls", __name__)
for part in (answers, asked, calling, hours):
    views.register_blueprint(part)


@views.get("/bodies/<body>/polls", endpoint="index")
@needs(Action.MEETING_KEEP)
def index(body: str) -> str:
    """The polls of a body, those that run first."""
    found = kept_body(body)
    return render_template("polls/index.html", body=found, polls=queries.polls_of(found, g.convene_at))


def _draft(body: Body) -> Meeting | None:
    """The draft whose date is asked for, where the address names one of this body."""
    key = request.args.get("meeting", "")
    found = kept_meeting(key) if key else None
    if found is not None and found.body_id != body.id:
        raise Missing
    return found


def _usual(body: Body, draft: Meeting | None) -> PollForm:
    minutes = whole_number(request.args.get("minutes", "")) or 90
    given = {
        "minutes": minutes,
        "days": 1,
        "zone": body.zone,
        "title": "When can you meet?",
        "template": choosing.usual_for(body, by_video=True) if "video" in request.args else "",
    }
    if draft is not None:
        days = (draft.ends_on - draft.starts_on).days + 1
        given |= {"template": draft.template, "city": draft.city, "zone": draft.zone, "venue": draft.venue}
        given |= {"days": days, "by_video": is_by_video(draft), "title": "When can you meet?"}
    form = PollForm(**given, respond_by=in_some_days(g.convene_at, str(given["zone"]), 7))
    if request.method == "GET":
        form.take_dates(request.args.getlist("option"))
        form.by_video.data = form.by_video.data or "video" in request.args
    return form


@views.route("/bodies/<body>/polls/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def new(body: str) -> Response | tuple[str, int]:
    """Prepare a date poll; nobody is told. With `meeting` it asks for the date of that draft."""
    found = kept_body(body)
    draft = _draft(found)
    form = _usual(found, draft)
    offered = choosing.offer(found, at=g.convene_at)
    kinds = templates_of(found)
    if draft is not None:  # A draft keeps the kind that it has.
        kinds |= {key: t for key, t in meeting_templates().items() if key == draft.template}
    form.offer([("", "Choose the kind of meeting"), *((key, t.name) for key, t in kinds.items())], offered)

    def act() -> str:
        question = form.question()
        whens, fields = form.whens(is_whole_days=question.is_whole_days)
        people = offered.chosen(*form.wish(), heads_only=False)
        poll = actions.prepare(
            found,
            question,
            whens,
            people,
            by=actor(),
            at=g.convene_at,
            fields=fields,
            reason=form.reason.data or "",
            meeting=draft,
        )
        flash("The poll is prepared. Nobody is told before you send it.", "kept")
        return url_for("polls.show", poll=poll.key)

    def page() -> str:
        again = kept_body(body)
        return render_template("polls/new.html", form=form, body=again, meeting=_draft(again))

    return answered(form, act, page)


@views.get("/polls/<poll>", endpoint="show")
@needs(Action.MEETING_KEEP)
def show(poll: str) -> str:
    """A poll with everybody's answers, and each date with its score."""
    found = queries.kept_poll(poll)
    body = body_by_id(found.body_id)
    return render_template(
        "polls/show.html",
        poll=found,
        body=body,
        board=board(found, body, capitals=capitals(), holiday=public_holiday, at=g.convene_at),
        occasion=queries.occasion_of(poll_id=found.id),
        zone=pages.own_zone(),
        words=option_words,
    )


@views.route("/polls/<poll>/dates", endpoint="dates", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def dates(poll: str) -> Response | tuple[str, int]:
    """Offer more dates, before the poll is sent."""
    found = queries.kept_poll(poll)
    form = DatesForm()

    def act() -> str:
        whens, fields = form.whens(is_whole_days=found.days > 1)
        actions.add_options(found, whens, fields, by=actor(), at=g.convene_at)
        return url_for("polls.show", poll=poll)

    return answered(form, act, lambda: render_template("polls/dates.html", form=form, poll=queries.kept_poll(poll)))


@views.post("/poll-options/<option>/drop", endpoint="drop")
@needs(Action.MEETING_KEEP)
def drop(option: str) -> Response:
    """Take a date back, before the poll is sent."""
    poll, found = queries.kept_option(option)
    actions.drop_option(poll, found, by=actor(), at=g.convene_at)
    return redirect(url_for("polls.show", poll=poll.key), code=303)


@views.post("/polls/<poll>/send", endpoint="send")
@needs(Action.MEETING_KEEP)
def send(poll: str) -> Response:
    """Send the poll: everybody asked gets a personal link."""
    count = telling.send(queries.kept_poll(poll), by=actor(), at=g.convene_at)
    flash(f"The poll is open. {_letters(count)}", "kept")
    return redirect(url_for("polls.show", poll=poll), code=303)


def _letters(count: int) -> str:
    said = {0: "No letter was needed.", 1: "One letter is on its way."}
    return said.get(count, f"{count} letters are on their way.")


@views.post("/polls/<poll>/remind", endpoint="remind")
@needs(Action.MEETING_KEEP)
def remind(poll: str) -> Response:
    """Remind those who have not answered, and only those."""
    count = telling.remind(queries.kept_poll(poll), by=actor(), at=g.convene_at)
    said = {0: "Everybody has answered, or was reminded within the hour.", 1: "One reminder is on its way."}
    flash(said.get(count, f"{count} reminders are on their way."), "kept")
    return redirect(url_for("polls.show", poll=poll), code=303)


@views.route("/polls/<poll>/until", endpoint="until", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def until(poll: str) -> Response | tuple[str, int]:
    """Set another respond-by moment."""
    found = queries.kept_poll(poll)
    form = UntilForm(respond_by=clock.local(found.respond_by, found.zone).replace(tzinfo=None))

    def act() -> str:
        actions.set_respond_by(found, form.at(found.zone), by=actor(), at=g.convene_at)
        return url_for("polls.show", poll=poll)

    return answered(form, act, lambda: render_template("polls/until.html", form=form, poll=queries.kept_poll(poll)))


@views.post("/polls/<poll>/close", endpoint="close")
@needs(Action.MEETING_KEEP)
def close(poll: str) -> Response:
    """Close the poll by hand; nobody is told."""
    is_new = actions.close(queries.kept_poll(poll), by=actor(), at=g.convene_at)
    flash("The poll is closed; nobody is told." if is_new else "The poll was closed already.", "kept")
    return redirect(url_for("polls.show", poll=poll), code=303)


def _polled(poll: Poll) -> list[Holder]:
    """Those polled who still hold the term by which they were asked."""
    asked = {(b.person_id, b.party_id) for b in queries.ballots_of(poll) if b.announced}
    found = holders(body_by_id(poll.body_id), g.convene_at)
    each = {h.term.person_id: h for h in found if h.is_current and (h.term.person_id, h.term.party_id) in asked}
    return list(each.values())


@views.route("/poll-options/<option>/choose", endpoint="choose", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def choose(option: str) -> Response | tuple[str, int]:
    """Choose a date: the meeting is drafted, or its draft moved to it, with the same people prepared."""
    poll, found = queries.kept_option(option)
    people = _polled(poll)
    form = ChooseForm(people=[h.term.key for h in people])
    form.people.choices = options(
        (h.term.key, f"{h.party.name + ': ' if h.party else ''}{h.contact.name} ({h.term.role})") for h in people
    )

    def act() -> str:
        ticked = set(form.people.data or ())
        chosen = [h for h in people if h.term.key in ticked]
        called, others = actions.choose(poll, found, chosen, by=actor(), at=g.convene_at)
        told = telling.tell_closed(poll, others, at=g.convene_at) if form.tell_others.data else 0
        flash_called(called)
        if told:
            flash(f"{_letters(told)} Nothing more is asked of those who are not invited.", "kept")
        following = "invitations.send" if called.prepared else "invitations.invite"
        return url_for(following, meeting=called.meeting.key)

    def page() -> str:
        again, row = queries.kept_option(option)
        (one,) = queries.shown(again, [row])
        is_open = queries.state_of(again, g.convene_at) is PollState.OPEN
        return render_template(
            "polls/choose.html", form=form, poll=again, option=one, words=option_words(one, again.zone), is_open=is_open
        )

    return answered(form, act, page)
