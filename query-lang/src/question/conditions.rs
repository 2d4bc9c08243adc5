//! Tagged conditions → filters: articles, numbers of sources, times, and numbers before nouns.

use pest::iterators::Pair;

use super::form::{At, Attesting, Comparison, Filter, Period, Term, Terms};
use super::period::Around;
use super::read::{Pairs, Reader, Rule, find};
use super::vocabulary;

impl Reader<'_> {
    /// The numbers before nouns, anywhere in a form.
    pub(super) fn numbers(&self, pair: &Pair<Rule>) -> Vec<Filter> {
        let named = pair.clone().into_inner().flatten();
        let named = named.filter(|part| part.as_rule() == Rule::named);
        let number = |named: Pair<Rule>| {
            let inner: Pairs = named.into_inner().collect();
            let (number, noun) = (find(&inner, Rule::quantity)?, find(&inner, Rule::name)?);
            Some(Filter::Number(self.at(number), self.at(noun)))
        };
        named.filter_map(number).collect()
    }

    /// The owners before nouns, anywhere in a form.
    pub(super) fn owners(&self, pair: &Pair<Rule>) -> Vec<Filter> {
        let all = pair.clone().into_inner().flatten();
        let owners = all.filter(|part| part.as_rule() == Rule::owner);
        let named = |owner: Pair<Rule>| {
            let all = vec![Term::Named(self.at(&owner))];
            Filter::Naming(Terms { all, every: false })
        };
        owners.map(named).collect()
    }

    /// What somebody is asked, told or forced to do.
    pub(super) fn acts(&self, pair: &Pair<Rule>) -> Vec<Filter> {
        let all = pair.clone().into_inner().flatten();
        let acts = all.filter(|part| part.as_rule() == Rule::act);
        let told = |act: Pair<Rule>| {
            let inner: Pairs = act.into_inner().collect();
            let verb = find(&inner, Rule::verb).or_else(|| find(&inner, Rule::plain_verb))?;
            let named = find(&inner, Rule::terms).map(|_| self.first_terms(&inner));
            let verb = Some(Filter::Acting(self.at(verb)));
            Some(verb.into_iter().chain(named.map(Filter::Naming)))
        };
        acts.filter_map(told).flatten().collect()
    }

    pub(super) fn filter(&self, pair: Pair<Rule>) -> Option<Filter> {
        if pair.as_rule() == Rule::circumstance {
            return Some(Filter::Naming(self.terms_in(&pair)));
        }
        let pair = pair.into_inner().next()?;
        let inner: Pairs = pair.clone().into_inner().collect();
        match pair.as_rule() {
            Rule::in_article => Some(Filter::Articles(self.ids(find(&inner, Rule::article_ref)?))),
            Rule::according => Some(match find(&inner, Rule::article_ref) {
                Some(articles) => Filter::Articles(self.ids(articles)),
                None => Filter::According(self.first_terms(&inner)),
            }),
            Rule::at_least => {
                let comparison = find(&inner, Rule::comparison)?.clone().into_inner().next()?;
                let attesting = self.at(find(&inner, Rule::w_articles)?);
                Some(self.sources(&comparison, self.attesting(attesting)))
            }
            Rule::dated => self.dated(&inner),
            _ => None,
        }
    }

    fn attesting(&self, at: At) -> Attesting {
        let counts_sources = self.tagged.tokens[at].text.to_lowercase().starts_with("source");
        if counts_sources { Attesting::Sources } else { Attesting::Articles }
    }

    fn sources(&self, pair: &Pair<Rule>, attesting: Attesting) -> Filter {
        let number = pair.clone().into_inner().find(|part| part.as_rule() == Rule::number);
        let number = number.and_then(|pair| self.number(&pair)).unwrap_or(1);
        let (comparison, number) = match pair.as_rule() {
            Rule::more_than => (Comparison::More, number),
            Rule::fewer_than => (Comparison::Fewer, number),
            Rule::exactly => (Comparison::Exactly, number),
            Rule::several => (Comparison::AtLeast, 2),
            _ => (Comparison::AtLeast, number),
        };
        Filter::Sources(attesting, comparison, number)
    }

    fn number(&self, pair: &Pair<Rule>) -> Option<i64> {
        vocabulary::number(&self.tagged.tokens[self.at(pair)].text.to_lowercase())
    }

    fn dated(&self, parts: &Pairs) -> Option<Filter> {
        if let Some(around) = find(parts, Rule::around) {
            return self.around(around);
        }
        let period = match parts.first()?.as_rule() {
            Rule::since => Period::Since,
            Rule::until => Period::Until,
            Rule::before => Period::Before,
            Rule::after => Period::After,
            _ => Period::On,
        };
        let dates: Pairs =
            parts.iter().filter(|part| part.as_rule() == Rule::date).cloned().collect();
        let told: Vec<String> = dates.iter().map(|date| self.date(date)).collect();
        Some(Filter::Dated(period, told.join("/"), self.at(dates.first()?)))
    }

    /// A time counted from the articles' dates; `last` goes one back, `this` none.
    fn around(&self, pair: &Pair<Rule>) -> Option<Filter> {
        let parts: Pairs = pair.clone().into_inner().collect();
        let past = i64::from(find(&parts, Rule::w_past).is_some());
        let last = parts.last()?;
        let at = self.at(last);
        let word = self.tagged.tokens[at].text.to_lowercase();
        let around = match (last.as_rule(), word.as_str()) {
            (Rule::weekday, word) => Around::Weekday(vocabulary::weekday(word)?),
            (Rule::month, word) => Around::Month(vocabulary::month(word)?.into()),
            (_, "yesterday") => Around::DaysAgo(1),
            (_, "today") => Around::DaysAgo(0),
            (_, "week") => Around::WeeksAgo(past),
            (_, "month") => Around::MonthsAgo(past),
            _ => Around::YearsAgo(past),
        };
        Some(Filter::Around(around, at))
    }

    /// The date in ISO form, as much of it as is given.
    fn date(&self, pair: &Pair<Rule>) -> String {
        let (mut year, mut month, mut day) = (None, None, None);
        for part in pair.clone().into_inner() {
            let text = self.tagged.tokens[self.at(&part)].text.to_lowercase();
            match part.as_rule() {
                Rule::iso_date => return text,
                Rule::month => month = vocabulary::month(&text),
                Rule::year => year = vocabulary::number(&text),
                Rule::number => day = vocabulary::number(&text),
                _ => {}
            }
        }
        let parts = [
            year.map(|year| format!("{year:04}")),
            month.map(|month| format!("{month:02}")),
            day.map(|day| format!("{day:02}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("-")
    }
}
