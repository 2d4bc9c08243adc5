use super::*;

const GOLD: &str = "\
# a comment
000\tEl Salvador|Nayib Bukele\tACCEPTS\tdeportees\t+\tplanned\thas offered to accept deportees
000\tMarco Rubio\tMET_WITH\tNayib Bukele\t+\tfact\tafter talks with Bukele
000\tManuel Flores\tCRITICIZED|OPPOSED\tdeal|plan\t+\tfact\tFlores criticized the deal

?000\tcritics\tCRITICIZED\tdeal\t+\tfact\tCritics were not amused
001\tVenezuela\tACCEPTS\tgang members\t-\tfact\tVenezuela did not take them
";

fn fact(subject: &str, relation: &str, object: &str, polarity: &str, article: &str) -> String {
    let quote = "El Salvador has offered to accept deportees, it said";
    serde_json::json!({
        "kind": "fact", "subject": subject, "relation": relation, "object": object,
        "polarity": polarity, "evidence": [{"article": article, "quote": quote}],
    })
    .to_string()
}

fn scored(facts: &[String]) -> Score {
    score(&read_gold(GOLD).unwrap(), &read_facts(&facts.join("\n")).unwrap())
}

fn counts(gold: usize, found: usize, emitted: usize, right: usize) -> Counts {
    Counts { gold, found, emitted, right }
}

#[test]
fn a_line_that_several_facts_match_counts_once() {
    let same = scored(&[
        fact("Bukele", "ACCEPTS", "deportees", "+", "000_9028"),
        fact("President Nayib Bukele", "ACCEPTS", "U.S. deportees", "+", "000_9028"),
        fact("the El Salvador", "ACCEPTS", "deportees of any nationality", "+", "000"),
    ]);
    // The first is wrong: a surname isn't one of the accepted names.
    assert_eq!(same.articles[0].1, counts(3, 1, 3, 2));
    assert_eq!(same.sentences, 1);
    assert_eq!(same.wrong[0].1.subject, "Bukele");
    assert_eq!(same.missed.len(), 3);
}

#[test]
fn only_meetings_match_the_other_way_round() {
    let turned = scored(&[
        fact("Nayib Bukele", "MET_WITH", "Rubio", "+", "000"),
        fact("Nayib Bukele", "MET_WITH", "Marco Rubio", "+", "000"),
        fact("deal", "CRITICIZED", "Manuel Flores", "+", "000"),
    ]);
    assert_eq!(turned.articles[0].1, counts(3, 1, 3, 1));
}

#[test]
fn optional_lines_are_neither_missed_nor_wrong() {
    let none = scored(&[]);
    assert_eq!(none.total(), counts(4, 0, 0, 0));
    let found = scored(&[fact("Critics", "CRITICIZED", "the deal", "+", "000")]);
    assert_eq!(found.total(), counts(4, 0, 1, 1));
    assert!(found.wrong.is_empty());
}

#[test]
fn polarity_relation_and_article_matter() {
    let wrong = scored(&[
        fact("Venezuela", "ACCEPTS", "gang members", "+", "001_3d39"),
        fact("Venezuela", "ACCEPTS", "gang members", "-", "000"),
        fact("Manuel Flores", "PRAISED", "deal", "+", "000"),
        fact("Manuel Flores", "OPPOSED", "deal", "+", "002"),
        fact("Manuel Flores", "LAMENTED", "deal", "+", "000"),
    ]);
    assert_eq!(wrong.total(), counts(4, 0, 3, 0));
    let right = scored(&[
        fact("Venezuela", "ACCEPTS", "gang members", "-", "001.txt"),
        fact("Manuel Flores", "OPPOSED", "deal", "+", "000"),
    ]);
    assert_eq!(right.total(), counts(4, 2, 2, 2));
}

#[test]
fn an_article_is_known_by_its_leading_number_only_up_to_a_mark() {
    let wanted = BTreeSet::from(["000", "a_dam"]);
    assert_eq!(gold_name("000_9028070131b4fc32", &wanted), Some("000"));
    assert_eq!(gold_name("a_dam", &wanted), Some("a_dam"));
    assert_eq!(gold_name("0001", &wanted), None);
    assert_eq!(gold_name("a_damage", &wanted), None);
}

#[test]
fn names_are_folded() {
    for (name, folded) in [
        ("Farabundo Martí National Liberation Front", "farabundo marti national liberation front"),
        ("the U.S. Secretary of State Marco Rubio", "marco rubio"),
        ("U.S.", "us"),
        ("U.S.A. today", "today"),
        ("The", "the"),
        ("Citizens' List", "citizens list"),
        ("Ombudsman’s Office", "ombudsman office"),
        ("Conor O'Brien", "conor obrien"),
        ("Tren  de\tAragua!", "tren de aragua"),
        ("", ""),
        ("'", ""),
    ] {
        assert_eq!(names::fold(name), folded, "{name}");
    }
}

#[test]
fn objects_may_hold_or_be_held() {
    let accepted = ["mega-prison".to_owned(), "CECOT".to_owned()];
    assert!(names::object_matches("their mega prison", &accepted));
    assert!(names::object_matches("prison", &accepted));
    assert!(!names::object_matches("mega-prisons", &accepted));
    assert!(!names::object_matches("", &accepted));
    assert!(!names::object_matches("of", &["out of work".to_owned()]));
    assert!(names::object_matches("anything", &["*".to_owned()]));
    assert!(!names::subject_matches("the mega-prison CECOT", &accepted));
}

#[test]
fn scores_of_nothing_are_zero() {
    let nothing = score(&[], &[]);
    assert!(nothing.total().f1() + nothing.macro_f1() + nothing.sentence_share() < f64::EPSILON);
}

#[test]
fn bad_lines_are_refused_by_number() {
    let gold = read_gold("# one\na\tb\tc\n").unwrap_err().to_string();
    assert_eq!(gold, "line 2: a gold line has 7 columns separated by tabs, this one has 3");
    let facts =
        read_facts("{\"kind\":\"article\"}\n\n{\"kind\":\"fact\"}").unwrap_err().to_string();
    assert!(facts.starts_with("line 3: missing field"), "{facts}");
}
