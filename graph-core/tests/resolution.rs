//! Articles → facts: what names, pronouns and descriptions stand for, within and across articles.

use graph_core::article::read_article;
use graph_core::corpus::{Corpus, EntityType};
use graph_core::facts::draw;
use graph_core::knowledge::Knowledge;
use graph_core::lexicon::INVENTORY;

fn corpus(articles: &[&str]) -> Corpus {
    let read = |(at, text): (usize, &&str)| {
        let text = format!("Title: Made up\n\n{text}\n");
        read_article(&format!("{at:03}"), text.as_bytes()).expect("a readable article")
    };
    draw(articles.iter().enumerate().map(read).collect(), &Knowledge::default())
}

/// The facts in the inventory's relations, a line each.
fn facts(corpus: &Corpus) -> Vec<String> {
    let mut lines: Vec<String> = corpus
        .facts
        .iter()
        .filter(|fact| INVENTORY.contains(&fact.relation.as_str()))
        .map(|fact| {
            let name = |at: usize| corpus.entities[at].name.as_str();
            let kind = fact.relationship_type();
            format!("{} {kind} {} ({})", name(fact.subject), name(fact.object), fact.evidence.len())
        })
        .collect();
    lines.sort();
    lines
}

fn check(articles: &[&str], expected: &[&str]) {
    assert_eq!(facts(&corpus(articles)), expected, "{articles:?}");
}

#[test]
fn surnames_and_pronouns_stand_for_the_full_name() {
    check(
        &[
            "Senator Karen Miller visited Kenya. Miller praised the hospital. She condemned the attack.",
        ],
        &[
            "Karen Miller CRITICIZED attack (1)",
            "Karen Miller PRAISED hospital (1)",
            "Karen Miller VISITED Kenya (1)",
        ],
    );
}

#[test]
fn pronouns_agree_in_gender() {
    check(
        &[
            "Karen Miller met David Brown in Lima. He praised the treaty. She criticized the treaty.",
        ],
        &[
            "David Brown PRAISED treaty (1)",
            "Karen Miller CRITICIZED treaty (1)",
            "Karen Miller MET_WITH David Brown (1)",
        ],
    );
}

#[test]
fn a_pronoun_without_antecedent_is_left_out() {
    check(&["He condemned the attack."], &[]);
}

#[test]
fn one_fact_has_evidence_from_every_article_that_tells_it() {
    check(
        &[
            "Karen Miller condemned the attack.",
            "The attack was condemned by Karen Miller. Karen Miller also visited Ghana.",
        ],
        &["Karen Miller CRITICIZED attack (2)", "Karen Miller VISITED Ghana (1)"],
    );
}

#[test]
fn countries_have_one_name() {
    check(
        &[
            "The U.S. condemned the attack. The United States funded the clinic. U.S.-funded schools opened.",
        ],
        &[
            "United States CRITICIZED attack (1)",
            "United States FUNDED clinic (1)",
            "United States FUNDED schools (1)",
        ],
    );
}

#[test]
fn an_acronym_in_parentheses_is_the_full_name() {
    let corpus = corpus(&[
        "The International Chess Federation (ICF) condemned the ban. ICF praised the players.",
    ]);
    assert_eq!(
        facts(&corpus),
        [
            "International Chess Federation CRITICIZED ban (1)",
            "International Chess Federation PRAISED players (1)",
        ]
    );
    let federation = corpus
        .entities
        .iter()
        .find(|entity| entity.name == "International Chess Federation")
        .expect("the federation");
    assert_eq!(federation.aliases, ["ICF"]);
    assert_eq!(federation.entity_type, EntityType::Organization);
}

#[test]
fn the_deal_the_offer_and_the_plan_are_one_agreement() {
    let corpus = corpus(&[
        "Peru announced an agreement with Chile. Critics condemned the deal. Bolivia praised the plan.",
    ]);
    let agreements: Vec<_> = corpus
        .entities
        .iter()
        .filter(|entity| entity.entity_type == EntityType::Agreement)
        .map(|entity| entity.name.as_str())
        .collect();
    assert_eq!(agreements.len(), 1, "{agreements:?}");
    let criticized = facts(&corpus).iter().any(|line| line.starts_with("critics CRITICIZED"));
    assert!(criticized, "{:?}", facts(&corpus));
}

#[test]
fn agreements_of_different_stories_stay_apart() {
    let corpus = corpus(&[
        "Peru announced a deal with Chile. Peru and Chile praised the deal.",
        "Norway announced a deal with Sweden. Norway and Sweden praised the deal.",
    ]);
    let agreements: Vec<_> = corpus
        .entities
        .iter()
        .filter(|entity| entity.entity_type == EntityType::Agreement)
        .map(|entity| entity.name.clone())
        .collect();
    assert_eq!(agreements, ["deal", "deal (Norway)"]);
}

