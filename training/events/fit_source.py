"""Fits whether the article credits somebody with an event: `src.*` of weights-source.txt.

usage: fit_source.py SCORER_FOLDER SEEN[,SEEN...] OUT GOLD.jsonl...

SEEN is what `code --seen` prints for the training set with `src.threshold 0`. A row is somebody who may be credited; it is right if the scorer takes it for
the source that the gold record names. Documents that the encoder saw take part with features of their own (`seen.*`) for its
pointers, which are too good there; these are not written.
"""
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

from common import calibration, fold, held, load_gold, matrix, out_of_fold, paired

sys.path.insert(0, sys.argv[1])
import score_events as scorer  # noqa: E402

C, LEAST, THRESHOLDS = 0.1, 10, (0, 0.15, 0.2, 0.25, 0.3, 0.35)


def main():
    gold, rows, events = load_gold(sys.argv[4:]), [], []
    for path in sys.argv[2].split(","):
        for doc_id, _, s, e in paired(path, gold, scorer, "parts"):
            want = e.get("attribution")
            events.append((doc_id, want, s["attribution"], len(rows), len(s["credits"]), s["outcome"].startswith("Record(")))
            for row in s["credits"]:
                f = dict(row["features"])
                if not held(doc_id):
                    f.update({"seen.bias": 1, "seen.ps": f.get("src.ps", 0), "seen.pointed": f.get("src.by.pointed", 0),
                              "seen.beside": f.get("src.beside.pointed", 0)})
                rows.append((doc_id, f, int(bool(want) and scorer.same_source(want, row["text"])), row["text"]))
    names, X = matrix([r[1] for r in rows], LEAST, ("src.bias",))
    y, groups = np.array([r[2] for r in rows]), np.array([fold(r[0]) for r in rows])
    p = out_of_fold(X, y, groups, C)
    unseen = np.array([held(r[0]) for r in rows])
    print("rows", len(y), "unseen", unseen.sum(), "calibration error", calibration(p[unseen], y[unseen]))
    for threshold in THRESHOLDS:
        before = after = n = 0
        for doc_id, want, now, at, many, told in events:
            if held(doc_id) and told:
                own = [p[i] for i in range(at, at + many) if rows[i][3] == now]
                n += 1
                before += scorer.same_source(want, now)
                after += scorer.same_source(want, None if own and max(own) < threshold else now)
        print("dropped below", threshold, ": unseen", n, "right before", before, "then", after)
    fitted = LogisticRegression(C=C, max_iter=3000).fit(X, y)
    with open(sys.argv[3], "w") as out:
        out.write(f"src.bias {fitted.intercept_[0]:.3f}\n")
        out.writelines(f"{n} {v:.3f}\n" for n, v in zip(names, fitted.coef_[0]) if abs(v) > 0.02 and not n.startswith("seen"))


main()
