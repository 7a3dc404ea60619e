"""Fits who takes part on which side: weights-cast.txt.

usage: fit_cast.py SCORER_FOLDER OUT SEEN[,SEEN...] GOLD.jsonl...

SEEN is what `code --seen` prints for the training set, once for each size of the model. Two stages, so that the documents that the
encoder saw, where its pointers are too good, teach all the same what tree, frame and knowledge tell: the first is fitted on all
documents without what rests on the pointers, the second on the unseen ones with it and the first one's sums. Both are linear, so one
weight for each feature and side is written.
"""
import collections
import itertools
import re
import sys

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from common import countries, fold, held, load_gold, paired

sys.path.insert(0, sys.argv[1])
import score_events as scorer  # noqa: E402

# What several do with each other: who takes part is chosen before the sides.
MUTUAL = {"CONSULT", "AGREE", "COOPERATE"}
SIDES = (0, 1, 2)  # actors, recipients, taking part at all
LEAST, FIRST_C, SECOND_C, FOLDS = 6, 0.1, 0.01, 4
POINTED = {"pa", "pr", "ps", "pl", "pa.top", "pr.top", "silent", "same.a", "same.r", "conj.a", "conj.r",
           "joined.a", "joined.r"}


def pointed(name):
    """Whether a feature rests on the model's pointers."""
    return name in POINTED or name.startswith(("now.", "earlier.no", "no.a", "no.r"))


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
    keep = ("type", "status", "actors", "recipients", "parts")
    return [(doc_id, {k: s[k] for k in keep}, e) for path in files for doc_id, _, s, e in paired(path, gold, scorer, "parts")]


def taken(parts, order, p, floor, more):
    """As `cast::taken` in the coder does."""
    order = [n for n in order if p[n] >= floor]
    if any(parts[n]["here"] for n in order):
        order = [n for n in order if parts[n]["here"]]
    out = []
    for n in sorted(order, key=lambda n: (-p[n], n)):
        one = parts[n]
        beside = any(one["joined"] == parts[t]["head"] or parts[t]["joined"] == one["head"]
                     or one["joined"] is not None and one["joined"] == parts[t]["joined"] for t in out)
        state = next((p["country"] for p in one["people"] if p["country"]), None)
        told = any(p["country"] == state for t in out for p in parts[t]["people"])
        if not out or p[n] >= more and (beside or not told):
            out.append(n)
    return out


def chosen(s, probabilities, floors, more):
    """As `cast::choose` in the coder does, but for two words for one person."""
    parts, every = s["parts"], range(len(s["parts"]))
    side_of = [int(p[1] > p[0]) for p in probabilities]
    if s["type"] in MUTUAL:
        some = taken(parts, every, [p[2] for p in probabilities], floors[2], more[2])
        return [[n for n in some if side_of[n] == side] for side in (0, 1)]
    return [taken(parts, [n for n in every if side_of[n] == side], [p[side] for p in probabilities], floors[side], more[side])
            for side in (0, 1)]


def right(row, probabilities, floors, more):
    _, s, e = row
    a, r = ([p for n in side for p in s["parts"][n]["people"]] for side in chosen(s, probabilities, floors, more))
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
    both = [[-1 if t is None else t for _, s, e in rows for t in labels(s["parts"], [p for k in side for p in e[k]])] for side in (("actors",), ("recipients",), ("actors", "recipients"))]
    Y = np.array(both).T
    unseen = np.array([held(rows[k][0]) for k, _ in flat])
    groups = np.array([fold(rows[k][0]) % FOLDS for k, _ in flat])
    first = [j for j, n in enumerate(names) if not pointed(n)]
    second = [j for j, n in enumerate(names) if pointed(n)]
    # Sums of the first stage, out of fold; the last round takes all.
    sums, P, ends = np.zeros((len(flat), 3)), np.zeros((len(flat), 3)), []
    F, S = X[:, first].tocsr(), X[:, second].tocsr()
    for side in SIDES:
        y = Y[:, side]
        for f in range(FOLDS):
            train = (groups != f) & (y >= 0)
            sums[groups == f, side] = fit(F[train], y[train], FIRST_C).decision_function(F[groups == f])
    E = hstack([S, csr_matrix(sums)]).tocsr()
    for side in SIDES:
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
    pairs, others = [[t for t in tests if (t[0][1]["type"] in MUTUAL) == mutual] for mutual in (True, False)]
    best = {}
    for a, r in itertools.product((0.2, 0.3, 0.4, 0.5), repeat=2):
        for more in itertools.product((0.5, 0.6, 0.7), (0.6, 0.7, 0.8)):
            value = sum(right(row, p, (a, r, 0), (*more, 0)) for row, p in others), (a, r), more
            best["sides"] = max(best.get("sides", (0,)), value)
    for floor, more in itertools.product((0.2, 0.3, 0.4), (0.35, 0.4, 0.45, 0.5)):
        value = sum(right(row, p, (0, 0, floor), (0, 0, more)) for row, p in pairs), floor, more
        best["mutual"] = max(best.get("mutual", (0,)), value)
    print("words", len(flat), "unseen records", len(tests), "right before", now, "fitted", best["sides"][0] + best["mutual"][0], best)
    bias, weights = np.zeros(3), np.zeros((len(names), 3))
    for side, (_, last) in enumerate(ends):
        coef = last.coef_[0]
        weights[second, side] = coef[:len(second)]
        bias[side] = last.intercept_[0]
        for other in SIDES:
            scale = coef[len(second) + other]
            weights[first, side] += scale * ends[other][0].coef_[0]
            bias[side] += scale * ends[other][0].intercept_[0]
    with open(sys.argv[2], "w") as out:
        out.write(f"bias {bias[0]:.2f} {bias[1]:.2f} {bias[2]:.2f}\n")
        out.writelines(f"{n} {a:.2f} {r:.2f} {u:.2f}\n" for n, (a, r, u) in zip(names, weights) if max(abs(a), abs(r), abs(u)) >= 0.08)


main()
