"""What the fits of the event coder's decisions share."""
import collections
import hashlib
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

def held(doc_id):
    """Whether the encoder never saw the document."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 100 < 15


def fold(doc_id):
    return int(hashlib.md5(doc_id.encode()).hexdigest(), 16) % 8


def countries(people):
    return {p["country"] for p in people if p.get("country")}


def plover_type(e):
    """The type under which the scorer counts a plan."""
    if e.get("status") == "planned":
        if e["type"] in {"CONSULT", "SUPPORT", "COOPERATE", "AID"}:
            return "AGREE"
        if e["type"] == "RETREAT":
            return "CONCEDE"
    return e["type"]


def load_gold(files):
    docs = {}
    for path in files:
        for line in open(path, encoding="utf-8"):
            d = json.loads(line)
            docs[d["doc_id"]] = d
    return docs


def spans(doc):
    """Where the evidence of each gold record stands in the text, -1 where it is not verbatim."""
    text, out = doc["title"] + "\n" + doc["text"], []
    for e in doc["events"]:
        at = text.find(e["evidence"] or "\0")
        out.append((at, at + len(e["evidence"] or "") if at >= 0 else -1, e))
    return out


def out_of_fold(X, y, groups, C):
    """Probabilities of each row under a fit without the rows of its fold."""
    p = np.zeros(len(y))
    for f in range(8):
        fitted = LogisticRegression(C=C, max_iter=3000).fit(X[groups != f], y[groups != f])
        p[groups == f] = fitted.predict_proba(X[groups == f])[:, 1]
    return p


def matrix(rows, least, without=()):
    """Feature names that occur in enough rows, and the rows as numbers."""
    seen = collections.Counter(n for f in rows for n in f)
    names = [n for n, k in sorted(seen.items()) if k >= least and n not in without]
    return names, np.array([[f.get(n, 0) for n in names] for f in rows])


def calibration(p, y):
    b = np.minimum((p * 10).astype(int), 9)
    return sum(abs(p[b == k].mean() - y[b == k].mean()) * (b == k).mean() for k in range(10) if (b == k).any())
