"""Turns of phrase by which whoever spoke can be known: what they are, did, own, offer, who instructs them, since when.

They are told by their form, not by names. What is said of several, and what is said of the situation, is left alone.
"""

from __future__ import annotations

from convene.records.signs import Sign, sign

_ONE, _SEVERAL, _OUT = "“one participant”, or “it was said”", "leave it out, or say it of several", "leave it out"
BEGINS = r"(?:^|(?<=[.!?;] )|(?<=[.!?]\n))"
WHO = r"(?:participant|speaker|member|delegate|delegation|discussant|panellist|representative|colleague)"
SINGLE = rf"(?:[Oo]ne|[Aa]|[Aa]nother|[Aa] second|[Aa] third) (?:other )?{WHO}"
_COUNTED = rf"(?:[Tt]wo|[Tt]hree) {WHO}s"
# “It was agreed” is nobody; “it was not bound” is somebody.
_IMPERSONAL = (
    r"(?:(?:was|is|had been|has been|would be|will be|could be|can be|may be|might be|must be|should be) (?:not |"
    r"also |then |again |further |generally |widely )?(?!bound|able|unable|ready|willing|prepared|free|party|"
    r"committed|worried|concerned|grateful|proud|well placed|obliged|entitled|receiving|sending|building|hosting|"
    r"neither|no|an?\b|the\b)|remain\w*|seem\w*|appear\w*|would (?:help|make|take|need|suffice|matter|follow)|"
    r"follow\w*|took|takes|made|makes|became|becomes|matter\w*|helped|helps)"
)
# Who it can be that a clause before it is of: “Being landlocked, it …”. “It was agreed” is nobody.
_THEN = (
    rf"(?:it (?!{_IMPERSONAL}\b)|they |one |another |we |he |she |somebody |someone |an? (?:participant|speaker|"
    r"member|delegate|delegation)|the (?:participant|speaker|member|delegate|delegation|representative))"
)
# How somebody may be said to speak, to think or to listen: all do, and it leads to nobody.
_OPINES = (
    r"(?:asked|said|felt|thought|hoped|feared|wished|wanted|expected|preferred|doubted|understood|heard|read|agreed|"
    r"disagreed|suggested|proposed|supported|noted|warned|argued|added|called|expressed|spoken|raised|mentioned|"
    r"questioned|stressed|urged|welcomed|recalled|objected|regretted|concluded|made|pointed|considered|believed|"
    r"assumed|found|remarked|observed|wondered|repeated|reminded|already|also|earlier|not|no|doubts?|reservations?|"
    r"questions?|concerns?|difficult(?:y|ies)|nothing|an?|the|some|other|another|been|to|in|little|much|more|similar)"
)
_WOULD_ONLY = (
    r"(?:have|be|prefer|like|rather|welcome|wish|want|support|accept|agree|go|not|also|see|say|add|hope|favour|leave|"
    r"keep|put|begin|start|delete|drop|avoid|think|find|live|understand|appreciate|expect)"
)
# What a government can do in a meeting's record, and a report, a rain or a militia hardly.
_STATE_DOES = (
    r"(?:match|doubl|trebl|halv|allocat|earmark|budget|second|resettl|legislat|extradit|co-?sponsor|sponsor|mediat|"
    r"interven|reserv|appl(?:y|i)|report back|consult|host|fund|financ|contribut|pledg|ratif|accred|evacuat|"
    r"repatriat)"
)
_OWN_PAST = (
    r"(?:history|past|experiences?|genocide|civil war|dictatorship|transition|reconciliation|minorit(?:y|ies)|"
    r"treatment|indigenous|colonial|reforms?|prevention|legislation|elections?|public|audience|voters?|inquiry)"
)
# Said of one, and nobody is known by it: “Recalling the report, one participant …”.
_SAYING = (
    r"(?:Recalling|Noting|Turning|Referring|Stressing|Welcoming|Summing|Responding|Replying|Answering|Quoting|Citing|"
    r"Commenting|Regretting|Pointing|Returning|Looking|Considering|Regarding|Concerning|Building|Following|According|"
    r"Assuming|Given|Thanking|Agreeing|Disagreeing|Supporting|Adding|Going|Continuing|Beginning|Starting|Concluding|"
    r"During|Reading|Acknowledging|Understanding|Accepting|Depending|Barring|Notwithstanding|Seeing|Judging)"
)

