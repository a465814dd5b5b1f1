"""Pages of people: taking somebody on record with a term, ending a term, correcting an address."""

from __future__ import annotations

from flask import Blueprint, flash, g, render_template, url_for
from werkzeug.wrappers import Response

from convene import clock
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.addresses import correct_address
from convene.bodies.actions import take_party
from convene.bodies.models import Body, Party
from convene.bodies.queries import body_by_id, kept_body, parties_of
from convene.bodies.terms import Standing
from convene.findings import Finding, Level, Refused
from convene.membership.roles import example_line, roles_of, usual_role, words_for_roles
from convene.people import actions, queries
from convene.people.forms import AddressForm, EndTermForm, PersonForm, SeveralForm
from convene.people.models import Contact, Term
from convene.people.several import Offered, by_name, not_on_record, read_lines, take_several
from convene.presets.parties import KnownParty
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader
from convene.years.drafting import capitals

views = Blueprint("people", __name__)


@views.route("/bodies/<body>/people/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def new(body: str) -> Response | tuple[str, int]:
    """Take somebody on record, with their term."""
    found = kept_body(body)
    parties = keys_of(parties_of(found))
    form = PersonForm()
    form.party.choices = options([("", "None: in a personal capacity"), *((k, p.name) for k, p in parties.items())])
    form.role.choices = options([("", "Choose the role"), *roles_of(found)])

    def act() -> str:
        party = parties.get(form.party.data or "")
        contact = actions.take_on_record(
            found,
            name=form.name.data,
            address=form.address.data,
            function=form.function.data,
            telephone=form.telephone.data,
            zone=form.zone.data or (party.zone if party else ""),
            is_at_risk=form.is_at_risk.data,
            by=actor(),
            at=g.convene_at,
        )
        if contact.name != form.name.data:
            text = f"{contact.name} has this address already: give the same name, or another address."
            raise Refused((Finding("", Level.REFUSE, text, field="address"),))
        actions.give_term(
            contact,
            body=found,
            party=party,
            role=form.role_chosen(),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            by=actor(),
            at=g.convene_at,
        )
        flash(f"{contact.name} is on record.", "kept")
        return url_for("bodies.show", body=body)

    return answered(form, act, lambda: render_template("people/new.html", form=form, body=kept_body(body)))


@views.route("/bodies/<body>/people/several", endpoint="several", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def several(body: str) -> Response | tuple[str, int]:
    """Take several people on record at once, from lines as a spreadsheet gives them."""
    found = kept_body(body)
    today = clock.local(g.convene_at, found.zone).date()
    form, parties = SeveralForm(starts_on=today), parties_of(found)
    missing = not_on_record(read_lines(form.lines.data or ""), by_name(parties))
    if missing:
        form = SeveralForm.taking(missing, starts_on=today)

    def act() -> str:
        taken = [_taken(found, party, standing) for party, standing in form.parties()]
        offered = Offered(
            by_name([*parties, *taken]),
            words_for_roles(found),
            usual_role(found),
            form.starts_on.data,
            {country: zone for country, (_, zone) in capitals().items()},
        )
        count = take_several(found, read_lines(form.lines.data), offered, by=actor(), at=g.convene_at)
        flash("One person is on record." if count == 1 else f"{count} people are on record.", "kept")
        return url_for("bodies.show", body=body)

    def page() -> str:
        again = kept_body(body)
        example = example_line(again, parties_of(again))
        return render_template("people/several.html", form=form, body=again, example=example, roles=roles_of(again))

    return answered(form, act, page)


def _taken(body: Body, party: KnownParty, standing: Standing) -> Party:
    """A party that the lines name, taken on record with them."""
    return take_party(
        body,
        name=party.name,
        kind=party.kind,
        standing=standing,
        country=party.country,
        zone=party.zone,
        by=actor(),
        at=g.convene_at,
    )


def _kept_term(key: str) -> Term:
    found = queries.one_term(key)
    if not may_keep(reader(), found.body_id):
        raise Missing
    return found


def _kept_contact(key: str) -> Contact:
    found = queries.one_contact(key)
    if not may_keep(reader(), found.body_id):
        raise Missing
    return found


@views.route("/terms/<term>/end", endpoint="end_term", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def end_term(term: str) -> Response | tuple[str, int]:
    """End a term; what it opened closes at 24:00 of that day in the body's zone."""
    found = _kept_term(term)
    body = body_by_id(found.body_id)
    form = EndTermForm()

    def act() -> str:
        actions.end_term(found, body=body, ends_on=form.ends_on.data, by=actor(), at=g.convene_at)
        flash("The term ends at 24:00 of that day.", "kept")
        return url_for("bodies.show", body=body.key)

    def page() -> str:
        again = _kept_term(term)
        return render_template(
            "people/end_term.html",
            form=form,
            term=again,
            body=body_by_id(again.body_id),
            contact=queries.contacts_by_id([again.contact_id])[again.contact_id],
        )

    return answered(form, act, page)


@views.route("/contacts/<contact>/address", endpoint="address", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def address(contact: str) -> Response | tuple[str, int]:
    """Correct where the body writes to somebody."""
    found = _kept_contact(contact)
    form = AddressForm(obj=found)

    def act() -> str:
        correct_address(found, address=form.address.data, by=actor(), at=g.convene_at)
        flash("The address is corrected. Send the invitation again from the answers board.", "kept")
        return url_for("bodies.show", body=body_by_id(found.body_id).key)

    def page() -> str:
        again = _kept_contact(contact)
        return render_template("people/address.html", form=form, contact=again, body=body_by_id(again.body_id))

    return answered(form, act, page)
