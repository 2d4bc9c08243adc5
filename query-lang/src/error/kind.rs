//! openCypher's names of errors and of their classes.

use super::{Cause, Phase};

impl Cause {
    /// openCypher's name of the error.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::UnexpectedSyntax { .. } | Self::UnexpectedPattern => "UnexpectedSyntax",
            Self::ChangesGraph { .. } => "ChangesGraph",
            Self::TooDeep { .. } => "NestingTooDeep",
            Self::IntegerOverflow { .. } => "IntegerOverflow",
            Self::InvalidNumberLiteral { .. } => "InvalidNumberLiteral",
            Self::FloatingPointOverflow { .. } => "FloatingPointOverflow",
            Self::InvalidUnicodeLiteral { .. } => "InvalidUnicodeLiteral",
            Self::UndefinedVariable { .. }
            | Self::NothingYielded { .. }
            | Self::UnknownColumn { .. } => "UndefinedVariable",
            Self::VariableAlreadyBound { .. } => "VariableAlreadyBound",
            Self::VariableTypeConflict { .. } => "VariableTypeConflict",
            Self::RelationshipUniquenessViolation { .. } => "RelationshipUniquenessViolation",
            Self::UnknownName { .. } => "UnknownName",
            Self::UnknownFunction { .. } => "UnknownFunction",
            Self::InvalidNumberOfArguments { .. } => "InvalidNumberOfArguments",
            Self::ProcedureNotFound { .. } => "ProcedureNotFound",
            Self::InvalidArgumentPassingMode { .. } => "InvalidArgumentPassingMode",
            Self::ProcedureFailed { .. } => "ProcedureCallFailed",
            Self::FileRefused { .. } => "ExternalResourceFailed",
            Self::InvalidAggregation { .. } => "InvalidAggregation",
            Self::NestedAggregation => "NestedAggregation",
            Self::AmbiguousAggregationExpression { .. } => "AmbiguousAggregationExpression",
            Self::NonConstantExpression | Self::NonConstantLimit { .. } => "NonConstantExpression",
            Self::ColumnNameConflict { .. } => "ColumnNameConflict",
            Self::NoExpressionAlias => "NoExpressionAlias",
            Self::NoVariablesInScope => "NoVariablesInScope",
            Self::DifferentColumnsInUnion { .. } => "DifferentColumnsInUnion",
            Self::InvalidClauseComposition | Self::InvalidComposition { .. } => {
                "InvalidClauseComposition"
            }
            Self::NegativeIntegerArgument { .. } => "NegativeIntegerArgument",
            Self::InvalidRelationshipPattern { .. } => "InvalidRelationshipPattern",
            Self::InvalidParameterUse => "InvalidParameterUse",
            Self::NoSingleRelationshipType => "NoSingleRelationshipType",
            Self::RequiresDirectedRelationship => "RequiresDirectedRelationship",
            Self::CreatingVarLength => "CreatingVarLength",
            Self::InvalidCreation { .. } => "InvalidCreation",
            Self::InvalidDelete => "InvalidDelete",
            Self::InvalidPropertyType { .. } => "InvalidPropertyType",
            Self::MergeReadOwnWrites { .. } => "MergeReadOwnWrites",
            Self::DeletedEntityAccess { .. } => "DeletedEntityAccess",
            Self::MissingEndpoint => "MissingEndpoint",
            Self::DeleteConnectedNode => "DeleteConnectedNode",
            Self::MissingParameter { .. } => "MissingParameter",
            Self::InvalidUnicodeCharacter { .. } => "InvalidUnicodeCharacter",
            Self::InvalidArgumentType { .. }
            | Self::InvalidArgument { .. }
            | Self::NoProperties { .. }
            | Self::InvalidRowCount { .. }
            | Self::ListElementAccessByNonInteger { .. } => "InvalidArgumentType",
            Self::InvalidArgumentValue { .. } | Self::InvalidTemporalValue { .. } => {
                "InvalidArgumentValue"
            }
            Self::MapElementAccessByNonString { .. } => "MapElementAccessByNonString",
            Self::NumberOutOfRange { .. } => "NumberOutOfRange",
            Self::DivisionByZero => "DivisionByZero",
            Self::InvalidRegularExpression { .. } => "InvalidRegularExpression",
            Self::Stopped => "Stopped",
            Self::TimedOut { .. } => "TimedOut",
            Self::MemoryExceeded { .. } => "MemoryExceeded",
            Self::TooManySteps { .. } | Self::LimitExceeded { .. } => "LimitExceeded",
        }
    }

    /// openCypher's name of the error's class.
    pub(super) fn class(&self, phase: Phase) -> &'static str {
        match (self, phase) {
            (Self::MissingParameter { .. }, _) => "ParameterMissing",
            (Self::FileRefused { .. }, _) => "ExternalResourceError",
            (Self::ProcedureNotFound { .. } | Self::ProcedureFailed { .. }, _) => "ProcedureError",
            (Self::NoProperties { .. }, _) => "TypeError",
            (_, Phase::CompileTime) => "SyntaxError",
            (Self::DivisionByZero | Self::IntegerOverflow { .. }, _) => "ArithmeticError",
            (Self::MergeReadOwnWrites { .. }, _) => "SemanticError",
            (Self::DeletedEntityAccess { .. } | Self::MissingEndpoint, _) => "EntityNotFound",
            (Self::DeleteConnectedNode, _) => "ConstraintVerificationFailed",
            (
                Self::InvalidPropertyType { .. }
                | Self::InvalidArgumentType { .. }
                | Self::InvalidArgumentValue { .. }
                | Self::MapElementAccessByNonString { .. }
                | Self::ListElementAccessByNonInteger { .. },
                _,
            ) => "TypeError",
            (
                Self::NumberOutOfRange { .. }
                | Self::InvalidArgument { .. }
                | Self::InvalidTemporalValue { .. },
                _,
            ) => "ArgumentError",
            _ => "SyntaxError",
        }
    }
}
