"""What a body calls its things, in the words of its preset, with ours where it has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convene.people.terms import TermRole
from convene.presets.reading import presets

OURS = {"body": "body", "member": "member", "representative": "", "secretariat": "secretariat", "guest": "guest"}


def plural(words: str) -> str:
    """“member States”, “members of parliament”, “companies”; what speaks of several already stays as it is."""
    if words.startswith("those "):
        return words
    head, of, rest = words.partition(" of ")
    many = re.sub(r"y$", "ie", head) if re.search(r"[^aeiou]y$", head) else head
    return f"{many}s{of}{rest}"


def capital(words: str) -> str:
    """With a capital first letter; the rest stays as it is."""
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class BodyWords:
    """A body's own words, singular; `representative` is empty where the roles keep their usual names."""

    body: str
    member: str
    representative: str
    secretariat: str
    guest: str

    @property
    def members(self) -> str:
        """Its members, several."""
        return plural(self.member)

    @property
    def guests(self) -> str:
        """Its guests, several."""
        return plural(self.guest)

    @property
    def briefly(self) -> str:
        """The body by its last word, as its pages speak of it: “board”, “forum”, “group”."""
        return self.body.rpartition(" ")[2]

    @property
    def those(self) -> str:
        """Its members as its pages speak of them: “members”, or what it calls them: “participants”, “partners”."""
        return "members" if self.member.startswith("member") else self.members

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
    return BodyWords(**given)
