//! `CALL`: the procedure, its arguments, and the columns that are taken of its rows.

use graph_core::Value;

use super::expression::Typed;
use super::projection::Column;
use super::scope::Type;
use super::{Binder, Call, already_bound};
use crate::ast::{CallProcedure, Expr, Name, Span, Yield, YieldItem};
use crate::error::{Cause, Error, nearest};
use crate::expression::{Expression, Kind};
use crate::procedures::{Field, Procedure, ValueType};

/// How a call stands in its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The call is the whole statement.
    Alone,
    /// Clauses follow it.
    Within,
    /// It ends a query of several clauses.
    Last,
}

impl Binder<'_> {
    /// Binds a call and leaves the variables that hold its columns in scope.
    pub(super) fn call_procedure(
        &mut self,
        call: &CallProcedure,
        place: Place,
    ) -> Result<(Call, Vec<Column>), Error> {
        let procedure = self.procedure(&call.name)?;
        let arguments = match &call.arguments {
            Some(given) => self.arguments(&procedure, given, call.span)?,
            None if place == Place::Alone => self.implicit_arguments(&procedure, call.name.span)?,
            None => {
                let cause = Cause::InvalidArgumentPassingMode { procedure: procedure.head() };
                return Err(Error::compile(cause, call.name.span)
                    .with_help(format!("write CALL {}(…)", procedure.name())));
            }
        };
        if place == Place::Last && !procedure.columns().is_empty() {
            let problem = "the query ends without RETURN";
            return Err(Error::compile(Cause::InvalidComposition { problem }, call.span)
                .with_help("end the query with RETURN and the columns you want"));
        }
        let taken = taken(&procedure, call, place)?;
        let columns = self.declare_columns(&taken)?;
        let predicate = call.yields.as_ref().and_then(|yields| yields.predicate.as_ref());
        let predicates =
            predicate.map_or(Ok(Vec::new()), |predicate| self.predicates(predicate))?;
        let yields = taken.iter().zip(&columns).map(|((at, _), (_, slot))| (*at, *slot)).collect();
        let bound = Call {
            keeps_row: place == Place::Within && procedure.columns().is_empty(),
            procedure,
            procedures: self.environment.procedures.clone(),
            arguments,
            yields,
            predicates,
            span: call.span,
        };
        Ok((bound, columns))
    }

    fn procedure(&self, name: &Name) -> Result<Procedure, Error> {
        let procedures = &self.environment.procedures;
        procedures.find(&name.text).cloned().ok_or_else(|| {
            let same_end = |known: &&str| known.rsplit('.').next() == name.text.rsplit('.').next();
            let near = nearest(&name.text, procedures.iter().map(Procedure::name))
                .or_else(|| procedures.iter().map(Procedure::name).find(same_end));
            let help = match near {
                Some(near) => format!("did you mean {near}()?"),
                None => String::from("CALL dbms.procedures() lists all there are"),
            };
            let cause = Cause::ProcedureNotFound { name: name.text.clone() };
            Error::compile(cause, name.span).with_help(help)
        })
    }

    fn arguments(
        &mut self,
        procedure: &Procedure,
        given: &[Expr],
        span: Span,
    ) -> Result<Vec<Expression>, Error> {
        let parameters = procedure.parameters();
        if given.len() != parameters.len() {
            let (signature, given) = (procedure.head().into(), given.len());
            return Err(Error::compile(Cause::InvalidNumberOfArguments { signature, given }, span));
        }
        let mut bound = Vec::with_capacity(given.len());
        for (parameter, argument) in parameters.iter().zip(given) {
            let found = self.row_expression(argument, "the arguments of CALL")?;
            bound.push(argument_of(procedure, parameter, found)?);
        }
        Ok(bound)
    }

    /// `CALL name`: each parameter of the procedure is the query's parameter of its name.
    fn implicit_arguments(
        &self,
        procedure: &Procedure,
        span: Span,
    ) -> Result<Vec<Expression>, Error> {
        let argument = |parameter: &Field| {
            let value = Expression::value(self.parameter(&parameter.name, span)?, span);
            argument_of(procedure, parameter, (value, Type::Any))
        };
        procedure.parameters().iter().map(argument).collect()
    }

    /// Puts the columns in scope, each under a name of its own.
    fn declare_columns(&mut self, taken: &[(usize, Name)]) -> Result<Vec<Column>, Error> {
        let mut columns = Vec::with_capacity(taken.len());
        for (_, name) in taken {
            if self.scope.find(&name.text).is_some() {
                return Err(already_bound(name));
            }
            columns.push((name.text.clone(), self.declare(name, Type::Any)));
        }
        Ok(columns)
    }
}

