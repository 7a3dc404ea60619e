"""Fits how probable it is that a trigger is an event: the fitted part of weights.txt.

usage: fit_first.py SEEN OUT GOLD.jsonl...

SEEN is what `code --seen` prints for the training set. A trigger counts as right if it stands in the evidence of a gold record
of its type that shares a country; what tells a record again is left out. Only documents that the encoder never saw are used.
"""
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from common import calibration, countries, fold, held, load_gold, matrix, out_of_fold, plover_type, spans

C = 0.3


def label(seen, where):
    """1, 0, or None for what tells a record of another place again."""
    have, right, again = countries(seen["actors"] + seen["recipients"]), False, False
    for start, end, e in where:
        if e["type"] != seen["type"] and plover_type(e) != plover_type(seen):
            continue
        want = countries(e["actors"] + e["recipients"])
        meets = bool(want & have) or not want
        if start <= seen["at"] < end:
            right, again = right or meets or not have, True
        elif meets and want:
            again = True
    return 1 if right else None if again else 0


def main():
    gold, rows = load_gold(sys.argv[3:]), []
    for line in open(sys.argv[1], encoding="utf-8"):
        r = json.loads(line)
        if not held(r["doc_id"]):
            continue
        where = spans(gold[r["doc_id"]])
        for s in r["seen"]:
            # Names of single entries are too rare to be fitted; who takes no part in anything is no event.
            f = {n: v for n, v in s["features"] if not (n.count(":") == 1 and "." in n)}
            y = label(s, where)
            if y is not None and "nobody" not in f:
                rows.append((r["doc_id"], f, y))
    names, X = matrix([r[1] for r in rows], 1, ("bias", "nobody"))
    y, groups = np.array([r[2] for r in rows]), np.array([fold(r[0]) for r in rows])
    p = out_of_fold(X, y, groups, C)
    print("rows", len(y), "AUC", roc_auc_score(y, p), "log loss", log_loss(y, p), "calibration error", calibration(p, y))
    fitted = LogisticRegression(C=C, max_iter=2000).fit(X, y)
    with open(sys.argv[2], "w") as out:
        out.write(f"nobody -8\nbias {fitted.intercept_[0]:.3f}\n")
        out.writelines(f"{n} {v:.3f}\n" for n, v in zip(names, fitted.coef_[0]))


main()
