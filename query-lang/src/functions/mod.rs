//! The functions of the language: their names, arguments, what they give and how.

mod conversion;
pub(crate) mod element;
mod evidence;
mod foreign;
mod list;
mod number;
mod temporal;
mod text;

use std::ops::Deref;
use std::sync::LazyLock;

use graph_core::{Graph, Value};

use crate::budget::{AT_ONCE, Budget, Large, PLACE, text_size};
use crate::error::Cause;
pub(crate) use foreign::instead_of;

/// How a function of one row is computed. The arguments fit its [`Function::arity`].
pub(crate) type Scalar = fn(&Reach<'_>, &[Value]) -> Result<Value, Cause>;

/// What a function can read besides its arguments, and what it may use up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) budget: &'a Budget,
}

impl Reach<'_> {
    /// A list that may be long: there must be room for it, and the statement may end meanwhile.
    ///
    /// # Errors
    /// [`Cause::MemoryExceeded`], [`Cause::Stopped`], [`Cause::TimedOut`].
    pub(crate) fn list(&self, items: impl Iterator<Item = Value>) -> Result<Value, Cause> {
        let least = items.size_hint().0;
        self.budget.room(2 * PLACE * least as u64)?;
        let mut list = Large::new(Vec::with_capacity(least));
        let mut bytes = 0;
        for item in items {
            bytes += 2 * PLACE + item.as_str().map_or(0, |text| text_size(text.len()));
            list.push(item);
            if list.len().is_multiple_of(AT_ONCE) {
                self.budget.look()?;
                self.budget.room(bytes)?;
            }
        }
        Ok(Value::list(list.take()))
    }
}

impl Deref for Reach<'_> {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        self.graph
    }
}

/// How many arguments a function takes, least and most.
pub(crate) type Arity = (usize, usize);

/// A function as it is documented and completed.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The name, as it is usually written; upper and lower case are the same.
    pub name: &'static str,
    /// The arguments, as in `left(text, length)`.
    pub signature: &'static str,
    /// What it gives, in one line.
    pub summary: &'static str,
    /// Whether it aggregates rows.
    pub aggregates: bool,
    pub(crate) arity: Arity,
    /// Whether the moment when the statement began stands before the query's arguments.
    pub(crate) clocked: bool,
    /// `None` for aggregations, and for what is computed while names are bound.
    pub(crate) scalar: Option<Scalar>,
}

/// Every function, aggregations first.
pub fn functions() -> &'static [Function] {
    static ALL: LazyLock<Vec<Function>> =
        LazyLock::new(|| FUNCTIONS.iter().copied().chain(temporal::functions()).collect());
    &ALL
}

/// Names of ISO GQL and of other dialects, with the function that each means.
const ALIASES: &[(&str, &str)] = &[
    ("cardinality", "size"),
    ("ceiling", "ceil"),
    ("char_length", "size"),
    ("character_length", "size"),
    ("collect_list", "collect"),
    ("element_id", "elementId"),
    ("ln", "log"),
    ("lower", "toLower"),
    ("path_length", "length"),
    ("percentile_cont", "percentileCont"),
    ("percentile_disc", "percentileDisc"),
    ("stdev_pop", "stDevP"),
    ("stdev_samp", "stDev"),
    ("upper", "toUpper"),
];

/// The function of this name, whatever its case.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name));
    let name = alias.map_or(name, |(_, meant)| meant);
    functions().iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

const fn aggregation(
    name: &'static str,
    signature: &'static str,
    summary: &'static str,
) -> Function {
    Function {
        name,
        signature,
        summary,
        aggregates: true,
        arity: (1, 1),
        clocked: false,
        scalar: None,
    }
}

const fn scalar(
    name: &'static str,
    signature: &'static str,
    arity: Arity,
    scalar: Scalar,
    summary: &'static str,
) -> Function {
    Function {
        name,
        signature,
        summary,
        aggregates: false,
        arity,
        clocked: false,
        scalar: Some(scalar),
    }
}

const MANY: usize = usize::MAX;

