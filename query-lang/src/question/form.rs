//! What a question asks, as its grammar says it: nothing looked up yet.
//!
//! ```text
//! Form
//! ├─ Facts      which parties criticized the deal · what did Rubio announce · critics of the deal
//! ├─ YesNo      did Rubio visit Panama · is CECOT in El Salvador
//! ├─ When       when did Rubio announce the deal
//! ├─ Where      where did Rubio meet Bukele
//! ├─ Why        why did Flores criticize the deal
//! ├─ Evidence   show me the evidence that Rubio visited Panama
//! ├─ WhereIs    where is CECOT
//! ├─ Holder     who is the president of El Salvador
//! ├─ Roles      what is Rubio's role
//! ├─ Identity   who is Manuel Flores
//! ├─ About      tell me about CECOT · what happened
//! ├─ Happened   what happened in San Salvador
//! ├─ Said       what did critics say about the deal
//! ├─ ArticleFacts  what is the title of article 003
//! ├─ Longest    which article is the longest
//! ├─ Kinds      list the people
//! ├─ Mentions   which articles mention LULAC
//! ├─ Mentioned  who is mentioned (most) in article 002
//! ├─ Reporting  which articles say that Rubio visited Panama
//! ├─ Connected  how is Rubio connected to CECOT
//! ├─ SaidThat   who said that Rubio visited Panama
//! └─ Compared   what do 002 and 003 disagree about
//! ```

use super::period::Around;

/// A token's place in the list of tokens.
pub(super) type At = usize;

/// A question with the filters on its evidence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    pub(super) kind: FormKind,
    pub(super) filters: Vec<Filter>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FormKind {
    Facts(Wanted, Clause),
    YesNo(Clause),
    When(Clause),
    Where(Clause),
    Why(Clause),
    Evidence(Clause),
    WhereIs(Terms),
    Holder {
        role: At,
        demonym: Option<At>,
        of: Option<Terms>,
    },
    Roles {
        of: Terms,
        within: Option<Terms>,
    },
    Identity(Terms),
    About {
        terms: Option<Terms>,
        doing: Option<Doing>,
    },
    Happened(Terms),
    ArticleFacts(Vec<At>),
    Longest {
        wanted: Wanted,
        shortest: bool,
    },
    Said {
        speaker: Speaker,
        topic: Option<Terms>,
    },
    Kinds(Wanted),
    Mentions(Wanted, Terms),
    Mentioned {
        wanted: Wanted,
        most: bool,
    },
    Reporting(Wanted, Clause),
    Connected(Terms, Terms),
    SaidThat(Clause),
    /// Articles set against each other, each by its token.
    Compared(Comparing, Vec<At>),
}

/// What of several articles is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparing {
    /// What all of them say.
    Shared,
    /// What no other article says.
    Alone,
    /// What one asserts and another denies.
    Disputed,
    /// What each of them says.
    Told,
}

/// Which of somebody's deeds are asked for: `what did … do`, `what will … not do`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Doing {
    /// Whether those that did not happen are.
    pub(super) negated: bool,
    /// In what mode.
    pub(super) mode: Mode,
}

/// Who speaks, in `what does … say`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Speaker {
    /// Everybody.
    Articles,
    /// These articles, by their tokens.
    Article(Vec<At>),
    /// A party.
    Terms(Terms),
    /// Those who do something, by their noun: critics.
    Agents(At),
}

/// What the answer's rows are about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    /// Its noun; `None` for who and what.
    pub(super) noun: Option<At>,
    /// Whether a person or party is asked for (`who`).
    pub(super) who: bool,
    /// Whether their number is asked for.
    pub(super) counted: bool,
}

/// Names and nouns, joined.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms {
    pub(super) all: Vec<Term>,
    /// Whether all must fit (`and`) rather than one (`or`).
    pub(super) every: bool,
}

/// A name or what stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// A name or a noun that entities of the graph go by.
    Named(At),
    /// Anyone, anything.
    Anyone,
    /// Any entity of a type.
    Any(At),
    /// A pronoun or a phrase that points back.
    Reference(At),
}

/// A place in a clause.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// Left out.
    Absent,
    /// What is asked for.
    Wanted,
    /// Given.
    Given(Terms),
}

/// A predicate with what stands around it, in the grammar's roles.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    /// The grammatical subject.
    pub(super) subject: Part,
    /// What is said of it.
    pub(super) predicate: Predicate,
    /// The preposition before the complement.
    pub(super) preposition: Option<At>,
    /// What follows: a direct object, or what follows the preposition.
    pub(super) complement: Part,
    /// What follows `by` in a passive.
    pub(super) agent: Part,
    /// Whether the verb is a passive participle.
    pub(super) passive: bool,
    /// Whether the clause is negated.
    pub(super) negated: bool,
    /// In what mode it is asked.
    pub(super) mode: Mode,
}

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Predicate {
    /// One or more verbs; all of them (`and`) or one (`or`).
    Verbs { verbs: Vec<At>, every: bool },
    /// An adjective (`critical of`).
    Quality(At),
    /// A noun for those who do it (`critics of`).
    Agent(At),
    /// A noun for the doing (`criticism of`).
    Action(At),
    /// Being for (`true`) or against something.
    Stance(bool),
    /// Calling something by a word of praise or blame.
    Verdict(At),
    /// Being in a place.
    Place,
    /// Holding a role; the noun may be left out.
    Role(Option<At>),
}

/// The mode of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Did, has.
    #[default]
    Plain,
    /// Will, plans to, is going to.
    Planned,
    /// Does, do: what holds or will.
    Present,
    /// Would, could, may.
    Possible,
}

/// A condition on the evidence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    /// In these articles, by their tokens.
    Articles(Vec<At>),
    /// In sentences that name one of these.
    Naming(Terms),
    /// In these parties' words.
    According(Terms),
    /// How many articles or independent sources must attest it.
    Sources(Attesting, Comparison, i64),
    /// When it happened or was reported; dates in ISO form, perhaps only year and month; the token
    /// that they begin with.
    Dated(Period, String, At),
    /// When it happened, counted from the date of each article; the token says so.
    Around(Around, At),
    /// In sentences with this verb for what somebody is to do, by its token.
    Acting(At),
    /// In sentences that tell this number of what a noun names, by their tokens.
    Number(At, At),
}

/// What of those that attest something is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attesting {
    /// Articles.
    Articles,
    /// Sources that are independent of each other.
    Sources,
}

/// How a number of articles is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    More,
    Fewer,
    AtLeast,
    Exactly,
}

/// How a date is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Since,
    Until,
    Before,
    After,
    On,
}
