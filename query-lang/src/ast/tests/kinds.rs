//! The kinds of nodes that a tree has. A new variant of these enums doesn't compile until it
//! stands here, and then the generator has to make it.

use crate::ast::{
    Assignment, BinaryOperator, Clause, ComparisonOperator, Connection, Direction, ExprKind,
    Imports, LabelExpr, Literal, LogicalOperator, MapProjectionItem, Mode, PathCount, PathSelector,
    Quantifier, Removal, Subquery, UnaryOperator, Union,
};

/// A node that is of one of several kinds.
pub(super) trait Kind {
    fn kind(&self) -> &'static str;
}

macro_rules! kinds {
    ($($node:ident: $($variant:ident)+;)+) => {
        $(impl Kind for $node {
            fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => {
                        concat!(stringify!($node), "::", stringify!($variant))
                    })+
                }
            }
        })+

        /// The kinds of every enum.
        pub(super) const ALL: &[&[&str]] =
            &[$(&[$(concat!(stringify!($node), "::", stringify!($variant))),+]),+];
    };
}

kinds! {
    Clause: Match Unwind With CallSubquery Return CallProcedure Create Merge Set Remove Delete
        Foreach Finish LoadCsv;
    Mode: Run Explain Profile;
    Assignment: Property Replace Add Labels;
    Removal: Property Labels;
    Imports: With All Listed;
    Union: All Distinct;
    PathSelector: All Any Shortest ShortestGroups ShortestPath AllShortestPaths;
    PathCount: Number Parameter;
    Connection: Relationship Quantified;
    Direction: Outgoing Incoming Either;
    LabelExpr: Label Any And Or Not;
    ExprKind: Literal List Map Variable Parameter Property Index Slice HasLabels Unary IsNull
        Chain Comparison Logical Call CountAll Case ListComprehension PatternComprehension
        Quantifier Reduce MapProjection Exists Count Collect Pattern;
    Subquery: Pattern Query;
    MapProjectionItem: Property AllProperties Variable Entry;
    Literal: Null Boolean Integer Float String;
    UnaryOperator: Not Minus Plus;
    BinaryOperator: Add Concatenate Subtract Multiply Divide Modulo Power In StartsWith EndsWith Contains
        Matches;
    ComparisonOperator: Equal NotEqual Less LessOrEqual Greater GreaterOrEqual;
    LogicalOperator: And Or Xor;
    Quantifier: All Any None Single;
}
