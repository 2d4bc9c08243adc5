//! Completion behind `CALL`: procedures, and the columns that they give.

use query_lang::lexer::{Token, tokens};
use query_lang::procedures::{Procedure, Procedures};

use super::completion::{Completion, begins};

/// What may follow behind `CALL` or `YIELD`; `None` where neither is the last keyword typed.
pub(super) fn complete(typed: &str, procedures: &Procedures) -> Option<Completion> {
    let start = typed.rfind(|c: char| !is_name(c)).map_or(0, |at| at + 1);
    let (before, prefix) = typed.split_at(start);
    let words: Vec<&str> = words(before).collect();
    let candidates = match words.as_slice() {
        [.., last] if is(last, "CALL") => {
            procedures.iter().filter(|known| begins(known.name(), prefix)).map(called).collect()
        }
        _ => columns(&words, procedures)?
            .into_iter()
            .filter(|column| begins(column, prefix))
            .collect(),
    };
    Some(Completion { start, candidates })
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '.'
}

fn is(word: &str, keyword: &str) -> bool {
    word.eq_ignore_ascii_case(keyword)
}

/// The words outside strings and comments, and each other character.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let kept = tokens(text).filter(|(token, _)| matches!(token, Token::Word | Token::Symbol(_)));
    kept.map(|(_, range)| &text[range]).collect::<Vec<_>>().into_iter()
}

/// The procedure as it is called.
fn called(procedure: &Procedure) -> String {
    let end = if procedure.parameters().is_empty() { ")" } else { "" };
    format!("{}({end}", procedure.name())
}

/// The columns of the procedure whose `YIELD` is being typed.
fn columns(words: &[&str], procedures: &Procedures) -> Option<Vec<String>> {
    let yields = words.iter().rposition(|word| is(word, "YIELD"))?;
    let (call, taken) = words.split_at(yields);
    // Columns stand behind the word itself and behind commas.
    if !matches!(taken, [_] | [_, .., ","]) || taken.iter().any(|word| is(word, "WHERE")) {
        return None;
    }
    let call = &call[call.iter().rposition(|word| is(word, "CALL"))? + 1..];
    let name: String = call.iter().take_while(|word| **word != "(").copied().collect();
    let columns = procedures.find(&name)?.columns().iter();
    Some(columns.map(|column| column.name.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(typed: &str) -> Option<Vec<String>> {
        let completion = complete(typed, &Procedures::default())?;
        let before = &typed[..completion.start];
        Some(completion.candidates.iter().map(|word| format!("{before}{word}")).collect())
    }

    #[test]
    fn procedures_and_their_columns_are_completed() {
        let one = |text: &str| Some(vec![text.to_owned()]);
        assert_eq!(completed("CALL db.lab"), one("CALL db.labels()"));
        assert_eq!(completed("match (n) call ATTEST.ev"), one("match (n) call attest.evidence("));
        let typed = "CALL attest.evidence(r) YIELD article, qu";
        assert_eq!(completed(typed), one("CALL attest.evidence(r) YIELD article, quote"));
        assert_eq!(completed("CALL db.labels() YIELD l"), one("CALL db.labels() YIELD label"));
        assert!(completed("CALL ").is_some_and(|all| all.len() > 5));
        for other in ["MATCH (n) RETURN n.", "CALL db.labels() YIELD label RET", "'CALL d", ""] {
            assert_eq!(completed(other), None, "{other}");
        }
    }
}
