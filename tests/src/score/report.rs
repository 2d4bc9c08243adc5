//! The table that a score is read from.

use std::fmt::{self, Display, Formatter};

use super::{Counts, Score};

impl Display for Score {
    /// A row for each relation, one for each article, and one for all. The alternate form (`{:#}`)
    /// lists what was missed and what is wrong first.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            self.list(f)?;
        }
        for (name, counts) in &self.relations {
            writeln!(f, "{name:12} {counts}")?;
        }
        for (name, counts) in &self.articles {
            writeln!(f, "{name:12} {counts}  F1 {:.2}", counts.f1())?;
        }
        self.sum(f)
    }
}

impl Score {
    fn list(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for line in &self.missed {
            let (subjects, objects) = (line.subjects.join("|"), line.objects.join("|"));
            let (article, relation) = (&line.article, &line.relations[0]);
            let (polarity, quote) = (&line.polarity, &line.quote);
            writeln!(
                f,
                "MISSED\t{article}\t{subjects}\t{relation}\t{objects}\t{polarity}\t«{quote}»"
            )?;
        }
        for (article, fact) in &self.wrong {
            let (subject, relation, object) = (&fact.subject, &fact.relation, &fact.object);
            let words: Vec<&str> = fact.evidence[0].quote.split_whitespace().collect();
            let quote: String = words.join(" ").chars().take(140).collect();
            let polarity = &fact.polarity;
            writeln!(
                f,
                "WRONG\t{article}\t{subject}\t{relation}\t{object}\t{polarity}\t«{quote}»"
            )?;
        }
        Ok(())
    }

    fn sum(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let total = self.total();
        writeln!(
            f,
            "gold {} emitted {} recall {:.3} precision {:.3} F1 {:.3} macro-F1 {:.3} sentence {:.3}",
            total.gold,
            total.emitted,
            total.recall(),
            total.precision(),
            total.f1(),
            self.macro_f1(),
            self.sentence_share()
        )
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (gold, emitted) = (self.gold, self.emitted);
        let (recall, precision) = (self.recall(), self.precision());
        write!(f, "gold {gold:4} recall {recall:.2}  emitted {emitted:4} precision {precision:.2}")
    }
}