#[test]
fn arguments_of_the_wrong_type_make_no_fact() {
    check(&["The clinic received support."], &[]);
    check(&["Mali received refugees."], &["Mali ACCEPTS refugees (1)"]);
}

#[test]
fn a_place_before_the_text_is_no_subject() {
    check(
        &["GHENT, Belgium (AP) — Voters rejected the bond."],
        &["GHENT LOCATED_IN Belgium (1)", "voters OPPOSED bond (1)"],
    );
}

#[test]
fn the_same_articles_give_the_same_facts_in_the_same_order() {
    let articles = [
        "Karen Miller, the mayor of Lima, met David Brown and Jane Mary Brown of the United Nations.",
        "The U.N. condemned the deal. Jane Brown praised it. Brown visited Lima. Miller did not.",
    ];
    let told = |corpus: &Corpus| format!("{:?} {:?}", corpus.entities, corpus.facts);
    let first = told(&corpus(&articles));
    for _ in 0..8 {
        assert_eq!(told(&corpus(&articles)), first);
    }
}

#[test]
fn quotes_are_the_bytes_at_their_offsets() {
    let text =
        "Title: Über\r\n\r\nZoë Müller visited Mali. “Good,” she said.\r\nShe praised Malians.\r\n";
    let corpus =
        draw(vec![read_article("a", text.as_bytes()).expect("an article")], &Knowledge::default());
    assert!(!corpus.facts.is_empty());
    for evidence in corpus.facts.iter().flat_map(|fact| &fact.evidence) {
        assert_eq!(&text[evidence.start..evidence.end], &*evidence.quote);
    }
}

#[test]
fn an_office_without_a_country_is_held_in_the_articles_own() {
    check(
        &[
            "Kenyan teachers began a strike. President Daniel Otieno criticized the strike. The government rejected the demand.",
        ],
        &[
            "Daniel Otieno CRITICIZED strike (1)",
            "Daniel Otieno HAS_ROLE Kenya (1)",
            "Kenya OPPOSED demand (1)",
        ],
    );
}

#[test]
fn first_persons_are_whoever_the_quotation_is_said_by() {
    check(
        &[
            "Karen Miller met David Brown in Lima. \"I criticized the treaty. I reject the amendment,\" Miller said.",
        ],
        &[
            "Karen Miller CRITICIZED treaty (1)",
            "Karen Miller MET_WITH David Brown (1)",
            "Karen Miller OPPOSED amendment (1)",
        ],
    );
}

#[test]
fn he_in_a_quotation_is_not_the_speaker() {
    check(
        &["David Brown admired John Smith. Brown said: \"He criticized the treaty.\""],
        &["David Brown PRAISED John Smith (1)", "John Smith CRITICIZED treaty (1)"],
    );
}

#[test]
fn both_sides_are_the_two_parties() {
    check(
        &["Kenya held talks with Peru. Both sides denied the reports."],
        &["Kenya DENIED reports (1)", "Kenya MET_WITH Peru (1)", "Peru DENIED reports (1)"],
    );
}

#[test]
fn a_pronoun_may_stand_before_its_name() {
    check(
        &["Karen Miller left. After his visit to Peru, David Brown criticized the treaty."],
        &["David Brown CRITICIZED treaty (1)", "David Brown VISITED Peru (1)"],
    );
}

/// Names of entities that articles mention, with what they are called besides.
fn called(corpus: &Corpus) -> Vec<String> {
    let mentioned = corpus.entities.iter().filter(|entity| !entity.mentions.is_empty());
    let mut lines: Vec<String> = mentioned
        .map(|entity| format!("{} = {}", entity.name, entity.aliases.join(", ")))
        .collect();
    lines.sort();
    lines
}

#[test]
fn an_acronym_of_two_names_is_each_ones_where_the_article_tells() {
    let corpus = corpus(&[
        "The Lake Water Board (LWB) condemned the ban. The LWB praised the treaty.",
        "The Lima Women Builders condemned the ban. The LWB rejected the offer.",
        "The LWB opposed the amendment.",
    ]);
    assert_eq!(
        called(&corpus).into_iter().filter(|line| line.contains("LWB")).collect::<Vec<_>>(),
        ["LWB = ", "Lake Water Board = LWB", "Lima Women Builders = LWB"]
    );
}

#[test]
fn a_lone_surname_in_another_article_is_not_merged() {
    let corpus = corpus(&[
        "Karen Miller visited Kenya. Miller praised the hospital.",
        "Mr. Miller condemned the attack.",
    ]);
    let miller: Vec<String> =
        called(&corpus).into_iter().filter(|line| line.contains("Miller")).collect();
    assert_eq!(miller, ["Karen Miller = Miller", "Miller = "]);
}

