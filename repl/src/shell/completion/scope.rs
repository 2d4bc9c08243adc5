//! What a statement has said up to the cursor: its open brackets, and the variables in scope.
//!
//! The statement is incomplete and may be wrong, so it is not parsed: its words are gone through
//! once, and each says what it opens, closes or names.

use super::lexeme::{Lexeme, LexemeKind};

/// What a variable stands for, as far as the statement tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// A node with these labels.
    Node(Vec<String>),
    /// A relationship of one of these types.
    Relationship(Vec<String>),
    Path,
    /// A column, an element of a list, the row of a file.
    Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) element: Element,
}

/// What a bracket holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A node or a relationship of a pattern, with the labels or types said so far.
    Pattern(Element),
    /// `(…)` around patterns or expressions.
    Group,
    /// The arguments of a function, the elements of a list.
    Expressions,
    /// `{key: value}`
    Map,
    /// `{ MATCH … }`, with whether its columns go on.
    Subquery { called: bool },
}

#[derive(Clone, Debug)]
pub(super) struct Bracket {
    pub(super) holds: Holds,
    /// Whether a `:` stood in it.
    pub(super) named: bool,
    /// The index of the lexeme that opened it.
    pub(super) opened_at: usize,
    /// What it binds, where it is in a pattern.
    variable: Option<String>,
    /// How many variables there were before it, and the clause.
    variables: usize,
    clause: Clause,
    /// What was in scope before a subquery.
    outside: Vec<Variable>,
}

/// A clause, as far as it matters to what is bound in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    None,
    /// `MATCH`, `CREATE`, `MERGE`: patterns.
    Pattern,
    /// `WITH`, `RETURN`: columns, from this lexeme on.
    Columns {
        from: usize,
        ends_query: bool,
    },
    /// `YIELD` of the procedure whose call starts at this lexeme.
    Yield {
        call: usize,
    },
    /// `CALL`, from this lexeme on.
    Call {
        from: usize,
    },
    /// `LET`, and `FOR` and `FOREACH`, whose next word is bound.
    Let,
    For,
    Other,
}

/// What a statement has said up to its last lexeme.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    pub(super) lexemes: &'a [Lexeme<'a>],
    pub(super) variables: Vec<Variable>,
    pub(super) open: Vec<Bracket>,
    pub(super) clause: Clause,
    /// The columns of the last `RETURN`.
    returned: Vec<Variable>,
}

