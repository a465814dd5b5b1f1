"""Offices, bodies, laws, moneys and groups that are known to be of one State, or of so few that it can be told.

Names alone, by which no State is called; it serves the checker of give-aways. What many States have (a supreme court,
a senate) is left out, and so are groups to which something may be addressed (the G7, the G20).
"""

from __future__ import annotations

from convene.records.signs import Sign, sign

_ONE, _SEVERAL, _OUT = "“one participant”, or “it was said”", "leave it out, or say it of several", "leave it out"
# “Of the country”: it is spoken of, and does not speak.
_ELSEWHERE = r"(?! (?:of the (?:country|regime|junta|territory|rebels?|transition\w*)|there)\b)"
# Titles that are written with a capital where they stand for the holder whom the readers know.
_TITLES = (
    r"(?:Chancellor|Taoiseach|Tánaiste|Prime Minister|Deputy Prime Minister|Home Secretary|Foreign Secretary|"
    r"Defence Secretary|Lord Chancellor|Governor[- ]General|Crown Prince(?:ss)?|King|Queen|Emperor|Emir|Sultan|Pope|"
    r"Grand Duke|Federal Council(?:lor)?|First Minister|Vice[- ]Chancellor|Vice[- ]President|Nuncio|Sherpa|"
    r"Chief of (?:Defence|Staff)|Attorney[- ]General|Solicitor[- ]General|Political Director|Minister[- ]President|"
    r"Presidency-in-Office|Quartet|State Secretary)"
)
# What a reader knows for one State's: ministries and services by their own names, chambers, laws.
_NATIONAL = (
    r"(?:Bundeswehr|Bundesrat|Bundeskanzleramt|Kanzleramt|Chancellery|Länder|Ausw[äa]rtiges Amt|USAID|Pentagon|FBI|"
    r"CIA|NSA|RCMP|CSIS|GCHQ|MI[56]|FCDO|FCO|DFID|DFAT|AusAID|ASIO|AIVD|BND|BKA|DGSE|Mossad|GIZ|KfW|Danida|DANIDA|"
    r"Norad|NORAD|Sida|SIDA|JICA|KOICA|CIDA|Irish Aid|Global Affairs|Home Office|Foreign Office|Cabinet Office|"
    r"Her Majesty(?:['’]s Government)?|His Majesty(?:['’]s Government)?|Royal (?:Navy|Marines|Air Force)|"
    r"Marine Nationale|Carabinieri|Guardia Civil|Gendarmerie Nationale|Coast Guard|Situation Room|Oval Office|"
    r"National Security Council|Interagency|Atrocity Prevention (?:Board|Task Force)|Tweede Kamer|Eerste Kamer|"
    r"Lower House|Upper House|House of [A-Z]\w+|Bundestag|Folketing|Riksdag|Storting|Eduskunta|Dáil|Oireachtas|"
    r"Knesset|Sejm|Cortes|Rigsr[ea]t|Congress(?:ional)?|Capitol|Privy Council|Council of State|"
    r"Foreign Affairs Committee|Magnitsky|Leahy|Elie Wiesel|Basic Law|War Powers|Export Control Act|"
    r"Charter of Rights|Brexit|Windrush)"
)
_QUARTERS = (
    r"(?:Whitehall|Westminster|Downing Street|Number 10|No\. 10|Foggy Bottom|Capitol Hill|Turtle Bay|the Hill|"
    r"the Beltway|Matignon|the Farnesina|Palazzo Chigi|the Binnenhof|Christiansborg|the Moncloa|the Berlaymont|"
    r"Rideau Hall|Parliament Hill|Pearson Building|the Lodge|Charlevoix|Wilhelmstra(?:ss|ß)e|Werderscher Markt|"
    r"King Charles Street)"
)
_GROUPS = (
    r"(?:P-?[235]|E-?[310]{1,2}|A-?3(?:\+1)?|V4|B-?3|N-?5|EU-?2[78]|Nordics?|Baltics?|Nordic[- ]Baltic(?: Eight)?|"
    r"NB8|Visegr[áa]d(?: Group| Four)?|Five Eyes|Quint|Quad|MIKTA|BRICS|Weimar (?:format|Triangle)|WEOG|GRULAC|CANZ|"
    r"JUSCANZ|CARICOM|Benelux|Western European and Others(?: Group)?|(?:African|Arab|Asia-Pacific|"
    r"Eastern European) Group|Group of (?:77|African States|Arab States)|G-?77|Non-Aligned(?: Movement)?|"
    r"Frontline States|like-minded|Francophonie|Commonwealth)"
)
# Moneys of States that give; the price of bread in the money of the place leads to nobody.
_MONEY = (
    r"(?:kroner|kronor|kron[ae]|krónur|crowns|pounds(?: sterling)?|sterling|Swiss francs|yen|won|zlot(?:y|ys|ych)|"
    r"z[łl]oty|rand|forints?|shekels?|rupees?|dirhams?|riyals?|reais|(?:Canadian|Australian|New Zealand|American|US|"
    r"Singapore|Hong Kong) dollars)"
)
_BEGINS = r"(?:^|(?<=[.!?;] ))"
_COUNT = r"(?:\d[\d.,]*(?: (?:million|billion|thousand))?|(?:a |[a-z-]+ )?(?:million|billion))"

OFFICES: tuple[Sign, ...] = (
    sign(
        rf"\b[Tt]he {_TITLES}\b{_ELSEWHERE}|\b(?:[Tt]he|[Aa]) (?:[Cc]hargé d['’]affaires|papal nuncio|"
        r"desk officers?)\b"
        r"|\b[Aa] (?:Commissioner|State Secretary|Minister of State)\b",
        "An office leads to whoever holds it.",
        _ONE,
    ),
    sign(
        rf"\b(?:[Tt]he )?{_NATIONAL}\b{_ELSEWHERE}|\b[Tt]he Treasury\b{_ELSEWHERE}"
        r"|\b(?:[Aa]n )?order[- ]in[- ]council\b|\b(?:[Ss]enate|[Cc]ongressional|[Pp]arliamentary) hearings?\b"
        r"|\b(?:[Pp]residential|[Ee]xecutive) (?:directive|order|study directive)\b|\b[Ww]hite [Pp]aper\b|"
        r"\b[Aa] royal (?:decree|assent|commission)\b|\b[Tt]he (?:royal family|cantons)\b",
        "A body or a law of one State leads to it.",
        "“a ministry”, “a parliament”, “a law”",
    ),
    sign(rf"\b{_QUARTERS}(?!\w)", "A seat of government that is spoken of is a government.", "“one capital”"),
    sign(
        rf"\b(?:[Tt]he |[Oo]ne of the |[Tt]wo of the |[Aa]mong the )(?:{_GROUPS})\b(?! (?:peoples?|coasts?|sea))"
        r"|\bCARICOM\b|\bMIKTA\b",
        "A group of so few leads to them.",
        _SEVERAL,
    ),
    sign(
        rf"\b{_COUNT} {_MONEY}\b|\b(?:in|of) (?:Swiss francs|zloty|yen|kroner|kronor|sterling|(?:Canadian|Australian|"
        rf"New Zealand) dollars)\b|{_BEGINS}Swiss francs\b|\b[Tt]he (?:yen|sterling|krona|krone) (?:contribution|"
        r"grant|share)\b",
        "The money of one State leads to it.",
        "leave it out, or give the sum in dollars",
    ),
)
