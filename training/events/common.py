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


def gold_of(seen, where, thought):
    """The gold record at the trigger that shares most countries; `thought` names the list of those who were thought of."""
    have = countries(seen["actors"] + seen["recipients"] + [p for m in seen[thought] for p in m["people"]])
    best = None
    for start, end, e in where:
        if not start <= seen["at"] < end or plover_type(e) != plover_type(seen) and e["type"] != seen["type"]:
            continue
        want = countries(e["actors"] + e["recipients"])
        value = 2 * len(want & have) - 0.1 * abs(len(want) - len(have)) + (e["status"] == seen["status"])
        if best is None or value > best[0]:
            best = (value, e)
    return best and best[1]


def paired(path, gold, scorer, thought):
    """Each trigger that was seen with somebody thought of, and its gold record: (document, number, trigger, record).

    That is the record that the scorer pairs with what the trigger became, else the one at its place.
    """
    for line in open(path, encoding="utf-8"):
        r = json.loads(line)
        doc_id = r["doc_id"]
        live = [e for e in gold[doc_id]["events"] if e["status"] in scorer.LIVE]
        pair = {j: a for a, j in scorer.align(live, r["events"])}
        where = spans(gold[doc_id])
        for n, s in enumerate(r["seen"]):
            number = int(s["outcome"][7:-1]) if s["outcome"].startswith("Record(") else -1
            e = live[pair[number]] if number in pair else gold_of(s, where, thought) if s[thought] else None
            if e and s[thought]:
                yield doc_id, n, s, e


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
