"""Whether words that attribute nothing name the very one who is noted as having said them. Pure.

Of others they may speak: a recommendation names the State to which it goes. Who said it they never name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from convene.records.nations import as_word, people_of, plain, without_others
from convene.records.rules import words_in

# What is noted of a speaker besides: it is a place at the table, and no name.
_PLACES = frozenset(
    "a an the of for and or one two three some somebody several all both another unknown others co vice deputy acting "
    "chair chairs chairman chairwoman chairperson rapporteur secretariat presidency president host hosts delegate "
    "delegates delegation representative representatives member members minister ambassador expert experts speaker "
    "participant guest guests observer observers board council group alternate state states organisation mr mrs ms dr "
    "prof professor first second third head".split()
)
_PARTS = re.compile(r"\s*(?:[,;:/()\n]|\s[-–—]\s)\s*")  # Dashes as people type them.
_FEWEST = 3
_LONGEST = 4


def own_names(said_by: str, parties: Collection[str], people: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """What names whoever is noted, “Denmark: Anne Holm” or “Anne Holm, Denmark”: their names, party and people.

    `parties` are those of the body by name, `people` its people by name with the parties they sit for.
    """
    noted = plain(said_by)
    of_state = people_of(noted)
    found, short = list(of_state), [_initials(word) for word in of_state]
    for part in filter(None, _PARTS.split(noted)):
        if words_in(part) <= _PLACES:
            continue
        theirs = _meant(part, parties) if not people_of(part) else [p for p in parties if _stands(p, part)]
        persons = [] if theirs or people_of(part) else _meant(part, people)
        affiliations = [party for person in persons for party in people[person]]
        found += [part, *persons]
        for party in (*theirs, *affiliations):
            found += [party, *people_of(party)]
            short += [_initials(word) for word in (party, *people_of(party))]
        if not theirs and len(part.split()) <= _LONGEST:
            found += _last_words([part, *persons], parties)
    names = [name for each in found if len(name := plain(each)) >= _FEWEST]
    return tuple(dict.fromkeys([*names, *filter(None, short)]))


def named_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The words of a text that name somebody of these names, each once, in their order."""
    said = plain(text)
    spans = {match.span() for name in names for match in _pattern(name).finditer(_read(said, name))}
    longest = (s for s in sorted(spans) if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans))
    return tuple(dict.fromkeys(said[start:end] for start, end in longest))


def _read(text: str, name: str) -> str:
    """A text as it is read for a name: “South Sudan” is no naming of Sudan, and of itself it is."""
    return text if without_others(name) != name else without_others(text)


def _meant(part: str, known: Iterable[str]) -> list[str]:
    """Of what is on record, what stands in a part of what was noted; else what the part stands in."""
    every = list(known)
    return [name for name in every if _stands(name, part)] or [
        name for name in every if words_in(part) <= words_in(name)
    ]


def _stands(name: str, part: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", _read(part, name), re.IGNORECASE) is not None


def _last_words(names: Iterable[str], parties: Collection[str]) -> Iterator[str]:
    """By which somebody is spoken of: “Holm” of Anne Holm; not what is part of another name, such as “States”."""
    in_a_name = {word for name in parties if len(words := name.split()) > 1 for word in words}
    for name in names:
        words = name.split()
        if len(words) > 1 and words[-1][:1].isupper() and words[-1] not in in_a_name:
            yield words[-1]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """How a name is looked for: of several words however it is written, of one as it is."""
    if " " not in name:
        return as_word(name) if people_of(name) else re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _initials(name: str) -> str:
    """“EU”, “OSCE”; empty for what is one word, or so long that nobody writes it so."""
    letters = "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper())
    return letters if 1 < len(letters) <= _LONGEST + 1 else ""
