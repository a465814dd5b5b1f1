"""Words and frozen values of presets, as read from `agendas/bodies/*.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from convene.anchors.terms import AnchorKind
from convene.bodies.terms import PartyKind
from convene.people.terms import AssetClass


class Where(StrEnum):
    """Where the meetings of a cycle line take place."""

    ANCHOR = "at the anchor"
    HOST = "in the next host's capital"
    FIXED = "at a fixed place"
    VIDEO = "by video"


class Registration(StrEnum):
    """Who may take part: those invited, or whoever registers and is approved."""

    INVITED = "by invitation"
    APPROVED = "open, with approval"


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is due so many days before the first day (after the last day where negative).

    `is_default` says that the file set the days, not the body; no finding may call them broken (settled 16).
    """

    key: str
    name: str
    days_before: int
    is_default: bool = True


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A kind of meeting that comes round: when, where, from which template, and why then.

    With an anchor, `window` are the first and last day allowed, counted from the anchor's first day, and `avoid` days
    in it that are not taken; without one, `months` are the months allowed. `lasts` is in days. It falls in years of
    which the remainder by `every_years` is `phase`. `apart_from` names a line whose days it must not share, of this
    preset or as “S1.autumn” of another. `firm` cites the paragraphs that fix something of it, and says what; the rest
    is a default of the file, which no finding may call broken (settled 16). `is_optional` lines are offered, not
    planned, where their anchor is not known. `city` and `zone` are those of the fixed place or of the anchor; with a
    host and by video the zone is the body's. `is_numbered` meetings are counted through all years (S5).
    """

    key: str
    name: str
    template: str
    where: Where
    city: str
    zone: str
    anchor: AnchorKind | None
    window: tuple[int, int]
    avoid: tuple[int, ...]
    months: tuple[int, ...]
    lasts: int
    opens: time
    every_years: int
    phase: int
    apart_from: tuple[str, ...]
    firm: tuple[str, ...]
    why: str
    is_optional: bool
    milestones: tuple[Milestone, ...]
    is_numbered: bool = False

    @property
    def cites(self) -> frozenset[str]:
        """The paragraphs that `firm` cites, as “A10” of “A10: two regular meetings a year”."""
        return frozenset(found for text in self.firm for found in re.findall(r"\b[AB]\d+\b", text))


@dataclass(frozen=True, slots=True)
class Letters:
    """How a body's joint letters are signed on to (S10): signatories of one organisation at most, days to sign on.

    `sent_by` names the ways, such as e-mail and post; `copy_to_each` says that every addressee gets one of their own.
    """

    signatories_most: int
    sign_on_days: int
    sent_by: tuple[str, ...]
    copy_to_each: bool


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of body. `rules` are the paragraphs that stand for it; `words` what it calls its things.

    `members` and `guests` are kinds of party; `individuals` says that people are members in their own right.
    `adopts` is False where the output carries `disclaimer` and is not adopted (S8, S11). `parts` are its usual
    sub-bodies: working groups, initiatives, duty stations, each by name. `source` cites the papers.

    `own_rules` are the words of those rules that are no paragraph of Annex I or of the Council, by key. `notice` is the
    ceiling that its meetings carry; `secretariat` says who usually serves. `founders`, `steering` and `briefed` are
    parties by name: the first members, the steering group, those briefed and met. `individuals_are` says who they are;
    `criteria` are those of membership, of which a dossier holds evidence; `outputs` how its output is grouped.
    """

    key: str
    name: str
    short_name: str
    symbol: str
    zone: str
    about: str
    source: str
    parent: str
    succeeds: str
    tied_to: tuple[str, ...]
    not_attributed: bool
    adopts: bool
    disclaimer: str
    registration: Registration
    members: tuple[PartyKind, ...]
    individuals: bool
    observers: tuple[PartyKind, ...]
    guests: tuple[PartyKind, ...]
    guest_reason: str
    seat_roles: tuple[str, ...]
    parts: tuple[str, ...]
    rules: tuple[str, ...]
    words: dict[str, str]
    cycle: tuple[CycleLine, ...]
    own_rules: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    secretariat: str = ""
    founders: tuple[str, ...] = ()
    steering: tuple[str, ...] = ()
    briefed: tuple[str, ...] = ()
    individuals_are: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    asset_classes: tuple[AssetClass, ...] = ()
    outputs: tuple[str, ...] = ()
    letters: Letters | None = None
