"""The roles in which people act for a body, in its own words: what a form offers, and what a list may say."""

from __future__ import annotations

from convene.bodies.models import Body
from convene.membership.rules import a2_role
from convene.people.terms import SEAT_ROLES, TermRole
from convene.presets.reading import presets
from convene.presets.words import words_of


def roles_of(body: Body) -> list[tuple[str, str]]:
    """The roles that a body has, with its words for them; seats only as its preset gives them."""
    preset = presets().get(body.preset)
    seats = set(preset.seat_roles) if preset else {str(role) for role in SEAT_ROLES}
    words = words_of(body.preset)
    return [(str(role), words.role(role)) for role in TermRole if role not in SEAT_ROLES or role in seats]


def words_for_roles(body: Body) -> dict[str, TermRole]:
    """What a line may say for a role, folded: the body's own word for it, or the usual one."""
    found = {words.casefold(): TermRole(role) for role, words in roles_of(body)}
    return found | {role.casefold(): TermRole(role) for role, _ in roles_of(body)}


def usual_role(body: Body) -> TermRole | None:
    """The role in which a member's seat is held; None where members have none."""
    preset = presets().get(body.preset)
    return a2_role(preset.seat_roles) if preset else TermRole.PRIMARY_REPRESENTATIVE
