"""Fits who is meant on a side that a clause leaves empty: `far.a.*` and `far.r.*` of weights-afar.txt.

usage: fit_afar.py SCORER_FOLDER SEEN OUT GOLD.jsonl...

SEEN is what `code --seen` prints for the training set; SCORER_FOLDER holds score_events.py, whose pairing of records with
gold is used. Documents that the encoder saw take part with features of their own (`seen.*`) for its pointers, which are
too good there; these are not written.
"""
import collections
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

from common import countries, fold, held, load_gold, matrix, out_of_fold, paired

sys.path.insert(0, sys.argv[1])
import score_events as scorer  # noqa: E402

C = 0.1


def main():
    gold, rows = load_gold(sys.argv[4:]), collections.defaultdict(list)
    for doc_id, n, s, e in paired(sys.argv[2], gold, scorer, "meant"):
        for m in s["meant"]:
            f, letter = dict(m["features"]), "a" if m["side"] == "Actors" else "r"
            if not held(doc_id):
                for name in ("pa", "pr"):
                    f[f"seen.{name}"] = f.get(f"far.{letter}.{name}", 0)
                f["seen.bias"] = 1
            want = countries(e["actors" if m["side"] == "Actors" else "recipients"])
            rows[letter].append((doc_id, n, f, int(bool(countries(m["people"]) & want))))
    with open(sys.argv[3], "w") as out:
        for letter, side in sorted(rows.items()):
            names, X = matrix([r[2] for r in side], 8, (f"far.{letter}.bias",))
            y, groups = np.array([r[3] for r in side]), np.array([fold(r[0]) for r in side])
            p, best = out_of_fold(X, y, groups, C), {}
            for r, q in zip(side, p):
                if held(r[0]) and q > best.get(r[:2], (0, 0))[0]:
                    best[r[:2]] = (q, r[3])
            told = [f"{t}: {sum(v for q, v in best.values() if q >= t)} of {sum(q >= t for q, _ in best.values())}"
                    for t in (0.4, 0.45, 0.5, 0.6)]
            print(letter, len(y), "rows; unseen documents, right at", "; ".join(told))
            fitted = LogisticRegression(C=C, max_iter=3000).fit(X, y)
            out.write(f"far.{letter}.bias {fitted.intercept_[0]:.3f}\n")
            out.writelines(f"{n} {v:.3f}\n" for n, v in zip(names, fitted.coef_[0])
                           if abs(v) > 0.02 and not n.startswith("seen"))


main()