#[test]
fn words_of_names_tell_their_types() {
    let corpus = corpus(&[
        "Hurricane Odette battered Barbuda before it weakened to a tropical storm.",
        "The frigate HMS Argyll rescued the crew.",
        "The Treaty of Waitangi was signed by Maori chiefs.",
        "Senators debated the Clean Water Restoration Act on Monday.",
    ]);
    let kind = |name: &str| {
        let entity = corpus.entities.iter().find(|entity| entity.name == name);
        entity.map(|entity| entity.entity_type)
    };
    assert_eq!(kind("Hurricane Odette"), Some(EntityType::Event));
    assert_eq!(kind("HMS Argyll"), Some(EntityType::Facility));
    assert_eq!(kind("Treaty of Waitangi"), Some(EntityType::Agreement));
    assert_eq!(kind("Clean Water Restoration Act"), Some(EntityType::Agreement));
}

#[test]
fn a_surname_and_a_pronoun_tell_a_person() {
    let read = corpus(&[
        "Jafar Panahi praised the festival. Panahi thanked his crew. Panahi criticized the ban.",
    ]);
    let person = read.entities.iter().find(|entity| entity.name == "Jafar Panahi");
    assert_eq!(person.map(|entity| entity.entity_type), Some(EntityType::Person));
    assert!(facts(&read).contains(&"Jafar Panahi CRITICIZED ban (1)".to_owned()));
}

#[test]
fn descriptions_of_persons_and_parties() {
    check(
        &["Karen Miller was arrested. The 65-year-old traveled to China voluntarily."],
        &["Karen Miller VISITED China (1)"],
    );
    check(
        &["Norway and Germany met in Lima. The two European countries financed the fund."],
        &["Germany FUNDED fund (1)", "Norway FUNDED fund (1)", "Norway MET_WITH Germany (1)"],
    );
    check(
        &["Critics left. The Liberal Democrats oppose the plans."],
        &["Liberal Democrats OPPOSED plans (1)"],
    );
    check(
        &["Veteran Frank \"Greg\" Ford praised the report."],
        &["Frank \"Greg\" Ford PRAISED report (1)"],
    );
}

#[test]
fn offices_that_name_no_country() {
    check(
        &[
            "The United States welcomed Indonesia. Karen Miller, the Secretary of State, visited Bali.",
        ],
        &[
            "Karen Miller HAS_ROLE United States (1)",
            "Karen Miller VISITED Bali (1)",
            "United States PRAISED Indonesia (1)",
        ],
    );
    check(
        &["A flood hit Ghent. Mayor Karen Miller visited the hospital."],
        &[
            "Karen Miller HAS_ROLE Ghent (1)",
            "Karen Miller VISITED hospital (1)",
            "flood LOCATED_IN Ghent (1)",
        ],
    );
    check(
        &["Rep. Karen Miller, R-Calif., criticized the bill."],
        &["Karen Miller CRITICIZED bill (1)", "Karen Miller HAS_ROLE California (1)"],
    );
}

#[test]
fn who_joins_others_does_what_they_do() {
    check(
        &["Karen Miller joined residents protesting against the dam."],
        &["Karen Miller OPPOSED dam (1)", "residents OPPOSED dam (1)"],
    );
    check(
        &["Iceland has joined Spain and Ireland in boycotting the song contest."],
        &[
            "Iceland OPPOSED song contest (1)",
            "Ireland OPPOSED song contest (1)",
            "Spain OPPOSED song contest (1)",
        ],
    );
}

#[test]
fn who_held_an_office_before_leaves_it_to_others() {
    check(
        &["President Jane Roe praised Chile. Ann Lee was president of Chile from 1974 to 1990."],
        &[
            "Ann Lee HAS_ROLE Chile (1)",
            "Jane Roe HAS_ROLE Chile (1)",
            "Jane Roe PRAISED Chile (1)",
        ],
    );
}

#[test]
fn a_person_called_like_a_town_is_no_town_of_its_country() {
    check(
        &[
            "Chile offered pensions. President Ricardo Lagos visited Peru. Lagos praised the report. \
             Lagos thanked the commission. Lagos condemned the crimes.",
        ],
        &[
            "Chile PROPOSED pensions (1)",
            "Ricardo Lagos CRITICIZED crimes (1)",
            "Ricardo Lagos HAS_ROLE Chile (1)",
            "Ricardo Lagos PRAISED commission (1)",
            "Ricardo Lagos PRAISED report (1)",
            "Ricardo Lagos VISITED Peru (1)",
        ],
    );
}