#[rustfmt::skip]
const FUNCTIONS: &[Function] = &[
    aggregation("count", "count([DISTINCT] value)", "number of values that aren't null; count(*) counts rows"),
    aggregation("sum", "sum([DISTINCT] number)", "sum of numbers"),
    aggregation("avg", "avg([DISTINCT] number)", "mean of numbers"),
    aggregation("min", "min(value)", "smallest value"),
    aggregation("max", "max(value)", "greatest value"),
    aggregation("collect", "collect([DISTINCT] value)", "list of the values that aren't null"),
    aggregation("stDev", "stDev([DISTINCT] number)", "standard deviation of a sample"),
    aggregation("stDevP", "stDevP([DISTINCT] number)", "standard deviation of a population"),
    Function { arity: (2, 2), ..aggregation("percentileDisc", "percentileDisc(number, share)", "the value below which a share of the numbers lies") },
    Function { arity: (2, 2), ..aggregation("percentileCont", "percentileCont(number, share)", "the same, interpolated between neighbours") },
    scalar("id", "id(element)", (1, 1), element::id, "number of a node or relationship"),
    scalar("elementId", "elementId(element)", (1, 1), element::element_id, "text that no other node or relationship has"),
    scalar("labels", "labels(node)", (1, 1), element::labels, "labels of a node"),
    scalar("type", "type(relationship)", (1, 1), element::relationship_type, "type of a relationship"),
    scalar("keys", "keys(element)", (1, 1), element::keys, "names of the properties of a node, relationship or map"),
    scalar("properties", "properties(element)", (1, 1), element::properties, "properties as a map"),
    scalar("startNode", "startNode(relationship)", (1, 1), element::start_node, "node where a relationship starts"),
    scalar("endNode", "endNode(relationship)", (1, 1), element::end_node, "node where a relationship ends"),
    scalar("nodes", "nodes(path)", (1, 1), element::nodes, "nodes of a path, in order"),
    scalar("relationships", "relationships(path)", (1, 1), element::relationships, "relationships of a path, in order"),
    scalar("length", "length(path)", (1, 1), element::length, "number of relationships of a path"),
    scalar("size", "size(list)", (1, 1), list::size, "number of elements of a list or characters of a text"),
    scalar("head", "head(list)", (1, 1), list::head, "first element"),
    scalar("last", "last(list)", (1, 1), list::last, "last element"),
    scalar("tail", "tail(list)", (1, 1), list::tail, "all elements but the first"),
    scalar("range", "range(start, end [, step])", (2, 3), list::range, "integers from start to end, both included"),
    scalar("reverse", "reverse(list)", (1, 1), list::reverse, "list or text from its end"),
    scalar("coalesce", "coalesce(value, …)", (1, MANY), list::coalesce, "first value that isn't null"),
    scalar("exists", "exists(pattern)", (1, 1), list::exists, "whether a pattern has a match or a property is present"),
    scalar("toInteger", "toInteger(value)", (1, 1), number::to_integer, "value as an integer, null where it isn't one"),
    scalar("toFloat", "toFloat(value)", (1, 1), number::to_float, "value as a float, null where it isn't one"),
    scalar("toString", "toString(value)", (1, 1), text::to_string, "value as text"),
    scalar("toBoolean", "toBoolean(value)", (1, 1), text::to_boolean, "value as a boolean, null where it isn't one"),
    scalar("toIntegerOrNull", "toIntegerOrNull(value)", (1, 1), conversion::to_integer_or_null, "value as an integer, null for anything else"),
    scalar("toFloatOrNull", "toFloatOrNull(value)", (1, 1), conversion::to_float_or_null, "value as a float, null for anything else"),
    scalar("toStringOrNull", "toStringOrNull(value)", (1, 1), conversion::to_string_or_null, "value as text, null for anything else"),
    scalar("toBooleanOrNull", "toBooleanOrNull(value)", (1, 1), conversion::to_boolean_or_null, "value as a boolean, null for anything else"),
    scalar("toIntegerList", "toIntegerList(list)", (1, 1), conversion::to_integer_list, "elements as integers, null for anything else"),
    scalar("toFloatList", "toFloatList(list)", (1, 1), conversion::to_float_list, "elements as floats, null for anything else"),
    scalar("toStringList", "toStringList(list)", (1, 1), conversion::to_string_list, "elements as texts, null for anything else"),
    scalar("toBooleanList", "toBooleanList(list)", (1, 1), conversion::to_boolean_list, "elements as booleans, null for anything else"),
    scalar("valueType", "valueType(value)", (1, 1), conversion::value_type, "the type of a value, such as INTEGER NOT NULL"),
    scalar("isEmpty", "isEmpty(list)", (1, 1), conversion::is_empty, "whether a list, map or text is empty"),
    scalar("isNaN", "isNaN(number)", (1, 1), conversion::is_nan, "whether a float is no number"),
    scalar("nullIf", "nullIf(value, other)", (2, 2), conversion::null_if, "null where both are equal, else the first"),
    scalar("randomUUID", "randomUUID()", (0, 0), conversion::random_uuid, "a random identifier"),
    scalar("normalize", "normalize(text)", (1, 1), conversion::normalize, "text in Unicode's composed form"),
    scalar("countsIn", "countsIn(time, period)", (2, 2), evidence::counts_in, "whether a time as an article tells it, such as 2022-03 or 2022-03-01/2022-03-07, counts as of a period"),
    scalar("independentSources", "independentSources(articles, quotes)", (2, 2), evidence::independent_sources, "number of independent sources among the ids of articles and their sentences, side by side"),
    scalar("toLower", "toLower(text)", (1, 1), text::to_lower, "text in lower case"),
    scalar("toUpper", "toUpper(text)", (1, 1), text::to_upper, "text in upper case"),
    scalar("trim", "trim(text)", (1, 1), text::trim, "text without blanks at both ends"),
    scalar("btrim", "btrim(text [, characters])", (1, 2), text::trim_both, "text without blanks, or these characters, at both ends"),
    scalar("lTrim", "lTrim(text [, characters])", (1, 2), text::trim_start, "text without blanks, or these characters, at its start"),
    scalar("rTrim", "rTrim(text [, characters])", (1, 2), text::trim_end, "text without blanks, or these characters, at its end"),
    scalar("replace", "replace(text, search, replacement)", (3, 3), text::replace, "text with every occurrence replaced"),
    scalar("split", "split(text, separator)", (2, 2), text::split, "parts of a text between separators"),
    scalar("substring", "substring(text, start [, length])", (2, 3), text::substring, "part of a text, from 0"),
    scalar("left", "left(text, length)", (2, 2), text::left, "first characters of a text"),
    scalar("right", "right(text, length)", (2, 2), text::right, "last characters of a text"),
    scalar("abs", "abs(number)", (1, 1), number::abs, "number without its sign"),
    scalar("sign", "sign(number)", (1, 1), number::sign, "-1, 0 or 1"),
    scalar("ceil", "ceil(number)", (1, 1), number::ceil, "smallest whole number not below"),
    scalar("floor", "floor(number)", (1, 1), number::floor, "greatest whole number not above"),
    scalar("round", "round(number [, digits])", (1, 2), number::round, "nearest whole number, or nearest with so many digits behind the point"),
    scalar("power", "power(base, exponent)", (2, 2), number::power, "base to the power of the exponent"),
    scalar("sqrt", "sqrt(number)", (1, 1), number::sqrt, "square root"),
    scalar("exp", "exp(number)", (1, 1), number::exp, "e to the power of a number"),
    scalar("log", "log(number)", (1, 1), number::log, "natural logarithm"),
    scalar("log10", "log10(number)", (1, 1), number::log10, "logarithm to base 10"),
    scalar("sin", "sin(radians)", (1, 1), number::sin, "sine"),
    scalar("cos", "cos(radians)", (1, 1), number::cos, "cosine"),
    scalar("tan", "tan(radians)", (1, 1), number::tan, "tangent"),
    scalar("cot", "cot(radians)", (1, 1), number::cot, "cotangent"),
    scalar("sinh", "sinh(number)", (1, 1), number::sinh, "hyperbolic sine"),
    scalar("cosh", "cosh(number)", (1, 1), number::cosh, "hyperbolic cosine"),
    scalar("tanh", "tanh(number)", (1, 1), number::tanh, "hyperbolic tangent"),
    scalar("coth", "coth(number)", (1, 1), number::coth, "hyperbolic cotangent"),
    scalar("haversin", "haversin(radians)", (1, 1), number::haversin, "half the versine"),
    scalar("asin", "asin(number)", (1, 1), number::asin, "arc sine, in radians"),
    scalar("acos", "acos(number)", (1, 1), number::acos, "arc cosine, in radians"),
    scalar("atan", "atan(number)", (1, 1), number::atan, "arc tangent, in radians"),
    scalar("atan2", "atan2(y, x)", (2, 2), number::atan2, "angle of a point, in radians"),
    scalar("degrees", "degrees(radians)", (1, 1), number::degrees, "radians as degrees"),
    scalar("radians", "radians(degrees)", (1, 1), number::radians, "degrees as radians"),
    scalar("pi", "pi()", (0, 0), number::pi, "the number pi"),
    scalar("e", "e()", (0, 0), number::e, "the number e"),
    scalar("rand", "rand()", (0, 0), number::rand, "a random number from 0 to below 1"),
    Function { aggregates: false, arity: (0, 0), ..aggregation("linenumber", "linenumber()", "number of the line that LOAD CSV read last") },
    Function { aggregates: false, arity: (0, 0), ..aggregation("file", "file()", "path of the file that LOAD CSV read last") },
];

