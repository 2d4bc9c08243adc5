"""Tables of what was measured, for the terminal and the README alike."""

from math import exp, log
from statistics import median

from race import FAILED, SLOW, WRONG

OURS = "attest"
TITLES = {
    "attest": "Attest",
    "ladybug": "Ladybug",
    "kuzu": "Kuzu",
    "neug": "NeuG",
    "duckdb": "DuckDB",
    "kglite": "kglite",
}
LOAD, MEMORY = "load", "memory"


def side_by_side(results, engines, setting):
    """The table of all engines, with what follows from it below."""
    names = [engine.name for engine in engines]
    rows = [query_row(query, of, names) for query, of in results.items()]
    rows.append(
        measure_row("load from CSV", {engine.name: median(engine.loads) for engine in engines})
    )
    memory = {engine.name: max(engine.peaks, default=None) for engine in engines}
    rows.append(measure_row("peak memory, MiB", memory))
    heads = ["Median, ms", *(TITLES[name] for name in names)] + ["of the best peer"] * (
        OURS in names
    )
    return "\n".join([table(heads, rows), "", *conclusions(results, names), setting])


def query_row(query, of, names):
    ours = [relation(of[OURS].ms, best(of))] if OURS in names else []
    return [query, *(cell(of[name]) for name in names), *ours]


def measure_row(title, values):
    peers = [value for name, value in values.items() if name != OURS and value is not None]
    ours = [relation(values[OURS], min(peers, default=None))] if OURS in values else []
    return [title, *(number(value) for value in values.values()), *ours]


def cell(result):
    if result.verdict == SLOW:
        return result.why
    return {WRONG: "wrong", FAILED: "–"}.get(result.verdict) or number(result.ms)


def best(of):
    """The least median of a peer whose answer is right."""
    return min(
        (result.ms for name, result in of.items() if name != OURS and result.ms is not None),
        default=None,
    )


def relation(ours, theirs):
    return "–" if ours is None or theirs is None else f"{number(ours / theirs)} ×"


def number(value):
    """Three digits, as many of them behind the point as are left: 1,234, 56.7, 0.012."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def ahead(results, of_peer):
    """The geometric mean of how many times longer a peer takes, and of how many queries that is."""
    pairs = [(of[OURS].ms, of_peer(of)) for of in results.values()]
    logs = [log(theirs / ours) for ours, theirs in pairs if ours and theirs]
    return (exp(sum(logs) / len(logs)), len(logs)) if logs else (None, 0)


def geometric_means(results, names):
    """By peer, and of the best peer of each query."""
    if OURS not in names or len(names) < 2:
        return {}
    peers = {
        TITLES[name]: ahead(results, lambda of, name=name: of[name].ms)
        for name in names
        if name != OURS
    }
    return {**peers, "the best peer of each query": ahead(results, best)}


def conclusions(results, names):
    means = geometric_means(results, names)
    counted = [
        f"{number(times)} for {peer} ({queries} of {len(results)})"
        for peer, (times, queries) in means.items()
        if times
    ]
    return (
        [f"Times ahead, geometric mean over the queries answered: {', '.join(counted)}.", ""]
        if counted
        else []
    )


def table(heads, rows):
    """Markdown whose columns are aligned: numbers to the right."""
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    rule = [f"{'-' * (width - 1)}{':' if at else '-'}" for at, width in enumerate(widths)]
    lines = [
        aligned(heads, widths),
        f"| {' | '.join(rule)} |",
        *(aligned(row, widths) for row in rows),
    ]
    return "\n".join(lines)


def aligned(row, widths):
    cells = [
        text.rjust(width) if at else text.ljust(width)
        for at, (text, width) in enumerate(zip(row, widths))
    ]
    return f"| {' | '.join(cells)} |"


def into(readme, mark, text):
    """Writes a table between the marks of a file, if it has them; tells what was done."""
    opening, closing = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    written = readme.read_text("utf8")
    before, opened, rest = written.partition(opening)
    _, closed, after = rest.partition(closing)
    if not (opened and closed):
        return f"{readme.name} is as it was: it has no lines `{opening.strip()}` and `{closing}`"
    readme.write_text(f"{before}{opened}{text}\n{closed}{after}", "utf8")
    return f"{readme.name}: the table of `{mark}` is new"
