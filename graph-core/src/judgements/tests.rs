use super::*;

fn read(text: &str) -> Judgements {
    Judgements::read(text).expect("judgements")
}

fn wrong(text: &str) -> String {
    Judgements::read(text).expect_err("refused").to_string()
}

#[test]
fn lines_that_share_a_name_are_about_the_same() {
    let judgements =
        read("# spelling\nsame\tMarta Ruiz\tRuíz\n\nSame-As\tM. Ruiz\tRUIZ\tMRS RUIZ\n");
    assert_eq!(judgements.canonical("m ruiz"), Some("Marta Ruiz"));
    assert!(judgements.are_same("m ruiz", "marta ruiz"));
    assert!(!judgements.decide("m ruiz", "pablo ruiz"));
    let lines: Vec<_> = judgements.groups().flat_map(|(_, names)| names).collect();
    assert_eq!(lines, [("m ruiz", 4), ("marta ruiz", 2), ("mrs ruiz", 4), ("ruiz", 2)]);
}

#[test]
fn what_is_apart_keeps_all_that_is_the_same_apart() {
    let judgements = read("same\tA1\tB1\r\nsame\tA2\tB2\r\ndifferent\tB1\tB2\r\n");
    assert!(judgements.are_apart("a1", "a2") && judgements.are_apart("a2", "b1"));
    assert!(!judgements.are_apart("a1", "b1"));
    let three = read("not\tX1\tX2\tX3");
    assert!(three.are_apart("x1", "x3") && three.are_apart("x3", "x2"));
}

#[test]
fn lines_that_are_no_judgement_are_refused_with_their_place() {
    insta::assert_snapshot!(
        [
            "alias\tRubio\tMarco Rubio",
            "# note\n\nsame Rubio, Marco Rubio",
            "not: Rubio / Marco Rubio",
            "same",
            "same\tRubio\t",
            "not\tRubio",
            "same\tRubio\t—\tMarco Rubio",
            "same\t\tRubio",
            "not\tÁbel\tU.S.\tUS",
            "\tsame\tRubio\tMarco Rubio",
            "same\tA\tB\nnot\tA\tB",
            "same\tA\tB\nsame\tC\tD\nsame\tD\tB\nnot\tX\tA\tY\tC",
        ]
        .map(wrong)
        .join("\n")
    );
}

#[test]
fn spellings_of_one_name_choose_how_it_is_written() {
    assert_eq!(read("same\tLulac\tLULAC").canonical("lulac"), Some("Lulac"));
}

#[test]
fn long_lines_are_read_or_refused_at_once() {
    let names =
        |count: usize| (0..count).fold(String::new(), |line, at| line + "\tn" + &at.to_string());
    assert!(read(&format!("same{}", names(50_000))).are_same("n1", "n49999"));
    assert!(wrong(&format!("not{}", names(101))).contains("at most 100 names"));
}

#[test]
fn long_chains_are_followed_without_recursion() {
    let chain: Vec<String> = (0..50_000).map(|at| format!("same\tn{at}\tn{}", at + 1)).collect();
    let text = format!("{}\nnot\tn0\tn50000", chain.join("\n"));
    assert!(wrong(&text).starts_with("line 50001, column 8: `n0` and `n50000`"));
}
