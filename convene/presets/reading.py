"""Reads the presets in `agendas/bodies/*.toml`. Data only: their rules are held against a year elsewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from convene import clock
from convene.anchors.known import PLACES
from convene.anchors.terms import AnchorKind
from convene.bodies.terms import PartyKind
from convene.config import data_folder
from convene.people.terms import SEAT_ROLES, AssetClass, TermRole
from convene.presets.terms import CycleLine, Letters, Milestone, Preset, Registration, Where
from convene.toml_files import FileError, Table, read_file

# What is usually due around a meeting; a file may name others of its own under [milestone_names].
MILESTONES = {
    "host-confirmed": "Host confirmed",
    "registration-opens": "Registration opens",
    "registration-closes": "Registration closes",
    "invitations": "Invitations",
    "call-for-papers": "Call for papers",
    "paper-deadline": "Papers due",
    "provisional-agenda": "Provisional agenda",
    "supplementary-items": "Last day for supplementary items",
    "asset-statements": "Statements on assets due",
    "credentials": "Credentials due",
    "pack-out": "Pack sent",
    "record-circulated": "Record circulated",
    "follow-up-due": "Follow-up due",
}
# What a body may call by a word of its own.
WORDS = (
    "body", "member", "representative", "secretariat", "meeting", "guest", "paper", "record", "recommendation", "seat",
)  # fmt: skip
PARAGRAPH = re.compile(r"A([1-9]|1[0-9])|B([1-9]|10)")
KEY = re.compile(r"[a-z][a-z0-9-]*")
BODY_KEYS = (
    "name", "short_name", "symbol", "zone", "about", "source", "parent", "succeeds", "tied_to", "not_attributed",
    "adopts", "disclaimer", "notice", "registration", "secretariat", "members", "individuals", "individuals_are",
    "observers", "guests", "guest_reason", "seat_roles", "founders", "steering", "briefed", "parts", "criteria",
    "asset_classes", "outputs", "rules",
)  # fmt: skip
LINE_KEYS = (
    "key", "name", "template", "where", "city", "zone", "anchor", "window", "avoid", "months", "lasts", "opens",
    "every_years", "phase", "apart_from", "firm", "why", "is_optional", "is_numbered", "milestones",
)  # fmt: skip
# Preset by preset the keys of its lines; None where its own file is broken, so that only that file is to blame.
Outline = Mapping[str, frozenset[str] | None]


def folder() -> Path:
    """Where the presets lie."""
    return data_folder("agendas") / "bodies"


def outline(place: Path) -> Outline:
    """What the files of a folder may refer to among each other, before any of them is checked."""
    found: dict[str, frozenset[str] | None] = {}
    for path in sorted(place.glob("*.toml")):
        try:
            lines = tomllib.loads(path.read_text(encoding="utf-8")).get("cycle", [])
            found[path.stem] = frozenset(str(line.get("key")) for line in lines)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError):
            found[path.stem] = None
    return found


def read(path: Path, others: Outline | None = None, templates: frozenset[str] | None = None) -> Preset:
    """Read one preset. Raises FileError that names file, line, and what was expected.

    `others` and `templates` are what it may refer to; by default its neighbours and the templates of the folder above.
    """
    whole = read_file(path)
    whole.refuse_unknown(("body", "words", "own_rules", "milestone_names", "milestones", "letters", "cycle"))
    others = outline(path.parent) if others is None else others
    if templates is None:
        templates = frozenset(one.stem for one in path.parent.parent.glob("*.toml"))
    return _Reading(path.stem, whole, others, templates).preset()


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its key: S1, S2 and so on, in the order of their numbers. Raises FileError."""
    place = folder()
    known = outline(place)
    return {key: read(place / f"{key}.toml", known) for key in sorted(known, key=_order)}


def preset_keys() -> list[str]:
    """The keys of all presets, without reading the files."""
    return sorted((path.stem for path in folder().glob("*.toml")), key=_order)


