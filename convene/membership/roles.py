"""The roles in which people act for a body, in its own words: what a form offers, and what a list may say."""

from __future__ import annotations

from collections.abc import Sequence

from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
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


def example_line(body: Body, parties: Sequence[Party]) -> str:
    """A line as somebody might write it for this body."""
    members = [p.name for p in parties if p.standing is Standing.MEMBER]
    role = usual_role(body) or (TermRole.INDIVIDUAL if body.has_individuals else TermRole.CONTACT)
    party = "-" if role is TermRole.INDIVIDUAL or not members else members[0]
    return f"{party}; Name or title of office; Function; name@ministry.example; {words_of(body.preset).role(role)}"


def usual_role(body: Body) -> TermRole | None:
    """The role in which a member's seat is held; None where members have none."""
    preset = presets().get(body.preset)
    return a2_role(preset.seat_roles) if preset else TermRole.PRIMARY_REPRESENTATIVE
