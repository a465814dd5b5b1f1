"""Whether words that attribute nothing name the very one who is noted as having said them. Pure.

Of others they may speak: a recommendation names the State to which it goes. Who said it they never name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from convene.bodies.state_names import names_of_state, state_called
from convene.records.nations import as_word, people_of, plain, without_others, written
from convene.records.rules import words_in

# What is noted of a speaker besides: it is a place at the table, and no name.
_PLACES = frozenset(
    "a an the of for and or one two three some somebody several all both another unknown others co vice deputy acting "
    "chair chairs chairman chairwoman chairperson rapporteur secretariat presidency president host hosts delegate "
    "delegates delegation representative representatives member members minister ambassador expert experts speaker "
    "participant guest guests observer observers board council group alternate state states organisation mr mrs ms dr "
    "prof professor first second third head".split()
)
# With which a name begins that is noted, and by which nobody is known.
_TITLES = frozenset(
    "the mr mrs ms miss mme mx dr prof professor sir dame lord lady amb ambassador minister min he hon judge justice "
    "senator gen general col colonel maj major capt captain lt president chair chairman chairwoman chairperson bishop "
    "archbishop father sister rev reverend rabbi imam sheikh prince princess commissioner secretary delegate expert "
    "speaker representative rapporteur counsellor attache consul envoy excellency her his dir director".split()
)
# With such a word in it a name is an organisation's, whose last word is no family name: “Union”, “Watch”, “Women”.
_OF_ORGANISATIONS = frozenset(
    "academy action agency aid alliance amnesty archive assembly association bank bureau campaign centre center church "
    "clinic coalition college commission committee community congress consortium council court crescent cross "
    "department directorate doctors embassy federation force forum foundation front fund group house initiative "
    "institute institution international justice league ministry mission monitor movement nations network "
    "observatory office organization partnership police press programme program project reporters rights school "
    "secretariat service services society taskforce team tribunal trust un union university unit watch witness women "
    "without world".split()
)
# Family names that are ordinary words at the head of a sentence or of a date as well: the whole name is looked for.
_ORDINARY = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday day field ford grant hill hope house king law long peace place price "
    "rice rose state street summer water white will winter wood young court church north south east west".split()
)
_SPOKEN_OF = ("Mr", "Ms", "Mrs", "Dr", "Professor", "Ambassador", "Minister", "Judge")
_PARTS = re.compile(r"\s*(?:[,;:/()\[\]&+\n]|\s[-–—]\s|\s(?:from|on behalf of)\s)\s*")  # Dashes as people type them.
_CODE = re.compile(r"(?<!\w)[A-Z]{2,5}(?!\w)")
# Codes of States that mean something else in capitals; by these nobody is looked for.
_OTHER_CODES = frozenset("AD AM AND CAN CV GA HR ID IS IT MD ME MR NOR PA PER PM SC SO TO TV".split())
_ORGANISATIONS = {"AU": "African Union", "EU": "European Union", "UN": "United Nations"}
_ANY = re.compile(r"(?<!\w)(?:an?|another|any|each|every|no|one|some) $", re.IGNORECASE)
_FEWEST = 3
_LONGEST = 4


def own_names(said_by: str, parties: Collection[str], people: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """What names whoever is noted, “Denmark: Anne Holm”, “Anne Holm, Denmark” or “Ms Holm (DK)”: names, party, people.

    `parties` are those of the body by name, `people` its people by name with the parties they sit for.
    """
    noted = plain(said_by)
    found = _state_words(noted)
    for part in map(_untitled, filter(None, _PARTS.split(noted))):
        if words_in(part) <= _PLACES:
            continue
        of_state = _state_words(part)
        theirs = _by_initials(part, parties)
        theirs += _meant(part, parties) if not of_state else [p for p in parties if _stands(p, part)]
        persons = [] if theirs or of_state else _meant(part, people)
        affiliations = [party for person in persons for party in people[person]]
        found += [part, *of_state, *persons]
        for party in (*theirs, *affiliations):
            found += [party, *_state_words(party)]
        if not theirs and not of_state and len(part.split()) <= _LONGEST:
            found += _last_words([part, *persons], parties)
    every = [name for each in found if (name := plain(each))]
    short = filter(None, map(_initials, every))
    names = [name for name in every if len(name) >= _FEWEST or (name.isupper() and name not in _PLACES)]
    return tuple(name for name in dict.fromkeys([*names, *short]) if name not in _OTHER_CODES)


def _untitled(part: str) -> str:
    """“Holm” of “Ambassador Holm” and of “Ms A. Holm”: by neither somebody is known on record."""
    words = part.split()
    while len(words) > 1 and words[0].casefold().strip(".") in _TITLES and words[1] not in ("of", "for"):
        words = words[1:]
    whole = [word for word in words if len(word.strip(".")) > 1]
    return " ".join(whole or words)


def _state_words(text: str) -> list[str]:
    """Everything by which the States are spoken of that stand in what was noted, by a code in capitals too."""
    found = list(people_of(text))
    codes = [code for code in _CODE.findall(text) if code.casefold() not in _PLACES | _TITLES]
    found += [_ORGANISATIONS[code] for code in codes if code in _ORGANISATIONS]
    called = dict.fromkeys(state for name in (text, *found, *codes) if (state := state_called(name)))
    for names in map(names_of_state, called):
        found += [*names, *people_of(names[0])]
    return list(dict.fromkeys(found))


def _by_initials(part: str, parties: Iterable[str]) -> list[str]:
    codes = set(_CODE.findall(part))
    return [party for party in parties if _initials(plain(party)) in codes]


def named_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The words of a text that name somebody of these names, each once, in their order."""
    said = plain(text)
    spans = {
        match.span()
        for name in names
        for match in _pattern(name).finditer(_read(said, name))
        # “A global centre” is any, and not the Global Centre.
        if not (match[0].islower() and _ANY.search(said, 0, match.start()))
    }
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
        is_person = not {word.casefold() for word in words} & _OF_ORGANISATIONS
        if len(words) > 1 and is_person and words[-1][:1].isupper() and words[-1] not in in_a_name:
            is_word = words[-1].casefold() in _ORDINARY
            yield from (f"{title} {words[-1]}" for title in _SPOKEN_OF) if is_word else (words[-1],)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """How a name is looked for: of several words however it is written, of one as it is or in capitals."""
    if " " in name:
        return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    if people_of(name):
        return as_word(name)
    ways = written(name) if state_called(name) else f"{written(name)}|{re.escape(name.title())}"
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")


def _initials(name: str) -> str:
    """“EU”, “OSCE”; empty for what is one word, or so long that nobody writes it so."""
    letters = "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper())
    return letters if 1 < len(letters) <= _LONGEST + 1 else ""
