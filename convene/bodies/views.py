"""Pages of bodies: what they are, their year, their parties; the secretariat's mail, journal and sightings."""

from __future__ import annotations

from flask import Blueprint, flash, g, render_template, url_for
from werkzeug.wrappers import Response

from convene import registers
from convene.access.gate import needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.bodies import actions, queries
from convene.bodies.forms import BodyForm, PartyForm
from convene.joint_letters.queries import asked_of_me, has_letters, letters_of
from convene.mail.queries import duties, messages_of
from convene.meetings.queries import kinds_in_year, meetings_of
from convene.meetings.rules import a10_two_regular_meetings
from convene.people.queries import holders
from convene.web.forms import answered
from convene.web.requests import actor, reader

views = Blueprint("bodies", __name__)


@views.get("/bodies", endpoint="index")
@needs(Action.BODY_READ)
def index() -> str:
    """The bodies of which this reader is part."""
    return render_template("bodies/index.html", bodies=queries.shared_bodies())


@views.get("/bodies/<body>", endpoint="show")
@needs(Action.BODY_READ)
def show(body: str) -> str:
    """A body: its meetings, its parties and people."""
    found = queries.shared_body(body)
    year = g.convene_at.year
    rules = [a10_two_regular_meetings(kinds_in_year(found, y), y) for y in (year, year + 1)]
    return render_template(
        "bodies/show.html",
        body=found,
        meetings=meetings_of(found),
        parties=queries.parties_of(found),
        holders=holders(found, g.convene_at),
        may_keep=may_keep(reader(), found.id),
        findings=rules if found.preset == "S1" else [],
        has_letters=may_keep(reader(), found.id) and (has_letters(found) or bool(letters_of(found))),
        letters=asked_of_me(at=g.convene_at, body_id=found.id, owed_only=False),
    )


@views.route("/bodies/<body>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def edit(body: str) -> Response | tuple[str, int]:
    """Whom to call, where replies go, and how the body prepares its meetings."""
    found = queries.kept_body(body)
    form = BodyForm.of(found)

    def act() -> str:
        actions.change_body(
            found,
            telephone_name=form.telephone_name.data,
            telephone=form.telephone.data,
            reply_address=form.reply_address.data,
            preparation=form.preparation(),
            by=actor(),
            at=g.convene_at,
        )
        return url_for("bodies.show", body=body)

    return answered(form, act, lambda: render_template("bodies/edit.html", form=form, body=queries.kept_body(body)))


@views.route("/bodies/<body>/parties/new", endpoint="new_party", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def new_party(body: str) -> Response | tuple[str, int]:
    """Take a party on record."""
    found = queries.kept_body(body)
    form = PartyForm()

    def act() -> str:
        actions.take_party(
            found,
            name=form.name.data,
            kind=form.kind_of(),
            standing=form.standing_of(),
            zone=form.zone.data or "",
            by=actor(),
            at=g.convene_at,
        )
        flash(f"{form.name.data} is on record.", "kept")
        return url_for("bodies.show", body=body)

    return answered(form, act, lambda: render_template("bodies/party.html", form=form, body=queries.kept_body(body)))


@views.get("/bodies/<body>/mail", endpoint="mail")
@needs(Action.MAIL_READ)
def mail(body: str) -> str:
    """What was sent to whom, what waits, what failed."""
    found = queries.kept_body(body)
    return render_template("bodies/mail.html", body=found, messages=messages_of(found.id), duties=duties())


@views.get("/bodies/<body>/journal", endpoint="journal")
@needs(Action.JOURNAL_READ)
def journal(body: str) -> str:
    """Every change, latest first."""
    found = queries.kept_body(body)
    return render_template("bodies/journal.html", body=found, lines=registers.journal_of(found))


@views.get("/bodies/<body>/sightings", endpoint="sightings")
@needs(Action.JOURNAL_READ)
def sightings(body: str) -> str:
    """Who opened what is closed, latest first (settled 7)."""
    found = queries.kept_body(body)
    return render_template("bodies/sightings.html", body=found, lines=registers.sightings_of(found))
