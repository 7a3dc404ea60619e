#!/usr/bin/env python3
"""Fits the choice of an event's date (crates/dateline-events/data/weights-dates.txt): a conditional logit over the candidates of each
training event whose right date is among them. Input: the lines of `cargo run --profile eval -p dateline-pipeline --example dates
-- --rows GOLD`, one JSON object {"id", "want", "rows": [{"w", "f"}]} for each event with a date. Five folds by document, then all."""
import json
import sys

import numpy as np


def load(path):
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    return [r for r in rows if r["rows"]]


EVIDENCE = ("date.evidence", "date.evidence.only", "date.evidence.elsewhere", "date.outside")
CLAUSE = ("date.clause", "date.governed", "date.under", "date.shared")
ELSEWHERE = ("date.back", "date.echo", "date.lead", "date.dateline", "date.later", "date.anchor")


def clause_only(row):
    """The event as the coder has it: its words are no more than the clause of its trigger."""
    rows = [{"w": c["w"], "f": {n: v for n, v in c["f"].items() if n not in EVIDENCE}} for c in row["rows"]]
    own = [c["f"] for c in rows if "date.own" in c["f"]]
    told = [any(n in f for n in CLAUSE) for f in own]
    for f, inside in zip(own, told):
        if inside:
            f["date.evidence"] = 1.0
            if sum(told) == 1:
                f["date.evidence.only"] = 1.0
        elif any(told):
            f["date.evidence.elsewhere"] = 1.0
    if own and not any(told):
        for c in rows:
            if any(n in c["f"] for n in ELSEWHERE):
                c["f"]["date.outside"] = 1.0
    return {**row, "rows": rows}


def design(rows, names):
    """Candidates of each event padded to the same number: features, which are right, which are there."""
    index = {n: i for i, n in enumerate(names)}
    most = max(len(r["rows"]) for r in rows)
    x = np.zeros((len(rows), most, len(names)), dtype=np.float32)
    y = np.zeros((len(rows), most), dtype=bool)
    there = np.zeros((len(rows), most), dtype=bool)
    for k, r in enumerate(rows):
        for i, c in enumerate(r["rows"]):
            there[k, i] = True
            y[k, i] = c["w"] == r["want"]
            for n, v in c["f"].items():
                if n in index:
                    x[k, i, index[n]] = v
    return x, y, there


def fit(data, ridge, steps=250, rate=0.5):
    x, y, there = data
    use = y.any(1) & (there & ~y).any(1)
    x, y, there = x[use], y[use], there[use]
    flat = x.reshape(-1, x.shape[2])
    w = np.zeros(x.shape[2], dtype=np.float32)
    g2 = np.full(x.shape[2], 1e-8, dtype=np.float32)
    for _ in range(steps):
        s = np.where(there, x @ w, -1e9)
        p = np.exp(s - s.max(1, keepdims=True)) * there
        p /= p.sum(1, keepdims=True)
        q = p * y
        q /= np.maximum(q.sum(1, keepdims=True), 1e-12)
        g = flat.T @ (p - q).reshape(-1) / len(x) + ridge * w
        g2 += g * g
        w -= rate * g / np.sqrt(g2)
    return w


def right(data, w):
    x, y, there = data
    best = np.where(there, x @ w, -1e9).argmax(1)
    return int(y[np.arange(len(y)), best].sum())


def main():
    train = load(sys.argv[1])
    dev = load(sys.argv[2]) if len(sys.argv) > 2 else []
    names = sorted({n for r in train for c in r["rows"] for n in c["f"]})
    docs = sorted({r["id"] for r in train})
    fold = {d: i % 5 for i, d in enumerate(docs)}
    ridge = 0.0005
    ok = as_coded = 0
    for k in range(5):
        here = [r for r in train if fold[r["id"]] != k]
        w = fit(design(here + [clause_only(r) for r in here], names), ridge)
        left = [r for r in train if fold[r["id"]] == k]
        ok += right(design(left, names), w)
        as_coded += right(design([clause_only(r) for r in left], names), w)
    n = len(train)
    print(f"# folds {ok}/{n} = {ok / n:.4f}; by the clause alone {as_coded}/{n} = {as_coded / n:.4f}", file=sys.stderr)
    # Each event twice: with the words that the annotators gave it, and with those that the coder would.
    w = fit(design(train + [clause_only(r) for r in train], names), ridge)
    for part, rows in (("train", train), ("dev", dev)):
        if rows:
            d = design(rows, names)
            print(f"# {part}: {right(d, w)}/{len(rows)}, covered {int(d[1].any(1).sum())}", file=sys.stderr)
    print("# Which of the dates around a trigger dates it (src/dates/rank.rs); fitted by training/events/fit_dates.py on the training events.")
    for n, v in zip(names, w):
        print(f"{n} {v:.4f}")


main()
