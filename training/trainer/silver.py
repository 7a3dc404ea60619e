"""Names by another model (`silver.py` asks it), learned beside the gold."""
import json

KINDS = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "OTHER")
TAGS = ["O"] + [f"{p}-{k}" for k in KINDS for p in "BI"]
# UNER and GUM's names say nothing of these two: a word that is nothing there may be one of them.
OURS = ("NORP", "EVENT")


def read(path):
    return {tuple(words): found for words, found in map(json.loads, open(path, encoding="utf-8"))}


def put(s, told):
    """The sentence with the other model's tags, and with its nationalities and events where the gold has nothing."""
    if s.get("whole"):  # gold for all kinds of names
        return dict(s, silver=[-1] * len(s["words"]))
    found = told.get(tuple(s["words"]))
    n = len(s["words"])
    tags = ["O"] * n
    ner = list(s["ner"]) if "ner" in s else None
    for start, end, kind in found or ():
        tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
        while start < end and s["words"][start].lower() == "the":
            start += 1
        if ner and kind in OURS and start < end and all(t in ("O", None) for t in ner[start:end]):
            ner[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    tags = [-1 if found is None else TAGS.index(t) for t in tags]
    return dict(s, silver=tags, ner=ner) if ner else dict(s, silver=tags)


def unlabelled(sentences, told):
    """Those that the other model was asked, each once; of their names only nationalities and events are told to our own head."""
    seen = {}
    for s in sentences:
        words = tuple(s["words"])
        if words in told:
            seen.setdefault(words, dict(s, ner=[None] * len(words)))
    return [seen[w] for w in sorted(seen)]
