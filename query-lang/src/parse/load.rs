//! `LOAD CSV`.

use super::literal::string;
use super::{Node, Rule, child, expression, name, span};
use crate::ast::{LoadCsv, Name, Span};
use crate::error::{Cause, Error};

pub(super) fn csv(node: &Node<'_>, depth: usize) -> Result<LoadCsv, Error> {
    let variable = child(node, Rule::variable);
    Ok(LoadCsv {
        headers: child(node, Rule::headers).is_some(),
        from: expression::required(node, depth)?,
        variable: variable.map_or(Name { text: String::new(), span: Span::NONE }, |v| name(&v)),
        separator: match child(node, Rule::string) {
            Some(text) => Some(separator(&text)?),
            None => None,
        },
        span: span(node),
    })
}

/// The character between fields; a tab is `'\t'`.
fn separator(node: &Node<'_>) -> Result<char, Error> {
    let text = string(node)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(separator), None) if separator.is_ascii() && !"\"\r\n".contains(separator) => {
            Ok(separator)
        }
        _ => {
            let operation = String::from("FIELDTERMINATOR");
            let cause = Cause::InvalidArgument { operation, given: format!("'{text}'") };
            Err(Error::compile(cause, span(node))
                .with_help("write one ASCII character, such as ';' or '\\t'"))
        }
    }
}
