"""Fits who takes part on which side: weights-cast.txt.

usage: fit_cast.py SCORER_FOLDER OUT SEEN[,SEEN...] GOLD.jsonl...

SEEN is what `code --seen` prints for the training set, once for each size of the model. Two stages, so that the documents that the
encoder saw, where its pointers are too good, teach all the same what tree, frame and knowledge tell: the first is fitted on all
documents without what rests on the pointers, the second on the unseen ones with it and the first one's sums. Both are linear, so one
weight for each feature and side is written.
"""
import collections
import itertools
import json
import re
import sys

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from common import countries, fold, held, load_gold, plover_type, spans

sys.path.insert(0, sys.argv[1])
import score_events as scorer  # noqa: E402

LEAST, FIRST_C, SECOND_C, FOLDS = 6, 0.3, 0.03, 4
POINTED = {"pa", "pr", "ps", "pl", "pa.top", "pr.top", "silent", "no.a", "no.r", "same.a", "same.r", "conj.a", "conj.r",
           "joined.a", "joined.r"}


def pointed(name):
    """Whether a feature rests on the model's pointers."""
    return name in POINTED or name.startswith(("now.", "earlier.no"))


def gold_of(seen, where):
    """The gold record at the trigger that shares most countries."""
    have = countries(seen["actors"] + seen["recipients"] + [p for m in seen["parts"] for p in m["people"]])
    best = None
    for start, end, e in where:
        if not start <= seen["at"] < end or plover_type(e) != plover_type(seen) and e["type"] != seen["type"]:
            continue
        want = countries(e["actors"] + e["recipients"])
        value = 2 * len(want & have) - 0.1 * abs(len(want) - len(have)) + (e["status"] == seen["status"])
        if best is None or value > best[0]:
            best = (value, e)
    return best and best[1]


def labels(parts, side):
    """1 for who stands on that side; None for a word of the sentence before where the sentence names somebody of that state.

    Another word of a state whose own word stands there is wrong: one word of a state is chosen, and it should be the right one.
    """
    want = countries(side)
    texts = [(set(re.findall(r"\w+", p["text"].lower())), p.get("country")) for p in side if p["text"]]
    told, named = [], set()
    for m in parts:
        own = countries(m["people"])
        match = any(m["text"].lower() in words and (not own or country is None or country in own) for words, country in texts)
        told.append((match, own))
        named |= own if match else set()
    # Whom the sentence names is not looked for in the one before.
    here = any(m["here"] and own & want for m, (_, own) in zip(parts, told))
    out = [1 if match else 0 if not own & want else 0 if own & want <= named else 1 for match, own in told]
    return [None if y and here and not m["here"] else y for y, m in zip(out, parts)]


def load(files, gold):
    rows = []
    for path in files:
        for line in open(path, encoding="utf-8"):
            r = json.loads(line)
            doc_id = r["doc_id"]
            live = [e for e in gold[doc_id]["events"] if e["status"] in scorer.LIVE]
            pair = {j: a for a, j in scorer.align(live, r["events"])}
            where = spans(gold[doc_id])
            for s in r["seen"]:
                number = int(s["outcome"][7:-1]) if s["outcome"].startswith("Record(") else -1
                e = live[pair[number]] if number in pair else gold_of(s, where)
                if e and s["parts"]:
                    rows.append((doc_id, {k: s[k] for k in ("type", "status", "actors", "recipients", "parts")}, e))
    return rows


def chosen(parts, probabilities, floors, more):
    """As `cast::choose` in the coder does."""
    sides = []
    for side in (0, 1):
        order = [n for n, p in enumerate(probabilities)
                 if (p[side] > p[1 - side] or side == 0 and p[0] == p[1]) and p[side] >= floors[side]]
        if any(parts[n]["here"] for n in order):
            order = [n for n in order if parts[n]["here"]]
        order.sort(key=lambda n: (-probabilities[n][side], n))
        taken = []
        for n in order:
            one = parts[n]
            beside = any(one["joined"] == parts[t]["head"] or parts[t]["joined"] == one["head"]
                         or one["joined"] is not None and one["joined"] == parts[t]["joined"] for t in taken)
            state = next((p["country"] for p in one["people"] if p["country"]), None)
            told = any(p["country"] == state for t in taken for p in parts[t]["people"])
            if not taken or probabilities[n][side] >= more[side] and (beside or not told):
                taken.append(n)
        sides.append([n in taken for n in range(len(parts))])
    return sides


