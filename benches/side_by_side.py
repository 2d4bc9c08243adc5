"""Compares Attest with other embedded databases on one graph, the same queries and in one run.

Usage: python3 benches/side_by_side.py [--rounds 15] [--readme]
       python3 benches/side_by_side.py --scale 10 [--readme]      Attest on ten times the graph

Needs Python 3.11, and a folder with `generate.py`, which writes the graph, and `queries.md`, which
has the queries and their right answers. The peers are installed, pinned, into target/peers; graphs
are written into target/bench. Each engine is a process of its own, so that its memory can be told,
a peer's with Python and the packages that it is used with; time is taken within the process.
Answers are compared with the right ones and with each other: an engine whose answer is wrong has no
time. Only the ratios of one run mean anything, and only on a machine that is quiet.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import growth
import questions as questions_of
import report
from engines import Engine
from race import RIGHT, Race, loaded, run, say
from tables import NODES, RELATIONSHIPS, file_of, path_of

HERE = Path(__file__).resolve().parent
TOP = HERE.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")).resolve()
PEERS = {
    "ladybug": "0.22.0",
    "kuzu": "0.11.3",
    "neug": "0.3.0",
    "duckdb": "2.0.0",
    "kglite": "0.21.2",
}
PINS = [*(f"{name}=={version}" for name, version in PEERS.items()), "pandas==3.1.1", "numpy==2.4.6"]
DIALECTS = {"attest": "cypher", "duckdb": "sql", "kglite": "cypher"}
ANSWERED = 100_000
"""How many persons the graph has whose answers are known."""
SEED = "42"


def options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--bench",
        type=Path,
        default=TOP.parent / "shared/bench",
        help="folder of generate.py and queries.md",
    )
    parser.add_argument(
        "--engines", type=listed, default=["attest", *PEERS], help="names, with commas between them"
    )
    parser.add_argument(
        "--queries", type=listed, help="names, or what is before their _: q1_name,q5"
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--loads", type=int, default=3, help="how often each engine loads the tables"
    )
    parser.add_argument(
        "--timeout", type=float, default=60, help="seconds after which a query is given up"
    )
    parser.add_argument(
        "--budget", type=float, default=30, help="seconds for one query of one engine in all rounds"
    )
    parser.add_argument("--persons", type=int, default=ANSWERED)
    parser.add_argument(
        "--scale", type=int, help="compare Attest alone with itself on as many times the graph"
    )
    parser.add_argument("--attest", type=Path, help="the example `timed`, built already")
    parser.add_argument("--json", type=Path, help="write all times to this file")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.engines) - {"attest", *PEERS}:
        parser.error(
            f"no engine {', '.join(sorted(unknown))}: there are attest, {', '.join(PEERS)}"
        )
    return chosen


def listed(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def environment():
    """Python with the peers, made anew where the pins change."""
    folder = TARGET / "peers"
    python, pins = folder / "bin/python", folder / "pins"
    if not pins.is_file() or pins.read_text("utf8").split() != PINS:
        say(f"installing {' '.join(PINS)} into {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True)
        pins.write_text("\n".join(PINS), "utf8")
    return python


def graph(bench, persons, python):
    """The folder of the tables, written when they aren't there; a run that is ended leaves none."""
    folder = TARGET / "bench" / str(persons)
    if not all(path_of(folder, name).is_file() for name in [*NODES, *RELATIONSHIPS]):
        say(f"writing a graph of {persons} persons into {folder}")
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        subprocess.run(
            [python, bench / "generate.py", str(persons), part, SEED], check=True, stdout=sys.stderr
        )
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    return folder


def program(chosen):
    """The example that answers queries on tables, built with all optimizations."""
    if chosen.attest is None:
        build = ["cargo", "build", "--release", "-p", "query-lang", "--example", "timed"]
        subprocess.run(build, cwd=TOP, check=True)
        return TARGET / "release/examples/timed"
    if not chosen.attest.is_file():
        raise SystemExit(f"{chosen.attest} not found: leave --attest out to have it built")
    return chosen.attest.resolve()


def ours(binary, data, name="attest"):
    nodes = [f"{label}={file_of(label)}" for label in NODES]
    between = [
        f"{kind}:{start}:{end}={file_of(kind)}" for kind, (start, end) in RELATIONSHIPS.items()
    ]
    return Engine(
        "attest", "cypher", [binary, *nodes, *between], data, TARGET / "peers/scratch" / name
    )


