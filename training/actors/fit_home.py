"""Fits which state is meant by words that name none: crates/dateline-nlp/src/actor/weights.rs.

usage: actors --asked GOLD... > asked.jsonl; fit_home.py asked.jsonl [OUT.rs]

A conditional logit over the candidates of each question and "none", with weights that all kinds of description share and weights
of each kind on top, both held small. Prints the accuracy out of fold (eight folds of whole documents); without OUT nothing is written.
"""
import collections
import hashlib
import json
import sys

import numpy as np
from scipy.optimize import minimize

GROUPS = 5
L2 = 1.0
L2_GROUP = 8.0
L2_ROLE = 1.5
# A role noun gets a weight of its own from so many questions on.
LEAST = 4


def load(path):
    out = []
    for line in open(path, encoding="utf-8"):
        q = json.loads(line)
        names = [c for c, _ in q["rows"]]
        if q["gold"] is not None and q["gold"] not in names:
            q["right"] = None
        else:
            q["right"] = len(names) if q["gold"] is None else names.index(q["gold"])
        q["x"] = np.array([f for _, f in q["rows"]], dtype=float).reshape(len(names), -1)
        q["z"] = np.array(q["none"], dtype=float)
        q["fold"] = int(hashlib.md5(q["doc"].encode()).hexdigest(), 16) % 8
        out.append(q)
    return out


def roles_of(qs):
    count = collections.Counter(q["role"] for q in qs if q["role"])
    return sorted(r for r, k in count.items() if k >= LEAST)


def pack(qs, n, m, roles):
    """Design by blocks: every candidate is a row of shared and group features."""
    size = (GROUPS + 1) * (n + m) + len(roles)
    column = {r: (GROUPS + 1) * (n + m) + i for i, r in enumerate(roles)}
    rows, starts, right = [], [0], []
    for q in qs:
        k = len(q["x"])
        block = np.zeros((k + 1, size))
        for g in (q["group"], GROUPS):
            if k:
                block[:k, g * n:(g + 1) * n] = q["x"]
            off = (GROUPS + 1) * n + g * m
            block[k, off:off + m] = q["z"]
        if q["role"] in column:
            block[k, column[q["role"]]] = 1
        rows.append(block)
        starts.append(starts[-1] + k + 1)
        right.append(q["right"])
    return np.vstack(rows), np.array(starts), right


def fit(qs, n, m):
    qs = [q for q in qs if q["right"] is not None]
    roles = roles_of(qs)
    x, starts, right = pack(qs, n, m, roles)
    at = starts[:-1] + np.array(right)
    count = np.diff(starts)
    owner = np.repeat(np.arange(len(qs)), count)
    l2 = np.concatenate([
        np.repeat([L2_GROUP] * GROUPS + [L2], n), np.repeat([L2_GROUP] * GROUPS + [L2], m),
        np.repeat(L2_ROLE, len(roles))])

    def loss(w):
        s = x @ w
        top = np.maximum.reduceat(s, starts[:-1])
        e = np.exp(s - top[owner])
        total = np.add.reduceat(e, starts[:-1])
        p = e / total[owner]
        value = -(s[at] - top - np.log(total)).sum() + 0.5 * (l2 * w * w).sum()
        p[at] -= 1
        return value, x.T @ p + l2 * w

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return w, dict(zip(roles, w[(GROUPS + 1) * (n + m):]))


def right(qs, fitted, n, m):
    w, roles = fitted
    ok = 0
    for q in qs:
        g = q["group"]
        wx = w[g * n:(g + 1) * n] + w[GROUPS * n:(GROUPS + 1) * n]
        off = (GROUPS + 1) * n
        wz = w[off + g * m:off + (g + 1) * m] + w[off + GROUPS * m:off + (GROUPS + 1) * m]
        s = list(q["x"] @ wx) + [q["z"] @ wz + roles.get(q["role"], 0.0)]
        ok += q["right"] is not None and int(np.argmax(s)) == q["right"]
    return ok


def table(name, kind, w, columns):
    rows = []
    for g in range(GROUPS + 1):
        row = ", ".join(f"{v:.3f}" for v in w[g * columns:(g + 1) * columns])
        rows.append(f"    [{row}],")
    return f"#[rustfmt::skip]\npub(crate) const {name}: [[f32; {kind}]; GROUPS + 1] = [\n" + "\n".join(rows) + "\n];\n"


def main():
    qs = load(sys.argv[1])
    n, m = qs[0]["x"].shape[1], len(qs[0]["z"])
    print(f"{len(qs)} questions, {sum(q['right'] is not None for q in qs)} with the answer among the candidates")
    ok = total = 0
    for fold in range(8):
        held = [q for q in qs if q["fold"] == fold]
        w = fit([q for q in qs if q["fold"] != fold], n, m)
        ok += right(held, w, n, m)
        total += len(held)
    print(f"out of fold: {ok / total:.4f} ({ok} of {total})")
    if len(sys.argv) < 3:
        return
    w, roles = fit(qs, n, m)
    print(f"in sample: {right(qs, (w, roles), n, m) / len(qs):.4f}")
    off = (GROUPS + 1) * n
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("//! Weights of the choice of a state, written by `training/actors/fit_home.py`; not by hand.\n\n")
        out.write("use super::home::{FEATURES, NONE_FEATURES};\n\n")
        out.write("/// Kinds of descriptions that have weights of their own, on top of those that all share (the last row).\n")
        out.write(f"pub(crate) const GROUPS: usize = {GROUPS};\n\n")
        out.write(table("WEIGHTS", "FEATURES", w[:off], n))
        out.write("\n" + table("NONE_WEIGHTS", "NONE_FEATURES", w[off:off + (GROUPS + 1) * m], m))
        rows = "".join(f'    ("{r}", {v:.3f}),\n' for r, v in sorted(roles.items(), key=lambda x: x[0].encode()))
        out.write("\n/// What a role noun says for no state.\n#[rustfmt::skip]\n")
        out.write(f"pub(crate) const NONE_ROLES: &[(&str, f32)] = &[\n{rows}];\n")


main()
