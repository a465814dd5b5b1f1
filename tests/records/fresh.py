"""A hundred sentences of summary records by a third hand, who knew none of the rules and no other set.

No rule came of them. Fifty would lead a reader to who spoke or for whom; fifty do not.
"""

from __future__ import annotations

FRESH_GIVES_AWAY = (
    (
        "Having hosted the tribunal on its own soil for two decades, one participant doubted that a new "
        "court would need so large a seat."
    ),
    "The Netherlands said it could accept the second paragraph if the word 'imminent' were dropped.",
    "She added that her minister would raise the matter in the capital before the end of the week.",
    (
        "It was noted that the Copenhagen meeting in March would come back to this, and that invitations "
        "would go out shortly."
    ),
    "The speaker recalled his two years as a military observer in Bunia and said the pattern was the same.",
    (
        "A participant whose country takes over the presidency of the Union in July asked that the text be "
        "settled before then."
    ),
    "The next intervention, made in French, regretted that the papers had once again been circulated in English only.",
    "As the largest contributor to the trust fund, one delegation expected quarterly accounts from now on.",
    "One view was that our own history in the twentieth century obliges us to speak plainly about deportations.",
    (
        "The students who had coded the incident data over the summer were thanked by their supervisor, who "
        "warned against reading too much into it."
    ),
    "Early Warning Watch's numbers for the eastern districts were defended by the person who had compiled them.",
    "The member that had opened the discussion took the floor again to withdraw its proposal.",
    (
        "It was explained that after the election at home no new money could be promised until a coalition "
        "had been formed."
    ),
    "One participant apologised for leaving early, as the last flight to Ottawa was at six.",
    "The only landlocked member present asked how the arms embargo would be enforced on river traffic.",
    "A delegate who had served as ambassador in Khartoum doubted that the generals would keep their word.",
    "With 900 of its soldiers still in the mission, one government could not support an early withdrawal.",
    "The frigate we have in the Gulf could be used to monitor the port, it was offered.",
    "Speaking also for the Nordic countries, one participant called for an independent inquiry.",
    "The colleague from the foreign ministry's legal department held that the threshold for genocide had not been met.",
    (
        "It was said with some heat that a former colonial power ought to be the last to lecture the region, "
        "and the power concerned replied."
    ),
    "He had been in Srebrenica in 1995 and would not sit through another summer of cautious statements.",
    (
        "The centre's new index, to be launched at All Souls next month, places the country among the five "
        "at highest risk."
    ),
    "The youngest delegate in the room, attending for the first time, asked who actually reads the alerts.",
    (
        "One member pointed out that its parliament had recognised the massacres as genocide last spring, by "
        "a single vote."
    ),
    "The chair, stepping out of the role for a moment, mentioned what the embassy had cabled the night before.",
    "A government with a border of four hundred kilometres to defend did not share this optimism about the ceasefire.",
    (
        "The office of the Special Adviser was said by its own representative to have only two analysts for "
        "the whole continent."
    ),
    "As a mother of two conscripts, one participant found the talk of a stand-by force rather light.",
    "Our embassy in Juba has been closed since April, so the information given was second-hand.",
    "The German side will send round its non-paper on hate speech by Friday.",
    "One participant, whose parents had fled the same province, described what the village names mean to the diaspora.",
    "The proposal came from the delegation that had abstained on the resolution in Geneva the week before.",
    "It was remarked that the kingdom's Caribbean territories were already receiving boats from the crisis country.",
    "Two of the field researchers had been expelled in May, their director reported, and their laptops kept.",
    "The last to speak before lunch warned that naming the commander would close the door to talks.",
    (
        "Following the apology made by the prime minister to indigenous families, one State thought it could "
        "speak credibly of past wrongs."
    ),
    "The tanks already pledged would go ahead whatever the group decided, it was made clear.",
    "One guest reminded members that the university had trained three of the country's present ministers.",
    "Being the sole member outside NATO, one delegation preferred that no reference be made to the alliance.",
    "The interpreter had to be called in so that the remarks in Portuguese could be followed.",
    "A retired judge of the Rwanda tribunal said that radio transcripts had decided most of those cases.",
    "Our candidate for the Security Council seat would make prevention a priority, and support was hoped for in June.",
    "The delegate sitting on the left of the chair shook her head and asked that her dissent be minuted.",
    "It was the third time this year that Denmark had asked for the Arctic communities to be put on the agenda.",
    (
        "Because the suspect is held in the prison at Scheveningen, a few kilometres from the ministry, one "
        "member felt a particular duty."
    ),
    "The author of the 2019 report on the border killings conceded that its central estimate had been too high.",
    "One capital had already recalled its envoy on Tuesday, and the others were invited to do likewise.",
    "The new foundation, funded by a well-known software fortune, offered to pay for the satellite images.",
    (
        "A participant who had chaired the group until last December regretted that the old alert procedure "
        "had been given up."
    ),
)
FRESH_GIVES_NOBODY_AWAY = (
    "The militias were said to have moved north since the rains ended, burning grain stores along the road.",
    (
        "Some participants thought that sanctions on the fuel trade would hurt civilians before they reached "
        "the commanders."
    ),
    "The government in Khartoum has not answered the three letters sent by the Commission of Inquiry.",
    "It was agreed to return to the question at the next meeting.",
    "Witnesses who testified in the first trial have since been threatened, and two of them have left the country.",
    (
        "The President of the crisis country dismissed his chief of staff and put his brother-in-law in "
        "command of the guard."
    ),
    "Several participants asked for clearer criteria for moving a situation from watch to alert.",
    "She fled to the capital with her four children, and her statement is now part of the prosecutor's file.",
    "The High Commissioner for Human Rights has been refused access to the detention centres since February.",
    "It was said that the warning signs had been there for months and that nobody had put them together.",
    "The draft recommendations were read paragraph by paragraph, and no objection was raised to the first four.",
    "Markets in the besieged town have closed, and the price of millet has tripled in six weeks.",
    "In Myanmar, the registration of households by religion was seen as a step towards further expulsions.",
    "A number of participants favoured quiet diplomacy, while others held that silence would be taken as consent.",
    "The Security Council is expected to renew the mandate of the mission for six months only.",
    "The archbishop and the grand mufti issued a joint appeal, which the state radio did not carry.",
    "The secretariat will circulate a revised timetable together with the background paper.",
    "According to the reports discussed, the governor told his officers that no prisoners were to be taken.",
    (
        "It was asked whether the International Criminal Court could act without a referral, since the "
        "country is not a party to its Statute."
    ),
    "The bridge at the border crossing remains the only way out for those displaced from the southern villages.",
    "There was broad support for training local journalists to recognise and report incitement.",
    "The rebel leader gave an interview from Nairobi in which he denied that his men had entered the hospital.",
    "Questions were raised about the reliability of casualty figures gathered by telephone.",
    "The police commander has been promoted, although a national court had found him responsible for the shootings.",
    "The meeting was suspended for fifteen minutes and resumed with the item on early warning.",
    "Neighbouring governments have closed their camps, and refugees are being sent back without any screening.",
    "It was generally felt that early action costs less than intervention, but that budgets do not reflect this.",
    "His speech on independence day, calling the minority snakes, was broadcast four times by the party station.",
    "The ceasefire signed in Addis Ababa has held in the cities but not in the countryside.",
    "Different views were expressed on whether the term genocide should appear in the alert.",
    "The African Union has sent an envoy, whose first visit to the region was cut short by fighting at the airport.",
    "Graves found near the brickworks were exhumed by the national forensic institute in the presence of the families.",
    "It was proposed that indicators be reviewed every two years in the light of experience.",
    "Belarus and Russia were named as transit routes for the drones used against the convoys.",
    "Participants heard that schoolbooks in the northern provinces no longer mention the killings of 1994.",
    "The Ministry of the Interior in Caracas announced an amnesty, but the lawyers of the detained have seen no list.",
    "The working group has met four times since the autumn and will finish its report by May.",
    "Armed men in unmarked uniforms took over the dam, and the three villages below it were emptied overnight.",
    "Some doubted that travel bans alone would change the calculations of the ruling family.",
    "The Special Rapporteur's mandate ends in March, and no successor has yet been appointed.",
    "The opposition candidate has been under house arrest since the vote, and her party's offices have been sealed.",
    "It was recalled that the rule of confidentiality covers the papers as well as the discussion.",
    "Youth wings of both parties are recruiting in the mining towns, where unemployment is highest.",
    "The question remained open whether community radios should be funded directly or through UNESCO.",
    "In the Great Lakes region, cattle raids were described as the usual trigger of reprisals between the communities.",
    "The Constitutional Court annulled the law on citizenship, but the prefects go on applying it.",
    "More than one participant warned that elections held under a state of emergency could set off violence.",
    "The mothers of the disappeared still gather every Thursday outside the general's villa in the capital.",
    "The records of the previous meeting were adopted with two corrections of dates.",
    (
        "Peacekeepers withdrew from the eastern base in June, and within a week the first attacks on the "
        "camps were reported."
    ),
)
