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
    ok = 0
    for k in range(5):
        w = fit(design([r for r in train if fold[r["id"]] != k], names), ridge)
        ok += right(design([r for r in train if fold[r["id"]] == k], names), w)
    print(f"# folds {ok}/{len(train)} = {ok / len(train):.4f}", file=sys.stderr)
    w = fit(design(train, names), ridge)
    for part, rows in (("train", train), ("dev", dev)):
        if rows:
            d = design(rows, names)
            print(f"# {part}: {right(d, w)}/{len(rows)}, covered {int(d[1].any(1).sum())}", file=sys.stderr)
    print("# Which of the dates around a trigger dates it (src/dates/rank.rs); fitted by training/events/fit_dates.py on the training events.")
    for n, v in zip(names, w):
        print(f"{n} {v:.4f}")


main()
