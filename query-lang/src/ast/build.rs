//! Short ways to build a tree that wasn't parsed.

use super::{
    BinaryOperator, Call, Clause, ComparisonOperator, Connection, Direction, Expr, ExprKind,
    LabelExpr, Literal, LogicalOperator, Match, Mode, Name, NodePattern, PathPattern, PathSelector,
    Projection, ProjectionItem, QuantifiedPattern, Query, RelationshipPattern, SingleQuery,
    SortItem, Span, Statement, UnaryOperator,
};

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), span: Span::NONE }
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self { text, span: Span::NONE }
    }
}

impl From<ExprKind> for Expr {
    fn from(kind: ExprKind) -> Self {
        Self { kind, span: Span::NONE }
    }
}

impl From<Expr> for ProjectionItem {
    /// An item without an alias.
    fn from(expr: Expr) -> Self {
        Self { expr, alias: None, span: Span::NONE }
    }
}

impl From<Vec<Clause>> for Statement {
    /// A statement of one single query.
    fn from(clauses: Vec<Clause>) -> Self {
        let query = Query { first: SingleQuery { clauses }, rest: Vec::new() };
        Self { mode: Mode::Run, query }
    }
}

impl Expr {
    /// `name`
    pub fn variable(name: impl Into<String>) -> Self {
        ExprKind::Variable(name.into()).into()
    }

    /// `$name`
    pub fn parameter(name: impl Into<String>) -> Self {
        ExprKind::Parameter(name.into()).into()
    }

    /// `variable.key`
    pub fn property(variable: impl Into<String>, key: &str) -> Self {
        ExprKind::Property(Box::new(Self::variable(variable)), key.into()).into()
    }

    /// `'text'`
    pub fn string(text: impl Into<String>) -> Self {
        ExprKind::Literal(Literal::String(text.into())).into()
    }

    /// `1`
    pub fn integer(number: i64) -> Self {
        ExprKind::Literal(Literal::Integer(number)).into()
    }

    /// `[a, b]`
    pub fn list(items: Vec<Expr>) -> Self {
        ExprKind::List(items).into()
    }

    /// `function(arguments)`
    pub fn call(name: &str, arguments: Vec<Expr>) -> Self {
        ExprKind::Call(Call { name: name.into(), distinct: false, arguments }).into()
    }

    /// `function(DISTINCT argument)`
    pub fn call_distinct(name: &str, argument: Expr) -> Self {
        let call = Call { name: name.into(), distinct: true, arguments: vec![argument] };
        ExprKind::Call(call).into()
    }

    /// `left operator right`, one comparison.
    #[must_use]
    pub fn compare(self, operator: ComparisonOperator, right: Expr) -> Self {
        ExprKind::Comparison(Box::new(self), vec![(operator, right)]).into()
    }

    /// `left = right`
    #[must_use]
    pub fn equals(self, right: Expr) -> Self {
        self.compare(ComparisonOperator::Equal, right)
    }

    /// `left operator right`
    #[must_use]
    pub fn binary(self, operator: BinaryOperator, right: Expr) -> Self {
        ExprKind::Chain(Box::new(self), vec![(operator, right)]).into()
    }

    /// `left IN right`
    #[must_use]
    pub fn is_in(self, right: Expr) -> Self {
        self.binary(BinaryOperator::In, right)
    }

    /// `NOT self`
    #[must_use]
    pub fn negated(self) -> Self {
        ExprKind::Unary(UnaryOperator::Not, Box::new(self)).into()
    }

    /// `a AND b AND …`: the operand itself where there is one, `None` where there is none.
    pub fn all_of(operands: Vec<Expr>) -> Option<Self> {
        Self::logical(LogicalOperator::And, operands)
    }

    /// `a OR b OR …`: the operand itself where there is one, `None` where there is none.
    pub fn any_of(operands: Vec<Expr>) -> Option<Self> {
        Self::logical(LogicalOperator::Or, operands)
    }

    fn logical(operator: LogicalOperator, mut operands: Vec<Expr>) -> Option<Self> {
        match operands.len() {
            0 | 1 => operands.pop(),
            _ => Some(ExprKind::Logical(operator, operands).into()),
        }
    }

    /// `self AS alias`, in `WITH` and `RETURN`.
    pub fn named(self, alias: &str) -> ProjectionItem {
        ProjectionItem { expr: self, alias: Some(alias.into()), span: Span::NONE }
    }

    /// `self [DESC]`, in `ORDER BY`.
    pub fn sorted(self, descending: bool) -> SortItem {
        SortItem { expr: self, descending }
    }
}

impl LabelExpr {
    /// One of the names: `A|B`. `None` where there is none.
    pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut labels: Vec<_> =
            names.into_iter().map(|name| Self::Label(Name::from(name))).collect();
        if labels.len() > 1 { Some(Self::Or(labels)) } else { labels.pop() }
    }

    /// Every name that occurs, in order.
    pub fn names(&self) -> Vec<&Name> {
        match self {
            Self::Label(name) => vec![name],
            Self::Any => Vec::new(),
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Not(part) => part.names(),
        }
    }
}

impl NodePattern {
    /// `(variable)`
    pub fn new(variable: &str) -> Self {
        Self { variable: Some(variable.into()), ..Self::default() }
    }

    /// With one label: `(variable:Label)`
    #[must_use]
    pub fn with_label(mut self, label: &str) -> Self {
        self.labels = Some(LabelExpr::Label(label.into()));
        self
    }

    /// With one property: `(variable {key: value})`
    #[must_use]
    pub fn with_property(mut self, key: &str, value: Expr) -> Self {
        self.properties = Some(ExprKind::Map(vec![(key.into(), value)]).into());
        self
    }
}

impl RelationshipPattern {
    /// `-[variable:A|B]->`; any type where no name is given.
    pub fn new<'a>(
        variable: &str,
        types: impl IntoIterator<Item = &'a str>,
        direction: Direction,
    ) -> Self {
        Self {
            variable: Some(variable.into()),
            types: LabelExpr::one_of(types),
            direction,
            ..Self::default()
        }
    }
}

impl From<RelationshipPattern> for Connection {
    fn from(relationship: RelationshipPattern) -> Self {
        Self::Relationship(relationship)
    }
}

impl From<QuantifiedPattern> for Connection {
    fn from(pattern: QuantifiedPattern) -> Self {
        Self::Quantified(pattern)
    }
}

impl PathPattern {
    /// A pattern of one node.
    pub fn new(start: NodePattern) -> Self {
        Self {
            variable: None,
            selector: PathSelector::All,
            start,
            steps: Vec::new(),
            predicate: None,
            span: Span::NONE,
        }
    }

    /// With one more connection and the node at its other end.
    #[must_use]
    pub fn step(mut self, connection: impl Into<Connection>, node: NodePattern) -> Self {
        self.steps.push((connection.into(), node));
        self
    }
}

impl Clause {
    /// `MATCH pattern [WHERE predicate]`
    pub fn matching(pattern: Vec<PathPattern>, predicate: Option<Expr>) -> Self {
        Self::Match(Match { optional: false, pattern, predicate, span: Span::NONE })
    }

    /// `OPTIONAL MATCH pattern [WHERE predicate]`
    pub fn optional(pattern: Vec<PathPattern>, predicate: Option<Expr>) -> Self {
        Self::Match(Match { optional: true, pattern, predicate, span: Span::NONE })
    }

    /// `RETURN items`
    pub fn returning(items: Vec<ProjectionItem>) -> Self {
        Self::Return(Projection { items, ..Projection::default() })
    }
}
