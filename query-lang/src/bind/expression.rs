//! Expressions: names bound, functions found, and the types that are known checked.

use graph_core::Value;

use super::advice::instead_of_function;
use super::scope::Type;
use super::symbols::Labelled;
use super::{Binder, aggregation};
use crate::ast::{
    BinaryOperator, Call, ComparisonOperator, Expr, ExprKind, Literal, LogicalOperator,
    MapProjectionItem, Name, Span, UnaryOperator,
};
use crate::error::{Cause, Error, Warning, nearest};
use crate::expression::{Comprehension, Expression, Kind, Projected, Reduce};
use crate::functions;

/// An expression with what is known of its values.
pub(super) type Typed = (Expression, Type);

impl Binder<'_> {
    /// An expression that is computed for one row: without aggregations.
    pub(super) fn row_expression(
        &mut self,
        expr: &Expr,
        place: &'static str,
    ) -> Result<Typed, Error> {
        refuse_aggregation_in(expr, place)?;
        self.expression(expr)
    }

    fn untyped(&mut self, expr: &Expr) -> Result<Expression, Error> {
        Ok(self.expression(expr)?.0)
    }

    fn boxed(&mut self, expr: &Expr) -> Result<Box<Expression>, Error> {
        self.untyped(expr).map(Box::new)
    }

    fn optional(&mut self, expr: Option<&Expr>) -> Result<Option<Box<Expression>>, Error> {
        expr.map(|expr| self.boxed(expr)).transpose()
    }

    fn all(&mut self, exprs: &[Expr]) -> Result<Vec<Expression>, Error> {
        exprs.iter().map(|expr| self.untyped(expr)).collect()
    }

    /// Binds an expression. Where rows are aggregated, grouping keys and aggregations become
    /// the slots that hold them.
    pub(super) fn expression(&mut self, expr: &Expr) -> Result<Typed, Error> {
        if let Some(found) = self.grouped(expr)? {
            return Ok(found);
        }
        let keeps_patterns = matches!(
            &expr.kind,
            ExprKind::Logical(..) | ExprKind::Unary(UnaryOperator::Not, _) | ExprKind::Pattern(_)
        );
        let outer = self.patterns_allowed;
        self.patterns_allowed = outer && keeps_patterns;
        let bound = self.kind(expr);
        self.patterns_allowed = outer;
        let (kind, found) = bound?;
        Ok((Expression { kind, span: expr.span }, found))
    }

    fn kind(&mut self, expr: &Expr) -> Result<(Kind, Type), Error> {
        Ok(match &expr.kind {
            ExprKind::Literal(literal) => (Kind::Value(literal.to_value()), literal_type(literal)),
            ExprKind::List(items) => (Kind::List(self.all(items)?), Type::List),
            ExprKind::Map(entries) => {
                let mut bound = Vec::new();
                for (key, value) in entries {
                    bound.push((key.text.as_str().into(), self.untyped(value)?));
                }
                (Kind::Map(bound), Type::Map)
            }
            ExprKind::Variable(name) => self.variable(name, expr.span)?,
            ExprKind::Parameter(name) => (Kind::Value(self.parameter(name, expr.span)?), Type::Any),
            ExprKind::Property(object, key) => self.property(object, key)?,
            ExprKind::Index(list, index) => {
                (Kind::Index(self.boxed(list)?, self.boxed(index)?), Type::Any)
            }
            ExprKind::Slice { list, from, to } => (
                Kind::Slice(
                    self.boxed(list)?,
                    self.optional(from.as_deref())?,
                    self.optional(to.as_deref())?,
                ),
                Type::List,
            ),
            ExprKind::HasLabels(object, labels) => {
                let (object, found) = self.expression(object)?;
                let of = if found == Type::Relationship {
                    Labelled::Relationship
                } else {
                    Labelled::Node
                };
                expect(found, &[Type::Node, Type::Relationship], "a label", object.span)?;
                (Kind::HasLabels(Box::new(object), self.labels(labels, of)), Type::Boolean)
            }
            ExprKind::Unary(operator, operand) => self.unary(*operator, operand)?,
            ExprKind::IsNull { operand, negated } => {
                (Kind::IsNull(self.boxed(operand)?, *negated), Type::Boolean)
            }
            ExprKind::Chain(first, rest) => self.chain(first, rest)?,
            ExprKind::Comparison(first, rest) => self.comparison(first, rest)?,
            ExprKind::Logical(operator, operands) => self.logical(*operator, operands)?,
            ExprKind::Call(call) => self.call(call, expr.span)?,
            ExprKind::CountAll => return Err(aggregation::misplaced(expr.span)),
            ExprKind::Case { subject, branches, otherwise } => {
                (self.case(subject.as_deref(), branches, otherwise.as_deref())?, Type::Any)
            }
            _ => self.scoped(expr)?,
        })
    }

    fn variable(&mut self, name: &str, span: Span) -> Result<(Kind, Type), Error> {
        let Some(found) = self.scope.find(name) else {
            return Err(self.undefined(name, span));
        };
        let (slot, known) = (found.slot, found.known);
        self.uses.push(slot);
        Ok((Kind::Slot(slot), known))
    }

    pub(super) fn parameter(&self, name: &str, span: Span) -> Result<Value, Error> {
        self.environment.parameters.get(name).cloned().ok_or_else(|| {
            let known = self.environment.parameters.keys().map(String::as_str);
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean ${near}?"),
                None => format!("give it with --param {name}=VALUE"),
            };
            Error::compile(Cause::MissingParameter { name: name.to_owned() }, span).with_help(help)
        })
    }

    fn property(&mut self, object: &Expr, key: &Name) -> Result<(Kind, Type), Error> {
        let (object, found) = self.expression(object)?;
        if found == Type::Path {
            expect(found, &[Type::Node], "reading a property", object.span)?;
        }
        let readable = [Type::Node, Type::Relationship, Type::Map];
        if !readable.iter().any(|readable| found.may_be(*readable)) {
            let given = format!("a {}", found.name());
            let function =
                functions::find(&key.text).map(|found| format!("write {}(…)", found.name));
            return Err(Error::compile(Cause::NoProperties { given }, object.span)
                .with_help("nodes, relationships, maps, dates and times have properties")
                .with_optional_help(function));
        }
        let key = self.key(key, matches!(found, Type::Node | Type::Relationship));
        Ok((Kind::Property(Box::new(object), key), Type::Any))
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Expr) -> Result<(Kind, Type), Error> {
        let (operand, found) = self.expression(operand)?;
        let wanted = if operator == UnaryOperator::Not { Type::Boolean } else { Type::Number };
        expect(found, &[wanted], &format!("`{operator}`"), operand.span)?;
        let operand = Box::new(operand);
        let kind = match operator {
            UnaryOperator::Not => Kind::Not(operand),
            UnaryOperator::Minus => Kind::Negate(operand),
            UnaryOperator::Plus => Kind::Plus(operand),
        };
        Ok((kind, wanted))
    }

    fn chain(
        &mut self,
        first: &Expr,
        rest: &[(BinaryOperator, Expr)],
    ) -> Result<(Kind, Type), Error> {
        let (first, mut found) = self.expression(first)?;
        let mut bound = Vec::with_capacity(rest.len());
        for (operator, operand) in rest {
            let (operand, of_operand) = self.expression(operand)?;
            found = chain_type(*operator, (found, of_operand), (first.span, operand.span))?;
            bound.push((*operator, operand));
        }
        Ok((Kind::Chain(Box::new(first), bound), found))
    }

    fn comparison(
        &mut self,
        first: &Expr,
        rest: &[(ComparisonOperator, Expr)],
    ) -> Result<(Kind, Type), Error> {
        let null = |operand: &Expr| matches!(operand.kind, ExprKind::Literal(Literal::Null));
        let mut last = first;
        for (operator, operand) in rest {
            // Two literals side by side show what null does; nobody means to test with them.
            if null(last) != null(operand) {
                self.warn_of_null(*operator, last.span.to(operand.span));
            }
            last = operand;
        }
        let first = self.boxed(first)?;
        let mut bound = Vec::with_capacity(rest.len());
        for (operator, operand) in rest {
            bound.push((*operator, self.untyped(operand)?));
        }
        Ok((Kind::Comparison(first, bound), Type::Boolean))
    }

    fn warn_of_null(&mut self, operator: ComparisonOperator, span: Span) {
        let instead =
            if operator == ComparisonOperator::NotEqual { "IS NOT NULL" } else { "IS NULL" };
        self.warnings.push(Warning {
            message: String::from("a comparison with null is never true"),
            help: Some(format!("write {instead}")),
            span: span.range(),
        });
    }

    fn logical(
        &mut self,
        operator: LogicalOperator,
        operands: &[Expr],
    ) -> Result<(Kind, Type), Error> {
        let mut bound = Vec::with_capacity(operands.len());
        for operand in operands {
            let (operand, found) = self.expression(operand)?;
            expect(found, &[Type::Boolean], &format!("`{operator}`"), operand.span)?;
            bound.push(operand);
        }
        Ok((Kind::Logical(operator, bound), Type::Boolean))
    }

    fn case(
        &mut self,
        subject: Option<&Expr>,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
    ) -> Result<Kind, Error> {
        let subject = self.optional(subject)?;
        let mut bound = Vec::with_capacity(branches.len());
        for (condition, result) in branches {
            self.patterns_allowed = subject.is_none();
            let condition = self.untyped(condition)?;
            self.patterns_allowed = false;
            bound.push((condition, self.untyped(result)?));
        }
        let otherwise = self.optional(otherwise)?;
        Ok(match subject {
            Some(subject) => Kind::CaseOf(subject, bound, otherwise),
            None => Kind::Case(bound, otherwise),
        })
    }

    fn call(&mut self, call: &Call, span: Span) -> Result<(Kind, Type), Error> {
        let Some(function) = functions::find(&call.name.text) else {
            let help = instead_of_function(&call.name.text);
            let cause = Cause::UnknownFunction { name: call.name.text.clone() };
            return Err(Error::compile(cause, call.name.span).with_optional_help(help));
        };
        let given = call.arguments.len();
        if given < function.arity.0 || given > function.arity.1 {
            let signature = function.signature.into();
            let cause = Cause::InvalidNumberOfArguments { signature, given };
            return Err(Error::compile(cause, span));
        }
        if let Some(position) = self.position(function.name) {
            return Ok(position);
        }
        let Some(scalar) = function.scalar else { return Err(aggregation::misplaced(span)) };
        self.patterns_allowed = function.name == "exists";
        let mut arguments = Vec::with_capacity(given + 1);
        if function.clocked {
            self.reads_clock = true;
            arguments.push(Expression::value(self.now.clone(), span));
        }
        for argument in &call.arguments {
            let (argument, found) = self.expression(argument)?;
            check_argument(function.name, found, argument.span)?;
            arguments.push(argument);
        }
        Ok((Kind::Call(scalar, arguments), result_type(function.name)))
    }

    /// The expressions that bring variables or subqueries of their own.
    fn scoped(&mut self, expr: &Expr) -> Result<(Kind, Type), Error> {
        let length = self.scope.len();
        let bound = self.scoped_kind(expr);
        self.scope.truncate(length);
        bound
    }

    fn scoped_kind(&mut self, expr: &Expr) -> Result<(Kind, Type), Error> {
        Ok(match &expr.kind {
            ExprKind::ListComprehension { variable, list, predicate, projection } => {
                let predicate = predicate.as_deref();
                let bound = self.comprehension(variable, list, predicate, projection.as_deref())?;
                (Kind::Comprehension(Box::new(bound)), Type::List)
            }
            ExprKind::Quantifier { quantifier, variable, list, predicate } => {
                let bound = self.comprehension(variable, list, Some(predicate), None)?;
                (Kind::Quantified(*quantifier, Box::new(bound)), Type::Boolean)
            }
            ExprKind::Reduce { accumulator, initial, variable, list, step } => {
                refuse_aggregation(step)?;
                let (initial, list) = (self.untyped(initial)?, self.untyped(list)?);
                let accumulator = self.declare(accumulator, Type::Any);
                let slot = self.declare(variable, Type::Any);
                let step = self.untyped(step)?;
                let reduce = Reduce { accumulator, initial, slot, list, step };
                (Kind::Reduce(Box::new(reduce)), Type::Any)
            }
            ExprKind::MapProjection(object, items) => {
                (self.map_projection(object, items)?, Type::Map)
            }
            ExprKind::PatternComprehension { pattern, predicate, projection } => {
                self.pattern_comprehension(pattern, predicate.as_deref(), projection)?
            }
            ExprKind::Exists(subquery) => (Kind::Exists(self.subquery(subquery)?), Type::Boolean),
            ExprKind::Count(subquery) => (Kind::Count(self.subquery(subquery)?), Type::Number),
            ExprKind::Collect(query) => self.collected(query, expr.span)?,
            ExprKind::Pattern(pattern) if pattern.selector.is_function() => {
                self.path_expression(pattern)?
            }
            ExprKind::Pattern(pattern) if self.patterns_allowed => {
                (Kind::Exists(self.pattern_predicate(pattern)?), Type::Boolean)
            }
            _ => {
                return Err(Error::compile(Cause::UnexpectedPattern, expr.span)
                    .with_help("write EXISTS { … }, COUNT { … } or [pattern | value]"));
            }
        })
    }

    fn comprehension(
        &mut self,
        variable: &Name,
        list: &Expr,
        predicate: Option<&Expr>,
        projection: Option<&Expr>,
    ) -> Result<Comprehension, Error> {
        for part in [predicate, projection].into_iter().flatten() {
            refuse_aggregation(part)?;
        }
        let element_type = element_type(list);
        let (list, found) = self.expression(list)?;
        expect(found, &[Type::List], "a comprehension", list.span)?;
        let slot = self.declare(variable, element_type);
        let predicate = predicate.map(|predicate| self.inner_condition(predicate)).transpose()?;
        let projection = projection.map(|projection| self.untyped(projection)).transpose()?;
        Ok(Comprehension { slot, list, predicate, projection })
    }

    /// A condition inside an expression, which may hold what its surroundings may.
    fn inner_condition(&mut self, condition: &Expr) -> Result<Expression, Error> {
        let outer = std::mem::replace(&mut self.patterns_allowed, true);
        let bound = self.expression(condition);
        self.patterns_allowed = outer;
        let (bound, found) = bound?;
        expect(found, &[Type::Boolean], "a condition", bound.span)?;
        Ok(bound)
    }

    fn map_projection(
        &mut self,
        object: &Name,
        items: &[MapProjectionItem],
    ) -> Result<Kind, Error> {
        let variable =
            |name: &Name| Expr { kind: ExprKind::Variable(name.text.clone()), span: name.span };
        let of = variable(object);
        let (bound, found) = self.expression(&of)?;
        expect(found, &[Type::Node, Type::Relationship, Type::Map], "a map projection", of.span)?;
        let mut projected = Vec::with_capacity(items.len());
        for item in items {
            projected.push(match item {
                MapProjectionItem::AllProperties => Projected::All,
                MapProjectionItem::Property(key) => {
                    let property = ExprKind::Property(Box::new(of.clone()), key.clone());
                    let property = Expr { kind: property, span: key.span };
                    Projected::Entry(key.text.as_str().into(), self.untyped(&property)?)
                }
                MapProjectionItem::Variable(name) => {
                    Projected::Entry(name.text.as_str().into(), self.untyped(&variable(name))?)
                }
                MapProjectionItem::Entry(key, value) => {
                    Projected::Entry(key.text.as_str().into(), self.untyped(value)?)
                }
            });
        }
        Ok(Kind::MapProjection(Box::new(bound), projected))
    }
}

