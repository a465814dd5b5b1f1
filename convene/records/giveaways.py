"""Finds what may give a speaker away in a text that attributes nothing; says where, why, and what to write instead.

It changes nothing. It errs on the side of asking: a name of a member is told wherever it stands, since whoever reads
“the Netherlands offered” knows who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SPEAKER = r"(?:participant|speaker|delegate|member|discussant|panellist|official|representative|expert|colleague)"
_OFFICE = (
    r"(?:representatives?|delegat(?:es?|ions?)|ambassadors?|ministers?|minist(?:ry|ries)|missions?|embass(?:y|ies)|"
    r"officials?|envoys?|spokes(?:man|woman|person)|diplomats?|parliamentarians?|senators?|government|capital)"
)
_CALLING = (
    r"(?:judges?|lawyers?|prosecutors?|researchers?|academics?|doctors?|journalists?|institutes?|universit(?:y|ies)|"
    r"organisations?|think-tanks?|foundations?|commissioners?|presidents?|generals?|officers?|parliaments?)"
)
_SAYS = (
    r"(?:said|says|stated|noted|argued|asked|added|replied|recalled|stressed|announced|offered|proposed|suggested|"
    r"warned|agreed|objected|insisted|explained|regretted|welcomed|reported|disagreed|emphasi[sz]ed|underlined|"
    r"pledged|committed|supported|opposed|confirmed|reminded|observed|remarked|thanked)"
)
# Words with which a sentence begins that names nobody.
_PLAIN = (
    r"(?:It|Its|They|Some|Several|Others?|Both|All|Many|Most|Few|Nobody|None|One|Two|Three|Another|Participants?|"
    r"Members?|Speakers?|Delegat(?:es|ions)|States|Governments?|Ministr(?:y|ies)|There|This|That|These|Those|What|Who|"
    r"Whoever|Somebody|Everybody|Survivors|Women|Men|Experts?|Questions?|He|She|We|I|You|Which|Nothing|Relief|"
    r"Sanctions?|Prevention|Evidence|Training|Lessons?|Mediation|Elections?|Annex|Part|Phase|The|A|An)"
)
_NATION = (
    r"(?:Dutch|British|French|Danish|German|American|Canadian|Australian|Italian|Spanish|Swedish|Finnish|Irish|Swiss|"
    r"Polish|Turkish|Belgian|Austrian|Norwegian|Greek|Portuguese|Czech|Japanese|Chinese|Russian|Ukrainian|European|"
    r"Nordic|Baltic|Western|Eastern|Arab|Asian|Latin American|Caribbean|Ghanaian|Kenyan|Rwandan|Brazilian|Mexican|"
    r"Argentin(?:e|ian)|Costa Rican|Indian|African|"
    r"[A-Z][a-z]+(?:ese|ian|ish))"
)


@dataclass(frozen=True, slots=True)
class GiveAway:
    """Words that may lead to a speaker: where they stand in the text, why, and what to write instead."""

    start: int
    end: int
    words: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Sign:
    pattern: re.Pattern[str]
    why: str
    instead: str


def _sign(pattern: str, why: str, instead: str, *, flags: int = 0) -> _Sign:
    return _Sign(re.compile(pattern, flags), why, instead)


_ONE = "“one participant”, or “it was said”"
# In this order: of two that overlap, the first is told.
_SIGNS = (
    _sign(
        r"\b(?:[Ss]peaking )?(?:[Oo]n behalf of|[Ii]n the name of) (?:the |a |an |its |their )?[A-Z]?[\w'’-]+",
        "For whom somebody spoke is an affiliation.",
        "leave it out",
    ),
    _sign(
        rf"\b[Tt]he (?:[\w'’-]+ ){{0,2}}{_OFFICE} (?:of|from|for|to) (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*",
        "An office of a country or organisation leads to whoever holds it.",
        _ONE,
    ),
    _sign(
        rf"\b{_NATION} (?:{_OFFICE}|{_CALLING}|{SPEAKER}s?|focal points?|colleagues?|States?|countries)\b",
        "A nationality with an office leads to a speaker.",
        _ONE,
    ),
    _sign(rf"\b[A-Z]{{2,}}(?:'s|’s)? {_OFFICE}\b", "An organisation with an office leads to a speaker.", _ONE),
    _sign(
        rf"\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]he)(?: [a-z-]+)? {_CALLING} (?:from|in|of) (?:the )?[A-Z][\w'’-]*",
        "Where a speaker comes from is an affiliation.",
        _ONE,
    ),
    _sign(
        rf"\b(?:[Tt]he|[Oo]ne|[Aa]) (?:{SPEAKER}|State|country|government),? (?:that|which|who|whose)\b[^.;]*",
        "What is told of a single one leads to it.",
        "leave it out, or say it of several",
    ),
    _sign(
        r"\b[Aa]s (?:the|an?) (?:[\w-]+ ){1,2}(?:of|to|for) [^.;,]+,",
        "An office or a place held by one leads to it.",
        "leave it out",
    ),
    _sign(
        rf"\b(?:[Aa]|[Tt]he|[Oo]ne) (?:former|then|current|acting|deputy|serving|retired) "
        rf"(?:{_OFFICE}|{_CALLING}|head of State)\b",
        "An office that somebody holds or held leads to them.",
        _ONE,
    ),
    _sign(
        rf"\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]he) {SPEAKER} (?:from|of|representing) (?:the |a )?[A-Z][\w'’-]*",
        "Where a speaker comes from is an affiliation.",
        _ONE,
    ),
    _sign(
        r"\b(?:[Aa]mbassador|[Mm]inister|Mr\.?|Mrs\.?|Ms\.?|Mx\.?|Dr\.?|[Pp]rofessor|Prof\.|[Ss]enator|Lord|Lady|Baroness|"
        r"Sir|Dame|Madam|Her Excellency|His Excellency|General|Colonel) [A-Z][\w'’-]+",
        "A title with a name is a name.",
        _ONE,
    ),
    _sign(
        r"\b(?:as|being) (?:the|a|an) (?:only|sole|first|last|one|largest|smallest|former|current|neighbouring|host|"
        r"donor|troop-contributing|nuclear|guarantor)\b[^.;,]*",
        "What only one or a few can say of themselves leads to them.",
        "leave it out, or say it of several",
        flags=re.IGNORECASE,
    ),
    _sign(
        r"\b(?:the only|the sole|alone among the|the one) (?:member|country|State|government|organisation|participant|"
        r"delegation|speaker)s?\b",
        "What only one can say of themselves leads to them.",
        "“some participants”",
        flags=re.IGNORECASE,
    ),
    _sign(
        r"\b(?:the )?(?:host(?:ing)? (?:country|State|government|city|capital)|hosts|co-?chairs?|rapporteur|"
        r"chair(?:man|woman|person)?|presidency|secretariat) " + _SAYS,
        "Whoever holds that place is known.",
        "“it was said”",
        flags=re.IGNORECASE,
    ),
    _sign(
        r"\b(?:my|our) (?:own )?(?:country|government|capital|ministry|ministers?|parliament|embassy|troops|"
        r"organisation|university|delegation|constituency|foundation|institute|office|team|board)\b",
        "The first person leads to whoever speaks.",
        "“a government”, “an organisation”",
        flags=re.IGNORECASE,
    ),
    _sign(
        r"(?<![\w.])(?<!Annex )(?<!Part )(?<!Phase )(?<!War )(?<!Article )(?<!Section )(?<!Chapter )"
        r"(?:I|I['’](?:m|d|ve|ll))(?! ?[.)\]]|\s*$)(?= [a-z]|['’])"
        r"|\b(?:[Ww]e|[Mm]y|[Mm]ine|[Mm]yself|[Oo]urselves)\b"
        r"|\b[Oo]ur\b|\b(?:[Tt]old|[Aa]sked|[Gg]ave|[Ss]hown?|[Tt]o|[Ff]or|[Ww]ith) (?:me|us)\b",
        "The first person leads to whoever speaks.",
        "the third person: “it was said that”",
    ),
    _sign(
        rf"\b(?!{_PLAIN}\b)[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)* (?:{_SAYS}|would|could not|will|shared|doubted)\b",
        "Whoever is named as saying or promising something is named.",
        _ONE,
    ),
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|hers|him|himself|herself)\b", re.IGNORECASE)
_SINGULAR = re.compile(
    rf"\b(?:one|another|a|an|the|the same|this|that|first|last|next) (?:[a-z-]+ )?"
    rf"(?:{SPEAKER}|envoy|judge|ambassador)\b|\bsomebody\b|\bsomeone\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*\s*")


def give_aways(text: str, names: Iterable[str] = ()) -> list[GiveAway]:
    """What may give a speaker away, in the order in which it stands.

    `names` are those of the body's parties and people; of a person, the last word alone is looked for as well.
    """
    found: list[GiveAway] = []
    for one in (*_by_signs(text), *_by_names(text, names), *_by_pronouns(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda g: g.start)


def _by_signs(text: str) -> Iterator[GiveAway]:
    for sign in _SIGNS:
        for match in sign.pattern.finditer(text):
            yield GiveAway(match.start(), match.end(), match[0].strip(), sign.why, sign.instead)


def _by_names(text: str, names: Iterable[str]) -> Iterator[GiveAway]:
    wanted = sorted({n.strip() for n in names if len(n.strip()) > 2}, key=len, reverse=True)
    if not wanted:
        return
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)")
    for match in pattern.finditer(text):
        why = "A member or a person of the body is named."
        yield GiveAway(match.start(), match.end(), match[0], why, "“a member”, “one participant”")


def _by_pronouns(text: str) -> Iterator[GiveAway]:
    """A pronoun that tells the sex of a single speaker, in their sentence or the one after it."""
    was_single = False
    for sentence in _SENTENCE.finditer(text):
        is_single = _SINGULAR.search(sentence[0]) is not None
        if is_single or was_single:
            for match in _PRONOUN.finditer(sentence[0]):
                start = sentence.start() + match.start()
                why = "It tells whether a man or a woman spoke."
                yield GiveAway(start, start + len(match[0]), match[0], why, "“they”, or the sentence without it")
        was_single = is_single


def names_to_look_for(parties: Iterable[str], people: Iterable[str]) -> list[str]:
    """What leads to somebody of a body: its parties by name, its people by name and by their last word."""
    found = list(parties)
    for name in people:
        found += [name, *name.split()[-1:]]
    return found


def marked(text: str, found: Iterable[GiveAway]) -> list[tuple[str, GiveAway | None]]:
    """The text in runs, each with what it gives away, or nothing: for showing it."""
    runs: list[tuple[str, GiveAway | None]] = []
    place = 0
    for one in found:
        if one.start > place:
            runs.append((text[place : one.start], None))
        runs.append((text[one.start : one.end], one))
        place = one.end
    return [*runs, (text[place:], None)] if place < len(text) else runs