#[test]
fn the_two_that_an_article_speaks_of() {
    check(
        &[
            "Peru and Chile began talks. Peru praised Chile. Brazil praised Peru. Chile thanked Peru. \
             A year went by. The two sides met in May.",
        ],
        &[
            "Brazil PRAISED Peru (1)",
            "Chile PRAISED Peru (1)",
            "Peru MET_WITH Chile (2)",
            "Peru PRAISED Chile (1)",
        ],
    );
}

#[test]
fn a_possessive_is_of_its_clause_and_them_not_of_whoever_acts() {
    check(
        &[
            "Senator Mark Roe said Senator Kevu Doe had let Peru down by his failure to visit Chile.",
        ],
        &["Kevu Doe NOT_VISITED Chile (1)"],
    );
    check(
        &["Ann Roe and Mary Lee were charged. Prosecutors also accused them of lying."],
        &["prosecutors ACCUSED Ann Roe (1)", "prosecutors ACCUSED Mary Lee (1)"],
    );
    check(&["Pope Mark Roe arrived. The president praised Peru."], &[]);
    check(
        &["The African Union met. The unions' call for a strike failed."],
        &["unions DEMANDED strike (1)"],
    );
}

#[test]
fn the_country_of_an_article_that_never_names_it() {
    check(
        &["The Pentagon agreed. The White House agreed. Defense Secretary Jane Roe visited Peru."],
        &["Jane Roe HAS_ROLE United States (1)", "Jane Roe VISITED Peru (1)"],
    );
    check(&["Norway agreed. Provincial Labour Minister Jane Roe left."], &[]);
}

#[test]
fn an_office_has_another_holder_in_another_article() {
    check(
        &[
            "Chilean President Jane Roe visited Peru.",
            "Chile agreed. President John Doe visited Peru.",
        ],
        &[
            "Jane Roe HAS_ROLE Chile (1)",
            "Jane Roe VISITED Peru (1)",
            "John Doe HAS_ROLE Chile (1)",
            "John Doe VISITED Peru (1)",
        ],
    );
}

#[test]
fn initials_of_a_widely_known_organization_are_its_name_everywhere() {
    check(
        &["The UN criticized Peru.", "The World Health Organization and the United Nations met."],
        &[
            "United Nations CRITICIZED Peru (1)",
            "World Health Organization MET_WITH United Nations (1)",
        ],
    );
}

#[test]
fn a_pronoun_before_the_owner_of_the_subject() {
    check(
        &[
            "Mark Roe left. With the exception of the tax, which he opposes, John Cole's plan is old. \
             He praised Peru.",
        ],
        &["John Cole OPPOSED tax (1)", "John Cole PRAISED Peru (1)"],
    );
}

#[test]
fn a_place_in_capitals_before_the_first_sentence() {
    check(
        &["HANOVER, Germany The council criticized Peru."],
        &["HANOVER LOCATED_IN Germany (1)", "council CRITICIZED Peru (1)"],
    );
}

#[test]
fn words_that_only_modify_a_modifier_are_left_out() {
    check(
        &["The newly formed opposition council criticized Peru."],
        &["opposition council CRITICIZED Peru (1)"],
    );
}

#[test]
fn a_name_goes_on_behind_its_last_preposition() {
    check(
        &["The Chamber of Mines of the Philippines balked at the plan."],
        &["Chamber of Mines of the Philippines OPPOSED plan (1)"],
    );
}

#[test]
fn no_victim_is_the_ambassador() {
    check(&["Ann Olsen was killed. Norway thanked the ambassador."], &[]);
    check(&["Ann Olsen was killed. Norway thanked the judge."], &[]);
    check(
        &["Chile's ambassador Ann Olsen left. Norway thanked the ambassador."],
        &["Ann Olsen HAS_ROLE Chile (1)", "Norway PRAISED Ann Olsen (1)"],
    );
}

#[test]
fn places_are_called_by_their_own_names() {
    check(
        &["Peru condemned the camp in Turkey's Hatay province."],
        &[
            "Hatay province LOCATED_IN Turkey (1)",
            "Peru CRITICIZED camp (1)",
            "camp LOCATED_IN Hatay province (1)",
        ],
    );
}

#[test]
fn names_in_a_headline_have_capitals_in_any_case() {
    let corpus = |title: &str| {
        let text = format!("Title: {title}\n\nA year went by.\n");
        let article = read_article("000", text.as_bytes()).expect("a readable article");
        facts(&draw(vec![article], &Knowledge::default()))
    };
    assert_eq!(
        corpus("Donors want Brazil to leave Peru"),
        ["donors DEMANDED Brazil to leave Peru (1)"]
    );
    assert!(corpus("Donors Want Brazil To Leave Peru").is_empty());
}
