//! Numbers, strings and the constant words.

use std::sync::Arc;

use graph_core::Value;

use super::{Node, Rule, span};
use crate::ast::{Expr, ExprKind, Literal, Span};
use crate::error::{Cause, Error};

/// `null`, `true`, `false` or a string.
pub(super) fn constant(node: &Node<'_>) -> Result<ExprKind, Error> {
    Ok(ExprKind::Literal(match node.as_rule() {
        Rule::TRUE => Literal::Boolean(true),
        Rule::FALSE => Literal::Boolean(false),
        Rule::string => Literal::String(string(node)?),
        Rule::number => return finished_number(node),
        _ => Literal::Null,
    }))
}

fn finished_number(node: &Node<'_>) -> Result<ExprKind, Error> {
    match number(node)? {
        (kind, false) => Ok(kind),
        (_, true) => Err(overflow(node)),
    }
}

fn overflow(node: &Node<'_>) -> Error {
    let text = node.as_str().to_owned();
    Error::compile(Cause::IntegerOverflow { text }, span(node))
        .with_help("write a float, such as 1e20")
}

/// A number, and whether it needs a minus before it to fit: 2^63.
pub(super) fn number(node: &Node<'_>) -> Result<(ExprKind, bool), Error> {
    let text = node.as_str();
    let radix = match text.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => 10,
        _ => return float(node).map(|number| (ExprKind::Literal(Literal::Float(number)), false)),
    };
    let digits = if radix == 10 { text } else { &text[2..] };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(no_number(node));
    }
    match u64::from_str_radix(digits, radix) {
        Ok(number) => match i64::try_from(number) {
            Ok(number) => Ok((ExprKind::Literal(Literal::Integer(number)), false)),
            Err(_) if number == 1 << 63 => {
                Ok((ExprKind::Literal(Literal::Integer(i64::MIN)), true))
            }
            Err(_) => Err(overflow(node)),
        },
        Err(_) => Err(overflow(node)),
    }
}

fn float(node: &Node<'_>) -> Result<f64, Error> {
    let number: f64 = node.as_str().parse().map_err(|_| no_number(node))?;
    if number.is_finite() {
        return Ok(number);
    }
    let text = node.as_str().to_owned();
    let cause = if text.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        Cause::FloatingPointOverflow { text }
    } else {
        return Err(no_number(node));
    };
    Err(Error::compile(cause, span(node)))
}

fn no_number(node: &Node<'_>) -> Error {
    let text = node.as_str().to_owned();
    Error::compile(Cause::InvalidNumberLiteral { text }, span(node))
        .with_help("write 42, 0x2A, 0o52, 4.2 or 4.2e1; put a name that begins so in backticks")
}

/// The number with a minus before it; `None` for anything else.
pub(super) fn negated(kind: &ExprKind) -> Option<ExprKind> {
    match kind {
        ExprKind::Literal(Literal::Integer(number)) => {
            Some(ExprKind::Literal(Literal::Integer(number.wrapping_neg())))
        }
        ExprKind::Literal(Literal::Float(number)) => {
            Some(ExprKind::Literal(Literal::Float(-number)))
        }
        _ => None,
    }
}

/// The text of a string, its escapes resolved.
pub(super) fn string(node: &Node<'_>) -> Result<String, Error> {
    let quoted = node.as_str();
    let inner = &quoted[1..quoted.len() - 1];
    let start = node.as_span().start() + 1;
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at..];
        let offset = start + (inner.len() - escape.len());
        let (character, length) = escaped(escape, offset)?;
        text.push(character);
        rest = &escape[length..];
    }
    text.push_str(rest);
    Ok(text)
}

/// The character that an escape stands for, and the escape's length. `escape` begins with `\`.
fn escaped(escape: &str, offset: usize) -> Result<(char, usize), Error> {
    let kind = escape[1..].chars().next().unwrap_or('\\');
    let character = match kind {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode(escape, 4, offset),
        'U' => return unicode(escape, 8, offset),
        '\\' | '\'' | '"' | '`' => kind,
        _ => return Err(no_escape(&escape[..=kind.len_utf8()], offset)),
    };
    Ok((character, 2))
}

fn no_escape(escape: &str, offset: usize) -> Error {
    let found = format!("`{escape}`");
    let expected = String::from("an escape such as `\\n` or `\\'`");
    let span = Span::new(offset, offset + escape.len());
    Error::compile(Cause::UnexpectedSyntax { found, expected }, span)
        .with_help("write a backslash as \\\\")
}

/// `\uXXXX`, two of them for a character past U+FFFF, or `\UXXXXXXXX`.
fn unicode(escape: &str, digits: usize, offset: usize) -> Result<(char, usize), Error> {
    let length = 2 + digits;
    let code = |text: &str| -> Option<u32> {
        let hex = text.get(2..length)?;
        hex.bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(hex, 16).ok())?
    };
    let first = code(escape);
    if let Some(character) = first.and_then(char::from_u32) {
        return Ok((character, length));
    }
    if let (Some(high @ 0xD800..=0xDBFF), Some(second)) = (first, escape.get(length..))
        && second.starts_with("\\u")
        && let Some(low @ 0xDC00..=0xDFFF) = code(second)
        && let Some(character) = char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    {
        return Ok((character, 2 * length));
    }
    let text: String = escape.chars().take(length).collect();
    let span = Span::new(offset, offset + text.len());
    Err(Error::compile(Cause::InvalidUnicodeLiteral { text }, span)
        .with_help("write four hexadecimal digits: \\u00E9"))
}

/// The value of a literal, a list or a map of them.
pub(super) fn value(expr: &Expr) -> Result<Value, Error> {
    match &expr.kind {
        ExprKind::Literal(literal) => Ok(literal.to_value()),
        ExprKind::List(items) => {
            let items: Vec<Value> = items.iter().map(value).collect::<Result<_, _>>()?;
            Ok(Value::list(items))
        }
        ExprKind::Map(entries) => {
            let entries: Vec<(Arc<str>, Value)> = entries
                .iter()
                .map(|(key, entry)| Ok((key.text.as_str().into(), value(entry)?)))
                .collect::<Result<_, Error>>()?;
            Ok(Value::map(entries))
        }
        _ => {
            let found = format!("`{expr}`");
            let expected = String::from("a literal");
            Err(Error::compile(Cause::UnexpectedSyntax { found, expected }, expr.span)
                .with_help("write a number, 'text', true, false, null, [a list] or {a: map}"))
        }
    }
}

impl Literal {
    /// The value that the literal stands for.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(flag) => Value::Bool(*flag),
            Self::Integer(number) => Value::Int(*number),
            Self::Float(number) => Value::Float(*number),
            Self::String(text) => Value::string(text),
        }
    }
}
