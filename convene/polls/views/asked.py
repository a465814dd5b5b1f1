"""What is asked of one person by all the networks they serve; and of a body's own people by that body alone."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from convene import demands, pages
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.people.queries import one_contact

views = Blueprint("asked", __name__)


@views.get("/asked-of-me", endpoint="mine")
@needs(Action.HOME_READ)
def mine() -> str:
    """What is asked of the reader over all bodies, by week, for the coming ninety days."""
    return render_template(
        "polls/asked.html", weeks=demands.of_me(at=g.convene_at), zone=pages.own_zone(), contact=None
    )


@views.get("/contacts/<contact>/asked", endpoint="of")
@needs(Action.BODY_KEEP)
def of(contact: str) -> str:
    """What this body asks of one of its people; what other bodies ask of them is theirs to know (settled 1)."""
    found = demands.kept_contact(one_contact(contact))
    return render_template(
        "polls/asked.html",
        weeks=demands.of_contact(found, at=g.convene_at),
        zone=pages.own_zone(),
        contact=found,
        body=body_by_id(found.body_id),
    )
