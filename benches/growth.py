"""The same questions on a graph with many times the persons and relationships."""

import re
from dataclasses import replace
from statistics import median

from report import LOAD, MEMORY, number, table

LINEAR = {LOAD, MEMORY, "q5_all2hop", "q7_top10", "q9_filt2hop", "q10_group"}
"""What has to read every relationship of some type, and no more."""
PERSON = re.compile(r"\bid(: | = )(\d+)")
NAMED = re.compile(r"'([^'\d]+ )(\d+)'")
BY_FOLLOWED = (
    "MATCH (p:Person)-[:FOLLOWS]->(:Person) "
    "RETURN p.id AS id, count(*) AS n, p.name AS name ORDER BY n DESC, id"
)


def moved(questions, smaller, larger, scale, seconds):
    """The questions about the persons of the larger graph that stand where those asked about stand
    in the smaller one: as many of a hundred follow more persons. What is asked about one person's
    surroundings then has about as much to do, however large the graph."""
    ask = replace(questions[0], answer=None, sql="")
    ranked, _ = smaller.ask(replace(ask, cypher=BY_FOLLOWED), seconds)
    places = {str(row[0]): place for place, row in enumerate(ranked)}

    def counterpart(person):
        if person not in places:
            raise SystemExit(f"person {person}, who is asked about, isn't in the smaller graph")
        # The middle one of those who take the place of one: the first of few isn't the first of many.
        place = places[person] * scale + (scale - 1) // 2
        query = f"{BY_FOLLOWED} SKIP {place} LIMIT 1"
        [[found_id, _, name]], _ = larger.ask(replace(ask, cypher=query), seconds)
        return found_id, name

    def elsewhere(cypher):
        cypher = PERSON.sub(lambda found: f"id{found[1]}{counterpart(found[2])[0]}", cypher)
        return NAMED.sub(lambda found: f"'{counterpart(found[2])[1]}'", cypher)

    return [
        replace(question, answer=None, cypher=elsewhere(question.cypher)) for question in questions
    ]


def measured(engine, results):
    """Milliseconds of each query and of loading, and MiB of memory."""
    queries = {query: of[engine.name].ms for query, of in results.items()}
    return {**queries, LOAD: median(engine.loads), MEMORY: max(engine.peaks, default=None)}


def growth(smaller, larger, scale, persons):
    """The table of both, and which of what is linear grows most."""
    rows = [growth_row(name, smaller[name], larger[name]) for name in smaller]
    heads = ["Median, ms", f"{persons:,} persons", f"{persons * scale:,} persons", "grows"]
    linear = {
        name: larger[name] / smaller[name]
        for name in LINEAR
        if smaller.get(name) and larger.get(name)
    }
    lines = [table(heads, rows)]
    if linear:
        most = max(linear, key=linear.get)
        most = f"{title(most)} grows most: {number(linear[most])} ×."
        lines += ["", f"Of what reads every relationship of a type, {most}"]
    return "\n".join(lines)


def growth_row(name, small, large):
    grows = f"{number(large / small)} ×" if small and large else "–"
    return [title(name), number(small), number(large), grows]


def title(name):
    return {LOAD: "load from CSV", MEMORY: "peak memory, MiB"}.get(name, name)
