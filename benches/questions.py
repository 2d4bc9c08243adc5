"""The queries of the benchmark, with their right answers."""

import re
from dataclasses import dataclass

SECTION = re.compile(
    r"^## (?P<name>\S+)\nAnswer: (?P<answer>[^\n]+)\n"
    r"```cypher\n(?P<cypher>.+?)\n```\n```sql\n(?P<sql>.+?)\n```",
    re.MULTILINE | re.DOTALL,
)
COUNTED = re.compile(r"(\d+) rows, the first (.+)")
SHORTEST_PATH = re.compile(
    r"(\w+) = shortestPath\((\([^()]*\))-\[(:\w+)\*(\d+\.\.\d+)\]->(\([^()]*\))\)"
)


@dataclass(frozen=True)
class Question:
    name: str
    answer: str | None
    """As it is written in the file; none on a graph that nobody has answered it for."""
    cypher: str
    sql: str

    def in_dialect(self, dialect):
        """The query for an engine that reads `cypher`, `sql` or `kuzu`, which is Cypher with
        another way of writing shortest paths."""
        if dialect == "sql":
            return self.sql
        return (
            SHORTEST_PATH.sub(r"\2-[\1\3* SHORTEST \4]->\5", self.cypher)
            if dialect == "kuzu"
            else self.cypher
        )

    def accepts(self, rows):
        """Whether rows, of texts, are what the file says. Three ways of saying it: one row with
        commas, several with semicolons, or how many there are and the first."""
        if self.answer is None:
            return True
        if counted := COUNTED.fullmatch(self.answer):
            return len(rows) == int(counted[1]) and [", ".join(row) for row in rows[:1]] == [
                counted[2]
            ]
        if ";" in self.answer:
            return [" ".join(row) for row in rows] == self.answer.split("; ")
        return [", ".join(row) for row in rows] == [self.answer]


def read(file):
    questions = [
        Question(**found.groupdict()) for found in SECTION.finditer(file.read_text("utf8"))
    ]
    if not questions:
        raise SystemExit(
            f"{file} has no query: `## NAME`, `Answer: …`, a block of cypher and one of sql"
        )
    return questions


def texts(rows):
    """Rows such that engines can be compared: 3, 3.0 and "3" are the same."""
    return [[text(value) for value in row] for row in rows]


def text(value):
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