impl<'a> Scope<'a> {
    /// Goes through the lexemes before the one that is being typed. Linear, but for the number
    /// of variables and the depth of subqueries.
    pub(super) fn of(lexemes: &'a [Lexeme<'a>]) -> Self {
        let mut scope = Self {
            lexemes,
            variables: Vec::new(),
            open: Vec::new(),
            clause: Clause::None,
            returned: Vec::new(),
        };
        for at in 0..lexemes.len() {
            scope.go_on(at);
        }
        scope.end_columns_seen();
        scope
    }

    pub(super) fn variable(&self, name: &str) -> Option<&Element> {
        let named = self.variables.iter().rev().find(|variable| variable.name == name);
        named.map(|variable| &variable.element)
    }

    pub(super) fn innermost(&self) -> Option<&Holds> {
        self.open.last().map(|bracket| &bracket.holds)
    }

    fn before(&self, at: usize) -> Option<&Lexeme<'a>> {
        at.checked_sub(1).map(|at| &self.lexemes[at])
    }

    fn is_before(&self, at: usize, symbols: &[char]) -> bool {
        self.before(at).is_some_and(|before| symbols.iter().any(|symbol| before.is(*symbol)))
    }

    fn go_on(&mut self, at: usize) {
        let lexeme = self.lexemes[at];
        match lexeme.kind {
            LexemeKind::Symbol('(' | '[' | '{') => self.open(at),
            LexemeKind::Symbol(')' | ']' | '}') => self.close(at),
            LexemeKind::Symbol(':') => {
                if let Some(bracket) = self.open.last_mut() {
                    bracket.named = true;
                }
            }
            LexemeKind::Word | LexemeKind::Name => self.word(at),
            LexemeKind::Symbol(_) | LexemeKind::Text => {}
        }
    }

    fn open(&mut self, at: usize) {
        let holds = match self.lexemes[at].text {
            "(" => self.parenthesis(at),
            "[" if self.is_before(at, &['-']) => Holds::Pattern(Element::Relationship(Vec::new())),
            "[" => Holds::Expressions,
            _ => self.brace(at),
        };
        let subquery = matches!(holds, Holds::Subquery { .. });
        self.open.push(Bracket {
            holds,
            named: false,
            opened_at: at,
            variable: None,
            variables: self.variables.len(),
            clause: self.clause,
            outside: if subquery { self.variables.clone() } else { Vec::new() },
        });
        // The next word of `FOREACH (` is its variable.
        if subquery && self.clause != Clause::For {
            self.clause = Clause::None;
        }
    }

    fn parenthesis(&mut self, at: usize) -> Holds {
        let node = Holds::Pattern(Element::Node(Vec::new()));
        let symbol = |back: usize| at.checked_sub(back).map(|at| self.lexemes[at].text);
        let behind_arrow = matches!(
            (symbol(2), symbol(1)),
            (Some("-"), Some(">" | "-")) | (Some("]" | "<"), Some("-"))
        );
        if behind_arrow {
            return node;
        }
        let called = self.before(at).is_some_and(|before| {
            before.kind == LexemeKind::Word && !before.says_one_of(PATTERN_FOLLOWS)
        });
        match self.innermost() {
            _ if self.clause == Clause::For => Holds::Subquery { called: false },
            _ if called && self.before(at).is_some_and(|f| f.says_one_of(PATTERN_FUNCTIONS)) => {
                Holds::Group
            }
            _ if called => Holds::Expressions,
            None | Some(Holds::Subquery { .. } | Holds::Group)
                if self.clause == Clause::Pattern =>
            {
                node
            }
            Some(Holds::Pattern(_)) if self.is_before(at, &['(']) => {
                // `((a)-[]->(b)){1,3}`: the outer one is no node.
                if let Some(outer) = self.open.last_mut() {
                    outer.holds = Holds::Group;
                }
                node
            }
            _ => Holds::Group,
        }
    }

    fn brace(&self, at: usize) -> Holds {
        let Some(before) = self.before(at) else { return Holds::Map };
        if before.says_one_of(&["EXISTS", "COUNT", "COLLECT"]) {
            return Holds::Subquery { called: false };
        }
        // `CALL {` and `CALL (x) {`
        let free = matches!(self.innermost(), None | Some(Holds::Subquery { .. }));
        let called = matches!(self.clause, Clause::Call { .. })
            && (before.says("CALL") || before.is(')') && free);
        let within = self.clause != Clause::None || !self.open.is_empty();
        if called || !within { Holds::Subquery { called } } else { Holds::Map }
    }

    fn close(&mut self, at: usize) {
        let Some(bracket) = self.open.pop() else { return };
        match bracket.holds {
            Holds::Pattern(_) | Holds::Group => {}
            Holds::Expressions | Holds::Map => self.variables.truncate(bracket.variables),
            Holds::Subquery { called } => {
                self.end_columns(at);
                self.variables = bracket.outside;
                if called {
                    self.variables.append(&mut self.returned);
                }
                self.clause = bracket.clause;
            }
        }
    }

    fn word(&mut self, at: usize) {
        // A property, a parameter; a label or type is known by its bracket.
        if self.is_before(at, &['.', '$']) {
            return;
        }
        let word = self.lexemes[at];
        if let Some(bracket) = self.open.last()
            && matches!(bracket.holds, Holds::Pattern(_))
        {
            return self.in_pattern(at);
        }
        let free = matches!(self.innermost(), None | Some(Holds::Subquery { .. }));
        if free && !self.is_before(at, &[':']) && self.begin_clause(at, word) {
            return;
        }
        self.bind(at, word);
    }

    /// A word of a node or relationship: its variable, or a label or type.
    fn in_pattern(&mut self, at: usize) {
        let Some(name) = self.lexemes[at].name() else { return };
        let behind_opening = self.is_before(at, &['(', '[']);
        let behind_name = self.is_before(at, &[':', '|', '&']);
        let Some(bracket) = self.open.last_mut() else { return };
        let Holds::Pattern(element) = &mut bracket.holds else { return };
        if behind_opening && !bracket.named {
            let element = element.clone();
            bracket.variable = Some(name.clone());
            if self.variable(&name).is_none() {
                self.variables.push(Variable { name, element });
            }
            return;
        }
        if !bracket.named || !behind_name {
            return;
        }
        let known = bracket.variable.as_deref().and_then(|variable| {
            self.variables.iter_mut().rev().find(|known| known.name == variable)
        });
        for said in [Some(element), known.map(|known| &mut known.element)].into_iter().flatten() {
            if let Element::Node(names) | Element::Relationship(names) = said {
                names.push(name.clone());
            }
        }
    }

    /// Whether a word begins a clause.
    fn begin_clause(&mut self, at: usize, word: Lexeme<'_>) -> bool {
        if word.kind != LexemeKind::Word {
            return false;
        }
        let yielding = match self.clause {
            Clause::Call { from } => Some(from),
            _ => None,
        };
        let clause = match word.text.to_uppercase().as_str() {
            "MATCH" | "CREATE" | "MERGE" | "INSERT"
                if !self.before(at).is_some_and(|before| before.says("ON")) =>
            {
                Clause::Pattern
            }
            // `STARTS WITH`, `CSV WITH HEADERS`
            "WITH"
                if !self
                    .before(at)
                    .is_some_and(|before| before.says_one_of(&["STARTS", "ENDS", "CSV"])) =>
            {
                Clause::Columns { from: at + 1, ends_query: false }
            }
            "RETURN" => Clause::Columns { from: at + 1, ends_query: true },
            "YIELD" => Clause::Yield { call: yielding.unwrap_or(at) },
            "CALL" => Clause::Call { from: at + 1 },
            "LET" => Clause::Let,
            "FOR" | "FOREACH" => Clause::For,
            "UNION" => {
                self.end_columns(at);
                self.variables = self.outer();
                Clause::None
            }
            "NEXT" => {
                self.end_columns(at);
                self.variables = std::mem::take(&mut self.returned);
                Clause::None
            }
            "WHERE" | "ORDER" | "SKIP" | "LIMIT" | "OFFSET" => {
                if matches!(self.clause, Clause::Columns { .. }) {
                    self.end_columns_seen();
                    return true;
                }
                Clause::Other
            }
            "UNWIND" | "SET" | "REMOVE" | "DELETE" | "DETACH" | "LOAD" | "FILTER" | "OPTIONAL"
            | "FINISH" => Clause::Other,
            _ => return false,
        };
        self.end_columns(at);
        self.clause = clause;
        true
    }

    /// What is in scope where the query around starts.
    fn outer(&self) -> Vec<Variable> {
        let within =
            self.open.iter().rev().find(|open| matches!(open.holds, Holds::Subquery { .. }));
        within.map(|subquery| subquery.outside.clone()).unwrap_or_default()
    }

    /// Beyond `WITH` there are its columns alone.
    fn end_columns(&mut self, at: usize) {
        let Clause::Columns { from, ends_query } = self.clause else { return };
        let columns = self.columns(from, at);
        if ends_query {
            self.returned = columns;
        } else {
            self.variables = columns;
        }
        self.clause = Clause::None;
    }

    /// `WHERE` and `ORDER BY` see the columns too.
    fn end_columns_seen(&mut self) {
        let Clause::Columns { from, .. } = self.clause else { return };
        if !self.open.is_empty() && !matches!(self.innermost(), Some(Holds::Subquery { .. })) {
            return;
        }
        let at = self.lexemes.len();
        let behind = self.lexemes[from..].iter();
        let ends =
            behind.clone().any(|word| word.says_one_of(&["WHERE", "ORDER", "SKIP", "LIMIT"]));
        if ends {
            for column in self.columns(from, at) {
                if self.variable(&column.name).is_none() {
                    self.variables.push(column);
                }
            }
        }
    }

    /// The columns that are listed between two lexemes.
    fn columns(&self, from: usize, until: usize) -> Vec<Variable> {
        let mut columns = Vec::new();
        for item in items(&self.lexemes[from..until.max(from)]) {
            let item = match item {
                [first, rest @ ..] if first.says("DISTINCT") => rest,
                item => item,
            };
            match item {
                [star] if star.is('*') => columns.extend(self.variables.iter().cloned()),
                [.., said, name] if said.says("AS") => {
                    let element = match item {
                        [one, _, _] => one.name().and_then(|name| self.variable(&name).cloned()),
                        _ => None,
                    };
                    let name = name.name();
                    columns.extend(
                        name.map(|name| Variable {
                            name,
                            element: element.unwrap_or(Element::Value),
                        }),
                    );
                }
                [one] => {
                    let element = one.name().and_then(|name| self.variable(&name).cloned());
                    let named = one.name().zip(element);
                    columns.extend(named.map(|(name, element)| Variable { name, element }));
                }
                _ => {}
            }
        }
        columns
    }

    /// A word that names something outside a pattern.
    fn bind(&mut self, at: usize, word: Lexeme<'_>) {
        let Some(name) = word.name() else { return };
        let free = matches!(self.innermost(), None | Some(Holds::Subquery { .. }));
        let next = self.lexemes.get(at + 1);
        let before = self.before(at);
        let said = |word: &str| before.is_some_and(|before| before.says(word));
        let element = match self.clause {
            Clause::Pattern if free && next.is_some_and(|next| next.is('=')) => Element::Path,
            Clause::Let if free && next.is_some_and(|next| next.is('=')) => Element::Value,
            Clause::For if said("FOR") || said("FOREACH") || self.is_before(at, &['(']) => {
                Element::Value
            }
            Clause::Yield { .. } if free && !next.is_some_and(|next| next.says("AS")) => {
                Element::Value
            }
            // `UNWIND list AS x`, `LOAD CSV FROM file AS row`
            Clause::Other if free && said("AS") => Element::Value,
            // `[x IN list | …]`, `any(x IN list WHERE …)`
            _ if self.innermost() == Some(&Holds::Expressions)
                && self.is_before(at, &['[', '(', ','])
                && next.is_some_and(|next| next.says("IN") || next.is('=')) =>
            {
                Element::Value
            }
            _ => return,
        };
        self.variables.push(Variable { name, element });
    }
}

