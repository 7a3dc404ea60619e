"""Fits whom a pronoun means: crates/dateline-nlp/src/coref/weights.rs.

usage: chains --model accurate --asked TEXT... > asked.jsonl; fit_pronouns.py asked.jsonl ONTOGUM_CONLL_FOLDER [OUT.rs [GROUP...]]

TEXT are the raw texts of OntoGUM's documents, one file each, named as the documents are. A conditional logit over the chains before
each pronoun and "none of them"; a candidate is right when its latest mention is of the pronoun's cluster. The news is held out: it is
what `cargo xtask eval --only coref` measures; the accuracy printed is on it. With groups named (0 persons, 1 several, 2 things) the rows of the
others stay as OUT.rs has them: each answer changes the chains that later questions choose from, so that a fit of all at once moves
groups that had nothing to gain.
"""
import json
import os
import re
import sys

import numpy as np
from scipy.optimize import minimize

GROUPS = 3
L2 = 1.0
# Features that help "they" alone (five folds over all documents); the other groups do better or as well without them.
PLURAL = slice(38, 45)


def gold(path, text):
    """Mentions (start, end, cluster) in bytes."""
    out, open_, at = [], {}, 0
    for line in open(path, encoding="utf-8"):
        cols = line.rstrip("\n").split("\t")
        if len(cols) != 3:
            continue
        word = cols[1].encode()
        start = text.find(word, at)
        if start < 0 or start > at + 40:
            continue
        at = start + len(word)
        for mark in re.findall(r"\(\d+\)|\(\d+|\d+\)", cols[2]):
            number = int(re.sub(r"\D", "", mark))
            if mark.startswith("("):
                open_.setdefault(number, []).append(start)
            if mark.endswith(")") and open_.get(number):
                out.append((open_[number].pop(), at, number))
    return out


def alike(a, b):
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def cluster(span, mentions):
    best = max(mentions, key=lambda m: alike(span, m), default=None)
    return best[2] if best and alike(span, best) >= 0.5 else None


def load(path, folder):
    docs, out = {}, []
    for line in open(path, encoding="utf-8"):
        q = json.loads(line)
        name = os.path.basename(q["id"])[:-4]
        if name not in docs:
            text = open(q["id"], "rb").read()
            docs[name] = gold(os.path.join(folder, name + ".conll"), text)
        mentions = docs[name]
        own = cluster(q["at"], mentions)
        right = [i for i, (at, _) in enumerate(q["rows"]) if own is not None and cluster(at, mentions) == own]
        q["right"] = right or [len(q["rows"])]
        q["known"] = own is not None
        q["x"] = np.array([f for _, f in q["rows"]], dtype=float)
        q["z"] = np.array(q["none"] + [1.0], dtype=float)
        if q["group"] != 1:
            q["z"][:-1] = 0
            if len(q["x"]):
                q["x"][:, PLURAL] = 0
        q["news"] = name.startswith("GUM_news")
        out.append(q)
    return out


