"""Words of bodies and parties."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """Kinds of party (settled 10); individuals belong to none."""

    STATE = "State"
    UNION = "union of States"
    MISSION = "permanent mission"
    IGO = "intergovernmental organisation"
    NGO = "non-governmental organisation"
    CSO = "civil-society organisation"
    SURVIVORS = "survivor, victim or diaspora organisation"
    INSTITUTE = "institute or university"
    PARLIAMENTARY = "parliamentary group"
    COMPANY = "company"


class Standing(StrEnum):
    """What a party is to a body."""

    MEMBER = "member"
    OBSERVER = "observer"
    COOPERATING = "cooperating"
    GUEST = "guest"
    SECRETARIAT = "secretariat"
