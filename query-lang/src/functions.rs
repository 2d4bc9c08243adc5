//! The functions of the language: their names, arguments and what they give.

/// How many arguments a function takes, least and most.
pub(crate) type Arity = (usize, usize);

/// A function as it is documented and completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// Every function, aggregations first.
pub fn functions() -> &'static [Function] {
    FUNCTIONS
}

/// The function of this name, whatever its case.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

const fn aggregation(
    name: &'static str,
    signature: &'static str,
    summary: &'static str,
) -> Function {
    Function { name, signature, summary, aggregates: true, arity: (1, 1) }
}

const fn scalar(
    name: &'static str,
    signature: &'static str,
    arity: Arity,
    summary: &'static str,
) -> Function {
    Function { name, signature, summary, aggregates: false, arity }
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
    scalar("id", "id(element)", (1, 1), "number of a node or relationship"),
    scalar("labels", "labels(node)", (1, 1), "labels of a node"),
    scalar("type", "type(relationship)", (1, 1), "type of a relationship"),
    scalar("keys", "keys(element)", (1, 1), "names of the properties of a node, relationship or map"),
    scalar("properties", "properties(element)", (1, 1), "properties as a map"),
    scalar("startNode", "startNode(relationship)", (1, 1), "node where a relationship starts"),
    scalar("endNode", "endNode(relationship)", (1, 1), "node where a relationship ends"),
    scalar("nodes", "nodes(path)", (1, 1), "nodes of a path, in order"),
    scalar("relationships", "relationships(path)", (1, 1), "relationships of a path, in order"),
    scalar("length", "length(path)", (1, 1), "number of relationships of a path"),
    scalar("size", "size(list)", (1, 1), "number of elements of a list or characters of a text"),
    scalar("head", "head(list)", (1, 1), "first element"),
    scalar("last", "last(list)", (1, 1), "last element"),
    scalar("tail", "tail(list)", (1, 1), "all elements but the first"),
    scalar("range", "range(start, end [, step])", (2, 3), "integers from start to end, both included"),
    scalar("reverse", "reverse(list)", (1, 1), "list or text from its end"),
    scalar("coalesce", "coalesce(value, …)", (1, MANY), "first value that isn't null"),
    scalar("exists", "exists(pattern)", (1, 1), "whether a pattern has a match or a property is present"),
    scalar("toInteger", "toInteger(value)", (1, 1), "value as an integer, null where it isn't one"),
    scalar("toFloat", "toFloat(value)", (1, 1), "value as a float, null where it isn't one"),
    scalar("toString", "toString(value)", (1, 1), "value as text"),
    scalar("toBoolean", "toBoolean(value)", (1, 1), "value as a boolean, null where it isn't one"),
    scalar("toLower", "toLower(text)", (1, 1), "text in lower case"),
    scalar("toUpper", "toUpper(text)", (1, 1), "text in upper case"),
    scalar("trim", "trim(text)", (1, 1), "text without blanks at both ends"),
    scalar("lTrim", "lTrim(text)", (1, 1), "text without blanks at its start"),
    scalar("rTrim", "rTrim(text)", (1, 1), "text without blanks at its end"),
    scalar("replace", "replace(text, search, replacement)", (3, 3), "text with every occurrence replaced"),
    scalar("split", "split(text, separator)", (2, 2), "parts of a text between separators"),
    scalar("substring", "substring(text, start [, length])", (2, 3), "part of a text, from 0"),
    scalar("left", "left(text, length)", (2, 2), "first characters of a text"),
    scalar("right", "right(text, length)", (2, 2), "last characters of a text"),
    scalar("abs", "abs(number)", (1, 1), "number without its sign"),
    scalar("sign", "sign(number)", (1, 1), "-1, 0 or 1"),
    scalar("ceil", "ceil(number)", (1, 1), "smallest whole number not below"),
    scalar("floor", "floor(number)", (1, 1), "greatest whole number not above"),
    scalar("round", "round(number)", (1, 1), "nearest whole number"),
    scalar("sqrt", "sqrt(number)", (1, 1), "square root"),
    scalar("exp", "exp(number)", (1, 1), "e to the power of a number"),
    scalar("log", "log(number)", (1, 1), "natural logarithm"),
    scalar("log10", "log10(number)", (1, 1), "logarithm to base 10"),
    scalar("sin", "sin(radians)", (1, 1), "sine"),
    scalar("cos", "cos(radians)", (1, 1), "cosine"),
    scalar("tan", "tan(radians)", (1, 1), "tangent"),
    scalar("cot", "cot(radians)", (1, 1), "cotangent"),
    scalar("asin", "asin(number)", (1, 1), "arc sine, in radians"),
    scalar("acos", "acos(number)", (1, 1), "arc cosine, in radians"),
    scalar("atan", "atan(number)", (1, 1), "arc tangent, in radians"),
    scalar("atan2", "atan2(y, x)", (2, 2), "angle of a point, in radians"),
    scalar("degrees", "degrees(radians)", (1, 1), "radians as degrees"),
    scalar("radians", "radians(degrees)", (1, 1), "degrees as radians"),
    scalar("pi", "pi()", (0, 0), "the number pi"),
    scalar("e", "e()", (0, 0), "the number e"),
    scalar("rand", "rand()", (0, 0), "a random number from 0 to below 1"),
];