fn refuse_aggregation(expr: &Expr) -> Result<(), Error> {
    refuse_aggregation_in(expr, "a comprehension")
}

fn refuse_aggregation_in(expr: &Expr, place: &'static str) -> Result<(), Error> {
    match aggregation::first(expr) {
        Some((function, span)) => {
            let cause = Cause::InvalidAggregation { function, place };
            Err(Error::compile(cause, span)
                .with_help("aggregate in WITH or RETURN, and use the result after it"))
        }
        None => Ok(()),
    }
}

/// The type of the elements of a list that is written out.
fn element_type(list: &Expr) -> Type {
    let ExprKind::List(items) = &list.kind else { return Type::Any };
    let mut types = items.iter().map(|item| match &item.kind {
        ExprKind::Literal(literal) => literal_type(literal),
        _ => Type::Any,
    });
    let first = types.next().unwrap_or(Type::Any);
    if types.all(|other| other == first) { first } else { Type::Any }
}

fn literal_type(literal: &Literal) -> Type {
    match literal {
        Literal::Null => Type::Any,
        Literal::Boolean(_) => Type::Boolean,
        Literal::Integer(_) | Literal::Float(_) => Type::Number,
        Literal::String(_) => Type::String,
    }
}

/// Refuses a value that is known to be of none of the wanted types.
pub(super) fn expect(
    found: Type,
    wanted: &[Type],
    operation: &str,
    span: Span,
) -> Result<(), Error> {
    if wanted.iter().any(|wanted| found.may_be(*wanted)) {
        return Ok(());
    }
    let given = format!("a {}", found.name());
    let cause = Cause::InvalidArgumentType { operation: operation.to_owned(), given };
    Err(Error::compile(cause, span))
}