/// The error of an argument whose type a function never takes.
fn wrong_type(function: &str, given: &Value) -> Cause {
    let operation = function.to_owned();
    Cause::InvalidArgumentType { operation, given: given.described() }
}

/// The error of an argument that a conversion can't take.
fn wrong_value(function: &str, given: &Value) -> Cause {
    let operation = function.to_owned();
    Cause::InvalidArgumentValue { operation, given: given.described() }
}

#[cfg(test)]
mod tests {
    use graph_core::temporal::{DateTime, Kind};

    use super::*;
    use crate::budget::Limits;

    /// Values of every type, with those at the ends of their ranges.
    fn odd_values() -> Vec<Value> {
        let numbers = [i64::MIN, -1, 0, 3, i64::MAX].map(Value::from);
        let floats = [f64::NAN, f64::NEG_INFINITY, 1e300, -0.5].map(Value::from);
        let texts = ["", "é", "2015-07-21", "P1Y", "weekYear", "Europe/London"].map(Value::from);
        let moment = Kind::DateTime.parse("-999999999-01-01T00:00+18:00").expect("the first");
        let duration = Kind::Duration.parse("P-9223372036854775808M").expect("the longest");
        let entry = |name: &str, value: &Value| Value::map([(name.into(), value.clone())]);
        let rest = [
            Value::Null,
            true.into(),
            Value::list([]),
            Value::list([Value::Null, 1.into(), "a".into()]),
            entry("year", &i64::MAX.into()),
            entry("datetime", &moment),
            entry("seconds", &f64::NAN.into()),
            Kind::Time.parse("23:59:59.999999999-18:00").expect("the last"),
            moment,
            duration,
        ];
        numbers.into_iter().chain(floats).chain(texts).chain(rest).collect()
    }

    /// All arguments of up to three odd values.
    fn odd_arguments(least: usize, most: usize) -> Vec<Vec<Value>> {
        let values = odd_values();
        let mut all = vec![Vec::new()];
        let mut from = 0;
        for _ in 0..most.min(3) {
            let longer = all[from..].iter().flat_map(|start: &Vec<Value>| {
                let with = |value: &Value| [start.as_slice(), std::slice::from_ref(value)].concat();
                values.iter().map(with).collect::<Vec<_>>()
            });
            let longer: Vec<_> = longer.collect();
            from = all.len();
            all.extend(longer);
        }
        all.retain(|arguments| arguments.len() >= least);
        all
    }

    #[test]
    fn no_function_panics() {
        let budget = Budget::new(&Limits::default());
        let reach = Reach { graph: &Graph::new(), budget: &budget };
        for function in functions() {
            let Some(compute) = function.scalar else { continue };
            for mut arguments in odd_arguments(function.arity.0, function.arity.1) {
                if function.clocked {
                    arguments.insert(0, DateTime::now().into());
                }
                // A value or an error: which one is the business of other tests.
                let _ = compute(&reach, &arguments);
            }
        }
    }
}
