"""Circumstances by which whoever spoke can be known: hour, tongue, place at the table, order, calling, past, origin.

They are told by their form, not by names. What is said of several, and what is said of the situation, is left alone.
"""

from __future__ import annotations

from convene.records.phrases import BEGINS, SINGLE, WHO
from convene.records.signs import Sign, sign

_ONE, _SEVERAL, _OUT = "“one participant”, or “it was said”", "leave it out, or say it of several", "leave it out"

CIRCUMSTANCES: tuple[Sign, ...] = (
    # Hours, tongues, places at the table, order.
    sign(
        r"\b(?:in the (?:morning|evening|afternoon|night)|midnight|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|dark|"
        r"dawn|dusk|late|early) (?:where (?:the|one|some|it|they|another)|for (?:one|some|it|another|a|two|"
        rf"those))\b(?: of)?(?: the)?(?: {WHO}s?)?"
        r"|\b(?:a|another|its|their|his|her) time[- ]zones?\b|\bhours? (?:ahead|behind)\b(?! of the (?:attack|army|"
        r"convoy))"
        rf"|\b{SINGLE} (?:had )?(?:stayed up|got up|risen|flown|travelled|driven|come) [^.;,]*"
        rf"|\b{SINGLE} (?:had to |would have to |was to )(?:leave|catch|go|return)\b[^.;,]*",
        "From which hour or place somebody speaks leads to them.",
        _OUT,
    ),
    sign(
        r"\bthrough (?:an|the|its|their|his|her) interpreters?\b|\b(?:interpreted|(?:statement|intervention|paper|"
        r"remarks|proposal|text)[^.;,]{0,25} translated) (?:for the (?:group|meeting|"
        r"board) )?from (?:the )?(?:original )?(?:Portuguese|Spanish|French|Arabic|Russian|Chinese|German|Dutch|"
        r"Danish|Swedish|Norwegian|Finnish|Italian|Greek|Turkish|Polish|Ukrainian|Japanese|Korean)\b|"
        r"\bin the original [A-Z][a-z]+\b"
        r"|\b[Tt]he (?:Portuguese|Spanish|French|Arabic|Russian|Chinese|German|Dutch|Danish|Italian|"
        r"Swahili) (?:original|word|expression|saying|proverb|version)\b|\b[Aa]s (?:they|people|we|"
        r"one) says? in [A-Z][a-z]+"
        r"|\b(?:apologised|apologies) for (?:the|their|his|her) (?:poor |broken )?(?:English|French|accent)\b"
        r"|\b(?:paper|statement|intervention|remarks|non-paper|text|proposal)\b[^.;,]{0,25}\bwritten in "
        r"(?!English\b)[A-Z][a-z]+",
        "The language in which somebody spoke leads to them.",
        _OUT,
    ),
    sign(
        r"\b[Tt]he (?:first|second|third|next|last|final) (?:person |one )?to (?:speak(?! (?:of|about|out)\b)|"
        r"take the floor|ask for the floor|reply|answer|respond|intervene|comment)\b|\b[Ww]hoever (?:spoke|"
        r"had spoken|took the floor|opened|closed)\b[^.;,]*"
        r"|\b(?:took|taking|asked for) the floor (?:again|first|last|twice|a second time)\b|\b(?:to|on) the (?:left|"
        r"right) of the [Cc]hair\b|\b(?:next to|beside|opposite|across from) the [Cc]hair\b|\bacross the table\b"
        r"|\b(?:at|from) the (?:end|head|foot|corner|other side|far end) of the (?:table|room)\b|"
        r"\balphabetical order\b"
        r"|\b(?:spoke|speaking) (?:first|last|second|before lunch|after lunch)\b"
        r"|\b(?:immediately|at once|directly|right) after the [Cc]hair\b",
        "The order in which people spoke or sat leads to them.",
        _ONE,
    ),
    # A woman, a man; a calling, where few are present.
    sign(
        r"\b(?:[Oo]ne|[Tt]he|[Aa]|[Tt]wo|[Tt]he (?:only|other|two)) (?:wom[ae]n|m[ae]n|lad(?:y|ies)|"
        r"gentlem[ae]n)(?: (?:at|around|on) the (?:table|panel|board|podium|screen)| in the room| present|"
        r" from (?:the|a) (?:foundation|institute|university|ministry|embassy|organisation)| who (?:presented|spoke|"
        r"asked|chaired))\b"
        r"|\b(?:question|point|proposal|idea|suggestion|remark|objection) (?:was|had been) (?:hers|his)\b",
        "It tells whether a man or a woman spoke.",
        _ONE,
    ),
    sign(
        r"\b(?:[Aa]n?|[Oo]ne|[Tt]he) (?!(?:mood|views?|tone|papers?|seat|place|voice|silence|question|majority|sense|"
        r"feeling|atmosphere|people|others?|rest|elephant|agreement|consensus|discussion|map|screen|text|draft|point|"
        r"matter)\b)[a-z-]+(?: [a-z-]+)? (?:in the room|at the table|around the table|among those present|among us|"
        r"on the panel|present)\b(?! (?:day|state|situation))"
        r"|\b(?:[Tt]he|[Aa]n?|[Oo]ne) [a-z-]+ (?:answered|took|replied to) (?:\w+ )?questions\b",
        "Of whom there are few present, whoever spoke can be known.",
        _ONE,
    ),
    # Where from.
    sign(
        r"\b(?:[Ff]rom|[Oo]n|to) (?:the other|this|our|their|its) side of the (?:Atlantic|Channel|Pacific|"
        r"Mediterranean|ocean|Rhine|Baltic|equator|strait)\b|\b[Aa]cross the (?:Atlantic|Channel|strait|Pacific)\b"
        r"|\b[Tt]he (?:border|coastal|island|littoral|flag|sending|receiving|host|lead|framework) State\b(?!s)"
        r"|\b[Tt]he (?:other )?guarantor\b",
        "Where a State lies, or what it gives, leads to it.",
        _SEVERAL,
    ),
    # Whoever asked it, by their office; whoever made a thing; whoever stands in.
    sign(
        r"\b(?:said|put|put forward|raised|asked|made|recalled|supported|seconded|proposed|suggested|tabled|"
        r"introduced|offered|mentioned|opposed|told|confirmed|noted|doubted|answered|questioned|criticised|"
        r"endorsed) by (?:the|an?|one of the) (?!(?:[a-z-]+ ){0,2}?(?:secretariat|majority|minority|panel|group|"
        r"board|council|meeting|participants?|speakers?|members|member|delegates?|court|tribunal|commission|inquiry|"
        r"mediators?|mission|report|reports|press|media|rebels?|militias?|government|regime|junta|army|opposition|"
        r"survivors|witnesses|victims|families|authorities|police|number|few|paper|law|treaty|courts|residents|"
        r"refugees|villagers|doctors|journalists|relief|observers|monitors|radio|parties|assembly|working|time|way|"
        r"end|text|draft)\b)[a-z-]+"
        r"|\b(?:in the words of|according to|in (?:reply|answer) to|at the request of|thanks? to|question (?:of|from|"
        r"by)|in the absence of|in place of|(?:sitting|standing|filling) in for|a (?:letter|message|"
        r"note) from) the (?:[a-z-]+ )?(?:ambassador|minister|professor|bishop|general|colonel|judge|prosecutor|"
        r"director|delegation|delegate|member|host|embassy|foundation|institute|university|representative|envoy|"
        r"rapporteur|co-chair|speaker|museum|company)\b",
        "An office leads to whoever holds it.",
        _ONE,
    ),
    sign(
        r"\b(?:[Tt]he|[Tt]hose|[Tt]he (?:two|three)) (?:team|organisation|institute|makers|authors|researchers|"
        r"company|foundation|donor|partner|university|museum)? ?(?:behind|that (?:runs|pays|funds|hosts|publishes|"
        r"keeps|built)|who (?:had )?(?:wrote|written|built|drawn|made|drafted|negotiated|funded|run)) (?:the|this|"
        r"that|it)\b"
        r"|\b[Ww]hoever (?:had|has|led|wrote|drafted|negotiated|commanded|chaired|hosted|paid|sold)\b[^.;,]*"
        r"|\b(?:on|from) (?:personal|first-hand|own|long|painful|bitter|direct|recent) experience\b"
        r"|\b(?:on leave|on secondment|seconded|on loan) (?:from|to|by) |\b[Tt]he same (?:participant|speaker|member|"
        r"delegation|delegate|State|government|organisation|colleague|person)\b(?! (?:is|was|are|were) (?:bound|"
        r"entitled))",
        "What is told of a single one leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b(?:[Tt]he|its|one of the) (?:second-|third-)?(?:largest|biggest|smallest|oldest|richest|longest|"
        r"most generous) (?:single |police |troop |refugee |humanitarian )?(?:host|donor|contributor|recipient|"
        r"exporter|importer|buyer|supplier|lender|trading partner|hosts|donors|contributors)\b"
        r"|\b[Oo]ne of (?:the )?(?:two|three|four|five|few|only) (?:[a-z]+ )?(?:universities|institutes|"
        r"organisations|NGOs|donors|co-?sponsors|embassies|companies|kingdoms|neighbours|founders|authors|guests|"
        r"ministries|parliaments|federations|governments|permanent|elected|republics|women|men)\b"
        r"|\b[Tt]he (?:only|sole|first|last) (?:[a-z]+ )?(?:embassy|mission|State|country|government|member|donor|"
        r"agency|NGO|university|delegation) (?:to|with|still|that|left|there)\b"
        r"|\b(?:[Aa]|[Oo]ne) (?:country|State|nation) of (?:[a-z]+ ){0,3}(?:million|islands|inhabitants|people)\b"
        r"|\b(?:[Nn]o (?:other )?|[Ff]ew )(?:member|country|State|donor|government|delegation)s? (?:had|has|"
        r"have) (?:given|taken in|sent|paid|lost|done|received|hosted) (?:more|so many|as many)\b",
        "What only one or a few can say of themselves leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"{BEGINS}It (?:then |also |further |again )?(?:added|asked|replied|insisted|wondered|regretted|thanked|"
        r"disagreed|objected|promised|wished|hoped|preferred|hesitated|doubted|apologised|volunteered|reminded)\b"
        r"|(?:,| and| but| that| so| if| while) it (?:(?:had|would|could|will|might)(?: not| also| already|"
        r" itself)? )(?:host|fund|finance|pledge|ratif|co-?sponsor|second |earmark|contribut|abstain|"
        r"vote[ds]? (?:for|against)|intervene[ds]? in the case|reserve|pay for|send (?:an?|two|its|troops|observers|"
        r"police|officers)|raise (?:it|this|the (?:matter|point)))\w*"
        r"|\b(?:need(?:s|ed)?|requir(?:es?|ed)|await(?:s|ed)?|depend(?:s|ed)? on|subject to|pending) (?:a |an |"
        r"the )?(?:vote|decision|approval|change|consent|green light|mandate)[^.;,]{0,20}\b(?:[Pp]arliament|"
        r"cabinet|Congress|board of trustees|trustees|law at home|[Ss]enate)\b|\bthe coalition (?:agreement|"
        r"treaty)\b",
        "What one alone has done, or will do, leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b[Ii]ts (?:analysts|lawyers|field teams?|people on the ground|partners on the ground|special envoy|envoy|"
        r"embassy|warships|jets|bill|white paper|export licences?|aid budget|development budget|summer school|"
        r"clinics?|database|index|representative|delegate|permanent representative|focal point|foreign ministry|"
        r"reconciliation|ministers?)\b(?! of the country)"
        rf"|{BEGINS}Their (?:troops|soldiers|embassy|embassies|ambassadors?|ministers?|parliament|government|police|"
        r"aircraft|contingents?|capital|delegation|institute|university|foundation|organisation)\b"
        r"|(?<!regime)(?<!junta)(?<!militia)['’]s (?:representative|delegate|observer|focal point|delegation|"
        r"permanent mission)\b"
        r"|\b[Tt]he (?:Institute|University|Museum|Centre|Foundation|Alliance|Union|Organisation|Network|Initiative|"
        r"Trust|Group) (?:had|has|could|can|was ready|is ready|keeps|runs|offers|stands ready|stood ready)\b",
        "Whose it is leads to them.",
        _OUT,
    ),
    sign(
        r"\b(?:[Ii]n|[Ff]rom) (?:an?|his|her|their) (?:previous|earlier|former) (?:post|life|career|job|role|posting|"
        r"assignment)\b"
        r"|\b(?:[Bb]efore|[Ss]ince|[Aa]fter) (?:leaving (?:office|the (?:service|ministry|bench|army))|"
        r"taking (?:office|up the post)|retiring)\b|\b[Dd]uring (?:a|his|her|their|its) (?:posting|tour|time|years|"
        r"service|sabbatical|mandate|fellowship) (?:in|as|at|with)\b|\b(?:[Aa]|[Tt]he|[Oo]ne|"
        r"[Tt]wo) former (?:Special|Permanent|Deputy|Under|High|Chief|Force|advis[eo]rs?|rapporteurs?|ambassadors?|"
        r"peacekeepers?|heads?|directors?|diplomats?|hostages?|negotiators?|mediators?)\b"
        r"|\b(?:knew|met|known|telephoned|called|spoken (?:to|with)) [^.;,]{2,40} personally\b|"
        r"\bpersonal (?:friends?|friendship|acquaintances?|contacts?|ties|memor(?:y|ies)|recollections?)\b",
        "An office or a past that is one person’s leads to them.",
        _ONE,
    ),
    sign(
        r"\b(?:historic(?:al)?|colonial) (?:responsibilit(?:y|ies)|ties|links|debt|burden|guilt|relationships?)\b"
        r"|\b(?:[Tt]he|[Aa]) former (?:colon(?:y|ial power)|mandatory power|trust territory|protecting power)\b"
        r"|\b(?:[Oo]ne|[Aa]n?|[Tt]wo|[Tt]hree|other|as an?) (?:non-)?(?:EU|NATO|OSCE|AU|ECOWAS|SADC|"
        r"ASEAN) (?:members?|States?|partners?|all(?:y|ies)|countr(?:y|ies)|candidates?)\b"
        r"|\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]wo|[Tt]hree|[Tt]he) (?:small|smaller|large|larger|big|bigger|rich|"
        r"richer|poor|poorer|northern|southern|eastern|western|distant|Muslim|Catholic|Christian|Buddhist|"
        r"[A-Z][a-z]+-speaking|federal|neutral|non-aligned|oil-producing|arms-exporting|refugee-hosting|newer|"
        r"younger|non-permanent|founding) (?:States?|countr(?:y|ies)|members?|delegations?|kingdoms?|republics?|"
        r"powers?)\b"
        r"|\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]wo|[Tt]hree|[Tt]he) (?:State|country|member|government|delegation|"
        r"organisation|university|institute|company)s? (?:bordering|hosting|exporting|importing|supplying|buying|"
        r"selling|holding|chairing|presiding|training|funding|represented|bound by|party to)\b"
        r"|\bas (?:an? )?(?:old|close|traditional|long-standing) (?:ally|friend|partner|neighbour)\b"
        r"|\bthrough its (?:ports?|territory|airspace|waters|airports?|banks|companies|presidency)\b",
        "Where a State lies, what it is, or what it gives, leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b(?:report|study|paper|book|map|list|index|database|film|survey|radio|hospital|school|clinic|programme|"
        r"fund|mission|unit|text|draft|helicopters?|aircraft|hotline|resolution|conference|archive|scheme|law|"
        r"course) (?:that |which )?(?:it|they|she|he) (?:had |has |still |itself |once )*(?:published|commissioned|"
        r"released|launched|compiled|maintain\w*|r[au]ns?|operate[sd]?|sent|built|paid|funds?|funded|written|wrote|"
        r"drafted|tabled|put|sold|gave|given|keeps?|kept|made|lent|trained|offered|hosted|chaired|set up|passed)\b|"
        r"\b[Ff]or (?:its|his|her) part\b|\bit (?:had|has) itself\b"
        r"|\b[Ii]ts (?:trustees|faculty|editors|readers|students|grantees|chapters|branches|affiliates|patients|"
        r"archive|laborator(?:y|ies)|hotline|scholars|fellows|alumni|conscripts|reservists|passports?|"
        r"development agency|aid workers?)\b"
        r"|\b[Tt]he State['’]s (?:constitution|law|laws|parliament)\b|['’]s own (?:capital|government|ministry|"
        r"parliament|authorities)\b"
        r"|\b(?:[Oo]ne|[Aa]|[Aa]nother) (?:permanent mission|mission|embassy|consulate) (?:in (?:Geneva|New York|"
        r"Vienna|Nairobi|Brussels)|to the (?:United Nations|Union|Court))\b",
        "What one has made, or calls their own, leads to them.",
        _SEVERAL,
    ),
    sign(
        r"\b[Tt]he (?:briefer|presenter|moderator|keynote speaker|interlocutor|guest(?! ?(?:house|list|worker)))\b"
        r"|\b(?:person|official|colleague|voice|speaker|expert|member) on the (?:line|screen|phone|video link|link|"
        r"telephone)\b"
        r"|\b[Tt]he (?:incoming|outgoing|coming|next|current|previous) (?:presidency|chair|chairmanship|host|"
        r"co-chair|penholder)\b"
        r"|\b[Tt]he (?:sponsor|author|proposer|mover|drafter)s? of the (?:draft|amendment|text|proposal|resolution|"
        r"motion|paragraph)\b"
        r"|(?m:^)(?:[A-Z]{2,3}|[A-Z]\. ?[A-Z]\.)(?: ?\([A-Z]{2,3}\))?: |\((?:NL|DK|DE|CA|UK|US|AU|FR|IT|NZ|NO|SE|FI|"
        r"CH|EU)\)"
        r"|\b(?:UK|US|USA|NL|DK|EU)(?:['’]s)? (?:position|view|line|proposal|amendment|draft|text|non-paper|offer|"
        r"concern|question|point|experience|side|colleagues?|team)\b"
        r"|\b(?!Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Yester|It|That|There|What|Here|Who|Let)[A-Z][a-z]+['’]s (?:point|"
        r"question|suggestion|intervention|remarks?|comments?|amendment|objection|concerns?)\b",
        "Whoever is told of as the one can be known.",
        _ONE,
    ),
    sign(
        r"\b(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:[A-Z]\w+ counterparts?|compatriots?|countrymen)\b|"
        r"\bfellow countrymen\b"
        r"|\b(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:native|adopted) (?:country|town|village|city|region|language|"
        r"tongue|land)\b"
        r"|\b(?:[Hh]is|[Hh]er|[Tt]heir) mother tongue\b|\b[Tt]he candidate (?:country|State)\b"
        r"|\b(?:was|were|became|been|is) (?:the|among the|one of the) (?:first|last|only) (?:States?|countr(?:y|ies)|"
        r"governments?|parliaments?|universit(?:y|ies)|members?|organisations?) to\b"
        r"|\b(?:New York|Geneva|Vienna) (?:colleagues?|mission|office|delegation|team)\b"
        r"|\b(?:a|its|their) consular (?:case|staff|team|officers?|section)\b",
        "Where somebody is from, or works, leads to them.",
        _OUT,
    ),
    sign(
        r"\b(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree) (?:MPs?|MEPs?|Senators?|peers?|backbenchers?|shadow ministers?)\b"
        r"|\b[Tt]he (?:Commons|Lords|opposition benches|government benches|party whips?)\b|"
        r"\bprivate member['’]s bill\b"
        r"|\bearly day motion\b|\bconstituents\b|\bconstituency office\b|\b[Tt]he mandate holder\b"
        r"|\b[Tt]he [A-Z]\w+ (?:Bureau|Desk|Directorate|Division)\b",
        "An office or a calling leads to whoever has it.",
        _ONE,
    ),
    sign(
        r"\bauthori[sz]ed to (?:say|speak|commit|offer|announce|pledge)\b|\bsp(?:oke|eaks?) for (?:the|its|all|both|"
        r"several)\b"
        r"|\b(?:tak(?:e|en)|took|carry|carried|bring|brought) (?:it|this|that|the (?:question|message|point|idea|"
        r"text|proposal)) back (?:to|with)\b(?! the (?:villages?|camps?|families|people|men|fighters))"
        r"|\b[Ii]ts (?:users|platform|moderators|algorithms?|shareholders|customers|subscribers|terms of service)\b"
        r"|\b[Tt]he (?:platform|app) (?:would|will|agreed|offered|had agreed)\b",
        "For whom somebody speaks leads to them.",
        _OUT,
    ),
)
