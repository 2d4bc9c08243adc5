//! Functions of other query languages, and what says the same here.

/// What to write instead of a function of another language.
pub(crate) fn instead_of(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "len" | "strlen" | "array_length" => "size(x)",
        "lcase" | "lowercase" => "toLower(text)",
        "ucase" | "uppercase" => "toUpper(text)",
        "substr" | "mid" => "substring(text, start, length)",
        "concat" => "text + text",
        "group_concat" | "string_agg" | "array_agg" | "listagg" | "groupconcat" => "collect(x)",
        "ifnull" | "nvl" | "isnull" => "coalesce(x, default), or x IS NULL",
        "if" | "iif" | "decode" => "CASE WHEN condition THEN value ELSE other END",
        "now" | "getdate" | "current_timestamp" | "sysdate" => "datetime()",
        "current_date" | "curdate" => "date()",
        "int" | "integer" | "to_int" | "to_integer" | "toint" | "cast" => "toInteger(x)",
        "to_float" | "double" | "number" | "tonumber" => "toFloat(x)",
        "str" | "string" | "to_string" | "tostr" | "text" => "toString(x)",
        "bool" | "boolean" | "tobool" => "toBoolean(x)",
        "startswith" | "starts_with" => "text STARTS WITH beginning",
        "endswith" | "ends_with" => "text ENDS WITH end",
        "includes" | "instr" | "position" | "indexof" | "in_list" => "text CONTAINS part",
        "like" | "regexp" | "regex" | "matches" => "text =~ 'a.*'",
        "average" | "mean" => "avg(x)",
        "total" => "sum(x)",
        "count_distinct" | "countdistinct" => "count(DISTINCT x)",
        "distinct" | "unique" => "RETURN DISTINCT x, or collect(DISTINCT x)",
        "pow" => "x ^ y",
        "mod" => "x % y",
        "first" => "head(list)",
        "random" => "rand()",
        "label" => "labels(node)",
        "props" | "attributes" => "properties(x)",
        _ => return None,
    })
}
