"""What a body calls its things, in the words of its preset, with ours where it has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convene.people.terms import TermRole
from convene.presets.reading import presets

OURS = {
    "body": "body",
    "member": "member",
    "representative": "",
    "secretariat": "secretariat",
    "guest": "guest",
    "recommendation": "recommendation",
    "seat": "seat",
}
# What follows the noun: “recommendation to governments”, “ask of legislators”, “commitment asked for”.
_FURTHER = re.compile(r" (?:to|of|for|asked) ")


def plural(words: str) -> str:
    """“member States”, “members of parliament”, “companies”; what speaks of several already stays as it is."""
    if words.startswith("those "):
        return words
    head, of, rest = words.partition(" of ")
    many = re.sub(r"y$", "ie", head) if re.search(r"[^aeiou]y$", head) else head
    return f"{many}s{of}{rest}"


def with_a(words: str) -> str:
    """“a recommendation”, “an option”."""
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"


def capital(words: str) -> str:
    """With a capital first letter; the rest stays as it is."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class BodyWords:
    """A body's own words, singular; `representative` is empty where the roles keep their usual names.

    `recommendation` is what comes of its meetings, by its noun: “recommendation”, “option”, “ask”; `seat` is what
    reads and is written to for a member. `adopts` is False where it issues its output instead (S8, S11).
    """

    body: str
    member: str
    representative: str
    secretariat: str
    guest: str
    recommendation: str
    seat: str
    adopts: bool

    @property
    def members(self) -> str:
        """Its members, several."""
        return plural(self.member)

    @property
    def guests(self) -> str:
        """Its guests, several."""
        return plural(self.guest)

    @property
    def recommendations(self) -> str:
        """What comes of its meetings, several."""
        return plural(self.recommendation)

    @property
    def a_recommendation(self) -> str:
        """One that comes of its meetings, with its article."""
        return with_a(self.recommendation)

    @property
    def seats(self) -> str:
        """Whoever reads and is written to, several."""
        return plural(self.seat)

    @property
    def adopt(self) -> str:
        """What a meeting does with a draft: “adopt”, or “issue”."""
        return "adopt" if self.adopts else "issue"

    @property
    def adopted(self) -> str:
        """What a draft is then: “adopted”, or “issued”."""
        return "adopted" if self.adopts else "issued"

    @property
    def adoption(self) -> str:
        """What that is: “adoption”, or “issue”."""
        return "adoption" if self.adopts else "issue"

    @property
    def briefly(self) -> str:
        """The body by its last word, as its pages speak of it: “board”, “forum”, “group”."""
        return self.body.rpartition(" ")[2]

    @property
    def those(self) -> str:
        """Its members as its pages speak of them: “members”, or what it calls them: “participants”, “partners”."""
        return "members" if self.member.startswith("member") else self.members

    @property
    def one(self) -> str:
        """One of those: “member”, “participant”, “partner”."""
        return "member" if self.member.startswith("member") else self.member

    def role(self, role: TermRole) -> str:
        """A role as this body calls it, with a capital letter."""
        own = {
            TermRole.PRIMARY_REPRESENTATIVE: self.representative,
            TermRole.INDIVIDUAL: self.member,
            TermRole.SECRETARIAT: self.secretariat,
        }.get(role, "")
        return capital(own or str(role))


def words_of(preset_key: str) -> BodyWords:
    """The words of the bodies of a preset; ours for a preset that is not there any more."""
    preset = presets().get(preset_key)
    own = preset.words if preset else {}
    given = {name: own.get(name, ours) for name, ours in OURS.items()}
    if preset and TermRole.PRIMARY_REPRESENTATIVE not in preset.seat_roles:
        given["representative"] = ""  # Its word is then for somebody else than the holder of a member's seat.
    given["recommendation"] = _FURTHER.split(given["recommendation"])[0]
    return BodyWords(**given, adopts=preset is None or preset.adopts)