def _order(key: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", key)
    return (int(digits) if digits else 10**6, key)


class _Reading:
    """One file on its way to a Preset."""

    def __init__(self, key: str, whole: Table, others: Outline, templates: frozenset[str]) -> None:
        self.key, self.whole, self.others, self.templates = key, whole, others, templates
        self.body = whole.table("body")
        self.own_rules = _texts_by_name(whole.table("own_rules", needed=False))
        self.zone = ""
        self.rules: tuple[str, ...] = ()
        self.milestones: dict[str, tuple[Milestone, ...]] = {}

    def preset(self) -> Preset:
        """All of it. Raises FileError."""
        body = self.body
        body.refuse_unknown(BODY_KEYS)
        if len(self.key) > 10:
            raise body.error("the file's name, which is the preset's key, must have ten letters at most")
        self.zone, self.rules = _zone(body), self._rules()
        self.milestones = self._milestones()
        adopts, disclaimer = self._output()
        return Preset(
            key=self.key,
            name=_within(body, "name", 200),
            short_name=_within(body, "short_name", 60),
            symbol=_symbol(body),
            zone=self.zone,
            about=body.text("about"),
            source=body.text("source"),
            parent=self._preset_named("parent"),
            succeeds=self._preset_named("succeeds"),
            tied_to=self._tied_to(),
            not_attributed=body.flag("not_attributed", default=False),
            adopts=adopts,
            disclaimer=disclaimer,
            registration=body.word(Registration, "registration", Registration.INVITED),
            members=body.words(PartyKind, "members"),
            individuals=body.flag("individuals", default=False),
            observers=body.words(PartyKind, "observers"),
            guests=body.words(PartyKind, "guests"),
            guest_reason=body.text("guest_reason", ""),
            seat_roles=self._seat_roles(),
            parts=body.texts("parts"),
            rules=self.rules,
            words=self._words(),
            cycle=self._cycle(),
            own_rules=self.own_rules,
            notice=body.text("notice", ""),
            secretariat=body.text("secretariat", ""),
            founders=body.texts("founders"),
            steering=body.texts("steering"),
            briefed=body.texts("briefed"),
            individuals_are=self._individuals_are(),
            criteria=body.texts("criteria"),
            asset_classes=body.words(AssetClass, "asset_classes"),
            outputs=body.texts("outputs"),
            letters=self._letters(),
        )

    def _rules(self) -> tuple[str, ...]:
        found = self.body.texts("rules")
        for rule in found:
            if not PARAGRAPH.fullmatch(rule) and rule not in self.own_rules:
                text = f"“rules” must name paragraphs (A1 to A19, B1 to B10) or rules under [own_rules]; found “{rule}”"
                raise self.body.error(text, "rules")
        if idle := next((rule for rule in self.own_rules if rule not in found), None):
            raise self.body.error(f"“rules” must name every rule under [own_rules]; “{idle}” is missing", "rules")
        return found

    def _output(self) -> tuple[bool, str]:
        """Whether the body adopts its output, and the disclaimer of what is not adopted (settled 15)."""
        adopts, disclaimer = self.body.flag("adopts", default=True), self.body.text("disclaimer", "")
        if adopts and disclaimer:
            raise self.body.error("“disclaimer” is for output that is not adopted; set “adopts” to false", "disclaimer")
        if not adopts and not disclaimer.strip():
            raise self.body.error("“disclaimer” must say that the output is not adopted", "adopts")
        return adopts, disclaimer

    def _preset_named(self, key: str) -> str:
        named = self.body.text(key, "")
        if named and (named not in self.others or named == self.key):
            raise self.body.wrong(key, f"the key of another preset ({self._others_in_words()})")
        return named

    def _tied_to(self) -> tuple[str, ...]:
        found = self.body.texts("tied_to")
        if unknown := next((one for one in found if one not in self.others or one == self.key), None):
            text = f"each of “tied_to” must be the key of another preset ({self._others_in_words()}); found “{unknown}”"
            raise self.body.error(text, "tied_to")
        return found

    def _others_in_words(self) -> str:
        return ", ".join(sorted((key for key in self.others if key != self.key), key=_order)) or "there is none"

    def _seat_roles(self) -> tuple[str, ...]:
        seats = [role for role in TermRole if role in SEAT_ROLES]
        for role in self.body.texts("seat_roles"):
            if role not in seats:
                known = ", ".join(f"“{seat}”" for seat in seats)
                raise self.body.error(f"each of “seat_roles” must be one of {known}; found “{role}”", "seat_roles")
        found = self.body.texts("seat_roles")
        if TermRole.INDIVIDUAL in found and not self.body.flag("individuals", default=False):
            raise self.body.error(f"“{TermRole.INDIVIDUAL}” needs “individuals = true”", "seat_roles")
        return found

    def _individuals_are(self) -> tuple[str, ...]:
        found = self.body.texts("individuals_are")
        if found and not self.body.flag("individuals", default=False):
            raise self.body.error("“individuals_are” needs “individuals = true”", "individuals_are")
        return found

    def _words(self) -> dict[str, str]:
        table = self.whole.table("words", needed=False)
        table.refuse_unknown(WORDS)
        return _texts_by_name(table)

    def _letters(self) -> Letters | None:
        if "letters" not in self.whole.values:
            return None
        table = self.whole.table("letters")
        table.refuse_unknown(("signatories_most", "sign_on_days", "sent_by", "copy_to_each"))
        return Letters(
            signatories_most=table.number("signatories_most", 1, 10),
            sign_on_days=table.number("sign_on_days", 1, 365),
            sent_by=table.texts("sent_by"),
            copy_to_each=table.flag("copy_to_each", default=True),
        )

    def _milestones(self) -> dict[str, tuple[Milestone, ...]]:
        """The sets of [milestones.…], each from the first that is due to the last."""
        names = MILESTONES | _texts_by_name(self.whole.table("milestone_names", needed=False))
        found = {}
        sets = self.whole.table("milestones", needed=False)
        for name in sets.values:
            days = sets.table(name)
            days = Table(days.file, f"[milestones.{name}]", days.path, days.values, days.lines)
            days.refuse_unknown(names)
            due = [Milestone(key, names[key], days.number(key, -400, 400)) for key in days.values]
            found[name] = tuple(sorted(due, key=lambda one: -one.days_before))
        return found

    def _cycle(self) -> tuple[CycleLine, ...]:
        tables = self.whole.tables("cycle", "line")
        found: list[CycleLine] = []
        for table in tables:
            table.refuse_unknown(LINE_KEYS)
            line = self._line(table)
            if any(line.key == other.key for other in found):
                raise table.error(f"“key” must differ from line to line; “{line.key}” stands there already", "key")
            found.append(line)
        for table, line in zip(tables, found, strict=True):
            self._check_apart(table, line, {one.key for one in found})
        return tuple(found)

    def _line(self, table: Table) -> CycleLine:
        key = table.text("key")
        if not KEY.fullmatch(key):
            raise table.wrong("key", "small letters, digits and hyphens")
        if table.text("template") not in self.templates:
            known = ", ".join(sorted(self.templates))
            raise table.wrong("template", f"the name of a file in agendas/ without “.toml” ({known})")
        anchor = table.word(AnchorKind, "anchor") if "anchor" in table.values else None
        where = table.word(Where, "where")
        city, zone = self._place(table, where, anchor)
        every = table.number("every_years", 1, 10, 1)
        lasts = table.number("lasts", 1, 14)
        return CycleLine(
            key=key,
            name=table.text("name"),
            template=table.text("template"),
            where=where,
            city=city,
            zone=zone,
            anchor=anchor,
            window=_window(table, anchor, lasts),
            avoid=table.numbers("avoid", -60, 60) if anchor else _without(table, "avoid"),
            months=_months(table, anchor),
            lasts=lasts,
            opens=table.hour("opens"),
            every_years=every,
            phase=table.number("phase", 0, every - 1, 0),
            apart_from=table.texts("apart_from"),
            firm=self._firm(table),
            why=table.text("why"),
            is_optional=table.flag("is_optional", default=False),
            milestones=self._set_of(table),
            is_numbered=table.flag("is_numbered", default=False),
        )

    def _place(self, table: Table, where: Where, anchor: AnchorKind | None) -> tuple[str, str]:
        """City and zone: of the fixed place, or of the anchor; by video and with a host the body's own zone."""
        if where is Where.FIXED:
            return table.text("city"), _zone(table)
        for key in ("city", "zone"):
            if key in table.values:
                raise table.error(f"“{key}” belongs to a line “{Where.FIXED}” only; this one is “{where}”", key)
        if where is Where.ANCHOR:
            if anchor is None:
                raise table.wrong("anchor", "given where the meeting takes place at the anchor")
            return PLACES[anchor]
        return ("by video" if where is Where.VIDEO else ""), self.zone

    def _firm(self, table: Table) -> tuple[str, ...]:
        found = table.texts("firm")
        for text in found:
            rule, colon, words = text.partition(": ")
            if not colon or not words.strip() or rule not in self.rules:
                told = "each of “firm” must begin with a rule of this body and a colon, such as"
                example = f"{self.rules[0] if self.rules else 'A10'}: what it fixes"
                raise table.error(f"{told} “{example}”; found “{text}”", "firm")
        return found

    def _set_of(self, table: Table) -> tuple[Milestone, ...]:
        name = table.text("milestones")
        if name not in self.milestones:
            known = ", ".join(f"“{one}”" for one in self.milestones) or "there is none"
            raise table.wrong("milestones", f"a set that begins with [milestones.…] in this file ({known})")
        return self.milestones[name]

    def _check_apart(self, table: Table, line: CycleLine, own: set[str]) -> None:
        for name in line.apart_from:
            key, dot, there = name.partition(".")
            lines = self.others.get(key, frozenset()) if dot else frozenset(own - {line.key})
            if lines is not None and (there if dot else name) not in lines:
                text = "each of “apart_from” must be another line of this file, or one such as “S1.autumn” of another"
                raise table.error(f"{text}; found “{name}”", "apart_from")


def _texts_by_name(table: Table) -> dict[str, str]:
    return {name: table.text(name) for name in table.values}


def _within(table: Table, key: str, most: int) -> str:
    text = table.text(key)
    if len(text) > most:
        raise table.error(f"“{key}” must have {most} letters at most; it has {len(text)}", key)
    return text


def _symbol(table: Table) -> str:
    symbol = table.text("symbol")
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,19}", symbol):
        raise table.wrong("symbol", "two to twenty capital letters and digits, such as “TNAP”")
    return symbol