def right(row, probabilities, floors, more):
    _, s, e = row
    a, r = ([p for m, ok in zip(s["parts"], side) if ok for p in m["people"]]
            for side in chosen(s["parts"], probabilities, floors, more))
    if not a and all(p["text"] is None for p in s["actors"]):
        a = s["actors"]
    return scorer.roles_equal(e, dict(s, actors=a, recipients=r))


def fit(X, y, C):
    return LogisticRegression(C=C, solver="liblinear", max_iter=300).fit(X, y)


def main():
    gold = load_gold(sys.argv[4:])
    rows = load(sys.argv[3].split(","), gold)
    flat = [(k, m) for k, (_, s, _) in enumerate(rows) for m in s["parts"]]
    count = collections.Counter(n for _, m in flat for n, _ in m["features"])
    names = [n for n, k in sorted(count.items()) if k >= LEAST and n != "bias"]
    index = {n: j for j, n in enumerate(names)}
    cells = [(i, index[n], v) for i, (_, m) in enumerate(flat) for n, v in m["features"] if n in index]
    i, j, v = zip(*cells)
    X = csr_matrix((v, (i, j)), shape=(len(flat), len(names)))
    both = [[-1 if t is None else t for _, s, e in rows for t in labels(s["parts"], e[side])] for side in ("actors", "recipients")]
    Y = np.array(both).T
    unseen = np.array([held(rows[k][0]) for k, _ in flat])
    groups = np.array([fold(rows[k][0]) % FOLDS for k, _ in flat])
    first = [j for j, n in enumerate(names) if not pointed(n)]
    second = [j for j, n in enumerate(names) if pointed(n)]
    # Sums of the first stage, out of fold; the last round takes all.
    sums, P, ends = np.zeros((len(flat), 2)), np.zeros((len(flat), 2)), []
    F, S = X[:, first].tocsr(), X[:, second].tocsr()
    for side in (0, 1):
        y = Y[:, side]
        for f in range(FOLDS):
            train = (groups != f) & (y >= 0)
            sums[groups == f, side] = fit(F[train], y[train], FIRST_C).decision_function(F[groups == f])
    E = hstack([S, csr_matrix(sums)]).tocsr()
    for side in (0, 1):
        y = Y[:, side]
        for f in range(FOLDS):
            train, test = (groups != f) & (y >= 0) & unseen, (groups == f) & unseen
            P[test, side] = fit(E[train], y[train], SECOND_C).predict_proba(E[test])[:, 1]
        train = y >= 0
        ends.append((fit(F[train], y[train], FIRST_C), fit(E[train & unseen], y[train & unseen], SECOND_C)))
    tests, at = [], 0
    for row in rows:
        n = len(row[1]["parts"])
        if held(row[0]):
            tests.append((row, P[at:at + n].tolist()))
        at += n
    now = sum(scorer.roles_equal(e, s) for (_, s, e), _ in tests)
    best = (0,)
    for a, r in itertools.product((0.3, 0.4, 0.5), (0.2, 0.3, 0.4, 0.5)):
        for more in itertools.product((0.5, 0.6, 0.7), (0.6, 0.7, 0.8)):
            best = max(best, (sum(right(row, p, (a, r), more) for row, p in tests), (a, r), more))
    print("words", len(flat), "unseen records", len(tests), "right before", now, "fitted", *best)
    bias, weights = np.zeros(2), np.zeros((len(names), 2))
    for side, (_, last) in enumerate(ends):
        coef = last.coef_[0]
        weights[second, side] = coef[:len(second)]
        bias[side] = last.intercept_[0]
        for other in (0, 1):
            scale = coef[len(second) + other]
            weights[first, side] += scale * ends[other][0].coef_[0]
            bias[side] += scale * ends[other][0].intercept_[0]
    with open(sys.argv[2], "w") as out:
        out.write(f"bias {bias[0]:.2f} {bias[1]:.2f}\n")
        out.writelines(f"{n} {a:.2f} {r:.2f}\n" for n, (a, r) in zip(names, weights) if max(abs(a), abs(r)) >= 0.08)


main()
