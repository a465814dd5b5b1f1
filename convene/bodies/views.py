"""Pages of bodies: what they are, their year, their parties; the secretariat's mail, journal and sightings."""

from __future__ import annotations

from flask import Blueprint, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response

from convene import founding, registers
from convene.access.gate import Missing, needs
from convene.access.rules import may_ask, may_keep
from convene.access.terms import Action
from convene.bodies import actions, queries
from convene.bodies.forms import BodyForm, FoundForm, PartyForm
from convene.joint_letters.queries import asked_of_me, has_letters, letters_of
from convene.mail.queries import duties, messages_of
from convene.meetings.queries import meetings_of
from convene.membership.beside import membership_of
from convene.people.queries import holders
from convene.presets.parties import proposed_by
from convene.presets.reading import presets
from convene.presets.words import words_of
from convene.starting import starts
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader

views = Blueprint("bodies", __name__)


@views.get("/bodies", endpoint="index")
@needs(Action.BODY_READ)
def index() -> str:
    """The bodies of which this reader is part."""
    return render_template(
        "bodies/index.html", bodies=queries.shared_bodies(), may_found=may_ask(reader(), Action.BODY_KEEP)
    )


@views.get("/bodies/found", endpoint="presets")
@needs(Action.BODY_KEEP)
def choose() -> str:
    """What kinds of body can be founded, each with what it is."""
    return render_template("bodies/presets.html", presets=presets().values())


@views.route("/bodies/found/<preset>", endpoint="found", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def found(preset: str) -> Response | tuple[str, int]:
    """Found a body from a preset; whoever founds it is its secretary."""
    if preset not in presets():
        raise Missing
    chosen = presets()[preset]
    kept = keys_of(founding.kept_bodies())
    parent = kept.get(request.args.get("parent", ""))
    proposed = proposed_by(chosen)
    form = FoundForm(**founding.usual(chosen, parent, kept.values()))
    form.part.choices = options([("", "Another, named below"), *((part, part) for part in chosen.parts)])
    form.parent.choices = options([("", "It stands by itself"), *((k, b.name) for k, b in kept.items())])
    form.succeeds.choices = options([("", "No body on record"), *((k, b.name) for k, b in kept.items())])
    form.parties.choices = options((p.party.name, f"{p.party.name} ({p.standing})") for p in proposed)
    form.name_part()

    def act() -> str:
        body = founding.found_on_page(
            founding.Wanted(preset, "", "", form.name.data, form.short_name.data, form.symbol.data, form.zone.data),
            founding.Related(kept.get(form.parent.data or ""), kept.get(form.succeeds.data or "")),
            form.parties.data or (),
            not_attributed=form.not_attributed.data,
            by=actor(),
            at=g.convene_at,
        )
        flash(f"{body.name} is founded, and you are its secretary.", "kept")
        return url_for("bodies.show", body=body.key)

    def page() -> str:
        of = keys_of(founding.kept_bodies()).get(request.args.get("parent", ""))
        return render_template("bodies/found.html", form=form, preset=chosen, parent=of)

    return answered(form, act, page)


@views.get("/bodies/<body>", endpoint="show")
@needs(Action.BODY_READ)
def show(body: str) -> str:
    """A body: its meetings, its parties and people, its parts, and what a new secretary does first."""
    found = queries.shared_body(body)
    parties, people = queries.parties_of(found), holders(found, g.convene_at)
    return render_template(
        "bodies/show.html",
        body=found,
        preset=presets().get(found.preset),
        words=words_of(found.preset),
        tied=founding.tied_to(found),
        relatives=queries.relatives_of(found),
        meetings=meetings_of(found),
        parties=parties,
        holders=people,
        membership=membership_of(found, parties, people, at=g.convene_at),
        may_keep=may_keep(reader(), found.id),
        starts=starts(found.id),
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
            country=form.country.data or "",
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
