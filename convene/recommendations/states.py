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
