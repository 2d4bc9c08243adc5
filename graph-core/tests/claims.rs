//! Sentences → claims: what each construction asserts, with its stance.

use graph_core::claims::{Argument, Claim, extract};
use graph_core::lexicon::Lexicon;
use graph_core::parse::{Pipeline, Tree};

/// The claims of some sentences in the inventory's relations, a line each.
fn claims(text: &str) -> String {
    let parse = Pipeline::get().parse(text, 0);
    let tree = Tree::new(&parse, Lexicon::builtin());
    let mut lines: Vec<String> = extract(&tree, Some("2025-02-04"))
        .iter()
        .filter(|claim| graph_core::lexicon::INVENTORY.contains(&claim.relation.as_str()))
        .map(|claim| line(&tree, claim))
        .collect();
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

fn line(tree: &Tree, claim: &Claim) -> String {
    let argument = |argument: Argument| match argument {
        Argument::Part { token, length } => tree.token(token).text[..length].to_owned(),
        other => tree.token(other.token()).text.to_string(),
    };
    let speakers: Vec<&str> = claim.speakers.iter().map(|&at| &*tree.token(at).text).collect();
    let mut line = format!(
        "{} {} {} {} {}",
        argument(claim.subject),
        claim.relation,
        argument(claim.object),
        claim.polarity.as_str(),
        claim.modality.as_str()
    );
    if !speakers.is_empty() {
        line = format!("{line} by {}", speakers.join(", "));
    }
    if let Some(when) = &claim.details.when {
        line = format!("{line} on {when}");
    }
    line
}

fn check(sentence: &str, expected: &[&str]) {
    assert_eq!(claims(sentence), expected.join("\n"), "{sentence}");
}

#[test]
fn verbs_with_subject_and_object() {
    check("Brazil condemned the attack.", &["Brazil CRITICIZED attack + fact"]);
    check(
        "Peru and Chile ratified and praised the treaty.",
        &[
            "Chile AGREED_TO treaty + fact",
            "Chile PRAISED treaty + fact",
            "Peru AGREED_TO treaty + fact",
            "Peru PRAISED treaty + fact",
        ],
    );
}

#[test]
fn passives_name_the_agent_behind_by() {
    check("The minister was arrested by soldiers.", &["soldiers ARRESTED minister + fact"]);
    check("The minister was arrested on Monday.", &[]);
    check("The plan, criticized by farmers, failed.", &["farmers CRITICIZED plan + fact"]);
}

#[test]
fn subjects_are_found_through_control_and_relative_clauses() {
    check(
        "The bank, which has funded two dams, agreed to finance a school.",
        &[
            "bank AGREED_TO finance + fact",
            "bank FUNDED dams + fact",
            "bank FUNDED school + planned",
        ],
    );
    check(
        "After visiting Kenya, the queen met the president.",
        &["queen MET_WITH president + fact", "queen VISITED Kenya + fact"],
    );
}

#[test]
fn gerunds_belong_to_whoever_is_accused_or_stopped() {
    check(
        "Greece stopped the pilgrims from travelling to Patmos.",
        &["pilgrims VISITED Patmos - fact"],
    );
    check(
        "The judge praised nurses for attending the trial.",
        &["judge PRAISED nurses + fact", "nurses WITNESSED trial + fact"],
    );
    check(
        "A court sentenced Roe, who ran the port, to seven years in prison for taking bribes.",
        &["Roe ACCEPTS bribes + fact", "Roe OPERATES port + fact", "court ARRESTED Roe + fact"],
    );
}

#[test]
fn what_is_past_is_not_joined_to_an_infinitive() {
    check(
        "Roe urged the embassy to reconsider and spoke with Jane Doe.",
        &["Roe DEMANDED reconsider + fact", "Roe MET_WITH Doe + fact"],
    );
}

#[test]
fn who_was_killed_is_no_organization() {
    check(
        "They buried John Roe, a critic of NATO, who was killed by gunmen.",
        &["Roe CRITICIZED NATO + fact", "gunmen ATTACKED Roe + fact"],
    );
}

#[test]
fn givers_and_receivers() {
    check("The hostages were handed over to tribal chiefs.", &["chiefs ACCEPTS hostages + fact"]);
    check("The firm gave money to the party.", &["firm FUNDED party + fact"]);
    check("She was awarded the Booker Prize by the jury.", &["She WON Prize + fact"]);
}

#[test]
fn several_subjects_do_it_with_each_other() {
    check("Angela Roe and John Doe met in Oslo.", &["Roe MET_WITH Doe + fact"]);
    check("Roe and Doe met the king.", &["Doe MET_WITH king + fact", "Roe MET_WITH king + fact"]);
}

#[test]
fn either_preposition_leads_the_object() {
    check("The minister arrived at the airport.", &["minister VISITED airport + fact"]);
    check("Boys threw stones at soldiers.", &["Boys ATTACKED soldiers + fact"]);
}

#[test]
fn police_told_of_before_arrest() {
    check(
        "Police raided the offices, and the leader was arrested.",
        &["Police ARRESTED leader + fact", "Police ATTACKED offices + fact"],
    );
}

#[test]
fn nouns_behind_prepositions_belong_to_the_verb() {
    check("Agents took the mayor into custody.", &["Agents ARRESTED mayor + fact"]);
    check("Agents took the mayor into the hall.", &[]);
}

#[test]
fn who_is_somewhere_on_a_tour_visits_it() {
    check("The president is in Peru on an official tour.", &["president VISITED Peru + fact"]);
}

#[test]
fn words_in_quotation_marks_have_their_own_subjects() {
    check("Roe described it as \"an act of madness and defeated terrorists\".", &[]);
}

#[test]
fn modality_and_negation() {
    check("Norway will fund the museum.", &["Norway FUNDED museum + planned"]);
    check("Norway could fund the museum.", &["Norway FUNDED museum + possible"]);
    check("Norway did not fund the museum.", &["Norway FUNDED museum - fact"]);
    check("Norway does not have plans to fund the museum.", &["Norway FUNDED museum - planned"]);
    check("Nobody supported the mayor.", &["Nobody SUPPORTED mayor - fact"]);
    check(
        "Norway refused to fund the museum.",
        &["Norway FUNDED museum - fact", "Norway OPPOSED fund + fact"],
    );
}

#[test]
fn what_is_only_asked_for_is_no_fact() {
    check("Unions urged Norway to fund the museum.", &["Unions DEMANDED fund + fact"]);
}

#[test]
fn whose_words_it_is() {
    check(
        "The company said that rebels attacked the mine.",
        &["rebels ATTACKED mine + claimed by company"],
    );
    check(
        "According to Reuters, rebels attacked the mine.",
        &["rebels ATTACKED mine + claimed by Reuters"],
    );
}

#[test]
fn who_insists_that_not_denies() {
    check("The ministry insisted that the dam was not unsafe.", &["ministry DENIED was + fact"]);
}

#[test]
fn nouns_that_assert_relations() {
    check(
        "Merkel's visit to Ankara followed talks with Erdogan.",
        &["Merkel MET_WITH Erdogan + fact", "Merkel VISITED Ankara + fact"],
    );
    check("The proposal raised concerns among teachers.", &["teachers CRITICIZED proposal + fact"]);
    check("A German-funded clinic opened.", &["German FUNDED clinic + fact"]);
}

#[test]
fn calling_something_is_a_verdict() {
    check("Doctors called it cruel.", &["Doctors CRITICIZED it + fact"]);
    check("Doctors described the ruling as historic.", &["Doctors PRAISED ruling + fact"]);
    check("Doctors called the police.", &[]);
}

#[test]
fn titles_and_appositions_tell_roles() {
    check("Canada's Prime Minister, Jane Doe, spoke.", &["Doe HAS_ROLE Canada + fact"]);
    check("Ann Lee, spokeswoman for the Red Cross, spoke.", &["Lee HAS_ROLE Cross + fact"]);
    check("Norwegian nurse Ann Lee spoke.", &[]);
}

#[test]
fn particles_change_what_a_verb_says() {
    check("Canada took in refugees.", &["Canada ACCEPTS refugees + fact"]);
    check("Canada took a breath.", &[]);
    check("Voters turned down the bond.", &["Voters OPPOSED bond + fact"]);
}

#[test]
fn examples_count_with_their_phrase() {
    check(
        "Groups like Oxfam condemned the plan.",
        &["Groups CRITICIZED plan + fact", "Oxfam CRITICIZED plan + fact"],
    );
}

/// The dates of the claims of some relation, the article being of Tuesday, 2025-02-04.
fn dates(sentence: &str, relation: &str) -> String {
    let parse = Pipeline::get().parse(sentence, 0);
    let tree = Tree::new(&parse, Lexicon::builtin());
    let claims = extract(&tree, Some("2025-02-04"));
    let of_relation = claims.iter().filter(|claim| claim.relation == relation);
    let when = of_relation.map(|claim| claim.details.when.map_or("-".into(), |at| at.to_string()));
    let dates: std::collections::BTreeSet<String> = when.collect();
    dates.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_date_belongs_to_its_own_verb_or_noun() {
    for (sentence, relation, date) in [
        ("Norway funded the museum in March 2022.", "FUNDED", "2022-03"),
        ("Norway funded the museum last month.", "FUNDED", "2025-01"),
        ("Norway will fund the museum next month.", "FUNDED", "2025-03"),
        ("Norway has funded the museum since 2019.", "FUNDED", "2019/.."),
        ("Brazil condemned the attack late Monday.", "CRITICIZED", "2025-02-03"),
        ("Brazil will sign the treaty on Friday.", "SIGNED", "2025-02-07"),
        ("Brazil signed the treaty on Friday.", "SIGNED", "2025-01-31"),
        ("On Friday, Brazil signed the treaty.", "SIGNED", "2025-01-31"),
        ("Brazil plans to sign the treaty in June.", "SIGNED", "2025-06"),
        ("The queen visited Kenya between 2001 and 2004.", "VISITED", "2001/2004"),
        ("Merkel met Erdogan at 9 p.m. Monday.", "MET_WITH", "2025-02-03"),
        ("Merkel met Erdogan on January 15.", "MET_WITH", "2025-01-15"),
        ("Merkel's visit to Ankara ended on Monday.", "VISITED", "2025-02-03"),
        ("Merkel announced on Monday that Norway had funded the museum.", "FUNDED", "-"),
        (
            "Merkel announced on Monday that Norway had funded the museum.",
            "ANNOUNCED",
            "2025-02-03",
        ),
        ("Norway, which joined the union in 1994, funded the museum.", "FUNDED", "-"),
        ("Police arrested a man who stole a painting in 2019.", "ARRESTED", "-"),
        ("On Monday, the queen arrived and met the president.", "MET_WITH", "2025-02-03"),
        ("The 14-year-old boy praised the mayor.", "PRAISED", "-"),
        ("Critics condemned the 2010 treaty.", "CRITICIZED", "-"),
        (
            "Brazil signed the treaty on May 3, 2010. Three days later Peru condemned it.",
            "CRITICIZED",
            "2010-05-06",
        ),
    ] {
        assert_eq!(dates(sentence, relation), date, "{sentence}");
    }
}

#[test]
fn numbers_are_kept_where_they_are_exact() {
    let count = |sentence: &str| {
        let parse = Pipeline::get().parse(sentence, 0);
        let tree = Tree::new(&parse, Lexicon::builtin());
        let claims = extract(&tree, None);
        claims.iter().find_map(|claim| claim.details.object_count.or(claim.details.subject_count))
    };
    assert_eq!(count("Police arrested 300 protesters."), Some(300));
    assert_eq!(count("Police arrested 1,200 protesters."), Some(1200));
    assert_eq!(count("Police arrested twelve protesters."), Some(12));
    assert_eq!(count("Twelve people died in the fire."), Some(12));
    assert_eq!(count("The company hired 3 million workers."), Some(3_000_000));
    assert_eq!(count("Police arrested about 300 protesters."), None);
    assert_eq!(count("Police arrested more than 300 protesters."), None);
    assert_eq!(count("Police arrested another 300 protesters."), None);
    assert_eq!(count("Police arrested protesters."), None);
}

#[test]
fn offices_are_kept_as_told() {
    let role = |sentence: &str| {
        let parse = Pipeline::get().parse(sentence, 0);
        let tree = Tree::new(&parse, Lexicon::builtin());
        let claims = extract(&tree, None);
        claims.into_iter().find_map(|claim| claim.details.role).unwrap_or_default().into_string()
    };
    assert_eq!(role("Canada's Prime Minister, Jane Doe, spoke."), "prime minister");
    assert_eq!(role("U.S. Secretary of State Marco Rubio spoke."), "secretary of state");
    assert_eq!(role("Former Brazilian President Dilma Rousseff spoke."), "former president");
    assert_eq!(role("Ann Lee, spokeswoman for the Red Cross, spoke."), "spokeswoman");
}

#[test]
fn dates_count_from_the_article() {
    check(
        "Brazil condemned the attack on Monday.",
        &["Brazil CRITICIZED attack + fact on 2025-02-03"],
    );
}

#[test]
fn whoever_bears_a_noun_takes_its_stance() {
    check(
        "Amina Diallo, a critic of the ministry, resigned.",
        &["Diallo CRITICIZED ministry + fact"],
    );
    check("The senator paid tribute to the nurses.", &["senator PRAISED nurses + fact"]);
    check("Norway voted in favour of the treaty.", &["Norway SUPPORTED treaty + fact"]);
    check("The miners voiced opposition to the law.", &["miners OPPOSED law + fact"]);
    check("The mayor blamed the fire on the company.", &["mayor ACCUSED company + fact"]);
}

#[test]
fn who_says_that_something_is_unfair_criticizes_it() {
    check("The teachers said the tax is unfair.", &["teachers CRITICIZED tax + fact"]);
    check("The teachers said the tax is not fair.", &["teachers CRITICIZED tax + fact"]);
    check("The tax is unfair.", &[]);
    check("The union said the minister should resign.", &["union DEMANDED resign + fact"]);
    check("The bank said it made no payments.", &["bank DENIED made + fact"]);
}

#[test]
fn a_quotation_goes_on_over_sentences() {
    check(
        "\"I came late,\" the farmer said. \"The dam has betrayed the valley.\"",
        &["farmer CRITICIZED dam + fact"],
    );
}

#[test]
fn offices_with_what_they_are_for() {
    check("Norway's Minister for Fisheries, Jane Roe, spoke.", &["Roe HAS_ROLE Norway + fact"]);
    check(
        "Jane Roe, the chairman and chief executive of Acme Corporation, spoke.",
        &["Roe HAS_ROLE Corporation + fact"],
    );
    check(
        "Soldiers freed the president of the African country of Sudan, John Roe, on Sunday.",
        &["Roe HAS_ROLE Sudan + fact"],
    );
}

#[test]
fn members_of_legislatures_sit_for_places() {
    check("Senator Jane Roe, R-Fla., spoke.", &["Roe HAS_ROLE Fla. + fact"]);
}

#[test]
fn somebody_elses_title_is_no_role() {
    check(
        "John Roe, a friend of President Jane Doe and judge of the games, left.",
        &["Doe HAS_ROLE President + fact"],
    );
}

#[test]
fn places_that_nouns_call_by_name() {
    check(
        "The bombing in the northern city of Kaduna was terrible.",
        &["bombing LOCATED_IN Kaduna + fact"],
    );
    check(
        "France sent doctors to Chad, where a war is underway.",
        &["doctors VISITED Chad + fact", "war LOCATED_IN Chad + fact"],
    );
    check("They met near the Nairobi National Museum Hall.", &["Hall LOCATED_IN Nairobi + fact"]);
}

#[test]
fn what_an_itinerary_includes_is_planned() {
    check(
        "Jane Roe's tour, which also includes stops in Chad, began.",
        &["Roe VISITED Chad + planned"],
    );
    check(
        "Jane Roe's tour, which also included stops in Chad, ended.",
        &["Roe VISITED Chad + fact"],
    );
}

#[test]
fn terms_of_office() {
    check("Jane Roe resigned as mayor of Nairobi.", &["Roe HAS_ROLE Nairobi + fact"]);
    check("The club sacked Jane Roe as manager of Acme United.", &["Roe HAS_ROLE United + fact"]);
}

#[test]
fn who_plays_for_a_team_belongs_to_it() {
    check("Jane Roe scored twice for Chile.", &["Roe MEMBER_OF Chile + fact"]);
    check("Jane Roe missed a penalty for Chile.", &["Roe MEMBER_OF Chile + fact"]);
    check("Jane Roe put Chile in the lead.", &["Roe MEMBER_OF Chile + fact"]);
}

#[test]
fn events_happen_where_their_verb_says() {
    check("The fire broke out in Ghent.", &["fire LOCATED_IN Ghent + fact"]);
    check(
        "Qatar hosted the tournament.",
        &["Qatar ACCEPTS tournament + fact", "tournament LOCATED_IN Qatar + fact"],
    );
    check("London's airport closed.", &["airport LOCATED_IN London + fact"]);
}

#[test]
fn denials_in_other_words() {
    check("Jane Roe pleaded not guilty to murder.", &["Roe DENIED murder + fact"]);
    check("Jane Roe said she had no plans to leave the country.", &["Roe DENIED plans + fact"]);
    check(
        "The company had nothing to do with the fire, Jane Roe said.",
        &["Roe DENIED fire + fact"],
    );
}

#[test]
fn demands_in_other_words() {
    check("\"Stop the war,\" Jane Roe said.", &["Roe DEMANDED Stop + fact"]);
    check("Farmers insisted that the ban be lifted.", &["Farmers DEMANDED lifted + fact"]);
    check("Officials told residents to leave the town.", &["Officials DEMANDED leave + fact"]);
}

#[test]
fn what_moves_somebody_is_judged_by_them() {
    check("Kelly Roe was disappointed by the ruling.", &["Roe CRITICIZED ruling + fact"]);
    check("Jane Roe is full of praise for Spain.", &["Roe PRAISED Spain + fact"]);
    check("Critics dismissed the film as nonsense.", &["Critics CRITICIZED film + fact"]);
    check("The law does not go far enough, Jane Roe said.", &["Roe CRITICIZED law + fact"]);
}

#[test]
fn blame_in_other_words() {
    check("Washington pointed the finger at Peru.", &["Washington ACCUSED Peru + fact"]);
    check("Peru said the firm was responsible for the spill.", &["Peru ACCUSED firm + fact"]);
}

#[test]
fn what_is_cancelled_or_only_supposed_did_not_happen() {
    check("Jane Roe cancelled a visit to Belfast.", &["Roe VISITED Belfast - fact"]);
    check("If Peru does not sign the treaty, Chile will leave.", &[]);
}

#[test]
fn the_lemma_of_a_verb_is_the_one_that_its_ending_fits() {
    check("Nurses staged a protest against the budget.", &["Nurses OPPOSED budget + fact"]);
}

#[test]
fn persons_without_a_mark_are_found_by_their_first_names() {
    check(
        "The plan was praised by the mayor of Lisbon, Rui Tavares.",
        &["Tavares HAS_ROLE Lisbon + fact", "mayor PRAISED plan + fact"],
    );
    check("Beatriz Lima, spokeswoman for the ministry, left.", &["Lima HAS_ROLE ministry + fact"]);
}

#[test]
fn an_employer_that_begins_the_sentence_is_a_name() {
    check("Facebook co-founder Dustin Harrow left.", &["Harrow HAS_ROLE Facebook + fact"]);
    check("Rangers forward Luka Petrov was sent off.", &["Petrov HAS_ROLE Rangers + fact"]);
}

#[test]
fn a_role_tells_whom_it_is_held_for() {
    check("Police spokesperson Jane Roe left.", &["Roe HAS_ROLE Police + fact"]);
    check("Rebel commander Jane Roe left.", &["Roe HAS_ROLE Rebel + fact"]);
}

#[test]
fn who_owns_a_party_belongs_to_it() {
    check(
        "Jane Roe, whose Labour Party won the election, left.",
        &["Party WON election + fact", "Roe HAS_ROLE Party + fact"],
    );
}

#[test]
fn a_place_lies_near_what_it_is_east_of() {
    check("The hotel lies 20 kilometres north of Nairobi.", &["hotel LOCATED_IN Nairobi + fact"]);
}

#[test]
fn champions_and_winners_have_won() {
    check(
        "Wimbledon champion Jane Roe cruised past Marta Leone.",
        &["Roe WON Leone + fact", "Roe WON Wimbledon + fact"],
    );
    check("Roe had a second win over Leone in 15 meetings.", &["Roe WON Leone + fact"]);
}

#[test]
fn protests_take_many_forms() {
    check(
        "Farmers blocked roads around Toulouse in protest at falling prices.",
        &["Farmers OPPOSED prices + fact", "Farmers OPPOSED roads + fact"],
    );
    check("Ryanair appealed against the ruling.", &["Ryanair OPPOSED ruling + fact"]);
}

#[test]
fn clauses_tell_what_somebody_is_disappointed_or_glad_about() {
    check("The union was disappointed that the bank closed.", &["union CRITICIZED closed + fact"]);
    check("The union is glad that the bank stays.", &["union PRAISED stays + fact"]);
}

#[test]
fn nobody_visits_what_travel_to_is_warned_against() {
    check("The agency warned against travel to Kenya.", &["agency CRITICIZED travel + fact"]);
}

#[test]
fn who_moves_something_does_not_travel() {
    check("The museum will return the mask to Peru.", &["Peru ACCEPTS mask + planned"]);
    check("The envoy returned to Peru.", &["envoy VISITED Peru + fact"]);
}

#[test]
fn whoever_is_accused_does_what_the_accusation_says() {
    check(
        "Activists have accused the ministers of taking bribes.",
        &["Activists ACCUSED ministers + fact", "ministers ACCEPTS bribes + fact"],
    );
}

#[test]
fn relative_clauses_reach_across_beliefs_and_places() {
    check(
        "Police arrested a man who prosecutors believe killed Jane Roe.",
        &[
            "Police ARRESTED man + fact",
            "man ATTACKED Roe + claimed by prosecutors",
            "prosecutors ACCUSED man + fact",
        ],
    );
    check(
        "Jane Roe died in Singapore, where she had gone to perform.",
        &["she VISITED Singapore + fact"],
    );
    check(
        "Jane Roe spoke on the day that John Doe met with Ann Lee.",
        &["Doe MET_WITH Lee + fact"],
    );
}

#[test]
fn whoever_strikes_does_what_the_strike_does() {
    check("An Israeli air strike killed three nurses.", &["Israeli ATTACKED nurses + fact"]);
    check(
        "The dispute followed a Colombian attack on a rebel base.",
        &["Colombian ATTACKED base + fact"],
    );
}

#[test]
fn calls_and_concerns_take_clauses() {
    check("Jane Roe called for the army to withdraw.", &["Roe DEMANDED withdraw + fact"]);
    check(
        "The spokesman renewed calls for the two sides to hold talks.",
        &["sides MET_WITH sides + planned", "spokesman DEMANDED hold + fact"],
    );
    check(
        "The council raised concerns that the law could harm farmers.",
        &["council CRITICIZED harm + fact"],
    );
    check(
        "There was disquiet about the plan among party members.",
        &["members CRITICIZED plan + fact"],
    );
    check("France wants the budget to be capped.", &["France DEMANDED capped + fact"]);
    check("Jane Roe asked what the plan was.", &[]);
    check("When asked a question, Jane Roe left.", &[]);
    check("Jane Roe has yet to answer the letter.", &[]);
    check("\"Don't get in the way,\" Jane Roe told the protesters.", &["Roe DEMANDED get + fact"]);
}

#[test]
fn judgements_of_deeds_and_in_claims() {
    check(
        "Critics argue that introducing the cards would be a costly scheme.",
        &["Critics CRITICIZED introducing + fact"],
    );
    check(
        "Jane Roe rejected John Doe's claims that the raid was a massacre.",
        &["Doe CRITICIZED raid + fact", "Roe DENIED claims + fact"],
    );
    check("Jane Roe said the rules imposed an unfair burden.", &["Roe CRITICIZED rules + fact"]);
    check("Jane Roe said that she would resign.", &["Roe ANNOUNCED resign + fact"]);
}

#[test]
fn verbs_behind_other_peoples_words() {
    check(
        "Jane Roe said, \"What matters is our country,\" and called for a truce.",
        &["Roe DEMANDED truce + fact"],
    );
    check(
        "Jane Roe said the ceremony would take place and appealed to the protesters to go home.",
        &["Roe DEMANDED go + fact"],
    );
    check(
        "Opposition parties rejected on Saturday partial results.",
        &["parties OPPOSED results + fact on 2025-02-01"],
    );
    check(
        "Jane Roe said she didn't have details and offered to discuss the plan.",
        &["Roe PROPOSED discuss + fact"],
    );
}

#[test]
fn places_by_the_words_around_their_names() {
    check(
        "Jane Roe lives in the Turkish city of Istanbul.",
        &["Istanbul LOCATED_IN Turkish + fact"],
    );
    check(
        "They met in Guwahati, the capital of the northeastern state of Assam.",
        &["Guwahati LOCATED_IN Assam + fact"],
    );
    check("They left the Syrian capital Damascus.", &["Damascus LOCATED_IN Syrian + fact"]);
    check("Protests broke out across Iran.", &["Protests LOCATED_IN Iran + fact"]);
    check("A train derailed near Lyon.", &["train LOCATED_IN Lyon + fact"]);
    check(
        "A statue of Jane Roe in Parliament Square was damaged.",
        &["statue LOCATED_IN Square + fact"],
    );
    check("They prayed in two churches near Antwerp.", &["churches LOCATED_IN Antwerp + fact"]);
    check("They live on Greece's northern border.", &[]);
}

#[test]
fn roles_before_names_and_whose_they_are() {
    check("Lyon chief prosecutor Jane Roe resigned.", &["Roe HAS_ROLE Lyon + fact"]);
    check(
        "The UN health agency's emergencies director Jane Roe left.",
        &["Roe HAS_ROLE agency + fact"],
    );
    check(
        "Senator Jane Roe of Ohio and Senator John Doe left.",
        &["Doe HAS_ROLE Senator + fact", "Roe HAS_ROLE Ohio + fact"],
    );
}

#[test]
fn titles_joined_by_and_and_owners_that_are_no_names() {
    check(
        "Kenyan President and African Union chairman Jane Roe left.",
        &["Roe HAS_ROLE Kenyan + fact", "Roe HAS_ROLE Union + fact"],
    );
    check(
        "Jane Roe, F-Secure's director of antivirus research, left.",
        &["Roe HAS_ROLE Secure + fact"],
    );
    check(
        "Jane Roe discussed trade with her Uzbek counterpart Aziz Doe.",
        &["Doe HAS_ROLE Uzbek + fact", "Roe MET_WITH counterpart + fact"],
    );
    check(
        "Sen. Jane Roe, R-Iowa, a critic of the plan, left.",
        &["Roe CRITICIZED plan + fact", "Roe HAS_ROLE Sen. + fact"],
    );
    check(
        "He selected Jane Roe to head the Food Council.",
        &["He SUPPORTED Roe + fact", "Roe HAS_ROLE Council + fact"],
    );
}

#[test]
fn goals_behind_beginnings_and_regions_of_countries() {
    check("Jane Roe flew from Lima to Quito.", &["Roe VISITED Quito + fact"]);
    check(
        "They come from the Central Highlands region of Vietnam.",
        &["Highlands LOCATED_IN Vietnam + fact"],
    );
    check("They live in a camp set up in a stadium.", &["camp LOCATED_IN stadium + fact"]);
}

#[test]
fn what_two_do_and_what_would_harm() {
    check("Jane Roe and John Doe held talks.", &["Roe MET_WITH Doe + fact"]);
    check(
        "The UN and rights groups have condemned the plan.",
        &["UN CRITICIZED plan + fact", "groups CRITICIZED plan + fact"],
    );
    check("Jane Roe said the plan would hurt farmers.", &["Roe CRITICIZED plan + fact"]);
    check("Jane Roe said the storm would hurt farmers.", &[]);
    check(
        "Prosecutors brought charges of fraud against Jane Roe.",
        &["Prosecutors ACCUSED Roe + fact"],
    );
    check("Jane Roe's refusal to resign surprised Peru.", &["Roe OPPOSED resign + fact"]);
}

#[test]
fn roles_of_several_and_roles_behind_verbs() {
    check(
        "The foreign secretary, Jane Roe yesterday surprised Chile.",
        &["Roe HAS_ROLE secretary + fact"],
    );
    check(
        "Australian Senators Jane Roe and John Doe left.",
        &["Doe HAS_ROLE Australian + fact", "Roe HAS_ROLE Australian + fact"],
    );
    check("Presidents Jane Roe and John Doe left.", &[]);
    check(
        "The bank's spokesman, General John Doe, left.",
        &["Doe HAS_ROLE General + fact", "Doe HAS_ROLE bank + fact"],
    );
    check(
        "Emirates chief executive and chairman John Doe left.",
        &["Doe HAS_ROLE Emirates + fact"],
    );
    check(
        "John Doe, the chief executive of China's Huawei Technologies, left.",
        &["Doe HAS_ROLE Technologies + fact"],
    );
    check("Jane Roe resigned as chairwoman of Nordbank.", &["Roe HAS_ROLE Nordbank + fact"]);
    check(
        "Jane Roe won election as leader of the Labour Party.",
        &["Roe HAS_ROLE Party + fact", "Roe WON election + fact"],
    );
    check("Jane Roe, an Ohio Republican, left.", &["Roe MEMBER_OF Republican + fact"]);
    check(
        "Sens. Jane Roe, R-Ohio, and John Doe, D-Utah, criticized the plan.",
        &["Doe CRITICIZED plan + fact", "Roe CRITICIZED plan + fact"],
    );
}

#[test]
fn names_that_go_on_behind_a_preposition() {
    check(
        "Jane Roe, head of Citizens for a Better Harbour, left.",
        &["Roe HAS_ROLE Harbour + fact"],
    );
    check("Lib Dem leader Jane Roe left.", &["Roe HAS_ROLE Dem + fact"]);
}

#[test]
fn warnings_and_what_is_said_not_to_be() {
    check("Doctors warned of famine.", &["Doctors CRITICIZED famine + fact"]);
    check("The envoy warned the case might lead to war.", &["envoy CRITICIZED case + fact"]);
    check("\"There was no sign of a break-in,\" Jane Roe said.", &["Roe DENIED sign + fact"]);
    check("\"There is no hope,\" Jane Roe said.", &[]);
    check("\"There is no progress,\" Jane Roe said.", &[]);
    check("Jane Roe insisted she had nothing to hide.", &["Roe DENIED had + fact"]);
    check(
        "Jane Roe responded: \"No, the border cannot be closed.\"",
        &["Roe DENIED closed + fact"],
    );
    check("Jane Roe said the shelling must stop.", &["Roe DEMANDED stop + fact"]);
    check("Jane Roe said Doe would be remembered for his courage.", &["Roe PRAISED Doe + fact"]);
    check("Jane Roe said Doe would be remembered for his crimes.", &[]);
}

#[test]
fn whoever_misses_a_chance_plays_and_what_is_accepted() {
    check(
        "Erik Lund missed a chance to put Sweden in the lead.",
        &["Lund MEMBER_OF Sweden + fact"],
    );
    check("Jane Roe accepted the apology.", &["Roe ACCEPTS apology + fact"]);
    check("Jane Roe shrugged off the claims.", &["Roe DENIED claims + fact"]);
    check("Jane Roe gave £200 to the hospital.", &["Roe FUNDED hospital + fact"]);
    check("The commission released partial results.", &["commission ANNOUNCED results + fact"]);
    check("Peru declared three days of mourning.", &["Peru ANNOUNCED days + fact"]);
    check("Two websites hosted in Brazil failed.", &["websites LOCATED_IN Brazil + fact"]);
}

#[test]
fn what_the_law_believes_and_what_is_doubted() {
    check(
        "Prosecutors believe Jane Roe killed John Doe.",
        &["Prosecutors ACCUSED Roe + fact", "Roe ATTACKED Doe + claimed by Prosecutors"],
    );
    check("Tourists believe Jane Roe left.", &[]);
    check(
        "Jane Roe said she did not think there would be a price to pay.",
        &["Roe DENIED price + fact"],
    );
}

#[test]
fn wishes_for_and_against_something() {
    check("Peru wants the ban lifted.", &["Peru DEMANDED lifted + fact"]);
    check("Peru wants to keep the treaty.", &["Peru SUPPORTED treaty + fact"]);
    check("Peru wanted to avoid a war.", &["Peru OPPOSED war + fact"]);
    check("Peru urged Chile to co-operate.", &["Peru DEMANDED co + fact"]);
}

#[test]
fn players_belong_to_what_stands_before_the_word() {
    check("Former Lyon player Jane Roe left.", &["Roe MEMBER_OF Lyon + fact"]);
    check("Jane Roe, a Labour councillor, left.", &["Roe MEMBER_OF Labour + fact"]);
    check("Doe's Kenya National Union party left.", &["Doe HAS_ROLE party + fact"]);
    check(
        "Taiwan is part of China.",
        &["Taiwan LOCATED_IN China + fact", "Taiwan MEMBER_OF China + fact"],
    );
}

#[test]
fn where_things_happen_and_lie() {
    check(
        "Fighting broke out in the Iraqi capital Baghdad.",
        &["Baghdad LOCATED_IN Iraqi + fact", "Fighting LOCATED_IN Baghdad + fact"],
    );
    check(
        "The camp in Turkey's Hatay province burned.",
        &["camp LOCATED_IN province + fact", "province LOCATED_IN Turkey + fact"],
    );
    check(
        "A strong earthquake hit northern Chile.",
        &["earthquake ATTACKED Chile + fact", "earthquake LOCATED_IN Chile + fact"],
    );
    check("Two bombs exploded in Lima.", &["bombs LOCATED_IN Lima + fact"]);
    check("Dunmore, 20 km from Galway, has no school.", &["Dunmore LOCATED_IN Galway + fact"]);
    check("She was born in Lindau, southern Germany.", &["Lindau LOCATED_IN Germany + fact"]);
    check(
        "The University of Twente in Enschede hired her.",
        &["University LOCATED_IN Enschede + fact", "her MEMBER_OF University + fact"],
    );
}
