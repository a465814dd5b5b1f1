"""Finds what may give a speaker away in a text that attributes nothing; says where, why, and what to write instead.

It changes nothing. It errs on the side of asking: a name of a member is told wherever it stands, since whoever reads
“the Netherlands offered” knows who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from convene.records.circumstances import CIRCUMSTANCES
from convene.records.nations import OTHER_WORDS, words_for
from convene.records.offices import OFFICES
from convene.records.phrases import PHRASES
from convene.records.scripts import MIXED, TYPE_ANEW, mixed_words
from convene.records.sentences import cut
from convene.records.signs import SIGNS, SPOKEN_OF, sign

NAMED = "A member or a person of the body is named, or where they are from."
FIRST_PERSON = "The first person leads to whoever speaks."
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
    r"pledged|committed|supported|opposed|confirmed|reminded|observed|remarked|thanked|preferred|urged|doubted|"
    r"described|told|raised|mentioned|introduced|presented|circulated|endorsed|rejected|accepted|wished|hoped|feared|"
    r"questioned|wondered|intervened|concluded|commented|inquired|spoke|wrote|written|pointed out|abstained|promised|"
    r"volunteered|complained|apologi[sz]ed|sympathi[sz]ed|cautioned|advised|recommended|requested|shared)"
)
# What may say something without anybody having spoken, and whom a record may tell of: neither leads to a speaker.
_TOLD_OF = (
    r"(?:reports?|papers?|stud(?:y|ies)|texts?|notes?|summar(?:y|ies)|lists?|agreements?|treat(?:y|ies)|laws?|rules?|"
    r"maps?|records?|resolutions?|articles?|annex(?:es)?|conventions?|charters?|mandates?|letters?|drafts?|surveys?|"
    r"figures|findings|evidence|data|questions?|points?|issues?|matters?|views?|options?|proposals?|lists?|"
    r"board|council|group|meeting|participants?|speakers?|members?|delegates?|discussants?|panellists?|guests|"
    r"survivors|witnesses|victims|families|rebels?|militias?|armed groups?|regime|opposition|commission|court|tribunal|"
    r"arm(?:y|ies)|crowds?|villagers|press|media|radio|sample|conferences?|talks|Member States|States|summits?|"
    r"attacks?|hotline)"
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


# What a chair does for the meeting leads to nobody.
_PROCEEDS = (
    r"(?!(?:thanked (?:the|all|every)|welcomed (?:the|all)|proposed to (?:return|close|begin|move|adjourn|take|go)|"
    r"concluded (?:the|that)|recalled the (?:rules|deadline)|reminded (?:the|all|members|participants))\b)"
)
# What they do is public, whoever tells of it.
_ORGANS = r"(?:Security Council|General Assembly|Human Rights Council)"


@dataclass(frozen=True, slots=True)
class GiveAway:
    """Words that may lead to a speaker: where they stand in the text, why, and what to write instead."""

    start: int
    end: int
    words: str
    why: str
    instead: str

    @property
    def advice(self) -> str:
        """What to do about it, as a sentence."""
        is_order = not self.instead.startswith("“")
        return f"{self.instead[:1].upper()}{self.instead[1:]}." if is_order else f"Write {self.instead}."


_ONE = "“one participant”, or “it was said”"
_SEVERAL = "leave it out, or say it of several"
_LANGUAGES = (
    r"(?:English|French|Spanish|Arabic|Russian|Chinese|German|Dutch|Danish|Swedish|Norwegian|Finnish|Portuguese|"
    r"Italian|Greek|Turkish|Polish|Ukrainian|Swahili|Amharic|Japanese|Korean|Hindi|Urdu|Farsi|Dari|Pashto)"
)
_ITS_OWN = (
    r"(?:parliament|legislature|constitution|embass(?:y|ies)|consulates?|missions?|troops|soldiers|police|"
    r"forces|army|navy|aircraft|contingents?|nationals|citizens|voters|ministers?|ministry|cabinet|government|capital|"
    r"archives?|presidency|chairmanship|candidature|membership|seat|term|budget|headquarters|field offices?|staff|"
    r"researchers|patients|members|donors|board|history|occupation|independence|borders?|coast|ports?)"
)
_PLACED = r"(?:permanent|elected|newest|oldest|longest-serving|youngest|smallest|largest|founding|outgoing|incoming)"
# What only one or a few can say of themselves: by what they own, where they sit, when and in what tongue they spoke.
_OF_ONE = (
    sign(
        rf"\b(?:[Ii]ts|[Tt]heir) own (?:[a-z-]+ )?{_ITS_OWN}\b|\bof (?:its|their) own {_ITS_OWN}\b"
        r"|\b(?:of|with|by|from|through) its (?:troops|soldiers|police|aircraft|contingents?|nationals|citizens|"
        r"embassy|embassies|missions|staff|researchers)\b"
        r"|\bits (?:presidency|chairmanship|candidature|membership|seat|term|embassy|embassies|troops|contingents?|"
        r"nationals|citizens)\b",
        "What somebody calls their own leads to them.",
        "“a government”, “an organisation”",
    ),
    sign(
        rf"\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Bb]oth) {_PLACED} (?:members?|States?|delegations?|participants?|donors?|"
        r"contributors?|speakers?|organisations?)\b",
        "A place that one or a few hold leads to them.",
        _SEVERAL,
    ),
    sign(
        r"\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ome) (?:small |large |major )?(?:island|landlocked|coastal|"
        r"neighbou?ring|Nordic|Baltic|Gulf|Sahelian|Andean|front-?line|troop-contributing|donor|nuclear) "
        r"(?:States?|countr(?:y|ies)|members?|governments?)\b|\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Tt]he) neighbours?\b"
        r"|\b(?:troop|financial) contributors?\b",
        "Where a State lies, or what it gives, leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b[Tt]he (?:previous|last|first|next|second|third|opening|final) (?:speaker|intervention|statement)\b"
        r"|\b[Tt]he (?:speaker|participant|delegate) (?:before|after)\b",
        "The order in which people spoke leads to them.",
        _ONE,
    ),
    sign(
        r"\b(?:[Ss]poken|[Ss]peaking|made|given|said|delivered|read(?: out)?|put) in "
        rf"(?:her |his |their )?{_LANGUAGES}\b",
        "The language in which somebody spoke leads to them.",
        "leave it out",
    ),
    sign(
        r"\b(?:joining|speaking|connected|taking part|by video|by telephone|arrived|flown in|present|dialling in) "
        r"(?:in )?from (?:the )?[A-Z][\w'’-]+",
        "Where somebody spoke from leads to them.",
        "leave it out",
    ),
    sign(
        r"\b[Hh]aving (?:itself |once |long |earlier )?(?:chaired|hosted|led|headed|presided|negotiated|mediated|"
        r"served|signed|ratified|drafted|founded|commanded|governed|contributed|sponsored|prosecuted|"
        r"recognised)\b[^.;,]*",
        "What somebody did leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b(?:[Hh]e|[Ss]he)(?: himself| herself)? (?:also |then |had |further )?{_SAYS}\b",
        "It tells whether a man or a woman spoke.",
        "“they”, or the sentence without it",
    ),
    sign(
        r"\b[Tt]he (?:Foreign Office|State Department|Quai d[’']Orsay|White House|Kremlin|Elys[ée]e|Pentagon|"
        r"Foreign Ministry|Holy See|Commission(?! of (?:Inquiry|Experts))|Secretary-General|High Commissioner|"
        r"Special Advis[eo]r|Bundestag|"
        r"Riksdag|Storting|Folketing|Knesset|Duma|Sejm|Cortes|Congress|House of (?:Commons|Lords|Representatives)|"
        r"Senate|Dáil|Eduskunta|Diet)\b",
        "A seat of government or of a parliament leads to a State.",
        "“a government”, “a parliament”",
    ),
    sign(
        rf"\b(?:[Oo]ne|[Aa]n?|[Tt]he|[Aa]nother) (?:founders?|survivors?|laureates?|veterans?|former [a-z]+|"
        rf"(?:prime|foreign|interior|defence) minister|head|director|president|secretary-general|commander|"
        rf"(?:[A-Z]\w+ )?laureate|mayor|bishop|rabbi|imam)(?: of [^.;,]{{3,40}}| in the room)? "
        rf"(?:{_SAYS}|described|told)\b",
        "An office or a past that is one person’s leads to them.",
        _ONE,
    ),
    sign(
        r"\b(?:[Oo]ne|[Aa]) (?:woman|man|mother|father|refugee|former prisoner) (?:from|of|who|whose)\b[^.;,]*",
        "Who is told of so closely can be known.",
        _ONE,
    ),
    sign(
        r"\b[Tt]he (?:organisation|institute|university|delegation|agency|foundation|network|museum) "
        r"(?:that|which|whose)\b[^.;]*",
        "What is told of a single one leads to it.",
        _SEVERAL,
    ),
    sign(
        rf"(?:^|(?<=[.!?] ))(?:The|An?) (?!(?:[a-z-]+ ){{0,3}}{_TOLD_OF}\b)"
        rf"(?!(?:[a-z-]+ )?(?:president|governor|warlord|dictator|widow|ruler|[Cc]hair)(?: had| has)? {_SAYS}\b)"
        r"(?:(?!(?:was|were|is|are|be|been) )[\w'’-]+ ){1,4}?"
        rf"(?:(?:who|whose|that|which|with|at|in|for|of|from|on|hosting|representing)\b[^.;,]{{2,60}}? )?"
        rf"(?:had |has |then |also )?(?<!was )(?<!were )(?<!been )(?<!be )(?<!is )(?<!are )(?:{_SAYS}|answered)\b",
        "Whoever is told of alone as saying something can be known.",
        _ONE,
    ),
    sign(
        r"\b[Tt]he (?:participant|speaker|delegate|discussant|panellist|colleague)\b"
        r"|\b[Tt]he (?:participants|speakers|members|delegates) (?:with|from|of|whose|who)\b[^.;,]*"
        r"|\b(?:[Ss]omebody|[Ss]omeone|[Tt]he person|[Tt]he one|[Oo]ne of those present) (?:who|with|from|whose|had)\b",
        "Whoever is told of as the one can be known.",
        _ONE,
    ),
    sign(
        rf"\b(?:[Oo]ne|[Aa]nother|[Aa]) {SPEAKER}, (?:an?|the|who|whose|having|himself|herself)\b[^.;,]*"
        r"|\b[Ss]peaking as\b[^.;,]*"
        r"|\bin (?:his|her|its|their) (?:national|personal|private|own) capacity\b",
        "What is told of a single one leads to them.",
        "leave it out",
    ),
    sign(
        r"\b[Tt]he (?:[a-z-]+ ){0,2}(?:neighbours?|hosts?|depositary|guarantors?|co-?sponsors?|signator(?:y|ies)|"
        r"donors?|coordinator|chair|company|bank|Elders)\b(?! of (?:the|a) (?:village|camp|province|town|electoral|"
        r"party|transitional))"
        r"(?! (?:was|is) (?:thanked|elected|re-elected)| (?:had )?(?:thanked (?:the|all|every)|opened|closed|"
        r"adjourned|suspended|summed up)\b)(?=[ ,.])"
        r"(?! ?(?:['’]s )?summary)",
        "A part that one or a few have leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b(?!{_PLAIN}\b)[A-Z][a-z]+(?:'s|’s) (?:[a-z-]+ )?(?:offices?|channels?|offers?|views?|positions?|"
        r"proposals?|papers?|delegations?|troops|parliaments?|governments?|missions?|embass(?:y|ies)|successors?|"
        r"experience|lists?)\b",
        "Whose it is leads to them.",
        "leave it out",
    ),
    sign(
        r"\b[Tt]he (?:embassy|consulate|mission|office|institute|university|museum|foundation) in [A-Z][\w'’-]+\b",
        "A seat leads to whoever has it.",
        _SEVERAL,
    ),
    sign(
        r"\b[Tt]he (?:embassy|consulate|mission|office) in [A-Z][\w'’-]+, which (?:it|they)\b",
        "Whoever keeps a mission there leads to a State.",
        "“a mission”",
    ),
)
# In this order: of two that overlap, the first is told.
_SIGNS = (
    sign(
        r"\b(?:[Ss]peaking )?(?:[Oo]n behalf of|[Ii]n the name of) (?:the |a |an |its |their )?[A-Z]?[\w'’-]+",
        "For whom somebody spoke is an affiliation.",
        "leave it out",
    ),
    sign(
        rf"\b[Tt]he (?:[\w'’-]+ ){{0,2}}{_OFFICE} (?:of|from|for|to) (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*",
        "An office of a country or organisation leads to whoever holds it.",
        _ONE,
    ),
    sign(
        rf"\b{_NATION} (?:{_OFFICE}|{_CALLING}|{SPEAKER}s?|focal points?|colleagues?|States?|countries)\b",
        "A nationality with an office leads to a speaker.",
        _ONE,
    ),
    sign(rf"\b[A-Z]{{2,}}(?:'s|’s)? {_OFFICE}\b", "An organisation with an office leads to a speaker.", _ONE),
    sign(
        rf"\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]he)(?: [a-z-]+)? {_CALLING} (?:from|in|of) (?:the )?[A-Z][\w'’-]*",
        "Where a speaker comes from is an affiliation.",
        _ONE,
    ),
    sign(
        rf"\b(?:[Tt]he|[Oo]ne|[Aa]) (?:{SPEAKER}|State|country|government),? (?:that|which|who|whose)\b[^.;]*",
        "What is told of a single one leads to it.",
        "leave it out, or say it of several",
    ),
    sign(
        r"\b[Aa]s (?:the|an?) (?:[\w-]+ ){1,2}(?:of|to|for) [^.;,]+,",
        "An office or a place held by one leads to it.",
        "leave it out",
    ),
    sign(
        rf"\b(?:[Aa]|[Tt]he|[Oo]ne) (?:former|then|current|acting|deputy|serving|retired) "
        rf"(?:{_OFFICE}|{_CALLING}|head of State)\b",
        "An office that somebody holds or held leads to them.",
        _ONE,
    ),
    sign(
        rf"\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]he) {SPEAKER} (?:from|of|representing) (?:the |a )?[A-Z][\w'’-]*",
        "Where a speaker comes from is an affiliation.",
        _ONE,
    ),
    sign(
        r"\b(?:[Aa]mbassador|[Mm]inister|Mr\.?|Mrs\.?|Ms\.?|Mx\.?|Dr\.?|[Pp]rofessor|Prof\.|[Ss]enator|Lord|Lady|"
        r"Baroness|"
        r"Sir|Dame|Madam|Her Excellency|His Excellency|General(?! Assembly| Secretar| Staff| Debate| Council)|"
        r"Colonel) [A-Z][\w'’-]+",
        "A title with a name is a name.",
        _ONE,
    ),
    sign(
        r"\b(?:as|being) (?:the|a|an) (?:only|sole|first(?! (?:step|measure|sign))|last(?! (?:step|resort))|one|"
        r"largest|smallest|former|current|neighbouring|host|"
        r"donor|troop-contributing|nuclear|guarantor)\b[^.;,]*",
        "What only one or a few can say of themselves leads to them.",
        "leave it out, or say it of several",
        flags=re.IGNORECASE,
    ),
    sign(
        r"\b(?:the only|the sole|alone among the|the one) (?:member|country|State|government|organisation|participant|"
        r"delegation|speaker)s?\b",
        "What only one can say of themselves leads to them.",
        "“some participants”",
        flags=re.IGNORECASE,
    ),
    sign(
        r"\b(?:the )?(?:host(?:ing)? (?:country|State|government|city|capital)|hosts|co-?chairs?|rapporteur|"
        r"chair(?:man|woman|person)?|presidency|secretariat) " + _PROCEEDS + _SAYS,
        "Whoever holds that place is known.",
        "“it was said”",
        flags=re.IGNORECASE,
    ),
    *_OF_ONE,
    *SIGNS,
    *OFFICES,
    *PHRASES,
    *CIRCUMSTANCES,
    sign(
        r"\b(?:my|our) (?:own )?(?:country|government|capital|ministry|ministers?|parliament|embassy|troops|"
        r"organisation|university|delegation|constituency|foundation|institute|office|team|board)\b",
        FIRST_PERSON,
        "“a government”, “an organisation”",
        flags=re.IGNORECASE,
    ),
    sign(
        r"(?<![\w.])(?<!Annex )(?<!Part )(?<!Phase )(?<!War )(?<!Article )(?<!Section )(?<!Chapter )"
        r"(?:I|I['’](?:m|d|ve|ll))(?! ?[.)\]]|\s*$)(?= [a-z]|['’])"
        r"|\b(?:[Ww]e|[Mm]y|(?<=is )mine|(?<=was )mine|(?<=of )mine|[Mm]yself|[Oo]urselves)\b"
        r"|\b[Oo]ur\b|\b(?:[Tt]old|[Aa]sked|[Gg]ave|[Ss]hown?|[Tt]o|[Ff]or|[Ww]ith) (?:me|us)\b",
        FIRST_PERSON,
        "the third person: “it was said that”",
    ),
    sign(
        rf"\b(?!{_PLAIN}\b|{_ORGANS}\b)(?<!Security )(?<!General )(?<!Rights )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,6}} "
        rf"(?:{_SAYS}|would|could not|will|shared|doubted)\b",
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


def give_aways(text: str, names: Iterable[str] = (), *, city: str = "") -> list[GiveAway]:
    """What may give a speaker away, in the order in which it stands.

    `names` are those of the body's parties and people; of a person, the last word alone is looked for as well. That
    they met in `city` leads to nobody, though it may be a member's seat of government.
    """
    # First of all, since what such a word says is known only once it is typed anew.
    mixed = (GiveAway(w.start(), w.end(), w[0], MIXED, TYPE_ANEW) for w in mixed_words(text))
    found: list[GiveAway] = []
    for one in (*mixed, *_by_signs(text), *_by_names(text, names, city), *_by_pronouns(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda g: g.start)


def _by_signs(text: str) -> Iterator[GiveAway]:
    for one in _SIGNS:
        for match in one.pattern.finditer(text):
            if SPOKEN_OF.match(text, match.start()):
                continue
            yield GiveAway(match.start(), match.end(), match[0].strip(), one.why, one.instead)


def _by_names(text: str, names: Iterable[str], city: str) -> Iterator[GiveAway]:
    wanted = sorted({n.strip() for n in names if len(n.strip()) > 2}, key=len, reverse=True)
    if not wanted:
        return
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)")
    met = _where_they_met(text, city) if city else frozenset()
    for match in pattern.finditer(text):
        if match.start() in met:
            continue
        yield GiveAway(match.start(), match.end(), match[0], NAMED, "“a member”, “one participant”")


def _where_they_met(text: str, city: str) -> frozenset[int]:
    """Where a text names the city as the place of the meeting: “met in Copenhagen”, “the Copenhagen meeting”."""
    name = re.escape(city)
    what = "met|meets?|meetings?|sessions?|held|convened|gathered|sat|conference|communiqué"
    place = rf"\b(?:{what}) (?:again )?(?:in|at) ({name})\b"
    kind = rf"\b({name}),? (?:meeting|session|conference|communiqué|\d)"
    return frozenset(m.start(1) for pattern in (place, kind) for m in re.finditer(pattern, text, re.IGNORECASE))


def _by_pronouns(text: str) -> Iterator[GiveAway]:
    """A pronoun that tells the sex of a single speaker, in their sentence or the one after it."""
    was_single, begins = False, 0
    for sentence in cut(text):
        is_single = _SINGULAR.search(sentence) is not None
        if is_single or was_single:
            for match in _PRONOUN.finditer(sentence):
                start = begins + match.start()
                why = "It tells whether a man or a woman spoke."
                yield GiveAway(start, start + len(match[0]), match[0], why, "“they”, or the sentence without it")
        was_single, begins = is_single, begins + len(sentence)


def names_to_look_for(parties: Iterable[str], people: Iterable[str]) -> list[str]:
    """What leads to somebody of a body: its parties by name, States by their people and seat too; its people by name.

    Of a person, their last word is looked for by itself, unless they are known by their office: “Chair of the board”,
    “Representative of the United States”. Of that party “States” alone names nobody.
    """
    found = []
    known = list(parties)
    in_a_name = {word for name in known if len(words := name.split()) > 1 for word in words}
    for name in known:
        if of_state := words_for(name):
            written = (name, *of_state)
            # Whoever takes notes in a hurry writes “norway” and “dutch”.
            found += [*written, *(w.lower() for w in written if len(w) > 4 and w.lower() not in OTHER_WORDS)]
        else:
            found.append(name)
    for name in people:
        found += [name, *(word for word in name.split()[-1:] if word[:1].isupper() and word not in in_a_name)]
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
