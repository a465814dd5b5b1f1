"""Reading the cells of one line of a list: all that is wrong with it is gathered, so that it is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from convene.agendas.terms import Theme
from convene.packs.fonts import missing_letters
from convene.recommendations.columns import CELL_MOST, Line
from convene.recommendations.naming import known_as

FIRST_YEAR, LAST_YEAR = 1945, 2200
# From so much likeness on a name is taken for another, mistyped: “Kanada” is near, “United Nations” is not.
NEAR_FROM = 0.75
# Words by which the long name of a State differs from its short one.
LONGER = frozenset("the of and america kingdom republic federal federation commonwealth state".split())
THEMES = {str(theme): theme for theme in Theme}
UNRECKONED = "a formula without a value; save the workbook in a spreadsheet program, or enter the text itself"
T = TypeVar("T")


class Wrong(ValueError):
    """A line cannot be taken over, in words for whoever has the file."""


class Checked:
    """A line as its cells are read: nothing of it is mended silently.

    `wrong` holds what must be put right, `notes` what is taken otherwise than it stands, `taken` what is put where
    nothing is given; `left_out` are the notes on what is not taken at all, which a refused line is told too.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.wrong = [f"{column}: {UNRECKONED}" for column in line.unreckoned]
        self.notes: list[str] = [f"{column}: taken without the apostrophe before it" for column in line.freed]
        self.notes += [f"{column}: begins like a formula; it is taken as text" for column in line.like]
        self.notes += [f"{column}: a formula; the value that it had last is taken" for column in line.reckoned]
        self.taken: list[tuple[str, str]] = []
        self.left_out = [f"left out, as no such column is known: {', '.join(line.unknown)}"] if line.unknown else []
        self.others: list[str] = []

    def refuse(self) -> None:
        """Raises Wrong with all that is wrong."""
        if self.wrong:
            raise Wrong("; ".join(self.wrong))

    def fits(self, widths: Mapping[str, int], letters: dict[str, str]) -> None:
        """Every cell has room where it goes and can be printed; `letters` keeps what was found of equal cells."""
        for column, cell in self.line.cells.items():
            if len(cell) > widths.get(column, CELL_MOST):
                self.wrong.append(f"{column}: more than {widths.get(column, CELL_MOST)} characters")
            if cell not in letters:
                letters[cell] = missing_letters(cell)
            if missing := letters[cell]:
                self.wrong.append(f"{column}: these letters cannot be printed: {' '.join(missing)}")

    def day(self, column: str) -> date | None:
        """A day as 2019-06-01; None for an empty cell, and for what is no day."""
        text = self.line.get(column)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            self.wrong.append(f"{column}: “{text}” is no day; write it as 2019-06-01")
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            self.wrong.append(f"{column}: “{text}” is no day of the calendar")
            return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.wrong.append(f"{column}: the year {found.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
            return None
        return found

    def one_of(self, column: str, known: Mapping[str, T], usual: str) -> T:
        """The term that a cell names; the usual one for an empty cell, which is noted, and for what is none.

        `known` holds the terms by their small letters; they are told as they are written.
        """
        given = self.line.get(column).casefold()
        if not given:
            self.put(column, usual)
        elif given not in known:
            self.wrong.append(f"{column}: “{self.line.get(column)}” is not one of {choice(known.values())}")
        return known.get(given, known[usual])

    def put(self, column: str, value: str) -> None:
        """Something is put where nothing is given."""
        self.taken.append((column, value))

    def themes(self, otherwise: str = " and is left out") -> tuple[Theme, ...]:
        """The themes that a cell names; what is no theme of ours is noted, and stands in `others` as it is written.

        What becomes of such a one is said by `otherwise`.
        """
        found = []
        for part in theme_words(self.line.get("theme")):
            if (theme := THEMES.get(part.casefold())) is not None:
                found.append(theme)
            else:
                self.others.append(part)
                self.left_out.append(f"the theme “{part}” is not one of ours{otherwise}")
        return tuple(found)

    def sound(self) -> Line:
        """The line without the cells that are wrong: what is held against other lines, or what is on record."""
        cells = {c: cell for c, cell in self.line.cells.items() if not any(w.startswith(f"{c}:") for w in self.wrong)}
        return self.line if len(cells) == len(self.line.cells) else replace(self.line, cells=cells)

    def told(self) -> tuple[str, ...]:
        """All notes, with one for what is put where nothing is given."""
        if not self.taken:
            return (*self.notes, *self.left_out)
        return (
            *self.notes,
            *self.left_out,
            "not given, taken as: " + ", ".join(f"{column} “{value}”" for column, value in self.taken),
        )


def choice(words: Iterable[object]) -> str:
    """What may stand in a cell, all of it: “policy”, “sanctions” or “request to an institute or company”."""
    *others, last = (f"“{word}”" for word in words)
    return f"{', '.join(others)} or {last}" if others else last


def theme_words(cell: str) -> list[str]:
    """The themes of a cell, one by one; several are divided by semicolons, and one may hold any mark."""
    return [part for part in ([cell] if cell.casefold() in THEMES else re.split(r"\s*[;|]\s*", cell.strip())) if part]


def several_in(name: str, parties: Iterable[str]) -> list[str]:
    """Why an addressee is refused that is several, one of them a party; empty for one alone.

    A comma or a semicolon parts them; “and” does only where two of them are parties, for it stands in many a name.
    """
    parts = [part.strip() for part in re.split(r"[;,|/\n]", name)]
    closer = [part.strip() for part in re.split(r"[;,|/\n]|\s&\s|\band\b", name)]
    if len(closer) < 2:
        return []
    known = {party.casefold(): party for party in parties}
    theirs = [part for part in closer if part.casefold() in known or known_as(part, known.values())]
    if not (set(parts) & set(theirs) or len(theirs) > 1):
        return []
    lead = f"addressee: “{name}” names several, {' and '.join(theirs)} among them"
    return [f"{lead}; write a line for each, with the same symbol and text"]


def squeezed(text: str) -> str:
    """A text by which two are compared: line ends and double blanks make no difference."""
    return " ".join(text.split())


def nearest(name: str, known: Mapping[str, str]) -> str:
    """The known name that another may have been meant for; empty where none is near.

    Near is a slip of one or two letters, and a name within a longer one, as in “Kingdom of the Netherlands”. `known`
    holds names by their small letters.
    """
    given = name.casefold()
    words = set(given.split())
    if within := next((each for each in known if words - LONGER == set(each.split()) - LONGER), None):
        return known[within]
    found = process.extractOne(given, list(known), scorer=OSA.normalized_similarity, score_cutoff=NEAR_FROM)
    return known[found[0]] if found else ""


def origin_of(symbol: str) -> str:
    """The meeting that a symbol names, in small letters: “tnap/2019/1” for “TNAP/2019/1/R.3”; empty for others."""
    return symbol.casefold().rpartition("/r.")[0]
