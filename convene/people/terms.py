"""Words of people: the roles in which a person acts, and the classes of assets that a delegate answers for."""

from __future__ import annotations

from enum import StrEnum


class TermRole(StrEnum):
    """In what role a person holds a term (settled 2, 11)."""

    SECRETARIAT = "secretariat"
    PRIMARY_REPRESENTATIVE = "primary representative"
    ALTERNATE = "alternate"
    STEERING_MEMBER = "steering group member"
    INDIVIDUAL = "individual member"
    WORKING_LEVEL = "working-level official"
    DESK_OFFICER = "desk officer"
    DELEGATE = "delegate"
    OBSERVER = "observer"
    COUNCIL_MEMBER = "Council member"
    CONTACT = "contact"


# The seats of members that are parties; an individual member holds one of their own (settled 10).
PARTY_SEATS = frozenset({TermRole.PRIMARY_REPRESENTATIVE, TermRole.ALTERNATE, TermRole.STEERING_MEMBER})
SEAT_ROLES = PARTY_SEATS | {TermRole.INDIVIDUAL}


class AssetClass(StrEnum):
    """Classes of deployment (settled 12)."""

    HUMANITARIAN = "humanitarian assistance"
    PEACEKEEPING = "peacekeeping"
    STABILISATION = "stabilisation and reconstruction"
    EXTREMISM = "countering violent extremism"
    RULE_OF_LAW = "rule of law and democratic processes"