fn chain_type(
    operator: BinaryOperator,
    (left, right): (Type, Type),
    (left_span, span): (Span, Span),
) -> Result<Type, Error> {
    match operator {
        BinaryOperator::Add if left == Type::Number && right == Type::Number => Ok(Type::Number),
        BinaryOperator::Add if left == Type::List || right == Type::List => Ok(Type::List),
        BinaryOperator::Add => Ok(Type::Any),
        BinaryOperator::In => {
            expect(right, &[Type::List], "`IN`", span)?;
            Ok(Type::Boolean)
        }
        BinaryOperator::Concatenate => {
            expect(left, &[Type::String, Type::List], "`||`", left_span)?;
            expect(right, &[Type::String, Type::List], "`||`", span)?;
            Ok(if left == right { left } else { Type::Any })
        }
        BinaryOperator::StartsWith
        | BinaryOperator::EndsWith
        | BinaryOperator::Contains
        | BinaryOperator::Matches => Ok(Type::Boolean),
        _ => {
            let operation = format!("`{operator}`");
            for (found, span) in [(left, left_span), (right, span)] {
                let help = (found == Type::String)
                    .then(|| String::from("write toInteger(text) or toFloat(text)"));
                expect(found, &[Type::Number], &operation, span)
                    .map_err(|error| error.with_optional_help(help))?;
            }
            Ok(if left == right { left } else { Type::Any })
        }
    }
}

/// Refuses an argument that a function of elements is known not to take.
fn check_argument(function: &str, found: Type, span: Span) -> Result<(), Error> {
    let wanted: &[Type] = match function {
        "labels" => &[Type::Node],
        "type" | "startNode" | "endNode" => &[Type::Relationship],
        "nodes" | "relationships" | "length" => &[Type::Path],
        "id" | "elementId" => &[Type::Node, Type::Relationship],
        "properties" | "keys" => &[Type::Node, Type::Relationship, Type::Map],
        "size" => &[Type::List, Type::String],
        _ => return Ok(()),
    };
    expect(found, wanted, &format!("{function}()"), span)
}

fn result_type(function: &str) -> Type {
    match function {
        "labels" | "keys" | "nodes" | "relationships" | "range" | "split" | "tail"
        | "toIntegerList" | "toFloatList" | "toStringList" | "toBooleanList" => Type::List,
        "startNode" | "endNode" => Type::Node,
        "properties" => Type::Map,
        "exists" | "isEmpty" | "isNaN" => Type::Boolean,
        "size" | "length" | "id" => Type::Number,
        _ => Type::Any,
    }
}