def fit(qs):
    n = len(next(q["x"][0] for q in qs if len(q["x"])))
    m = len(qs[0]["z"])
    blocks, starts, good = [], [0], []
    for q in qs:
        k = len(q["x"])
        block = np.zeros((k + 1, n + m))
        if k:
            block[:k, :n] = q["x"]
        block[k, n:] = q["z"]
        blocks.append(block)
        good.extend(1.0 if i in q["right"] else 0.0 for i in range(k + 1))
        starts.append(starts[-1] + k + 1)
    x, starts, good = np.vstack(blocks), np.array(starts), np.array(good)
    owner = np.repeat(np.arange(len(qs)), np.diff(starts))

    def loss(w):
        s = x @ w
        top = np.maximum.reduceat(s, starts[:-1])
        e = np.exp(s - top[owner])
        total = np.add.reduceat(e, starts[:-1])
        fine = np.add.reduceat(e * good, starts[:-1])
        p, r = e / total[owner], e * good / fine[owner]
        return (np.log(total) - np.log(fine)).sum() + 0.5 * L2 * (w * w).sum(), x.T @ (p - r) + L2 * w

    w = minimize(loss, np.zeros(n + m), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return w[:n], w[n:]


def answer(q, w, none):
    if not len(q["x"]):
        return 0
    s = list(q["x"] @ w) + [q["z"] @ none]
    return int(np.argmax(s))


def bar(w, none, qs):
    """The bar that gives the best F1: chains know few things, so that "none" is too common among the questions. Of those that are as
    good within a hundredth, the highest, which answers least: a wrong antecedent costs an event more than a missing one."""
    asked = sum(q["known"] for q in qs)
    tried = []
    for step in range(0, 61):
        value = none.copy()
        value[-1] -= step / 10
        answers = [(answer(q, w, value), q) for q in qs]
        given = [(a, q) for a, q in answers if a < len(q["x"])]
        right = sum(a in q["right"] for a, q in given)
        tried.append((2 * right / max(1, len(given) + asked), value))
    best = max(t[0] for t in tried)
    f1, value = next(t for t in tried if t[0] >= 0.99 * best)
    print(f"  bar {value[-1]:.2f} for {none[-1]:.2f}, F1 {f1:.3f} (best {best:.3f})")
    return value


def keep(fitted, path, groups):
    """Puts the written rows of the groups that are not to be fitted anew in place of the fitted ones."""
    if not groups:
        return
    text = open(path, encoding="utf-8").read()
    rows = [[float(v) for v in m.split(", ")] for m in re.findall(r"^    \[(.*)\],$", text, re.M)]
    bars = [float(v) for v in re.search(r"NONE: .*= \[(.*)\];", text).group(1).split(", ")]
    for g in range(GROUPS):
        if g not in groups:
            fitted[g] = (np.array(rows[g]), np.array(rows[GROUPS + g] + [bars[g]]))


def main():
    qs = load(sys.argv[1], sys.argv[2])
    fitted = []
    for group in range(GROUPS):
        mine = [q for q in qs if q["group"] == group]
        w, none = fit([q for q in mine if not q["news"]])
        for kind, held in (("fitted on", [q for q in mine if not q["news"]]), ("news", [q for q in mine if q["news"]])):
            linked = [q for q in held if q["known"] and q["right"] != [len(q["rows"])]]
            ok = sum(answer(q, w, none) in q["right"] for q in held)
            right = sum(answer(q, w, none) in q["right"] for q in linked)
            print(f"group {group}, {kind}: {ok / max(1, len(held)):.3f} of {len(held)}, "
                  f"{right / max(1, len(linked)):.3f} of {len(linked)} with an antecedent among the candidates")
        none = bar(w, none, [q for q in mine if not q["news"]])
        fitted.append((w, none))
    if len(sys.argv) < 4:
        return
    keep(fitted, sys.argv[3], [int(g) for g in sys.argv[4:]])
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        out.write("//! Weights of the choice of an antecedent, written by `training/actors/fit_pronouns.py`; not by hand.\n\n")
        out.write("use super::antecedent::{FEATURES, GROUPS, NONE_FEATURES};\n\n")
        out.write("// A weight may happen to be near a number that has a name.\n#[allow(clippy::approx_constant)]\n#[rustfmt::skip]\n")
        out.write("pub(super) const WEIGHTS: [[f32; FEATURES]; GROUPS] = [\n")
        for w, _ in fitted:
            out.write("    [" + ", ".join(f"{v:.4f}" for v in w) + "],\n")
        out.write("];\n/// What the best candidate must exceed.\n")
        out.write("pub(super) const NONE: [f32; GROUPS] = [" + ", ".join(f"{n[-1]:.4f}" for _, n in fitted) + "];\n")
        out.write("/// What speaks for none of them.\n#[rustfmt::skip]\npub(super) const NONE_WEIGHTS: [[f32; NONE_FEATURES]; GROUPS] = [\n")
        for _, n in fitted:
            out.write("    [" + ", ".join(f"{v:.4f}" for v in n[:-1]) + "],\n")
        out.write("];\n")


main()