def _zone(table: Table) -> str:
    name = table.text("zone")
    try:
        clock.zone(name)
    except ValueError as unknown:
        raise table.wrong("zone", "a time zone such as “Europe/Zurich”") from unknown
    return name


def _window(table: Table, anchor: AnchorKind | None, lasts: int) -> tuple[int, int]:
    """First and last day allowed, counted from the anchor's first day."""
    if anchor is None:
        _without(table, "window")
        return (0, 0)
    days = table.numbers("window", -60, 60)
    if len(days) != 2 or days[1] < days[0]:
        raise table.wrong("window", "the first and the last day allowed, such as [0, 4], from the anchor's first day")
    if days[1] - days[0] + 1 < lasts:
        raise table.error(f"“window” must have room for the {lasts} days that the meeting lasts", "window")
    return (days[0], days[1])


def _without(table: Table, key: str) -> tuple[int, ...]:
    if key in table.values:
        raise table.error(f"“{key}” counts from an anchor; this line has none", key)
    return ()


def _months(table: Table, anchor: AnchorKind | None) -> tuple[int, ...]:
    months = table.numbers("months", 1, 12)
    if anchor is not None and months:
        raise table.error("“months” is for a line without an anchor; this one has “window”", "months")
    if anchor is None and not months:
        raise table.wrong("months", "a list of months from 1 to 12, since the line has no anchor")
    return months


__all__ = ["MILESTONES", "WORDS", "FileError", "folder", "outline", "preset_keys", "presets", "read"]
