"""Sentences to tensors: word pieces, case classes, pooling, and batches of one kind sorted by length."""
import random

import torch

CLS, SEP = 2, 3


def case_of(word):
    """The case class that restores what the lower-casing vocabulary forgets; first match wins, as in the Rust encoder."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalnum() for c in word):
        return 5
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[0].isupper() and word[1:].islower():
        return 1
    return 3 if any(c.isupper() for c in word) else 0


def lemma_script(form, lemma):
    """`k;n;suffix` or `l;n;suffix`: drop n characters of the form (as is or lower-cased), add the suffix; `=lemma` replaces."""
    low = form.lower()
    for flag, base in (("k", form), ("l", low)):
        n = 0
        while n < min(len(base), len(lemma)) and base[n] == lemma[n]:
            n += 1
        if n == len(base) and n == len(lemma):
            return f"{flag};0;"
        if n >= max(1, len(base) // 2) or (n and len(base) - n <= 3):
            if flag == "k" and low != form and lemma.lower() == lemma:
                continue
            return f"{flag};{len(base) - n};{lemma[n:]}"
    return "=" + lemma


def prepare(sentences, pieces, labels):
    """Rows of numbers. -1 is "no label": the loss skips it."""
    idx = {k: {l: i for i, l in enumerate(v)} for k, v in labels.items()}
    out = []
    for s in sentences:
        ps = [pieces.encode(w) for w in s["words"]]
        if len(ps) > 110 or sum(map(len, ps)) > 180:
            continue
        x = dict(ps=ps, case=[case_of(w) for w in s["words"]], n=len(ps))
        if "upos" in s:
            for k, source in (("upos", "upos"), ("xpos", "xpos"), ("feats", "feats"), ("deprel", "rel")):
                x[k] = [idx[k].get(t, -1) for t in s[source]]
            x["lemma"] = [idx["lemma"].get(lemma_script(w, l), -1) for w, l in zip(s["words"], s["lemma"])]
            x["head"] = s["head"]
        x.update({k: s[k] for k in ("frames", "facts") if k in s})
        if s.get("silver"):
            x["silver"] = s["silver"]
        if "upos" in s or "ner" in s:
            x["ner"] = [-1 if t is None else idx["ner"][t] for t in s.get("ner", [None] * len(ps))]
            x["spans"] = sorted(spans([t or "O" for t in s.get("ner", [])]))
        if "trigger" in s:
            x["trigger"], x["status"], x["args"] = s["trigger"], s["status"], s["args"]
            x["mode"] = [-1 if m == -1 else idx["mode"].get(m, 0) for m in s["mode"]]
            x["silent"] = s.get("silent", [])
        out.append(x)
    return out


def batch(rows, device="cpu"):
    b, w = len(rows), max(r["n"] for r in rows)
    p = max(sum(map(len, r["ps"])) for r in rows) + 2
    ids, case = torch.zeros(b, p, dtype=torch.long), torch.zeros(b, p, dtype=torch.long)
    pad, pool = torch.ones(b, p, dtype=torch.bool), torch.zeros(b, w + 1, p)
    for i, r in enumerate(rows):
        flat, cases, k = [CLS], [0], 1
        pool[i, 0, 0] = 1
        for j, (ps, c) in enumerate(zip(r["ps"], r["case"])):
            flat += ps
            cases += [c] * len(ps)
            pool[i, j + 1, k:k + len(ps)] = 1 / len(ps)
            k += len(ps)
        flat.append(SEP)
        cases.append(0)
        ids[i, :len(flat)], case[i, :len(cases)] = torch.tensor(flat), torch.tensor(cases)
        pad[i, :len(flat)] = False
    out = dict(ids=ids, case=case, pad=pad, pool=pool, n=torch.tensor([r["n"] for r in rows]))
    for k in ("upos", "xpos", "feats", "lemma", "head", "deprel", "ner", "silver", "trigger", "status", "mode"):
        if k in rows[0]:
            t = torch.full((b, w), -1)
            for i, r in enumerate(rows):
                t[i, :r["n"]] = torch.tensor(r[k])
            out[k] = t
    out = {k: v.to(device) for k, v in out.items()}
    out["frames"], out["facts"] = [r.get("frames") for r in rows], [r.get("facts") for r in rows]
    if "args" in rows[0]:
        out["args"], out["silent"] = [r["args"] for r in rows], [r["silent"] for r in rows]
    return out


def batches(rows, budget, rng):
    """Shuffled batches of at most `budget` padded words, each of sentences of like length."""
    rows = rows[:]
    rng.shuffle(rows)
    chunks = []
    for i in range(0, len(rows), 1024):
        cur, longest = [], 0
        for r in sorted(rows[i:i + 1024], key=lambda r: r["n"]):
            longest = max(longest, r["n"])
            if cur and longest * (len(cur) + 1) > budget:
                chunks.append(cur)
                cur, longest = [], r["n"]
            cur.append(r)
        if cur:
            chunks.append(cur)
    rng.shuffle(chunks)
    return chunks


def in_order(rows, budget):
    return batches(rows, budget, random.Random(0))


def spans(tags):
    """BIO tags to (start, end, class)."""
    out, start = set(), None
    for i, t in enumerate(tags + ["O"]):
        if start is not None and (not t.startswith("I-") or t[2:] != tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t.startswith("B-") or (t.startswith("I-") and start is None):
            start = i
    return out