def peer(name, data, python):
    scratch = TARGET / "peers/scratch" / name
    command = [python, HERE / "peers.py", name, data, scratch]
    return Engine(name, DIALECTS.get(name, "kuzu"), command, data, scratch)


def questions(chosen):
    file = chosen.bench / "queries.md"
    if not file.is_file():
        raise SystemExit(
            f"{file} not found: say with --bench in which folder generate.py and queries.md are"
        )
    read = questions_of.read(file)
    if wanted := set(chosen.queries or []):
        read = [ask for ask in read if wanted & {ask.name, ask.name.split("_")[0]}]
    if not read:
        raise SystemExit(f"{file} has no query of the name {', '.join(chosen.queries)}")
    if chosen.persons == ANSWERED:
        return read
    return [replace(question, answer=None) for question in read]


def setting(chosen, follows):
    peers = ", ".join(
        f"{report.TITLES[name]} {PEERS[name]}" for name in chosen.engines if name in PEERS
    )
    return (
        f"{chosen.persons:,} persons, {follows:,} FOLLOWS; "
        f"rounds: {chosen.rounds}; cores: {os.cpu_count()}" + (f"; {peers}." if peers else ".")
    )


def lines_of(file):
    with open(file, "rb") as lines:
        return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))


def compared(chosen):
    """All engines on one graph."""
    asked, python = questions(chosen), environment()
    data = graph(chosen.bench, chosen.persons, python)
    engines = [
        ours(program(chosen), data) if name == "attest" else peer(name, data, python)
        for name in chosen.engines
    ]
    with ended(engines):
        loaded(engines, chosen.loads)
        race = Race(engines, asked, chosen.timeout, chosen.budget)
        run([race], chosen.rounds)
    results = race.results
    means = report.geometric_means(results, chosen.engines)
    keep(chosen, {"engines": figures(engines), "queries": times(results), "geometric_means": means})
    text = report.side_by_side(
        results, engines, setting(chosen, lines_of(path_of(data, "FOLLOWS")) - 1)
    )
    return results, "side by side", text


def grown(chosen):
    """Attest on one graph, and on one that is larger."""
    asked, python, binary = questions(chosen), environment(), program(chosen)
    folders = [
        graph(chosen.bench, persons, python)
        for persons in (chosen.persons, chosen.persons * chosen.scale)
    ]
    small, large = (ours(binary, folder, f"attest-{folder.name}") for folder in folders)
    with ended([small, large]):
        loaded([small, large], 1)
        elsewhere = growth.moved(asked, small, large, chosen.scale, chosen.timeout)
        for engine in (small, large):
            engine.forget()
        loaded([small, large], chosen.loads)
        races = [
            Race([engine], those, chosen.timeout, chosen.budget)
            for engine, those in ((small, asked), (large, elsewhere))
        ]
        run(races, chosen.rounds)
    smaller, larger = (race.results for race in races)
    keep(
        chosen,
        {"engines": figures([small, large]), "smaller": times(smaller), "larger": times(larger)},
    )
    before, after = growth.measured(small, smaller), growth.measured(large, larger)
    return smaller, "growth", growth.growth(before, after, chosen.scale, chosen.persons)


@contextmanager
def ended(engines):
    """Ends the engines afterwards, whatever happens, which also notes their memory."""
    try:
        yield
    finally:
        for engine in engines:
            engine.end()


def figures(engines):
    return [
        {"name": engine.name, "load_ms": engine.loads, "peak_mib": engine.peaks}
        for engine in engines
    ]


def times(results):
    return {
        query: {name: record(result) for name, result in of.items()}
        for query, of in results.items()
    }


def record(result):
    return {
        "verdict": result.verdict,
        "why": result.why,
        "first_ms": result.first,
        "median_ms": result.ms,
        "times_ms": result.times,
    }


def keep(chosen, what):
    if chosen.json:
        chosen.json.write_text(json.dumps(what, indent=1) + "\n", "utf8")


def main():
    chosen = options()
    results, mark, text = grown(chosen) if chosen.scale else compared(chosen)
    print(text)
    asked = {query: of["attest"] for query, of in results.items() if "attest" in of}
    if bad := [query for query, result in asked.items() if result.verdict != RIGHT]:
        raise SystemExit(f"Attest doesn't answer rightly: {', '.join(bad)}")
    if chosen.readme:
        say(report.into(TOP / "README.md", mark, text))


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{error}: it says why above") from None
