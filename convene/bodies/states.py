"""The States of which a recommendation may speak, by the names in use: any other name is asked about."""

from __future__ import annotations

# Members and observers of the United Nations, and what is commonly named beside them; several names of one stand apart.
_NAMES = """
Afghanistan; Albania; Algeria; Andorra; Angola; Antigua and Barbuda; Argentina; Armenia; Australia; Austria; Azerbaijan
Bahamas; Bahrain; Bangladesh; Barbados; Belarus; Belgium; Belize; Benin; Bhutan; Bolivia; Bosnia; Bosnia and Herzegovina
Bosnia-Herzegovina; Botswana; Brazil; Brunei; Brunei Darussalam; Bulgaria; Burkina Faso; Burma; Burundi; Cabo Verde
Cambodia; Cameroon; Canada; Cape Verde; Central African Republic; CAR; Chad; Chile; China; Colombia; Comoros; Congo
Congo-Brazzaville; Congo-Kinshasa; Democratic Republic of the Congo; Democratic Republic of Congo; DR Congo; DRC
Republic of the Congo; Costa Rica; Côte d'Ivoire; Ivory Coast; Croatia; Cuba; Cyprus; Czech Republic; Czechia; Denmark
Djibouti; Dominica; Dominican Republic; Ecuador; Egypt; El Salvador; Equatorial Guinea; Eritrea; Estonia; Eswatini
Swaziland; Ethiopia; Fiji; Finland; France; Gabon; Gambia; Georgia; Germany; Ghana; Greece; Grenada; Guatemala; Guinea
Guinea-Bissau; Guyana; Haiti; Holy See; Vatican City; Honduras; Hungary; Iceland; India; Indonesia; Iran
Islamic Republic of Iran; Iraq; Ireland; Israel; Italy; Jamaica; Japan; Jordan; Kazakhstan; Kenya; Kiribati; Kosovo
Kuwait; Kyrgyzstan; Laos; Lao People's Democratic Republic; Latvia; Lebanon; Lesotho; Liberia; Libya; Liechtenstein
Lithuania; Luxembourg; Madagascar; Malawi; Malaysia; Maldives; Mali; Malta; Marshall Islands; Mauritania; Mauritius
Mexico; Micronesia; Moldova; Republic of Moldova; Monaco; Mongolia; Montenegro; Morocco; Mozambique; Myanmar; Namibia
Nauru; Nepal; Netherlands; New Zealand; Nicaragua; Niger; Nigeria; North Macedonia; Macedonia; Norway; Oman; Pakistan
Palau; Palestine; State of Palestine; Occupied Palestinian Territory; Panama; Papua New Guinea; Paraguay; Peru
Philippines; Poland; Portugal; Qatar; Korea; North Korea; South Korea; Republic of Korea; DPRK
Democratic People's Republic of Korea; Romania; Russia; Russian Federation; Rwanda; Saint Kitts and Nevis; Saint Lucia
Saint Vincent and the Grenadines; Samoa; San Marino; São Tomé and Príncipe; Saudi Arabia; Senegal; Serbia; Seychelles
Sierra Leone; Singapore; Slovakia; Slovenia; Solomon Islands; Somalia; Somaliland; South Africa; South Sudan; Spain
Sri Lanka; Sudan; Suriname; Sweden; Switzerland; Syria; Syrian Arab Republic; Taiwan; Tajikistan; Tanzania
United Republic of Tanzania; Thailand; Timor-Leste; East Timor; Togo; Tonga; Trinidad and Tobago; Tunisia; Turkey
Türkiye; Turkmenistan; Tuvalu; Uganda; Ukraine; United Arab Emirates; UAE; United Kingdom; UK; Great Britain
United States; United States of America; USA; US; Uruguay; Uzbekistan; Vanuatu; Venezuela; Viet Nam; Vietnam
Western Sahara; Yemen; Zambia; Zimbabwe
"""
STATES = tuple(name.strip() for line in _NAMES.strip().splitlines() for name in line.split(";"))

# Names of one and the same State, a State to a line: by any of them a party is known that is called by another.
_SAME = """
United States; United States of America; USA; US; America
United Kingdom; UK; United Kingdom of Great Britain and Northern Ireland; Great Britain; Britain; GB
Netherlands; Kingdom of the Netherlands; Holland
Bolivia; Plurinational State of Bolivia
Bosnia and Herzegovina; Bosnia; Bosnia-Herzegovina; BiH
Brunei Darussalam; Brunei
Cabo Verde; Cape Verde
Central African Republic; CAR
China; People's Republic of China; PRC
Congo; Republic of the Congo; Republic of Congo; Congo-Brazzaville
Côte d'Ivoire; Ivory Coast
Czechia; Czech Republic
Democratic People's Republic of Korea; DPRK; North Korea
Democratic Republic of the Congo; Democratic Republic of Congo; DR Congo; DRC; Congo-Kinshasa
Eswatini; Swaziland
France; French Republic
Germany; Federal Republic of Germany; FRG
Greece; Hellenic Republic
Holy See; Vatican City; Vatican
Iran; Islamic Republic of Iran
Ireland; Republic of Ireland; Éire
Kyrgyzstan; Kyrgyz Republic
Laos; Lao People's Democratic Republic; Lao PDR
Micronesia; Federated States of Micronesia
Moldova; Republic of Moldova
Myanmar; Burma
New Zealand; NZ
North Macedonia; Republic of North Macedonia; Macedonia; FYROM
Palestine; State of Palestine
Papua New Guinea; PNG
Republic of Korea; South Korea; ROK
Russian Federation; Russia
Saudi Arabia; Kingdom of Saudi Arabia; KSA
Slovakia; Slovak Republic
South Africa; Republic of South Africa; RSA
Switzerland; Swiss Confederation
Syria; Syrian Arab Republic
Taiwan; Republic of China; ROC; Chinese Taipei
Tanzania; United Republic of Tanzania
Timor-Leste; East Timor
Türkiye; Turkey
United Arab Emirates; UAE; Emirates
Venezuela; Bolivarian Republic of Venezuela
Viet Nam; Vietnam
"""
SAME = tuple(tuple(name.strip() for name in line.split(";")) for line in _SAME.strip().splitlines())
# Codes of States by which organisations are known better.
NO_CODES = ("AU",)
