"""Pages of reading: sharing a paper with desk officers, private notes, who has opened it."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from convene import pages
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.findings import Finding, Level, Refused
from convene.papers.queries import one_paper
from convene.reading import actions, queries
from convene.reading.beside import notes_on
from convene.reading.forms import NoteForm, ShareForm
from convene.reading.openings import openings_of
from convene.reading.rules import NOBODY_CHOSEN
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader

views = Blueprint("reading", __name__)


@views.route("/papers/<paper>/share", endpoint="share", methods=["GET", "POST"])
@needs(Action.PAPER_SHARE)
def share(paper: str) -> Response | tuple[str, int]:
    """Share a paper with desk officers of one's own member, who read that and nothing else (B5)."""
    found, party = queries.shareable(paper, g.convene_at)
    with_it = {s.contact.key for s in queries.shares_of(found)}
    officers = {k: c for k, c in keys_of(queries.officers_of(party, g.convene_at)).items() if k not in with_it}
    form = ShareForm()
    form.officers.choices = options((key, contact.name) for key, contact in officers.items())

    def act() -> str:
        chosen = [officers[key] for key in form.officers.data or ()]
        named = form.named()
        if named is not None:
            body = body_by_id(found.body_id)
            chosen.append(actions.name_officer(body, party, named, by=actor(), at=g.convene_at))
        if not chosen:
            raise Refused((Finding("", Level.REFUSE, NOBODY_CHOSEN),))
        for contact in chosen:
            actions.share(found, party, contact, by=actor(), at=g.convene_at)
        flash(
            f"Shared with {', '.join(c.name for c in chosen)}, who {'are' if chosen[1:] else 'is'} told by mail.",
            "kept",
        )
        return url_for("papers.show", paper=paper)

    def page() -> str:
        again, own = queries.shareable(paper, g.convene_at)
        return render_template("reading/share.html", form=form, paper=again, party=own, shares=queries.shares_of(again))

    return answered(form, act, page)


@views.post("/shares/<share>/end", endpoint="end_share")
@needs(Action.PAPER_SHARE)
def end_share(share: str) -> Response:
    """End a sharing, by the member that shares or the secretariat."""
    found, paper = queries.one_share(share, g.convene_at)
    actions.end_share(found, paper, by=actor(), at=g.convene_at)
    flash("The paper is no longer shared with them.", "kept")
    return redirect(url_for("papers.show", paper=paper.key), code=303)


# Signed in alone: whoever came by an invitation's link keeps no notes here.
@views.post("/papers/<paper>/note", endpoint="note")
@needs(Action.HOME_READ)
def note(paper: str) -> Response | tuple[str, int]:
    """Keep or erase one's own notes on a paper."""
    found = one_paper(paper)
    form = NoteForm()

    def act() -> str:
        mine = queries.my_note(found)
        until = queries.notes_kept_until(found)
        actions.write_note(
            found, mine, form.text.data, person_id=reader().person or 0, kept_until=until, at=g.convene_at
        )
        flash("Your notes are kept." if form.text.data else "You have no notes on this paper.", "kept")
        return url_for("papers.show", paper=paper)

    def page() -> str:
        again = one_paper(paper)
        return render_template("reading/note.html", form=form, paper=again, notes=notes_on(again, at=g.convene_at))

    return answered(form, act, page)


@views.get("/papers/<paper>/opened", endpoint="opened")
@needs(Action.MEETING_KEEP)
def opened(paper: str) -> str:
    """Who may read a paper, and who has opened it: for the secretariat alone."""
    found = one_paper(paper)
    if not may_keep(reader(), found.body_id):
        raise Missing
    return render_template(
        "reading/opened.html",
        paper=found,
        openings=openings_of(found, at=g.convene_at),
        body=body_by_id(found.body_id),
        zone=pages.own_zone(),
    )