PHRASES: tuple[Sign, ...] = (
    # What a State is, before what it says.
    sign(
        rf"{BEGINS}As (?:an?|the|one of the|one who|somebody who) (?!(?:result|consequence|rule|whole|minimum|matter|"
        r"precaution|example|alternative|compromise|follow-up|first step|next step|start|last resort|condition|sign|"
        rf"preventive|preliminary)\b)[^,.;]{{3,90}}, {_THEN}",
        "What one can say of themselves leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"{BEGINS}(?:(?!{_SAYING}\b)(?:Not [a-z]+ing|[A-Z][a-z]+ing)|Trained|New to|Newly|Fresh from|Born|Raised|"
        r"Just back|Back from|Bound by|Like its|Unlike its|Like other [a-z]+ States|For a (?:country|State|"
        r"government|small|federation|nation)|Since (?:it|they)|Thanks to its|Through its|Because of its|Given its|"
        r"With (?:[^,.;]{0,40}(?:years?|ocean|border|coast|election|parliament)|its|their|his|"
        rf"her))\b[^,.;]*, {_THEN}"
        rf"|{BEGINS}(?:(?:In|Since|Until|After|Before) (?:[A-Za-z]+ )?\d{{4}}|Twice|Once before|Years ago|"
        r"Last (?:year|month)),? it (?:had|has|sent|joined|refused|paid|lost|opened|closed) (?!been|become|begun|"
        r"started|come|taken|rained)[a-z]+",
        "What one can say of themselves leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b{SINGLE},? (?:trained|born|raised|educated|based|posted|appointed|elected|accredited|dressed|seated|"
        r"accompanied|calling|connected|retiring|newly|formerly|once|new to)\b[^.;,]*",
        "What is told of a single one leads to them.",
        _OUT,
    ),
    # What one did, and not only said.
    sign(
        rf"\b{SINGLE} (?:had|has) (?:once |just |himself |herself |themselves |personally |long |recently |only |"
        rf"never )*(?!{_OPINES}\b)[a-z]+\b|\b{SINGLE} (?:had|has) (?:already|also|"
        rf"earlier) (?!{_OPINES}\b)[a-z]+(?:ed|en|t)\b"
        rf"|\b{SINGLE} had been (?!(?:told|asked|of the|in favour|surprised|struck|against|unable|under)\b)[a-z]+"
        rf"|\b{SINGLE} (?:knew|wore|grew up|was born|lived|worked|lived|left|arrived|lost|studied|taught|served|"
        r"married|led|ran|kept|owned|chaired|commanded|visited|awaited|apologised|was (?:about|due|leaving|retiring|"
        r"waiting|late))\b",
        "What one did, or has lived through, leads to them.",
        "leave it out, or write “one participant” with what was said alone",
    ),
    sign(
        rf"\b(?:{SINGLE} (?:would|will|could|can)|{_COUNTED} (?:would|will) (?:each|both)) (?:only |"
        rf"not )?(?!{_WOULD_ONLY}\b)[a-z]+\b"
        rf"|\b{SINGLE} (?:offered|pledged|promised|committed|volunteered|lent|gave|paid|sent|seconded|donated|"
        r"announced) (?!to (?:draft|circulate|share|return|report))(?:an?|the|to|its|their|her|his|two|three|four|"
        r"five|six|\d+)\b",
        "What one offers, or is to do, leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b(?:[Oo]ne|[Aa]nother) {WHO}(?:['’]s) (?!(?:views?|point|points|question|questions|opinion|remark|"
        r"remarks|words|suggestion|proposal|comment|comments|concern|statement|intervention)\b)[a-z]+\b"
        r"|\bone (?:State|country|government|organisation|institute)(?:['’]s) [a-z]+",
        "Whose it is leads to them.",
        _OUT,
    ),
    sign(
        rf"{BEGINS}The (?:member|delegation|institution|museum|institute|foundation|NGO|think[- ]tank|"
        r"association) (?:would|will|could|withdrew|insisted|reserved|offered|stood|asked|agreed|disagreed|thanked|"
        r"wished|had (?:offered|asked|reserved|insisted|proposed|tabled))\b"
        r"|\b(?:by|of|from|to) the (?:member|delegate|delegation|institute|NGO)(?= (?:concerned|in question|which|"
        r"that|who)\b"
        r"|[.,;])|\b[Tt]he member concerned\b|\b[Tt]he representative of the (?!rebels?|militia|regime|junta|"
        r"part(?:y|ies)|government|armed)[a-z]+",
        "Whoever is told of as the one can be known.",
        _ONE,
    ),
    # “It”: a government that is spoken of without a name.
    sign(
        rf"{BEGINS}It (?:(?:had|has|would|will|could|can|might|may)(?: not| also| already| just| since|"
        rf" then)? )?(?:{_STATE_DOES}\w*|set aside|take over the|taken over the|hold (?:a|its) (?:debate|seat)|"
        r"use its|used its|put (?:it|the (?:item|matter)) on (?:the|its) agenda|g(?:i|a)ven? [^.;]*(?:million|"
        r"dollars|euros?)|commit|committed|accept(?:ed)? the|agreed? to the text|live with|reserve)\b"
        rf"|{BEGINS}It (?:pays|holds|shares|borders|hosts|funds|chairs|sells|spends|recognises|finances|trains|"
        r"has troops|maintains|ratified|abstained|voted|vetoed|offered|pledged|reserved|joined|applied|acceded|"
        r"remembered|stood ready|was (?:ready|prepared|willing|unable|not able|attending|waiting|about) to|"
        r"was attending|is (?:ready|prepared|willing) to"
        r"|was not (?:ready|prepared|willing) to)\b",
        "What one alone has done, or will do, leads to it.",
        _SEVERAL,
    ),
    sign(
        rf"{BEGINS}It (?:had|has|lost|had lost|sent|had sent) (?:lost |sent )?(?:\d[\d.,]*|an? |[a-z-]+) (?:of its |"
        r"own )?(?:soldiers|troops|peacekeepers|police(?: officers)?|officers|observers|nationals|citizens|trainers|"
        r"staff)\b"
        r"|\b(?:been|were|was|are) its (?:own|citizens|nationals|soldiers)\b"
        rf"|{BEGINS}It had (?:itself )?(?:been (?:a member|the subject of|on the (?:board|council|other side)|"
        r"occupied|colonised|divided|partitioned)|left the (?:court|union|organisation|treaty|alliance|group|board|"
        r"Court|Union)|learn(?:ed|t)|built|known (?:a|the|its)|lived through|no (?:authority|mandate|instructions?|"
        r"objections?|troops))\b"
        r"|\b, it (?:had (?:learn(?:ed|t)|built|raised|paid|known|understood|joined|lost|sent)|understood|"
        r"remembered|knew)\b",
        "What one alone has done, or has lived through, leads to it.",
        _SEVERAL,
    ),
    sign(
        rf"{BEGINS}Its own [a-z]+|\b(?:its|their) own (?:[a-z-]+ )?{_OWN_PAST}\b|\b[Ii]n its own country\b"
        rf"|{BEGINS}(?:Before|After|Until|Since) its (?:[a-z-]+ )?(?:elections?|independence|accession|own|"
        r"revolution|unification)\b"
        r"|\b[Ii]ts (?:reservation|accession|ratification|signature|declaration) (?:to|of|on) "
        r"|\b(?:[Ff]rom|[Oo]n) its side of the\b|\b(?:[Ii]n|[Dd]uring) its (?:[a-z-]+ ){0,2}(?:years?|term|"
        r"presidency|tenure|month|chairmanship)\b(?! of (?:rule|war|life|existence))"
        r"|\b[Ww]hen it (?:chaired|hosted|joined|held the|presided|sat on|took over)\b",
        "What somebody calls their own leads to them.",
        "“a government”, “an organisation”",
    ),
    # Home, and whoever instructs.
    sign(
        r"\b(?:from|to|by|with|in|of) capital\b(?! (?:punishment|cit(?:y|ies)|letters?|crimes?|flight|investment|"
        rf"expenditure|goods|markets?))|{BEGINS}Capital (?:had|has|was|would|will|is)\b"
        r"|\b(?:ask|asked|consult|consulted|report(?:ed)? back to|refer(?:red)? (?:it |this |"
        r"the text )?(?:back )?to|check(?:ed)? with|revert(?:ed)? to|hear(?:d)? from|word from|approval (?:by|of|"
        r"from)|cleared (?:by|with)|recommend(?:ed)? (?:it |this )?to|put (?:it |this )?to) (?:its|their|his|"
        r"her) (?:own )?(?:capital|authorit(?:y|ies)|government|parliament|headquarters|board|ministers?|ministry|"
        r"cabinet|members|trustees|legal adviser)\b"
        r"|\b(?:word|news|instructions?|guidance|orders|pressure|criticism|questions) (?:from|at) home\b|"
        r"\bBack home\b|\b[Bb]ack home,? (?:the|there|it|nobody|few|many)\b"
        r"|\b(?:support|opinion|mood|debate|politics|appetite|majority|public|audience|"
        r"law)\b[^.;,]{0,20} at home\b"
        rf"|{BEGINS}At home,? (?:there|it|the (?:law|mood|public|debate|government))\b|\bad referendum\b"
        r"|\b(?:no|without|under|lacked?|awaiting|beyond (?:its|their)) instructions?\b(?! (?:in|on how|for use))"
        r"|\bauthority to commit\b|\bmandate from (?:capital|home|headquarters)\b"
        rf"|{BEGINS}Headquarters (?:would|had (?:to|not)|has|must|needs?)\b"
        r"|\b[Aa]pproval (?:by|of) (?:[Pp]arliament|the cabinet|the board|the trustees) (?:was|"
        r"is) (?:still )?(?:outstanding|needed|pending|awaited|required)\b",
        "Whoever is instructed from elsewhere speaks for somebody.",
        _OUT,
    ),
    # Membership.
    sign(
        r"\b[Ss]ince (?:it|they|he|she) joined\b(?! the (?:militia|rebels|army))|\b[Ss]ince joining the (?:network|"
        r"board|group|council|body|forum)\b|\b(?:been|being) a member (?:for|since|of the (?:board|network|council|"
        r"group)) ?|\bapplied for membership\b|\battend(?:ing|ed) for the (?:first|last) time\b"
        r"|\bnew to the (?:table|board|group|network|council|forum)\b|\b(?:one|a) (?:participant|member|speaker|"
        r"delegate)['’]s (?:first|last|second|final) (?:meeting|session)\b|\bwas (?:his|her|their) (?:first|second|"
        r"third|last|final) (?:meeting|session|time)\b|\btaken up (?:the|their|his|her|its) (?:post|seat|duties|"
        r"office)\b"
        r"|\b[Tt]he (?:successor|predecessor)s? (?:had|has|was|would|will|in)\b|\battended every (?:meeting|"
        r"session)\b"
        r"|\b(?:newest|latest|oldest) (?:to join|of the members)\b",
        "Since when somebody takes part leads to them.",
        _OUT,
    ),
    sign(
        r"\b(?:[Oo]ne|[Aa]n|[Aa]nother|[Aa]) (?:institute|university|foundation|organisation|museum|association|"
        r"think[- ]tank) (?:would|will) (?!be\b|have\b|need\b|help\b)[a-z]+\b"
        r"|\b(?:[Oo]ne|[Aa]n|[Aa]nother|[Aa]) (?:institute|university|foundation|organisation|NGO|museum|association|"
        r"think[- ]tank) (?:offered|promised|pledged|volunteered|had offered)\b"
        r"|\b(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree) (?:[a-z-]+ )?(?:battalions?|frigates?|ships?|aircraft|teams?|units?|"
        r"helicopters?|field hospitals?|brigades?|squadrons?) (?:(?:stood|stands?) ready|(?:was|were|is|"
        r"are) on standby)\b",
        "What one offers, or is to do, leads to them.",
        _SEVERAL,
    ),
    sign(
        r"\b[Tt]he (?:member|delegation)['’]s [a-z]+|, it (?:said|added|explained|warned|argued|hoped|promised|"
        r"insisted)(?=[.,])"
        rf"|{BEGINS}As an? (?!result|consequence|rule|whole|minimum|matter|precaution|first|last|"
        r"next)[a-z][a-z -]{2,40} it (?:had|has|would|could)\b",
        "Whoever is told of as the one can be known.",
        _ONE,
    ),
)