/// The words before a parenthesis that don't call anything.
const PATTERN_FOLLOWS: &[&str] = &[
    "MATCH", "CREATE", "MERGE", "INSERT", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "RETURN",
    "WITH", "SHORTEST", "CALL", "BY", "AS", "WHEN", "THEN", "ELSE", "CASE", "FOREACH", "UNWIND",
    "DISTINCT",
];

/// What is called with a pattern.
const PATTERN_FUNCTIONS: &[&str] = &["shortestPath", "allShortestPaths", "exists"];

/// The items between the commas outside brackets, up to what follows the columns.
fn items<'l, 'a>(lexemes: &'l [Lexeme<'a>]) -> Vec<&'l [Lexeme<'a>]> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    let mut start = 0;
    for (at, lexeme) in lexemes.iter().enumerate() {
        match lexeme.kind {
            LexemeKind::Symbol('(' | '[' | '{') => depth += 1,
            LexemeKind::Symbol(')' | ']' | '}') => depth = depth.saturating_sub(1),
            LexemeKind::Symbol(',') if depth == 0 => {
                found.push(&lexemes[start..at]);
                start = at + 1;
            }
            LexemeKind::Word
                if depth == 0
                    && lexeme.says_one_of(&["WHERE", "ORDER", "SKIP", "LIMIT", "OFFSET"]) =>
            {
                found.push(&lexemes[start..at]);
                return found;
            }
            _ => {}
        }
    }
    found.push(&lexemes[start..]);
    found
}
