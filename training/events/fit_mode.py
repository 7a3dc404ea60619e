"""Fits which mode of its type an event has: weights-mode.txt.

usage: fit_mode.py SEEN OUT GOLD.jsonl...

SEEN is what `code --seen` prints for the training set with an empty weights-mode.txt. Documents that the encoder saw take part with
features of their own (`seen:`) for its choice, which is too good there.
"""
import collections
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

from common import countries, fold, held, load_gold, plover_type, spans

C = 0.2
# An event without a mode costs less when it gets one than the other way round.
NONE = 0.5


def fit(X, y):
    return LogisticRegression(C=C, max_iter=300).fit(X, y, sample_weight=np.where(y == "-", NONE, 1))


def gold_of(seen, where):
    best = None
    have = countries(seen["actors"] + seen["recipients"])
    for start, end, e in where:
        if start <= seen["at"] < end and e["type"] == seen["type"]:
            value = len(have & countries(e["actors"] + e["recipients"])) - 0.001 * (end - start)
            if best is None or value > best[0]:
                best = (value, e)
    return best and best[1]


def main():
    gold, rows = load_gold(sys.argv[3:]), collections.defaultdict(list)
    for line in open(sys.argv[1], encoding="utf-8"):
        r = json.loads(line)
        where = spans(gold[r["doc_id"]])
        for s in r["seen"]:
            e = gold_of(s, where)
            if e:
                f = list(s["mode_features"])
                if not held(r["doc_id"]):
                    f += ["seen:" + n for n in f if n.split(":")[0] in ("now", "hint", "sure")] + ["seen:bias"]
                rows[s["type"]].append((r["doc_id"], f, e.get("mode") or "-", s["mode"] or "-"))
    right = collections.Counter()
    with open(sys.argv[2], "w") as out:
        for kind, R in sorted(rows.items()):
            count = collections.Counter(n for r in R for n in set(r[1]))
            names = [n for n, k in sorted(count.items()) if k >= 3 and n != "bias"]
            index = {n: i for i, n in enumerate(names)}
            labels = [m for m, k in collections.Counter(r[2] for r in R).items() if k >= 3]
            R = [r for r in R if r[2] in labels]
            if len(labels) < 2:
                continue
            X = np.zeros((len(R), len(names)))
            for i, r in enumerate(R):
                for n in r[1]:
                    if n in index:
                        X[i, index[n]] = 1
            y, groups = np.array([r[2] for r in R]), np.array([fold(r[0]) for r in R])
            unseen = np.array([held(r[0]) for r in R])
            for f in range(8):
                test = (groups == f) & unseen
                if test.any():
                    guess = fit(X[groups != f], y[groups != f]).predict(X[test])
                    for want, got, now in zip(y[test], guess, [r[3] for r, t in zip(R, test) if t]):
                        if want != "-":
                            right.update({(kind, "n"): 1, (kind, "now"): int(want == now), (kind, "fitted"): int(want == got)})
                            right.update({("all", "n"): 1, ("all", "now"): int(want == now), ("all", "fitted"): int(want == got)})
            fitted = fit(X, y)
            weights, bias = fitted.coef_, fitted.intercept_
            if len(labels) == 2:
                weights, bias = np.vstack([-weights[0], weights[0]]) / 2, np.array([-bias[0], bias[0]]) / 2
            for label, row, b in zip(fitted.classes_, weights, bias):
                out.write(f"{kind} {label} bias {b:.2f}\n")
                out.writelines(f"{kind} {label} {n} {v:.2f}\n" for n, v in zip(names, row)
                               if abs(v) >= 0.15 and not n.startswith("seen:") and " " not in n)
    for kind in sorted({k for k, _ in right}):
        print(kind, right[kind, "n"], "before", right[kind, "now"], "fitted", right[kind, "fitted"])


main()