/// The argument as its parameter takes it; a constant is checked here.
fn argument_of(
    procedure: &Procedure,
    parameter: &Field,
    (argument, found): Typed,
) -> Result<Expression, Error> {
    let span = argument.span;
    let refuse = |given| {
        let operation = format!("`{parameter}` of {}()", procedure.name());
        Err(Error::compile(Cause::InvalidArgumentType { operation, given }, span))
    };
    match argument.kind {
        Kind::Value(value) => match parameter.field_type.accept(value.clone()) {
            Some(value) => Ok(Expression::value(value, span)),
            None => refuse(value.described()),
        },
        _ if may_be(found, parameter.field_type.value_type) => Ok(argument),
        _ => refuse(format!("a {}", found.name())),
    }
}

/// Whether a value of the known type may be of the other.
fn may_be(found: Type, wanted: ValueType) -> bool {
    let wanted = match wanted {
        ValueType::Any => Type::Any,
        ValueType::Boolean => Type::Boolean,
        ValueType::Integer | ValueType::Float | ValueType::Number => Type::Number,
        ValueType::String => Type::String,
        ValueType::List => Type::List,
        ValueType::Map => Type::Map,
        ValueType::Node => Type::Node,
        ValueType::Relationship => Type::Relationship,
        ValueType::Path => Type::Path,
    };
    found.may_be(wanted)
}

/// The columns that are taken, each by its place with the variable that holds it.
fn taken(
    procedure: &Procedure,
    call: &CallProcedure,
    place: Place,
) -> Result<Vec<(usize, Name)>, Error> {
    let all = || procedure.columns().iter().map(|column| Name::from(column.name.as_str()));
    match &call.yields {
        None | Some(Yield { items: None, .. }) if place == Place::Alone => {
            Ok(all().enumerate().collect())
        }
        None if procedure.columns().is_empty() => Ok(Vec::new()),
        None => {
            let columns: Vec<_> = all().map(|name| name.text).collect();
            let columns = columns.join(", ");
            let help = format!("say what to take of its rows: YIELD {columns}");
            let cause = Cause::NothingYielded { procedure: procedure.name().to_owned(), columns };
            Err(Error::compile(cause, call.name.span).with_help(help))
        }
        Some(Yield { items: None, span, .. }) => {
            let columns: Vec<_> = all().map(|name| name.text).collect();
            let cause = Cause::UnexpectedSyntax {
                found: String::from("`YIELD *`"),
                expected: String::from("the names of columns"),
            };
            let help = format!("within a query write YIELD {}", columns.join(", "));
            Err(Error::compile(cause, *span).with_help(help))
        }
        Some(Yield { items: Some(items), .. }) => {
            items.iter().map(|item| column(procedure, item)).collect()
        }
    }
}

fn column(procedure: &Procedure, item: &YieldItem) -> Result<(usize, Name), Error> {
    let columns = procedure.columns();
    if let Some(at) = columns.iter().position(|column| column.name == item.column.text) {
        return Ok((at, item.alias.as_ref().unwrap_or(&item.column).clone()));
    }
    let names = || columns.iter().map(|column| column.name.as_str());
    let help = match nearest(&item.column.text, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if columns.is_empty() => String::from("it has no columns; leave YIELD out"),
        None => format!("its columns are {}", names().collect::<Vec<_>>().join(", ")),
    };
    let (column, name) = (item.column.text.clone(), procedure.name().to_owned());
    let cause = Cause::UnknownColumn { procedure: name, column };
    Err(Error::compile(cause, item.column.span).with_help(help))
}

/// An argument that is only known while the query runs.
pub(crate) fn accepted(
    procedure: &Procedure,
    parameter: &Field,
    value: &Value,
    span: Span,
) -> Result<Value, Error> {
    parameter.field_type.accept(value.clone()).ok_or_else(|| {
        let operation = format!("`{parameter}` of {}()", procedure.name());
        let cause = Cause::InvalidArgumentType { operation, given: value.described() };
        Error::runtime(cause, span)
    })
}
