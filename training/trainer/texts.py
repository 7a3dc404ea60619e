"""The news text at hand, for the vocabulary and for the pupil: never the evaluation sets, never the held-out fold."""
import csv
import glob
import json
import re

from . import sets
from .align import documents, held_out
from .split import tokenize

LONGEST = 20000


def news():
    """Texts of articles, one at a time."""
    csv.field_size_limit(10 ** 9)
    for f in sorted(glob.glob(f"{sets.SHARED}/data/text/wikinews/*.csv")):
        with open(f, encoding="utf-8") as lines:
            for r in csv.DictReader(lines):
                yield (r.get("title") or "") + "\n" + (r.get("text") or "")
    for f in sorted(glob.glob(f"{sets.SHARED}/data/clusters/ecbplus-dev/**/*.xml", recursive=True)):
        yield " ".join(re.findall(r"<token[^>]*>([^<]*)</token>", open(f, encoding="utf-8").read()))
    for f in sorted(glob.glob(f"{sets.SHARED}/data/wcxb-dev-articles/ground-truth/*.json")):
        yield json.load(open(f, encoding="utf-8"))["ground_truth"].get("main_content") or ""


def articles():
    """Texts of the event articles outside of the held-out fold."""
    for d in documents():
        if not held_out(d["doc_id"]):
            yield d.get("title", "") + "\n" + d["text"]


def treebank_words():
    for f in sorted(glob.glob(f"{sets.SHARED}/data/ud/*/*train.conllu")):
        yield " ".join(w for s in sets.conllu(f) for w in s["words"])


def news_sentences():
    return [dict(words=[w for w, _ in s]) for t in news() for s in tokenize(t[:LONGEST]) if 4 <= len(s) <= 80]
