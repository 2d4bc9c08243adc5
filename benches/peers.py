"""One peer in a process of its own: it loads the tables, then answers queries, one a line.

Usage: python peers.py ENGINE DATA_FOLDER SCRATCH_FOLDER, with the packages of `side_by_side.PINS`

    → {"load_ms": …}                          once all is read
    ← "MATCH (n) RETURN count(*) AS n"        a text in JSON
    → {"ms": …, "rows": [[…]]}                or {"error": "…"}

The time is that of running a query and fetching all of its rows. Each peer is used as its own
documentation advises for a graph that is loaded once and then read: typed tables with the id as
primary key, filled by its own reader of CSV. Nobody declares an index on names.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

from tables import NODES, RELATIONSHIPS, path_of


class Kuzu:
    """A database in a file: in memory, Kuzu and Ladybug count two hops in twice the time."""

    PACKAGE = "kuzu"

    def __init__(self, scratch):
        package = importlib.import_module(self.PACKAGE)
        self.connection = package.Connection(package.Database(str(scratch / "database")))

    def load(self, data):
        for label, columns in NODES.items():
            self.connection.execute(f"CREATE NODE TABLE {label}({typed(columns)}, PRIMARY KEY(id))")
            self.connection.execute(f'COPY {label} FROM "{path_of(data, label)}" (header=true)')
        for kind, (start, end) in RELATIONSHIPS.items():
            self.connection.execute(f"CREATE REL TABLE {kind}(FROM {start} TO {end})")
            self.connection.execute(f'COPY {kind} FROM "{path_of(data, kind)}" (header=true)')

    def rows(self, query):
        return self.connection.execute(query).get_all()


class Ladybug(Kuzu):
    """The fork that goes on where Kuzu was given up, with the same interface."""

    PACKAGE = "ladybug"


class Neug:
    def __init__(self, scratch):
        import neug

        self.database = neug.Database(
            str(scratch / "database"), mode="w", checkpoint_on_close=False
        )
        self.connection = self.database.connect()

    def load(self, data):
        for label, columns in NODES.items():
            self.connection.execute(
                f"CREATE NODE TABLE {label}({typed(columns)}, PRIMARY KEY(id));"
            )
            self.copy(label, data, "header=true")
        for kind, (start, end) in RELATIONSHIPS.items():
            self.connection.execute(f"CREATE REL TABLE {kind}(FROM {start} TO {end});")
            self.copy(kind, data, f'from="{start}", to="{end}", header=true')

    def copy(self, table, data, options):
        self.connection.execute(
            f'COPY {table} FROM "{path_of(data, table)}" ({options}, delim=",");'
        )

    def rows(self, query):
        return [list(row) for row in self.connection.execute(query, access_mode="read")]


class Duckdb:
    """Tables in memory; relationships have `src` and `dst`, since `from` and `to` are SQL's."""

    def __init__(self, _scratch):
        import duckdb

        self.connection = duckdb.connect()

    def load(self, data):
        for label, columns in NODES.items():
            self.fill(label.lower(), typed(columns) + ", PRIMARY KEY (id)", path_of(data, label))
        for kind in RELATIONSHIPS:
            self.fill(kind.lower(), "src INT64, dst INT64", path_of(data, kind))

    def fill(self, table, columns, file):
        self.connection.execute(f"CREATE TABLE {table}({columns})")
        self.connection.execute(f"COPY {table} FROM '{file}' (HEADER)")

    def rows(self, query):
        return self.connection.execute(query).fetchall()


class Kglite:
    """Data frames into a graph in memory, with its indexes of ids built beforehand."""

    def __init__(self, _scratch):
        import kglite
        import pandas

        self.read = pandas.read_csv
        self.graph = kglite.KnowledgeGraph()

    def load(self, data):
        for label in NODES:
            self.graph.add_nodes(self.read(path_of(data, label)), label, "id")
        for kind, (start, end) in RELATIONSHIPS.items():
            frame = self.read(path_of(data, kind))
            self.graph.add_relationships(frame, kind, start, "from", end, "to")
        self.graph.build_id_indices()

    def rows(self, query):
        return [list(row.values()) for row in self.graph.cypher(query)]


PEERS = {"ladybug": Ladybug, "kuzu": Kuzu, "neug": Neug, "duckdb": Duckdb, "kglite": Kglite}


def typed(columns):
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def timed(action, *arguments):
    """What an action gives, and how long it took in milliseconds."""
    begun = time.perf_counter()
    result = action(*arguments)
    return result, (time.perf_counter() - begun) * 1e3


def answered(peer, query):
    try:
        rows, taken = timed(peer.rows, query)
    except Exception as error:  # noqa: BLE001 - each peer has errors of its own
        return {"error": f"{type(error).__name__}: {error}"}
    return {"ms": taken, "rows": rows}


def plain(value):
    """Numbers of numpy as Python's, anything else as it is written."""
    return value.item() if hasattr(value, "item") else str(value)


def own_output():
    """The output for answers alone: what libraries print themselves goes to the errors."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf8")
    os.dup2(2, 1)
    return answers


def main():
    engine, data, scratch = sys.argv[1:]
    answers = own_output()
    peer = PEERS[engine](Path(scratch))
    _, load = timed(peer.load, data)
    print(json.dumps({"load_ms": load}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answered(peer, json.loads(line)), default=plain), file=answers, flush=True)


if __name__ == "__main__":
    main()
