"""How States are spoken of besides their names: an adjective, what their people are called, and where they govern from.

It serves the checker of give-aways alone. A seat of government that is an everyday word, or the name of the State, is
left out; a State whose people are called by the adjective has no word of its own.
"""

from __future__ import annotations

# Adjective; what their people are called where that is another word, one and several; seat of government.
_STATES = """
Afghan; Afghan, Afghans; Kabul
Albanian; Albanian, Albanians; Tirana
Algerian; Algerian, Algerians; Algiers
American; American, Americans; Washington
Angolan; Angolan, Angolans; Luanda
Argentine; Argentine, Argentines; Buenos Aires
Armenian; Armenian, Armenians; Yerevan
Australian; Australian, Australians; Canberra
Austrian; Austrian, Austrians; Vienna
Azerbaijani; Azerbaijani, Azerbaijanis; Baku
Bangladeshi; Bangladeshi, Bangladeshis; Dhaka
Belarusian; Belarusian, Belarusians; Minsk
Belgian; Belgian, Belgians; Brussels
Beninese; ; Porto-Novo
Bolivian; Bolivian, Bolivians; La Paz
Bosnian; Bosnian, Bosnians; Sarajevo
Botswanan; Motswana, Batswana; Gaborone
Brazilian; Brazilian, Brazilians; Brasília
British; Briton, Britons; London
Bulgarian; Bulgarian, Bulgarians; Sofia
Burkinabè; ; Ouagadougou
Burmese; ; Naypyidaw
Burundian; Burundian, Burundians; Gitega
Cambodian; Cambodian, Cambodians; Phnom Penh
Cameroonian; Cameroonian, Cameroonians; Yaoundé
Canadian; Canadian, Canadians; Ottawa
Chadian; Chadian, Chadians; N'Djamena
Chilean; Chilean, Chileans; Santiago
Chinese; ; Beijing
Colombian; Colombian, Colombians; Bogotá
Congolese; ; Kinshasa
Costa Rican; Costa Rican, Costa Ricans; San José
Croatian; Croat, Croats; Zagreb
Cuban; Cuban, Cubans; Havana
Cypriot; Cypriot, Cypriots; Nicosia
Czech; Czech, Czechs; Prague
Danish; Dane, Danes; Copenhagen
Dutch; Dutchman, Dutchmen; The Hague
Ecuadorian; Ecuadorian, Ecuadorians; Quito
Egyptian; Egyptian, Egyptians; Cairo
Eritrean; Eritrean, Eritreans; Asmara
Estonian; Estonian, Estonians; Tallinn
Ethiopian; Ethiopian, Ethiopians; Addis Ababa
Fijian; Fijian, Fijians; Suva
Finnish; Finn, Finns; Helsinki
French; Frenchman, Frenchmen; Paris
Gabonese; ; Libreville
Gambian; Gambian, Gambians; Banjul
Georgian; Georgian, Georgians; Tbilisi
German; German, Germans; Berlin
Ghanaian; Ghanaian, Ghanaians; Accra
Greek; Greek, Greeks; Athens
Guatemalan; Guatemalan, Guatemalans; Guatemala City
Guinean; Guinean, Guineans; Conakry
Haitian; Haitian, Haitians; Port-au-Prince
Honduran; Honduran, Hondurans; Tegucigalpa
Hungarian; Hungarian, Hungarians; Budapest
Icelandic; Icelander, Icelanders; Reykjavik
Indian; Indian, Indians; New Delhi
Indonesian; Indonesian, Indonesians; Jakarta
Iranian; Iranian, Iranians; Tehran
Iraqi; Iraqi, Iraqis; Baghdad
Irish; Irishman, Irishmen; Dublin
Israeli; Israeli, Israelis; Jerusalem
Italian; Italian, Italians; Rome
Ivorian; Ivorian, Ivorians; Yamoussoukro
Jamaican; Jamaican, Jamaicans; Kingston
Japanese; ; Tokyo
Jordanian; Jordanian, Jordanians; Amman
Kazakh; Kazakh, Kazakhs; Astana
Kenyan; Kenyan, Kenyans; Nairobi
Korean; Korean, Koreans; Seoul
Kosovar; Kosovar, Kosovars; Pristina
Kuwaiti; Kuwaiti, Kuwaitis;
Kyrgyz; ; Bishkek
Latvian; Latvian, Latvians; Riga
Lebanese; ; Beirut
Liberian; Liberian, Liberians; Monrovia
Libyan; Libyan, Libyans; Tripoli
Lithuanian; Lithuanian, Lithuanians; Vilnius
Luxembourgish; Luxembourger, Luxembourgers;
Malawian; Malawian, Malawians; Lilongwe
Malaysian; Malaysian, Malaysians; Kuala Lumpur
Malian; Malian, Malians; Bamako
Maltese; ; Valletta
Mexican; Mexican, Mexicans; Mexico City
Moldovan; Moldovan, Moldovans; Chişinău
Mongolian; Mongolian, Mongolians; Ulaanbaatar
Montenegrin; Montenegrin, Montenegrins; Podgorica
Moroccan; Moroccan, Moroccans; Rabat
Mozambican; Mozambican, Mozambicans; Maputo
Namibian; Namibian, Namibians; Windhoek
Nepali; Nepali, Nepalis; Kathmandu
New Zealand; New Zealander, New Zealanders; Wellington
Nicaraguan; Nicaraguan, Nicaraguans; Managua
Nigerian; Nigerian, Nigerians; Abuja
Nigerien; Nigerien, Nigeriens; Niamey
Norwegian; Norwegian, Norwegians; Oslo
Omani; Omani, Omanis; Muscat
Pakistani; Pakistani, Pakistanis; Islamabad
Palestinian; Palestinian, Palestinians; Ramallah
Panamanian; Panamanian, Panamanians; Panama City
Paraguayan; Paraguayan, Paraguayans; Asunción
Peruvian; Peruvian, Peruvians; Lima
Philippine; Filipino, Filipinos; Manila
Polish; Pole, Poles; Warsaw
Portuguese; ; Lisbon
Qatari; Qatari, Qataris; Doha
Romanian; Romanian, Romanians; Bucharest
Russian; Russian, Russians; Moscow
Rwandan; Rwandan, Rwandans; Kigali
Saudi; Saudi, Saudis; Riyadh
Senegalese; ; Dakar
Serbian; Serb, Serbs; Belgrade
Sierra Leonean; Sierra Leonean, Sierra Leoneans; Freetown
Singaporean; Singaporean, Singaporeans;
Slovak; Slovak, Slovaks; Bratislava
Slovenian; Slovene, Slovenes; Ljubljana
Somali; Somali, Somalis; Mogadishu
South African; South African, South Africans; Pretoria
Spanish; Spaniard, Spaniards; Madrid
Sri Lankan; Sri Lankan, Sri Lankans; Colombo
Sudanese; ; Khartoum
Swedish; Swede, Swedes; Stockholm
Swiss; ; Bern
Syrian; Syrian, Syrians; Damascus
Tajik; Tajik, Tajiks; Dushanbe
Tanzanian; Tanzanian, Tanzanians; Dodoma
Thai; Thai, Thais; Bangkok
Timorese; ; Dili
Togolese; ; Lomé
Tunisian; Tunisian, Tunisians; Tunis
Turkish; Turk, Turks; Ankara
Ugandan; Ugandan, Ugandans; Kampala
Ukrainian; Ukrainian, Ukrainians; Kyiv
Emirati; Emirati, Emiratis; Abu Dhabi
Uruguayan; Uruguayan, Uruguayans; Montevideo
Uzbek; Uzbek, Uzbeks; Tashkent
Venezuelan; Venezuelan, Venezuelans; Caracas
Vietnamese; ; Hanoi
Yemeni; Yemeni, Yemenis; Sana'a
Zambian; Zambian, Zambians; Lusaka
Zimbabwean; Zimbabwean, Zimbabweans; Harare
"""
_ROWS = [[part.strip() for part in line.split(";")] for line in _STATES.strip().splitlines()]

ADJECTIVES = tuple(adjective for adjective, _, _ in _ROWS)
PEOPLES = tuple(word.strip() for _, people, _ in _ROWS for word in people.split(",") if word.strip())
SEATS = tuple(seat for _, _, seat in _ROWS if seat)
