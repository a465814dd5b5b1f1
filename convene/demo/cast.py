"""Who is in the demonstration network, and what each should see. The standing cast of the tests is the same."""

from __future__ import annotations

from dataclasses import dataclass

from convene.bodies.terms import PartyKind, Standing
from convene.people.terms import TermRole


@dataclass(frozen=True, slots=True)
class Character:
    """One person: a key for tests, the kind of user, what they are called, where they serve and for whom."""

    key: str
    kind: str
    name: str
    body: str
    party: str
    role: TermRole
    zone: str
    sees: str
    is_at_risk: bool = False

    @property
    def address(self) -> str:
        """The address by which they are reached and sign in."""
        return f"{self.key.replace('_', '.')}@{self.body.lower()}.example"


@dataclass(frozen=True, slots=True)
class DemoParty:
    """One party of a body."""

    body: str
    name: str
    kind: PartyKind
    standing: Standing
    country: str = ""
    zone: str = ""


STATES = (
    ("United States", "US", "America/New_York", "us"),
    ("Canada", "CA", "America/Toronto", "ca"),
    ("United Kingdom", "GB", "Europe/London", "gb"),
    ("Germany", "DE", "Europe/Berlin", "de"),
    ("Australia", "AU", "Australia/Sydney", "au"),
    ("Netherlands", "NL", "Europe/Amsterdam", "nl"),
    ("Denmark", "DK", "Europe/Copenhagen", "dk"),
)
ORGANISATIONS = (
    ("Documentation Centre", PartyKind.NGO, "ngo_documentation", "Europe/Zurich"),
    ("Early Warning Watch", PartyKind.NGO, "ngo_guest", "Africa/Nairobi"),
    ("Survivors' Union", PartyKind.SURVIVORS, "ngo_survivors", "Europe/Sarajevo"),
    ("Field Monitors' Collective", PartyKind.CSO, "ngo_at_risk", ""),
)
PARTIES = (
    *(DemoParty("TNAP", name, PartyKind.STATE, Standing.MEMBER, iso, zone) for name, iso, zone, _ in STATES),
    *(DemoParty("TNAP", name, kind, Standing.GUEST, "", zone) for name, kind, _, zone in ORGANISATIONS),
    DemoParty("TNAP", "United Nations Joint Office", PartyKind.IGO, Standing.COOPERATING, "", "America/New_York"),
    DemoParty("TNAP", "France", PartyKind.STATE, Standing.OBSERVER, "FR", "Europe/Paris"),
    DemoParty("TAPRC", "University of Oxford", PartyKind.INSTITUTE, Standing.MEMBER, "GB", "Europe/London"),
    DemoParty("TAPRC", "McGill University", PartyKind.INSTITUTE, Standing.MEMBER, "CA", "America/Toronto"),
    DemoParty("TAPRC", "Institute for Peace Research", PartyKind.INSTITUTE, Standing.MEMBER, "NO", "Europe/Oslo"),
    DemoParty("TAPRC", "Global Centre", PartyKind.NGO, Standing.GUEST, "", "America/New_York"),
    DemoParty("R2PFP", "Ghana", PartyKind.STATE, Standing.MEMBER, "GH", "Africa/Accra"),
    DemoParty("R2PFP", "Slovenia", PartyKind.STATE, Standing.MEMBER, "SI", "Europe/Ljubljana"),
    DemoParty("R2PFP", "Global Centre", PartyKind.NGO, Standing.SECRETARIAT, "", "America/New_York"),
)


def _seats() -> tuple[Character, ...]:
    everything = "every announced meeting of the board, every session and item not narrowed to others"
    found = []
    for name, _, zone, short in STATES:
        found.append(
            Character(
                f"primary_{short}",
                "representative",
                f"Primary representative of {name}",
                "TNAP",
                name,
                TermRole.PRIMARY_REPRESENTATIVE,
                zone,
                everything,
            )
        )
        found.append(
            Character(
                f"alternate_{short}",
                "representative",
                f"Alternate of {name}",
                "TNAP",
                name,
                TermRole.ALTERNATE,
                zone,
                everything,
            )
        )
    return tuple(found)


def _guests() -> tuple[Character, ...]:
    own = "their own session, their own papers, and nothing else"
    return tuple(
        Character(
            key,
            "guest",
            f"Representative of {name}",
            "TNAP",
            name,
            TermRole.CONTACT,
            zone,
            own,
            is_at_risk=key == "ngo_at_risk",
        )
        for name, _, key, zone in ORGANISATIONS
    )


CAST = (
    Character(
        "secretary",
        "secretariat",
        "Secretary of the board",
        "TNAP",
        "",
        TermRole.SECRETARIAT,
        "Europe/Zurich",
        "everything of the board, drafts included; nothing of other bodies",
    ),
    Character(
        "secretary_second",
        "secretariat",
        "Deputy secretary of the board",
        "TNAP",
        "",
        TermRole.SECRETARIAT,
        "Europe/Zurich",
        "everything of the board, drafts included; nothing of other bodies",
    ),
    *_seats(),
    Character(
        "desk_nl",
        "official",
        "Desk officer of Netherlands",
        "TNAP",
        "Netherlands",
        TermRole.DESK_OFFICER,
        "Europe/Amsterdam",
        "only the papers that the Netherlands shares with them, and what they are admitted to",
    ),
    Character(
        "speaker_on_link",
        "official",
        "Official of the Joint Office",
        "TNAP",
        "United Nations Joint Office",
        TermRole.WORKING_LEVEL,
        "America/New_York",
        "one item, at its time, with its video link",
    ),
    Character(
        "observer_fr",
        "observer",
        "Observer of France",
        "TNAP",
        "France",
        TermRole.OBSERVER,
        "Europe/Paris",
        "only what they are admitted to",
    ),
    *_guests(),
    Character(
        "secretary_council",
        "secretariat",
        "Coordinator of the Council",
        "TAPRC",
        "University of Oxford",
        TermRole.SECRETARIAT,
        "Europe/London",
        "everything of the Council; nothing of other bodies",
    ),
    Character(
        "steering_oxford",
        "representative",
        "Steering group, Oxford",
        "TAPRC",
        "University of Oxford",
        TermRole.STEERING_MEMBER,
        "Europe/London",
        "every announced meeting of the Council",
    ),
    Character(
        "council_member",
        "Council member",
        "Council member, Oslo",
        "TAPRC",
        "Institute for Peace Research",
        TermRole.COUNCIL_MEMBER,
        "Europe/Oslo",
        "the sessions they are admitted to",
    ),
    Character(
        "secretary_s4",
        "secretariat",
        "Secretariat of the focal points",
        "R2PFP",
        "Global Centre",
        TermRole.SECRETARIAT,
        "America/New_York",
        "everything of the focal points; of the Council the one session they are invited to; nothing of the board",
    ),
    Character(
        "focal_point_gh",
        "representative",
        "Focal point of Ghana",
        "R2PFP",
        "Ghana",
        TermRole.PRIMARY_REPRESENTATIVE,
        "Africa/Accra",
        "every announced meeting of the focal points",
    ),
)
