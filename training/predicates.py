"""Predicate knowledge for the coder as one small table: `python predicates.py ../crates/dateline-nlp/data/predicates.tsv`

From PropBank's frames: which verb a noun or adjective names (destruction -> destroy), light verbs (make arrest -> arrest) and
nouns for a participant (killer -> who kills), with the function of the numbered arguments. Only words that the news at hand
uses; senses in the order of their frequency in the annotated web treebank. No definitions are copied.
"""
import argparse
import collections
import csv

from trainer import sets, texts
from trainer.align import lemmatizer
from trainer.split import tokenize

FRAMES = "data/lexicon/propbank-frames"
KINDS = dict(v="verb", n="noun", j="adjective", l="light")
LEAST = 3
HEADER = """\
# Predicates of the news: kind, form, then its senses, the most frequent first, as ROLESET(ARGUMENTS).
# kind: verb, noun, adjective (the predicate that the word names), light (a verb with its noun), who0 who1 .. (a noun for that argument).
# arguments: number and function of each: a agent, p patient, g goal or beneficiary, d direction or source, v attribute,
# m manner, instrument or extent, l place, c cause or purpose. Made by training/predicates.py from PropBank frames.
"""
FUNCTIONS = dict(PAG="a", PPT="p", GOL="g", DIR="d", PRD="v", VSP="m", MNR="m", EXT="m", LOC="l", CAU="c", PRP="c", COM="p", REC="g", ADV="m", TMP="m", SLC="m")


def rows(name):
    with open(f"{sets.SHARED}/{FRAMES}/{name}.tsv", encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


def used_words():
    """Lemmas and forms by how often the news and the treebanks use them."""
    look, count = lemmatizer(), collections.Counter()
    for source in (texts.news(), texts.articles(), texts.treebank_words()):
        for t in source:
            forms = collections.Counter(w.lower() for s in tokenize(t[:texts.LONGEST * 50]) for w, _ in s)
            for w, n in forms.items():
                count[w] += n
                if look(w)[0] != w:
                    count[look(w)[0]] += n
    return count


def senses():
    count = collections.Counter()
    for part in ("train", "dev", "test"):
        with open(f"{sets.SHARED}/data/propbank-ewt/{part}.conll", encoding="utf-8") as f:
            for line in f:
                c = line.rstrip("\n").split("\t")
                if len(c) > 7 and c[7] != "_":
                    count[c[7]] += 1
    return count


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("out")
    a = ap.parse_args()
    used, frequent = used_words(), senses()
    frames = {}
    for r in rows("rolesets"):
        parts = [p.split(":") for p in (r["roles"] or "").split(" | ") if p.count(":") >= 1]
        frames[r["roleset"]] = "".join(n + FUNCTIONS.get(f, "m") for n, f, *_ in parts if n.isdigit())
    table = collections.defaultdict(set)
    for r in rows("aliases"):
        words = r["form"].lower().replace("_", " ").split()
        if r["pos"] in KINDS and words and all(used[w] >= LEAST for w in words) and all(c.isalpha() or c in " -'" for c in r["form"]):
            table[(KINDS[r["pos"]], " ".join(words))].add(r["roleset"])
    for r in rows("argaliases"):
        if r["arg"].isdigit() and used[r["form"].lower()] >= LEAST:
            table[("who" + r["arg"], r["form"].lower())].add(r["roleset"])
    lines = []
    for (kind, form), sets_ in sorted(table.items()):
        known = sorted((s for s in sets_ if s in frames), key=lambda s: (-frequent[s], s))
        # Senses that the treebank never saw are dropped where it saw another one.
        known = [s for s in known if frequent[s] or not frequent[known[0]]][:4]
        if known:
            lines.append(f"{kind}\t{form}\t" + " ".join(f"{s}({frames[s]})" for s in known))
    with open(a.out, "w", encoding="utf-8") as f:
        f.write(HEADER + "\n".join(lines) + "\n")
    print(len(lines), "entries")


if __name__ == "__main__":
    main()
