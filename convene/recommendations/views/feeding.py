"""Pages of the points that guests made: where they were made, the board's agreement, and word to the guest."""

from __future__ import annotations

from flask import Blueprint, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access import sightings
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.presets.words import words_of
from convene.recommendations import feeding, queries
from convene.recommendations.feeding import Occasion
from convene.recommendations.forms import shortened
from convene.recommendations.guest_forms import AgreeForm, PlaceForm, PointForm, TellForm
from convene.recommendations.models import FedPoint
from convene.recommendations.views.guests import chosen_guest, guest_choices, guests_by_key
from convene.records.reading import text_of
from convene.web.forms import Form, answered
from convene.web.requests import actor

views = Blueprint("feeding", __name__)


def _places(body_id: int) -> list[Occasion]:
    body = body_by_id(body_id)
    return feeding.places(body, clock.local(g.convene_at, body.zone).date())


@views.route("/recommendations/<recommendation>/points", endpoint="point", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def point(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Note that a guest's point fed a recommendation, and on which open item they made it."""
    found = queries.kept_recommendation(recommendation)
    body = body_by_id(found.body_id)
    guests, places = guests_by_key(body), _places(body.id)
    form = PointForm()
    form.offer(guest_choices(guests), places)

    def act() -> str:
        guest, place = chosen_guest(guests, form.guest.data), form.placed(places)
        feeding.tie_point(found, body, guest, form.point.data, place=place, by=actor(), at=g.convene_at)
        flash("The point is noted. Its guest is told nothing until you say so.", "kept")
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row = queries.kept_recommendation(recommendation)
        of = body_by_id(row.body_id)
        form.offer(guest_choices(guests_by_key(of)), _places(of.id))
        return render_template("recommendations/point.html", form=form, row=row, body=of)

    return answered(form, act, page)


def _said_on(places: list[Occasion], key: str | None) -> list[tuple[str, str]]:
    """What the open record says on the item with that key where it names who spoke: by key, with its first words."""
    chosen = next((each for each in places if each.item.key == key), None)
    if chosen is None:
        return []
    return [(row.key, shortened(text_of(row), 300)) for row in feeding.paragraphs_on(chosen.item)]


@views.route("/points/<point>/place", endpoint="place", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def place(point: str) -> BaseResponse | tuple[str, int]:
    """Say on which open item a guest made a point, and which paragraph of the open record tells it."""
    row = feeding.one_point(point)
    found = queries.recommendation_of(row)
    places = _places(row.body_id)
    form = PlaceForm(place=row.item_key, paragraph=row.paragraph_key)
    form.offer(places, _said_on(places, form.place.data))

    def act() -> str:
        feeding.put(row, found, form.placed(places), by=actor(), at=g.convene_at)
        flash("It is noted where the point was made.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    def page() -> str:
        again = feeding.one_point(point)
        offered = _places(again.body_id)
        said = _said_on(offered, form.place.data)
        form.offer(offered, said)
        return _page("place", again, form=form, has_paragraphs=bool(said))

    if form.is_submitted() and request.form.get("then") == "look":
        return page(), 200
    return answered(form, act, page)


@views.route("/points/<point>/agreement", endpoint="agree", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def agree(point: str) -> BaseResponse | tuple[str, int]:
    """Record that the board agrees that a guest is told of their point; without it nobody is told."""
    row = feeding.one_point(point)
    found, body = queries.recommendation_of(row), body_by_id(row.body_id)
    meetings = feeding.may_have_agreed(body, clock.local(g.convene_at, body.zone).date())
    form = AgreeForm(
        agrees=row.agreed_on is not None, on=row.agreed_on, meeting=row.agreed_meeting, words=row.agreed_words
    )
    form.offer(_named(row), words_of(body.preset).briefly, meetings)

    def act() -> str:
        feeding.agree(row, found, body, form.agreement(meetings), by=actor(), at=g.convene_at)
        flash("The agreement is recorded. Nobody is told yet: that is your next step.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    def take_back() -> str:
        feeding.withdraw_agreement(row, found, by=actor(), at=g.convene_at)
        flash("It is taken back. They are not told before the agreement is recorded again.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    def page() -> str:
        again = feeding.one_point(point)
        of = body_by_id(again.body_id)
        meetings = feeding.may_have_agreed(of, clock.local(g.convene_at, of.zone).date())
        form.offer(_named(again), words_of(of.preset).briefly, meetings)
        return _page("agree", again, form=form)

    # What was entered for an agreement is nothing to hold up its taking back.
    takes_back = form.is_submitted() and request.form.get("then") == "withdraw"
    return answered(Form(), take_back, page) if takes_back else answered(form, act, page)


@views.route("/points/<point>/tell", endpoint="tell", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def tell(point: str) -> BaseResponse | tuple[str, int]:
    """Tell a guest that their point was taken up, once the board agreed."""
    row = feeding.one_point(point)
    found = queries.recommendation_of(row)
    form = TellForm()

    def act() -> str:
        feeding.tell(row, found, form.told.data, by=actor(), at=g.convene_at)
        flash("The guest is told by mail that there is word for them.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    def page() -> str:
        return _page("tell", feeding.one_point(point), form=form)

    return answered(form, act, page)


def _named(row: FedPoint) -> str:
    """Whose point it was, in words: the organisation, or the person where there is none."""
    guests = {person: (contact, party) for contact, party, person in queries.guests_of(body_by_id(row.body_id))}
    contact, party = guests.get(row.person_id, (None, None))
    return party.name if party else contact.name if contact else "the guest"


def _page(name: str, row: FedPoint, **more: object) -> str:
    """One of the pages of a point, which shows it with its recommendation."""
    found = queries.recommendation_of(row)
    sightings.note(found.body_id, "recommendation", found.key)
    return render_template(
        f"recommendations/{name}.html",
        point=row,
        row=found,
        body=body_by_id(found.body_id),
        whose=_named(row),
        agreed_at=feeding.agreed_at([row]).get(row.agreed_meeting),
        **more,
    )
