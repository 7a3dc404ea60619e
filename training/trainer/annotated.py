"""What we marked by hand in sentences of others: events and names of `annotations/*.jsonl`, put back onto their words.

The files hold no text. A line names its sentence by a hash of its words and says where things stand by word numbers, so it is
worth something only beside the sources in the shared folder; a sentence that is not found there is passed over and counted.
"""
import csv
import glob
import hashlib
import json
import os
import re
import zipfile

from . import sets, texts
from .align import PEOPLE, documents, held_out
from .split import tokenize
from .written import heads_of, trees

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "annotations")
# The share of the sentences without any event that is shown: most are of web pages, and easy.
QUIET = 0.5
# MASC as NLTK packs it writes quotes and brackets as the Penn Treebank does.
PENN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


def key(words):
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def penn(line):
    words = [t.rsplit("_", 1)[0] for t in line.split()]
    return [PENN.get(w, w) for w in words if w]


def sources():
    """The words of every sentence that could have been annotated; never of an evaluation set for events or names."""
    csv.field_size_limit(10 ** 9)
    for f in sorted(glob.glob(f"{sets.SHARED}/data/text/wikinews/*.csv")):
        for r in csv.DictReader(open(f, encoding="utf-8")):
            yield from ([w for w, _ in s] for s in tokenize(r["title"] + "\n" + r["text"]))
    for f in sorted(glob.glob(f"{sets.SHARED}/data/wcxb-dev-articles/ground-truth/*.json")):
        truth = json.load(open(f, encoding="utf-8"))["ground_truth"]
        text = (truth.get("title") or "") + "\n" + (truth.get("main_content") or "")
        yield from ([w for w, _ in s] for s in tokenize(text[:texts.LONGEST]))
    for f in sorted(glob.glob(f"{sets.SHARED}/data/clusters/ecbplus-dev/**/*.xml", recursive=True)):
        sent = {}
        for number, word in re.findall(r'<token[^>]*sentence="(\d+)"[^>]*>([^<]*)</token>', open(f, encoding="utf-8").read()):
            sent.setdefault(number, []).append(word)
        yield from sent.values()
    for f in sorted(glob.glob(f"{sets.SHARED}/data/ud/*/train.conllu")):
        yield from (s["words"] for s in sets.conllu(f))
    yield from masc()
    for d in documents():
        if not held_out(d["doc_id"]):
            yield from ([w for w, _ in s] for s in tokenize(d.get("title", "") + "\n" + d["text"]))


def masc():
    with zipfile.ZipFile(f"{sets.SHARED}/data/pos/masc/masc_tagged.zip") as z:
        for name in sorted(n for n in z.namelist() if n.endswith(".txt")):
            for line in z.read(name).decode("utf-8", "replace").splitlines():
                yield penn(line)


def told(name):
    """Annotations by sentence key."""
    path = f"{FOLDER}/{name}.jsonl"
    rows = [json.loads(line) for line in open(path, encoding="utf-8")] if os.path.exists(path) else []
    return {r["words"]: r for r in rows}


def found(name):
    """(words, annotation) of every annotated sentence, each once, in the order of their keys."""
    rows = told(name)
    words = {}
    for some in sources() if rows else ():
        k = key(some)
        if k in rows:
            words.setdefault(k, some)
    if len(words) < len(rows):
        print(f"annotations: {len(rows) - len(words)} of {len(rows)} sentences of {name} are not in the sources", flush=True)
    return [(words[k], rows[k]) for k in sorted(words)]


def name_rows():
    out = []
    for words, r in found("names"):
        tags = ["O"] * len(words)
        for a, b, kind in r["names"]:
            tags[a:b] = [None] * (b - a) if kind == "?" else [f"B-{kind}"] + [f"I-{kind}"] * (b - a - 1)
        out.append(dict(words=words, ner=tags, whole=True))
    return out


def instead(rows):
    """Aligned rows without the sentences that were marked by hand."""
    rows_told = told("events")
    return [r for r in rows if key(r["words"]) not in rows_told]


def parted(rows):
    """The rows that are no sentences of the training articles, and those that are: only there somebody chose what is a record."""
    own = {key([w for w, _ in s]) for d in documents() if not held_out(d["doc_id"]) for s in tokenize(d.get("title", "") + "\n" + d["text"])}
    return [r for r in rows if key(r["words"]) not in own], [r for r in rows if key(r["words"]) in own]


def event_rows(m=None, pieces=None):
    """Rows as `align.sentences` makes them; every telling of an event is marked, so all other words are none."""
    some = [(words, r) for words, r in found("events") if r["events"] or "unsure" in r or int(r["words"][:4], 16) < QUIET * 0x10000]
    heads = trees(m, pieces, [[(w, 0) for w in words] for words, _ in some]) if m else [None] * len(some)
    return [event_row(words, r, tree) for (words, r), tree in zip(some, heads)]


def event_row(words, r, tree):
    n = len(words)
    out = dict(words=words, trigger=[0] * n, mode=[-1] * n, status=[-1] * n, args=[], silent=[], doc=f"annotated:{r['words']}")
    for i in r.get("unsure", ()):
        out["trigger"][i] = -1
    for e in r["events"]:
        i = e["trigger"]
        out["trigger"][i], out["mode"][i] = sets.TYPES.index(e["type"]) + 1, e.get("mode") or "none"
        out["status"][i] = sets.STATUS.index(e["status"])
        for role in (*PEOPLE, "place", "time", "source"):
            number = sets.ROLES.index(role)
            for a, b in e.get(role, ()):
                out["args"] += [(i, k, number) for k in heads_of(role, list(range(a, b)), words, tree)]
    out["args"] = sorted(set(out["args"]))
    return out
