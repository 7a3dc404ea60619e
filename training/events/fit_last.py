"""Fits whether a finished record stands beside the others of its article: `last.*` of weights-last.txt.

usage: fit_last.py SCORER_FOLDER SEEN OUT GOLD.jsonl...

SEEN is what `code --seen` prints for the training set with a weight file that says `last.threshold -9` and `last.unweighed 0`, so
that nothing is dropped. A record is right if the scorer pairs it with gold. Documents that the encoder saw take part with features of
their own (`seen.*`) for what rests on its certainty.
"""
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from common import calibration, fold, held, load_gold, matrix, out_of_fold

sys.path.insert(0, sys.argv[1])
import score_events as scorer  # noqa: E402

C = 0.1
# Chosen by hand: no headlines without a text, too few passages without a headline, and too few pairs, to fit them.
WITHOUT = ("last.bias", "last.passage.rivals", "last.pair", "last.headline")


def main():
    gold, rows = load_gold(sys.argv[4:]), []
    for line in open(sys.argv[2], encoding="utf-8"):
        r = json.loads(line)
        doc_id = r["doc_id"]
        live = [e for e in gold[doc_id]["events"] if e["status"] in scorer.LIVE]
        told = [j for j, e in enumerate(r["events"]) if e["status"] in scorer.LIVE and r["last"][j]]
        right = {told[b] for _, b in scorer.align(live, [r["events"][j] for j in told])}
        for j in told:
            f = dict(r["last"][j])
            if not held(doc_id):
                f.update({"seen.bias": 1, "seen.first": f.get("last.first", 0)})
                f.update({f"seen.{n}": f[n] for n in ("last.model", "last.lexicon") if n in f})
            rows.append((doc_id, f, int(j in right)))
    names, X = matrix([r[1] for r in rows], 12, WITHOUT)
    y, groups = np.array([r[2] for r in rows]), np.array([fold(r[0]) for r in rows])
    unseen = np.array([held(r[0]) for r in rows])
    p = out_of_fold(X, y, groups, C)[unseen]
    first, want = X[unseen, names.index("last.first")], y[unseen]
    print("rows", len(y), "unseen", len(p), "AUC before", roc_auc_score(want, first), "after", roc_auc_score(want, p),
          "log loss", log_loss(want, p), "calibration error", calibration(p, want))
    fitted = LogisticRegression(C=C, max_iter=3000).fit(X, y)
    with open(sys.argv[3], "w") as out:
        out.write(f"last.bias {fitted.intercept_[0]:.3f}\n")
        out.writelines(f"{n} {v:.3f}\n" for n, v in zip(names, fitted.coef_[0])
                       if not n.startswith("seen"))


main()
