"""Pages of whoever is asked for a date: by a personal link without an account, or signed in; and the lost link."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from convene.access.gate import needs
from convene.access.terms import Action
from convene.accounts.actions import count_try
from convene.polls import actions, queries, telling
from convene.polls.forms import BallotForm, ballot_form
from convene.polls.terms import Asked, PollState
from convene.web.forms import answered

views = Blueprint("answers", __name__)


def _record(asked: Asked, form: BallotForm) -> None:
    actions.answer(asked.ballot, form.choices(asked), form.remark.data or "", at=g.convene_at)
    flash("Thank you. Your answer is recorded; you can change it until the poll closes.", "kept")


@views.route("/ballots/<ballot>", endpoint="ballot", methods=["GET", "POST"])
@needs(Action.POLL_ANSWER)
def ballot(ballot: str) -> Response | tuple[str, int]:
    """Answer a poll, signed in; one's own ballot alone."""
    asked = queries.my_ballot(ballot, g.convene_at)
    form = ballot_form(asked)

    def act() -> str:
        _record(asked, form)
        return url_for("polls.answers.ballot", ballot=ballot)

    return answered(form, act, lambda: render_template("polls/ballot.html", form=form, asked=asked))


def _void(text: str, asked: Asked | None) -> tuple[str, int]:
    """A link that opens nothing: replaced or not genuine; or the poll is closed."""
    if asked is None:
        return render_template("polls/link_void.html", text=text), 404
    return render_template("polls/link_closed.html"), 410


@views.get("/p/<text>", endpoint="link")
@needs(Action.PUBLIC)
def link(text: str) -> tuple[str, int]:
    """The poll behind a personal link, as one person sees it; opening it sets nothing off (settled 20)."""
    asked = queries.asked_by_link(text, g.convene_at)
    if asked is None or asked.state is not PollState.OPEN:
        return _void(text, asked)
    return render_template("polls/link.html", form=ballot_form(asked), asked=asked, text=text), 200


@views.post("/p/<text>", endpoint="link_post")
@needs(Action.PUBLIC)
def link_post(text: str) -> Response | tuple[str, int]:
    """Record the answer of the person whose link it is; nobody is signed in by it."""
    asked = queries.asked_by_link(text, g.convene_at)
    if asked is None or asked.state is not PollState.OPEN:
        return _void(text, asked)
    form = ballot_form(asked)

    def act() -> str:
        _record(asked, form)
        return url_for("polls.answers.link", text=text)

    return answered(form, act, lambda: render_template("polls/link.html", form=form, asked=asked, text=text))


def _count(text: str) -> None:
    """Count the try before the transaction begins."""
    g.may_try = count_try(f"new poll link:{text[:22]}", at=g.convene_at, limit=5)


@views.post("/p/<text>/new", endpoint="new_link")
@needs(Action.PUBLIC, prepare=_count)
def new_link(text: str) -> Response:
    """“I lost my link”: a fresh one to the address on file; the answer is the same whatever the link was."""
    if g.may_try:
        telling.renew_link(text, at=g.convene_at)
    return redirect(url_for("polls.answers.link_sent"), code=303)


@views.get("/p/sent", endpoint="link_sent")
@needs(Action.PUBLIC)
def link_sent() -> str:
    """What happens next; the same for every link."""
    return render_template("polls/link_sent.html")
