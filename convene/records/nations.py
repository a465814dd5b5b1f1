"""How States are spoken of besides their names: an adjective, what their people are called, and where they govern from.

It serves the checker of give-aways alone. A seat of government that is an everyday word, or the name of the State, is
left out; a State whose people are called by the adjective has no word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Its name or names; adjective; what its people are called, one and several; seat of government.
_STATES = """
Afghanistan; Afghan; Afghan, Afghans; Kabul
Albania; Albanian; Albanian, Albanians; Tirana
Algeria; Algerian; Algerian, Algerians; Algiers
United States, USA; American; American, Americans; Washington
Angola; Angolan; Angolan, Angolans; Luanda
Argentina; Argentine; Argentine, Argentines; Buenos Aires
Armenia; Armenian; Armenian, Armenians; Yerevan
Australia; Australian; Australian, Australians; Canberra
Austria; Austrian; Austrian, Austrians; Vienna
Azerbaijan; Azerbaijani; Azerbaijani, Azerbaijanis; Baku
Bangladesh; Bangladeshi; Bangladeshi, Bangladeshis; Dhaka
Belarus; Belarusian; Belarusian, Belarusians; Minsk
Belgium; Belgian; Belgian, Belgians; Brussels
Benin; Beninese; ; Porto-Novo
Bolivia; Bolivian; Bolivian, Bolivians; La Paz
Bosnia; Bosnian; Bosnian, Bosnians; Sarajevo
Botswana; Botswanan; Motswana, Batswana; Gaborone
Brazil; Brazilian; Brazilian, Brazilians; Brasília
United Kingdom, Great Britain; British; Briton, Britons; London
Bulgaria; Bulgarian; Bulgarian, Bulgarians; Sofia
Burkina Faso; Burkinabè; ; Ouagadougou
Myanmar; Burmese; ; Naypyidaw
Burundi; Burundian; Burundian, Burundians; Gitega
Cambodia; Cambodian; Cambodian, Cambodians; Phnom Penh
Cameroon; Cameroonian; Cameroonian, Cameroonians; Yaoundé
Canada; Canadian; Canadian, Canadians; Ottawa
Chad; Chadian; Chadian, Chadians; N'Djamena
Chile; Chilean; Chilean, Chileans; Santiago
China; Chinese; ; Beijing
Colombia; Colombian; Colombian, Colombians; Bogotá
Congo; Congolese; ; Kinshasa
Costa Rica; Costa Rican; Costa Rican, Costa Ricans; San José
Croatia; Croatian; Croat, Croats; Zagreb
Cuba; Cuban; Cuban, Cubans; Havana
Cyprus; Cypriot; Cypriot, Cypriots; Nicosia
Czech, Czechia; Czech; Czech, Czechs; Prague
Denmark; Danish; Dane, Danes; Copenhagen
Netherlands; Dutch; Dutchman, Dutchmen; The Hague
Ecuador; Ecuadorian; Ecuadorian, Ecuadorians; Quito
Egypt; Egyptian; Egyptian, Egyptians; Cairo
Eritrea; Eritrean; Eritrean, Eritreans; Asmara
Estonia; Estonian; Estonian, Estonians; Tallinn
Ethiopia; Ethiopian; Ethiopian, Ethiopians; Addis Ababa
Fiji; Fijian; Fijian, Fijians; Suva
Finland; Finnish; Finn, Finns; Helsinki
France; French; Frenchman, Frenchmen; Paris
Gabon; Gabonese; ; Libreville
Gambia; Gambian; Gambian, Gambians; Banjul
Georgia; Georgian; Georgian, Georgians; Tbilisi
Germany; German; German, Germans; Berlin
Ghana; Ghanaian; Ghanaian, Ghanaians; Accra
Greece; Greek; Greek, Greeks; Athens
Guatemala; Guatemalan; Guatemalan, Guatemalans; Guatemala City
Guinea; Guinean; Guinean, Guineans; Conakry
Haiti; Haitian; Haitian, Haitians; Port-au-Prince
Honduras; Honduran; Honduran, Hondurans; Tegucigalpa
Hungary; Hungarian; Hungarian, Hungarians; Budapest
Iceland; Icelandic; Icelander, Icelanders; Reykjavik
India; Indian; Indian, Indians; New Delhi
Indonesia; Indonesian; Indonesian, Indonesians; Jakarta
Iran; Iranian; Iranian, Iranians; Tehran
Iraq; Iraqi; Iraqi, Iraqis; Baghdad
Ireland; Irish; Irishman, Irishmen; Dublin
Israel; Israeli; Israeli, Israelis; Jerusalem
Italy; Italian; Italian, Italians; Rome
Ivory Coast, Côte d'Ivoire; Ivorian; Ivorian, Ivorians; Yamoussoukro
Jamaica; Jamaican; Jamaican, Jamaicans; Kingston
Japan; Japanese; ; Tokyo
Jordan; Jordanian; Jordanian, Jordanians; Amman
Kazakhstan; Kazakh; Kazakh, Kazakhs; Astana
Kenya; Kenyan; Kenyan, Kenyans; Nairobi
Korea; Korean; Korean, Koreans; Seoul
Kosovo; Kosovar; Kosovar, Kosovars; Pristina
Kuwait; Kuwaiti; Kuwaiti, Kuwaitis;
Kyrgyzstan; Kyrgyz; ; Bishkek
Latvia; Latvian; Latvian, Latvians; Riga
Lebanon; Lebanese; ; Beirut
Liberia; Liberian; Liberian, Liberians; Monrovia
Libya; Libyan; Libyan, Libyans; Tripoli
Lithuania; Lithuanian; Lithuanian, Lithuanians; Vilnius
Luxembourg; Luxembourgish; Luxembourger, Luxembourgers;
Malawi; Malawian; Malawian, Malawians; Lilongwe
Malaysia; Malaysian; Malaysian, Malaysians; Kuala Lumpur
Mali; Malian; Malian, Malians; Bamako
Malta; Maltese; ; Valletta
Mexico; Mexican; Mexican, Mexicans; Mexico City
Moldova; Moldovan; Moldovan, Moldovans; Chişinău
Mongolia; Mongolian; Mongolian, Mongolians; Ulaanbaatar
Montenegro; Montenegrin; Montenegrin, Montenegrins; Podgorica
Morocco; Moroccan; Moroccan, Moroccans; Rabat
Mozambique; Mozambican; Mozambican, Mozambicans; Maputo
Namibia; Namibian; Namibian, Namibians; Windhoek
Nepal; Nepali; Nepali, Nepalis; Kathmandu
New Zealand; New Zealand; New Zealander, New Zealanders; Wellington
Nicaragua; Nicaraguan; Nicaraguan, Nicaraguans; Managua
Nigeria; Nigerian; Nigerian, Nigerians; Abuja
Niger; Nigerien; Nigerien, Nigeriens; Niamey
Norway; Norwegian; Norwegian, Norwegians; Oslo
Oman; Omani; Omani, Omanis; Muscat
Pakistan; Pakistani; Pakistani, Pakistanis; Islamabad
Palestine; Palestinian; Palestinian, Palestinians; Ramallah
Panama; Panamanian; Panamanian, Panamanians; Panama City
Paraguay; Paraguayan; Paraguayan, Paraguayans; Asunción
Peru; Peruvian; Peruvian, Peruvians; Lima
Philippines; Philippine; Filipino, Filipinos; Manila
Poland; Polish; Pole, Poles; Warsaw
Portugal; Portuguese; ; Lisbon
Qatar; Qatari; Qatari, Qataris; Doha
Romania; Romanian; Romanian, Romanians; Bucharest
Russia; Russian; Russian, Russians; Moscow
Rwanda; Rwandan; Rwandan, Rwandans; Kigali
Saudi Arabia; Saudi; Saudi, Saudis; Riyadh
Senegal; Senegalese; ; Dakar
Serbia; Serbian; Serb, Serbs; Belgrade
Sierra Leone; Sierra Leonean; Sierra Leonean, Sierra Leoneans; Freetown
Singapore; Singaporean; Singaporean, Singaporeans;
Slovakia; Slovak; Slovak, Slovaks; Bratislava
Slovenia; Slovenian; Slovene, Slovenes; Ljubljana
Somalia; Somali; Somali, Somalis; Mogadishu
South Africa; South African; South African, South Africans; Pretoria
Spain; Spanish; Spaniard, Spaniards; Madrid
Sri Lanka; Sri Lankan; Sri Lankan, Sri Lankans; Colombo
Sudan; Sudanese; ; Khartoum
Sweden; Swedish; Swede, Swedes; Stockholm
Switzerland; Swiss; ; Bern
Syria; Syrian; Syrian, Syrians; Damascus
Tajikistan; Tajik; Tajik, Tajiks; Dushanbe
Tanzania; Tanzanian; Tanzanian, Tanzanians; Dodoma
Thailand; Thai; Thai, Thais; Bangkok
Timor; Timorese; ; Dili
Togo; Togolese; ; Lomé
Tunisia; Tunisian; Tunisian, Tunisians; Tunis
Türkiye, Turkey; Turkish; Turk, Turks; Ankara
Uganda; Ugandan; Ugandan, Ugandans; Kampala
Ukraine; Ukrainian; Ukrainian, Ukrainians; Kyiv
United Arab Emirates; Emirati; Emirati, Emiratis; Abu Dhabi
Uruguay; Uruguayan; Uruguayan, Uruguayans; Montevideo
Uzbekistan; Uzbek; Uzbek, Uzbeks; Tashkent
Venezuela; Venezuelan; Venezuelan, Venezuelans; Caracas
Viet Nam, Vietnam; Vietnamese; ; Hanoi
Yemen; Yemeni; Yemeni, Yemenis; Sana'a
Zambia; Zambian; Zambian, Zambians; Lusaka
Zimbabwe; Zimbabwean; Zimbabwean, Zimbabweans; Harare
"""
_ROWS = [[part.strip() for part in line.split(";")] for line in _STATES.strip().splitlines()]

ADJECTIVES = tuple(adjective for _, adjective, _, _ in _ROWS)
PEOPLES = tuple(word.strip() for _, _, people, _ in _ROWS for word in people.split(",") if word.strip())
SEATS = tuple(seat for _, _, _, seat in _ROWS if seat)
SHORT = 4
# What means something else when it is written small.
OTHER_WORDS = frozenset({"polish", "turkey", "china", "jordan", "chile", "guinea", "swede", "turks", "niger"})
# In these the name of one State stands for something else.
_ELSEWHERE = re.compile(
    r"\b(?:South Sudan(?:ese)?|Equatorial Guinean?s?|New Guinean?s?|Guinea-Bissau|Northern Irish|Northern Ireland|"
    r"(?:Latin|Central|South|North|Pan)[ -]American?s?|Gulf of Guinea|Niger Delta)\b"
)

# Letters of other alphabets, and signs, that look like a letter or stand for one.
_LIKE = str.maketrans(
    dict(
        zip(
            "АВЕКМНОРСТУХІЈЅаеокрсухіјѕһԁԛԝӏмтѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανικρυτχηεıɑɡ",
            "ABEKMHOPCTYXIJSaeokpcyxijshdqwlmtvABEZHIKMNOPTYXoavikputxneiag",
            strict=True,
        )
    )
    | {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe"}
    | {"\N{RIGHT SINGLE QUOTATION MARK}": "'", "_": " "}
)
_BROKEN = re.compile(r"([a-z])[-\N{HYPHEN}][^\S\n]*\n\s*([a-z])")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?){1,3}[A-Z](?:\.(?!\s+[A-Z])|(?=\W|$))")


def words_for(state: str) -> tuple[str, ...]:
    """How else a State is spoken of, by what stands in its name: its adjective, its people, its seat of government.

    Of “Niger” and “Nigeria”, “Guinea” and “Guinea-Bissau”, only the one that is the whole word.
    """
    for names, adjective, people, seat in _ROWS:
        if any(re.search(rf"(?<![\w-]){re.escape(name.strip())}(?![\w-])", state) for name in names.split(",")):
            return tuple(filter(None, (adjective, *(word.strip() for word in people.split(",")), seat)))
    return ()


def people_of(text: str) -> tuple[str, ...]:
    """Names, adjective and people of every State that is spoken of in a text: “Danish delegation”, “Denmark: A. Holm”.

    Without their seats of government, where much is done that is nobody's: the Court sits in The Hague.
    """
    said = without_others(plain(text))
    found: list[str] = []
    for row in _ROWS:
        words = [plain(word) for part in row[:3] for word in part.split(",") if word.strip()]
        if any(as_word(word).search(said) for word in words):
            found += words
    return tuple(dict.fromkeys(found))


def clear(text: str) -> str:
    """A text without accents, look-alike letters and unseen signs; “U.S.” is US, and broken words are whole."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Cf"))
    bare = _BROKEN.sub(r"\1\2", bare.translate(_LIKE))
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), bare)


def plain(text: str) -> str:
    """The same in one line, with single blanks."""
    return " ".join(clear(text).split())


def without_others(text: str) -> str:
    """A text with blanks for what bears the name of a State and is another, or a whole continent."""
    return _ELSEWHERE.sub(lambda match: " " * len(match[0]), text)


@cache
def as_word(word: str) -> re.Pattern[str]:
    """Where a name of a State stands as a word of its own, written small too unless that means something else."""
    is_other = len(word) <= SHORT or word.lower() in OTHER_WORDS
    return re.compile(rf"(?<!\w)(?:{written(word)})(?!\w)", 0 if is_other else re.IGNORECASE)


def written(word: str) -> str:
    """A word as it is, and in capitals."""
    return "|".join(re.escape(each) for each in dict.fromkeys((word, word.upper())))
