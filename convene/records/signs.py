"""Signs by which a State or a person is known without being named: peoples, seats, what is theirs, posts, regions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from convene.records.nations import ADJECTIVES, PEOPLES, SEATS


@dataclass(frozen=True, slots=True)
class Sign:
    """What to look for, why it may lead to a speaker, and what to write instead."""

    pattern: re.Pattern[str]
    why: str
    instead: str


def sign(pattern: str, why: str, instead: str, *, flags: int = 0) -> Sign:
    """A sign from its pattern."""
    return Sign(re.compile(pattern, flags), why, instead)


def _any_of(words: Iterable[str]) -> str:
    """One of these words, the longest first; an apostrophe may be of either kind."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("'", "['’]") for word in ordered) + ")"


_SEAT, _PEOPLE, _ADJECTIVE = _any_of(SEATS), _any_of(PEOPLES), _any_of(ADJECTIVES)
_ONE, _SEVERAL, _OUT = "“one participant”, or “it was said”", "leave it out, or say it of several", "leave it out"
_BEGINS = r"(?:^|(?<=[.!?;] )|(?<=[.!?]\n))"
# What a government or an organisation does, and a text, a court or a crowd seldom.
_DOES = (
    r"(?:vot(?:e|ed)|rais(?:e|ed) (?:it|this|that|the (?:matter|question|issue|case))|tabl(?:e|ed)|announc(?:e|ed)|"
    r"open(?:ed)? its|host(?:ed)?|sen[dt]|paid|pay(?! off)|grant(?:ed)?|support(?:ed)?|oppos(?:e|ed)|consult(?:ed)?|"
    r"abstain(?:ed)?|provid(?:e|ed)|contribut(?:e|ed)|deploy(?:ed)?|train(?:ed)?|recognis(?:e|ed)|withdr(?:aw|awn|ew)|"
    r"financ(?:e|ed)|fund(?:ed)?|join(?:ed)? (?:the|any|no|such)|evacuat(?:e|ed)|recall(?:ed)?|expel(?:led)?|"
    r"ratif(?:y|ied)|sign(?:ed)?|impos(?:e|ed)|lift(?:ed)?|suspend(?:ed)?|offer(?:ed)?|pledg(?:e|ed)|promis(?:e|ed)|"
    r"circulat(?:e|ed)|publish(?:ed)?|tak(?:e|en) in|receiv(?:e|ed)|clos(?:e|ed) its|kept its|keep its)"
)
_MAY = (
    r"(?:had|has|have|would|will|could|can|might|may|must|should)"
    r"(?: not| already| just| then| also| since| long| never)?"
)
_THINGS = (
    r"(?:frigates?|ships?|vessels?|helicopters?|aeroplanes?|airlines?|battalions?|battery|peacekeepers?|observers?|"
    r"airports?|(?:prime |foreign |defence |interior )?ministers?|president|ambassadors?|consulates?|diplomats?|"
    r"delegations?|companies|banks?|aid agency|development agency|intelligence|secret service|coastguard|hospitals?|"
    r"scholars?|experts|trainers?|monitors?|taxpayers|electorate|airspace|waters|diaspora|contribution|funding|pledge)"
)
_REGION = (
    r"(?:Nordic|Baltic|Benelux|Balkan|Gulf|Pacific|Caribbean|Andean|Sahelian|Maghreb|African|West African|East African|"
    r"Asian|Central Asian|Latin American|European|Arab|Francophone|Lusophone|Anglophone|Commonwealth|Mediterranean|"
    r"Scandinavian|Iberian|Central European)"
)
_POST = (
    r"(?:bishop|archbishop|cardinal|rabbi|imam|nun|priest|pastor|survivor|professor|academic|scholar|parliamentarian|"
    r"senator|deputy|alternate|advis[eo]r|ambassador|minister(?! of the)|attach[ée]|consul|envoy|admiral|judge|"
    r"prosecutor|rapporteur|director|historian|lawyer|physician|surgeon|engineer|journalist|editor|mayor|ombudsman|"
    r"counsellor|under-secretary|state secretary|co-chair|treasurer|photographer|psychologist|publisher|"
    r"funder|founder|author)"
)
# Who holds an office in the situation, or suffered there, is spoken of, and does not speak.
SPOKEN_OF = re.compile(
    r"(?:[Tt]he|[Aa]n?) (?:[A-Za-z-]+ )?(?!neighbour|host|friend|guarantor|donor|depositary|supplier|ally|"
    r"representative)"
    r"[A-Za-z-]+ (?:of|in) the (?:country|transition|transitional|junta|regime|rebels?|militias?|province|occupied|"
    r"opposition|"
    r"electoral|self-declared|self-styled|armed|ruling)\b"
    r"|(?:[Tt]he|[Aa]n?) (?:[a-z-]+ ){1,3}(?:had been|has been|was|were) (?:shot|arrested|killed|abducted|dismissed|"
    r"detained|"
    r"threatened|beaten|tortured|jailed|executed|murdered|kidnapped|poisoned|expelled|burnt|looted|bombed|attacked|"
    r"hanged|"
    r"imprisoned|deported|wounded|injured|stormed|shelled|destroyed|replaced|removed from office)\b"
    r"|(?:[Tt]he|[Aa]n?) (?:[a-z-]+ ){1,3}(?:had |has )?(?:resigned|fled|died|disappeared|seized|dissolved|banned|"
    r"postponed|"
    r"dismissed|declared|boasted|surrendered|defected|usurped|rigged)\b"
)
SIGNS = (
    sign(
        rf"{_BEGINS}{_SEAT} (?:{_MAY} (?:been (?:asked|told|consulted|informed)|[a-z]+ed|need|want|wait|say|agree|"
        r"decide|accept|answer|not)|needs?|needed|wants?|wanted|wished|prefers|preferred|hesitated|insisted|"
        rf"was (?:asked|told|consulted|informed|ready)|is ready)\b|\b{_SEAT}(?:'s|’s|'|’) (?:[a-z]+ )?(?:position|view|"
        r"line|answer|offer|instructions?|approval|consent|reservations?|vote|policy|hesitation|support)\b"
        rf"|{_BEGINS}{_SEAT} (?:and {_SEAT} )?(?:was|were|is|are) (?:not )?(?:expected|divided|cautious|likely|"
        r"unlikely|reluctant|"
        r"willing|told|informed|asked|hopeful|sceptical|against|opposed|in favour)\b"
        r"|\b(?:[Ww]ord|[Nn]ews|[Aa]nswers?|[Rr]epl(?:y|ies)|[Ss]ignals?|[Gg]uidance|[Gg]reen light|[Ff]eedback|"
        r"[Ll]ine) from "
        rf"{_SEAT}\b|\b(?:appetite|mood|views?|patience|majority|colleagues|lawyers|people|office|desk|"
        rf"debate) (?:for \w+ )?in {_SEAT}\b",
        "A seat of government that acts is a government.",
        "“one capital”",
    ),
    sign(
        r"\b(?:decisions?|instructions?|approval|clearance|consent|cabinet|parliament|recess|ministry|headquarters|"
        r"think[- ]tanks?|institutes?|academics?|scholars?|professors?|colleagues|university|desk|embassy|consulate)\b"
        rf"(?: (?:was|were|is|are|had|been|still|expected|awaited|taken|due|needed))* "
        rf"(?:in|from|of|at) (?:the )?{_SEAT}\b",
        "Where it is decided, or where somebody works, leads to them.",
        _OUT,
    ),
    sign(
        rf"\b(?:{_PEOPLE}|[Tt]he {_ADJECTIVE}) (?:among (?:the|those|us)|in the room|at the table|on the board|"
        rf"(?:{_MAY}) (?:been|done|[a-z]+ed|[a-z]+)|would|will|could)\b",
        "A people that acts is a State.",
        "“one member”",
    ),
    sign(
        rf"\b{_ADJECTIVE} (?:[a-z]+ )?(?:experience|law|legislation|practice|offer|position|proposals?|paper|non-paper|"
        r"amendments?|presidency|chairmanship|initiative|contribution|view|funding|funds|instructions|reservations?|"
        r"statement|intervention|request|draft|seat|vote)\b",
        "What is told of as a nation’s leads to it.",
        _OUT,
    ),
    sign(
        rf"(?:{_BEGINS}Its|(?<!burst )(?<!over )\bits) (?:[a-z]+ |\d[\d.,]* ){{0,2}}?{_THINGS}\b"
        r"|\b[Hh]aving [a-z]+ (?:all |most |some )?(?:of )?its\b",
        "What somebody calls their own leads to them.",
        "“a government”, “an organisation”",
    ),
    sign(
        rf"{_BEGINS}It (?:alone\b|(?:itself )?{_MAY} (?:again )?{_DOES}\b)",
        "What one alone has done, or will do, leads to it.",
        _SEVERAL,
    ),
    sign(
        rf"\b(?:[Oo]ne|[Aa]|[Aa]nother) (?:State|country|government|ministry|organisation|embassy|ministry of [a-z ]+?)"
        rf"(?:,[^,.;]*,)? {_MAY} {_DOES}\b|{_BEGINS}(?:That|This) (?:State|country|government|delegation|ministry)\b"
        r"|\b(?:[Oo]ne|[Tt]wo|[Tt]hree) (?:members?|States?|governments?|countries) "
        r"(?:sells?|sold|borders?|buys?|owns?)\b",
        "What is told of a single one leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b[Tt]he (?:member|delegation|government|State|organisation|company|donor) (?:next|with|closest|nearest|"
        r"furthest|most|present)\b|\b[Tt]he (?:one|only|sole) [A-Za-z]+ (?:present|participant|member|speaker|delegate|"
        r"in the room|at the table|among)\b|\b[Aa] neighbour\b"
        r"|\b[Tt]he (?:\w+est|most [a-z]+) (?:delegates?|participants?|members?|speakers?|delegations?|donors?)\b",
        "What only one can say of themselves leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b{_REGION} (?:members?|participants?|speakers?|delegates?|delegations?|governments?|countries|States|"
        r"colleagues?|parliaments?)\b|\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Bb]oth|[Tt]he) "
        r"(?:kingdoms?|republics?|monarch(?:y|ies)|"
        r"federations?|islands?) (?:in the room|would|had(?! been)|and)\b",
        "A region has few members.",
        _SEVERAL,
    ),
    sign(
        rf"{_BEGINS}(?:The|An?) (?:[a-z]+(?:-[a-z]+)? ){{0,2}}?{_POST}(?:'s|’s)?"
        rf"(?:,| (?:{_MAY}|[a-z]+ed\b|for\b|in the room|who\b|of the|own\b))"
        r"|\b[Tt]he [a-z-]+(?:'s|’s) (?:director|head|academic|founder|lawyer|advis[eo]r|"
        r"secretary|historian|chairman)\b|\b(?:replacing|standing in for|on behalf of|deputising for) the [a-z]+\b",
        "An office or a past that is one person’s leads to them.",
        _ONE,
    ),
    sign(
        r"\b[Tt]he (?:deputy )?(?:head|director|chief|secretary) (?:of|for) (?:the |its )?(?:[A-Za-z-]+ ){0,3}"
        r"(?:department|unit|division|desk|section|office|bureau|directorate|programme|institute|museum|service)\b"
        r"|\b[Tt]he (?:Deputy |Prime )?(?:Minister|Under-Secretary|Secretary of State|Attorney[- ]General|"
        r"Foreign Secretary|Permanent Secretary|Permanent Mission|Permanent Representative)\b"
        r"|\b(?:Madam|Mr\.?|Mister) (?:Chair(?:man)?|President|Speaker)\b"
        r"|\b(?:Sister|Brother|Father|Reverend) [A-Z]\w+",
        "An office leads to whoever holds it.",
        _ONE,
    ),
    sign(
        r"\b(?:[Hh]is|[Hh]er) (?:own )?(?:prime minister|minister|government|capital|country|ministry|delegation|"
        r"organisation|university|institute|embassy|parliament|constituency|constituents|village|mother|father|"
        r"grandmother|grandfather|predecessor|successor|colleagues|time|term|mandate|staff|research)\b"
        r"|\b[Ii]n (?:his|her) (?:[a-z-]+ )?(?:years?|time|days|career) (?:at|in|as|with)\b",
        "It tells whether a man or a woman spoke.",
        "“they”, or the sentence without it",
    ),
    sign(
        r"\b[Ss]peaking for\b[^.;,]*|\b[Aa]s (?:(?:next|last|this) [a-z]+(?:'s|’s) )?"
        r"(?:current |outgoing |incoming |acting )?"
        r"(?:host|chair|president|depositary|coordinator|facilitator|co-host|co-chair|penholder|rapporteur)\b",
        "A place that one holds, or for whom somebody spoke, leads to them.",
        _OUT,
    ),
    sign(
        r"\b(?:joined|joining|spoke|speaking|called in|dialled in|connected|took part)\b[^.;]{0,40}"
        r"\b(?:in the (?:middle of the )?(?:morning|night)|at night|midnight|before dawn|"
        r"(?:local|his|her|their|its) time)\b"
        r"|\bwho (?:had|has) (?:just |only just |recently )?(?:returned|come back|arrived|flown in) from\b[^.;,]*",
        "From which hour or place somebody speaks leads to them.",
        _OUT,
    ),
    sign(
        rf"{_BEGINS}(?:He|She)\b(?! or\b)|\b(?:[Hh]is|[Hh]er) (?:own )?(?:[Mm]inistr(?:y|ies)|Government|State|"
        r"Parliament|[Aa]uthorities|[Aa]ssociation|[Oo]ffice|[Tt]eam|[Ss]ervice|[Cc]ourt|[Pp]eople|[Ff]amily|[Bb]oard|"
        r"remarks|intervention|statement|view|proposal|offer|paper|presentation|experience)\b",
        "It tells whether a man or a woman spoke.",
        "“they”, or the sentence without it",
    ),
    sign(
        r"\b(?:[Aa]|[Oo]ne|[Aa]nother|[Tt]he) (?:other )?(?:member|delegation|participant|speaker|delegate|"
        r"representative|discussant|panellist)s? (?:with|joining|sitting|seated|dressed|holding|coming|based|"
        r"living|working|from(?! [a-z]+ing\b)|in|nearest|closest|next)\b[^.;,]*"
        r"|\b(?:[Oo]ne|[Tt]wo|[Tt]hree) of (?:the )?(?:two|three|four|few|only) (?:members|States|delegations|"
        r"governments|countries|organisations|speakers)\b[^.;,]*",
        "What is told of a single one, or of so few, leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b{_ADJECTIVE} (?:side|secretary|desk|mission|team|text|language|wording|list|line|veto|candidate|nominee|"
        r"expert|guest|chair|government’s|minister’s|scheme|programme|model law|act)\b",
        "What is told of as a nation’s leads to it.",
        _OUT,
    ),
    sign(
        r"\b(?:[Nn]obody|[Nn]o one|[Nn]one) else (?:a?round|at|in|here|present|of)\b[^.;,]*"
        r"|\b(?:had|has|have) been (?:the )?(?:among the )?(?:first|last|only one|only ones) (?:to|who|that)\b[^.;,]*"
        rf"|{_BEGINS}Having (?:just |itself |once |only |long )?"
        r"(?:held|lost|won|taken|sent|been|had|seen|left|lived|paid)\b",
        "What only one can say of themselves leads to them.",
        _SEVERAL,
    ),
    sign(
        r"\b(?:[Tt]he|[Aa]|[Oo]ur|[Ii]ts) (?:focal points?|liaison|desk officers?|colleagues?|counterparts?|"
        r"people|staff|mission|legation|consul|attach[ée]) (?:in|at|to) (?:the )?[A-Z][\w'’-]+"
        r"|\b[Ii]nstructions (?:from|of|had|have|were)\b|\b(?:awaiting|without|pending) instructions\b",
        "Where somebody works, or is instructed from, leads to them.",
        _OUT,
    ),
)
