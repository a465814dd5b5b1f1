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
        r"dawn|dusk|"
        rf"late|early) (?:where|for) (?:one|some|it|they|another|a|two|those)\b(?: of)?(?: the)?(?: {WHO}s?)?"
        r"|\b(?:a|another|its|their|his|her) time[- ]zones?\b|\bhours? (?:ahead|behind)\b(?! of the (?:attack|army|"
        r"convoy))"
        rf"|\b{SINGLE} (?:had )?(?:stayed up|got up|risen|flown|travelled|driven|come) [^.;,]*"
        rf"|\b{SINGLE} (?:had to |would have to |was to )(?:leave|catch|go|return)\b[^.;,]*",
        "From which hour or place somebody speaks leads to them.",
        _OUT,
    ),
    sign(
        r"\bthrough (?:an|the|its|their|his|her) interpreters?\b|\b(?:interpreted|(?:statement|intervention|paper|"
        r"remarks|proposal|text)"
        r"[^.;,]{0,25} translated) (?:for the (?:group|meeting|"
        r"board) )?from (?:the )?(?:original )?(?:Portuguese|Spanish|French|Arabic|Russian|Chinese|German|Dutch|Danish|"
        r"Swedish|Norwegian|Finnish|Italian|Greek|Turkish|Polish|Ukrainian|Japanese|Korean)\b|"
        r"\bin the original [A-Z][a-z]+\b"
        r"|\b[Tt]he (?:Portuguese|Spanish|French|Arabic|Russian|Chinese|German|Dutch|Danish|Italian|Swahili) "
        r"(?:original|word|expression|saying|proverb|version)\b|\b[Aa]s (?:they|people|we|one) says? in [A-Z][a-z]+"
        r"|\b(?:apologised|apologies) for (?:the|their|his|her) (?:poor |broken )?(?:English|French|accent)\b"
        r"|\b(?:paper|statement|intervention|remarks|non-paper|text|"
        r"proposal)\b[^.;,]{0,25}\bwritten in (?!English\b)[A-Z][a-z]+",
        "The language in which somebody spoke leads to them.",
        _OUT,
    ),
    sign(
        r"\b[Tt]he (?:first|second|third|next|last|final) (?:person |one )?to (?:speak|take the floor|"
        r"ask for the floor|reply|"
        r"answer|respond|intervene|comment)\b|\b[Ww]hoever (?:spoke|had spoken|took the floor|opened|closed)\b[^.;,]*"
        r"|\b(?:took|taking|asked for) the floor (?:again|first|last|twice|a second time)\b|\b(?:to|on) the (?:left|"
        r"right) of the "
        r"[Cc]hair\b|\b(?:next to|beside|opposite|across from) the [Cc]hair\b|\bacross the table\b"
        r"|\b(?:at|from) the (?:end|head|foot|corner|other side|far end) of the (?:table|room)\b|\balphabetical order\b"
        r"|\b(?:spoke|speaking) (?:first|last|second|before lunch|after lunch)\b"
        r"|\b(?:immediately|at once|directly|right) after the [Cc]hair\b",
        "The order in which people spoke or sat leads to them.",
        _ONE,
    ),
    # A woman, a man; a calling, where few are present.
    sign(
        r"\b(?:[Oo]ne|[Tt]he|[Aa]|[Tt]wo|[Tt]he (?:only|other|two)) (?:wom[ae]n|m[ae]n|lad(?:y|ies)|gentlem[ae]n)"
        r"(?: (?:at|around|on) the (?:table|panel|board|podium|screen)| in the room| present| from (?:the|"
        r"a) (?:foundation|"
        r"institute|university|ministry|embassy|organisation)| who (?:presented|spoke|asked|chaired))\b"
        r"|\b(?:question|point|proposal|idea|suggestion|remark|objection) (?:was|had been) (?:hers|his)\b",
        "It tells whether a man or a woman spoke.",
        _ONE,
    ),
    sign(
        r"\b(?:[Aa]n?|[Oo]ne|[Tt]he) (?!(?:mood|views?|tone|papers?|seat|place|voice|silence|question|majority|"
        r"sense|feeling|"
        r"atmosphere|people|others?|rest|elephant|agreement|consensus|discussion|map|screen|text|draft|point|matter)\b)"
        r"[a-z-]+(?: [a-z-]+)? (?:in the room|at the table|around the table|among those present|among us|"
        r"on the panel|present)\b"
        r"(?! (?:day|state|situation))"
        r"|\b(?:[Tt]he|[Aa]n?|[Oo]ne) [a-z-]+ (?:answered|took|replied to) (?:\w+ )?questions\b",
        "Of whom there are few present, whoever spoke can be known.",
        _ONE,
    ),
    # Where from.
    sign(
        r"\b(?:[Ff]rom|[Oo]n|to) (?:the other|this|our|their|its) side of the (?:Atlantic|Channel|Pacific|"
        r"Mediterranean|"
        r"ocean|Rhine|Baltic|equator|strait)\b|\b[Aa]cross the (?:Atlantic|Channel|strait|Pacific)\b"
        r"|\b[Tt]he (?:border|coastal|island|littoral|flag|sending|receiving|host|lead|framework) State\b(?!s)"
        r"|\b[Tt]he (?:other )?guarantor\b",
        "Where a State lies, or what it gives, leads to it.",
        _SEVERAL,
    ),
    # Whoever asked it, by their office; whoever made a thing; whoever stands in.
    sign(
        r"\b(?:said|put|put forward|raised|asked|made|recalled|supported|seconded|proposed|suggested|tabled|"
        r"introduced|offered|"
        r"mentioned|opposed|told|confirmed|noted|doubted|answered|questioned|criticised|endorsed) by (?:the|an?|"
        r"one of the) "
        r"(?!(?:[a-z-]+ ){0,2}?(?:secretariat|majority|minority|panel|group|board|council|meeting|participants?|"
        r"speakers?|members|"
        r"member|delegates?|court|tribunal|commission|inquiry|mediators?|mission|report|reports|press|media|rebels?|"
        r"militias?|"
        r"government|regime|junta|army|opposition|survivors|witnesses|victims|families|authorities|police|number|"
        r"few|paper|"
        r"law|treaty|courts|residents|refugees|villagers|doctors|journalists|relief|observers|monitors|radio|parties|"
        r"assembly|working|time|way|end|text|draft)\b)[a-z-]+"
        r"|\b(?:in the words of|according to|in (?:reply|answer) to|at the request of|thanks? to|question (?:of|"
        r"from|by)|"
        r"in the absence of|in place of|(?:sitting|standing|filling) in for|a (?:letter|message|"
        r"note) from) the (?:[a-z-]+ )?"
        r"(?:ambassador|minister|professor|bishop|general|colonel|judge|prosecutor|director|delegation|delegate|"
        r"member|host|"
        r"embassy|foundation|institute|university|representative|envoy|rapporteur|co-chair|speaker|museum|company)\b",
        "An office leads to whoever holds it.",
        _ONE,
    ),
    sign(
        r"\b(?:[Tt]he|[Tt]hose|[Tt]he (?:two|three)) (?:team|organisation|institute|makers|authors|"
        r"researchers|company|foundation|donor|partner|university|museum)? ?(?:behind|that (?:runs|pays|funds|hosts|"
        r"publishes|keeps|"
        r"built)|who (?:had )?(?:wrote|written|built|drawn|made|drafted|negotiated|funded|run)) (?:the|this|that|it)\b"
        r"|\b[Ww]hoever (?:had|has|led|wrote|drafted|negotiated|commanded|chaired|hosted|paid|sold)\b[^.;,]*"
        r"|\b(?:on|from) (?:personal|first-hand|own|long|painful|bitter|direct|recent) experience\b"
        r"|\b(?:on leave|on secondment|seconded|on loan) (?:from|to|by) |\b[Tt]he same (?:participant|speaker|"
        r"member|delegation|"
        r"delegate|State|government|organisation|colleague|person)\b(?! (?:is|was|are|were) (?:bound|entitled))",
        "What is told of a single one leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b(?:[Tt]he|its|one of the) (?:second-|third-)?(?:largest|biggest|smallest|oldest|richest|longest|"
        r"most generous) (?:single |"
        r"police |troop |refugee |humanitarian )?(?:host|donor|contributor|recipient|exporter|importer|buyer|"
        r"supplier|lender|"
        r"trading partner|hosts|donors|contributors)\b"
        r"|\b[Oo]ne of (?:the )?(?:two|three|four|five|few|only) (?:[a-z]+ )?(?:universities|institutes|"
        r"organisations|NGOs|donors|"
        r"co-?sponsors|embassies|companies|kingdoms|neighbours|founders|authors|guests|ministries|parliaments|"
        r"federations|"
        r"governments|permanent|elected|republics|women|men)\b"
        r"|\b[Tt]he (?:only|sole|first|last) (?:[a-z]+ )?(?:embassy|mission|State|country|government|member|donor|"
        r"agency|NGO|"
        r"university|delegation) (?:to|with|still|that|left|there)\b"
        r"|\b(?:[Aa]|[Oo]ne) (?:country|State|nation) of (?:[a-z]+ ){0,3}(?:million|islands|inhabitants|people)\b"
        r"|\b(?:[Nn]o (?:other )?|[Ff]ew )(?:member|country|State|donor|government|delegation)s? (?:had|has|"
        r"have) (?:given|taken in|"
        r"sent|paid|lost|done|received|hosted) (?:more|so many|as many)\b",
        "What only one or a few can say of themselves leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"{BEGINS}It (?:then |also |further |again )?(?:added|asked|replied|insisted|wondered|regretted|thanked|"
        r"disagreed|objected|"
        r"promised|wished|hoped|preferred|hesitated|doubted|apologised|volunteered|reminded)\b"
        r"|(?:,| and| but| that| so| if| while) it (?:(?:had|would|could|will|might)(?: not| also| already| itself)? )"
        r"(?:host|fund|finance|pledge|ratif|co-?sponsor|second |earmark|contribut|abstain|vote[ds]? (?:for|against)|"
        r"intervene[ds]? in "
        r"the case|reserve|pay for|send (?:an?|two|its|troops|observers|police|officers)|raise (?:it|this|"
        r"the (?:matter|point)))\w*"
        r"|\b(?:need(?:s|ed)?|requir(?:es?|ed)|await(?:s|ed)?|depend(?:s|ed)? on|subject to|pending) (?:a |an |"
        r"the )?(?:vote|decision|"
        r"approval|change|consent|green light|mandate)[^.;,]{0,20}\b(?:[Pp]arliament|cabinet|Congress|"
        r"board of trustees|trustees|"
        r"law at home|[Ss]enate)\b|\bthe coalition (?:agreement|treaty)\b",
        "What one alone has done, or will do, leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b[Ii]ts (?:analysts|lawyers|field teams?|people on the ground|partners on the ground|special envoy|envoy|"
        r"embassy|"
        r"warships|jets|bill|white paper|export licences?|aid budget|development budget|summer school|clinics?|"
        r"database|index|"
        r"representative|delegate|permanent representative|focal point|foreign ministry|reconciliation|ministers?)\b"
        r"(?! of the country)"
        rf"|{BEGINS}Their (?:troops|soldiers|embassy|embassies|ambassadors?|ministers?|parliament|government|"
        r"police|aircraft|"
        r"contingents?|capital|delegation|institute|university|foundation|organisation)\b"
        r"|(?<!regime)(?<!junta)(?<!militia)['’]s (?:representative|delegate|observer|focal point|delegation|"
        r"permanent mission)\b"
        r"|\b[Tt]he (?:Institute|University|Museum|Centre|Foundation|Alliance|Union|Organisation|Network|Initiative|"
        r"Trust|Group) "
        r"(?:had|has|could|can|was ready|is ready|keeps|runs|offers|stands ready|stood ready)\b",
        "Whose it is leads to them.",
        _OUT,
    ),
    sign(
        r"\b(?:[Ii]n|[Ff]rom) (?:an?|his|her|their) (?:previous|earlier|former) (?:post|life|career|job|role|"
        r"posting|assignment)\b"
        r"|\b(?:[Bb]efore|[Ss]ince|[Aa]fter) (?:leaving (?:office|the (?:service|ministry|bench|army))|"
        r"taking (?:office|up the post)|"
        r"retiring)\b|\b[Dd]uring (?:a|his|her|their|its) (?:posting|tour|time|years|service|sabbatical|mandate|"
        r"fellowship) "
        r"(?:in|as|at|with)\b|\b(?:[Aa]|[Tt]he|[Oo]ne|[Tt]wo) former (?:Special|Permanent|Deputy|Under|High|Chief|"
        r"Force|advis[eo]rs?|"
        r"rapporteurs?|ambassadors?|peacekeepers?|heads?|directors?|diplomats?|hostages?|negotiators?|mediators?)\b"
        r"|\b(?:knew|met|known|telephoned|called|spoken (?:to|with)) [^.;,]{2,40} personally\b|"
        r"\bpersonal (?:friends?|friendship|"
        r"acquaintances?|contacts?|ties|memor(?:y|ies)|recollections?)\b",
        "An office or a past that is one person’s leads to them.",
        _ONE,
    ),
    sign(
        r"\b(?:historic(?:al)?|colonial) (?:responsibilit(?:y|ies)|ties|links|debt|burden|guilt|relationships?)\b"
        r"|\b(?:[Tt]he|[Aa]) former (?:colon(?:y|ial power)|mandatory power|trust territory|protecting power)\b"
        r"|\b(?:[Oo]ne|[Aa]n?|[Tt]wo|[Tt]hree|other|as an?) (?:non-)?(?:EU|NATO|OSCE|AU|ECOWAS|SADC|"
        r"ASEAN) (?:members?|States?|partners?|"
        r"all(?:y|ies)|countr(?:y|ies)|candidates?)\b"
        r"|\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]wo|[Tt]hree|[Tt]he) (?:small|smaller|large|larger|big|bigger|rich|"
        r"richer|poor|poorer|northern|"
        r"southern|eastern|western|distant|Muslim|Catholic|Christian|Buddhist|[A-Z][a-z]+-speaking|federal|neutral|"
        r"non-aligned|"
        r"oil-producing|arms-exporting|refugee-hosting|newer|younger|non-permanent|founding) "
        r"(?:States?|countr(?:y|ies)|members?|delegations?|kingdoms?|republics?|powers?)\b"
        r"|\b(?:[Oo]ne|[Aa]n?|[Aa]nother|[Tt]wo|[Tt]hree|[Tt]he) (?:State|country|member|government|delegation|"
        r"organisation|university|"
        r"institute|company)s? (?:bordering|hosting|exporting|importing|supplying|buying|selling|holding|chairing|"
        r"presiding|training|"
        r"funding|represented|bound by|party to)\b"
        r"|\bas (?:an? )?(?:old|close|traditional|long-standing) (?:ally|friend|partner|neighbour)\b"
        r"|\bthrough its (?:ports?|territory|airspace|waters|airports?|banks|companies|presidency)\b",
        "Where a State lies, what it is, or what it gives, leads to it.",
        _SEVERAL,
    ),
    sign(
        r"\b(?:report|study|paper|book|map|list|index|database|film|survey|radio|hospital|school|clinic|programme|"
        r"fund|mission|unit|text|"
        r"draft|helicopters?|aircraft|hotline|resolution|conference|archive|scheme|law|course) (?:that |"
        r"which )?(?:it|they|she|he) "
        r"(?:had |has |still |itself |once )*(?:published|commissioned|released|launched|compiled|maintain\w*|"
        r"r[au]ns?|operate[sd]?|sent|"
        r"built|paid|funds?|funded|written|wrote|drafted|tabled|put|sold|gave|given|keeps?|kept|made|lent|trained|"
        r"offered|hosted|chaired|"
        r"set up|passed)\b|\b[Ff]or (?:its|his|her) part\b|\bit (?:had|has) itself\b"
        r"|\b[Ii]ts (?:trustees|faculty|editors|readers|students|grantees|chapters|branches|affiliates|patients|"
        r"archive|laborator(?:y|ies)|"
        r"hotline|scholars|fellows|alumni|conscripts|reservists|passports?|development agency|aid workers?)\b"
        r"|\b[Tt]he State['’]s (?:constitution|law|laws|parliament)\b|['’]s own (?:capital|government|ministry|"
        r"parliament|authorities)\b"
        r"|\b(?:[Oo]ne|[Aa]|[Aa]nother) (?:permanent mission|mission|embassy|consulate) (?:in (?:Geneva|New York|"
        r"Vienna|Nairobi|Brussels)|"
        r"to the (?:United Nations|Union|Court))\b",
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
        r"concern|question|point|"
        r"experience|side|colleagues?|team)\b"
        r"|\b(?!Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Yester|It|That|There|What|Here|Who|"
        r"Let)[A-Z][a-z]+['’]s (?:point|question|suggestion|"
        r"intervention|remarks?|comments?|amendment|objection|concerns?)\b",
        "Whoever is told of as the one can be known.",
        _ONE,
    ),
)
