"""Rebuilds sentiment.tsv: words that praise or blame, with their mean rating from -4 to 4.

    pip download --no-deps vaderSentiment==3.3.2 && unzip vaderSentiment-*.whl
    python3 sentiment.py vaderSentiment/vader_lexicon.txt > sentiment.tsv
"""

import sys

print("# Words that praise or blame: mean rating from -4 to 4 in VADER 3.3.2 (see VADER-LICENSE); made by sentiment.py.")
for line in open(sys.argv[1], encoding="utf-8"):
    word, mean = line.split("\t")[:2]
    if word.isalpha() and word.isascii() and word.islower() and abs(float(mean)) >= 1.2:
        print(word, mean, sep="\t")
