//! Suggested merges, as lines to paste into `aliases.tsv`.

use graph_core::Value;
use graph_core::export::visible;

use crate::report::{Report, note};
use crate::session::Session;
use crate::{Failure, output, progress};

/// Prints what `attest.suggestedMerges` gives, with the reason as a comment above each line.
pub(crate) fn command(session: &Session) -> Result<(), Failure> {
    let suggested = query_lang::parse("CALL attest.suggestedMerges()").and_then(|statement| {
        progress::during("looking for names that are alike", || {
            query_lang::read(session.graph(), &statement, None, &session.environment)
        })
    });
    let rows = suggested.map_err(|error| {
        Report::error(error.to_string()).print();
        Failure::Told
    })?;
    let rows = rows.rows;
    output::to_stdout(|out| {
        for row in &rows {
            let text = |at: usize| visible(row.get(at).and_then(Value::as_str).unwrap_or_default());
            let articles = row.get(3).and_then(Value::as_list).unwrap_or_default();
            let articles: Vec<&str> = articles.iter().filter_map(Value::as_str).collect();
            writeln!(out, "# {}; in {}", text(2), visible(&articles.join(", ")))?;
            writeln!(out, "same\t{}\t{}", text(0), text(1))?;
        }
        Ok(())
    })?;
    let file = session.workspace.aliases();
    let file = file.map_or("aliases.tsv".into(), |file| file.display().to_string());
    let told = match rows.len() {
        0 => "nothing to suggest".to_owned(),
        count => format!(
            "{count} pairs to judge: paste lines into {file}, as they are or with `not` for `same`"
        ),
    };
    note(&told);
    Ok(())
}
