"""Who does what in EWT by PropBank, and what UDS's readers say happened: learned beside the events, by heads that are thrown away.

PropBank's arguments are put on the same two vectors of a word that the event arguments are read from; a span stands at its
head, the word whose own head lies outside of it. Factuality is read from the vector that status is read from.
"""
import collections
import csv

import torch
import torch.nn as nn
import torch.nn.functional as F

from . import sets
from .model import Biaffine

ROLES = ("ARG0", "ARG1", "ARG2", "ARGM-LOC", "ARGM-TMP", "ARGM-NEG")


class Heads(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.frames = Biaffine(cfg["arg"], len(ROLES))
        self.factual = nn.Linear(cfg["ev"], 1)


def read(path=None):
    """Sentence id -> (predicates as (word, [(argument, role)]))."""
    out, rows, name = {}, [], None
    for line in open(path or f"{sets.SHARED}/data/propbank-ewt/train.conll", encoding="utf-8"):
        if line.startswith("# sent_id = "):
            name = line[12:].strip()
        elif line.strip() and not line.startswith("#"):
            rows.append(line.rstrip("\n").split("\t"))
        elif not line.strip() and rows:
            out[name] = predicates(rows)
            rows = []
    if rows:
        out[name] = predicates(rows)
    return out


def predicates(rows):
    heads = [int(r[5]) - 1 for r in rows]
    out, column = [], 7
    for at, r in enumerate(rows):
        if r[7] == "_":
            continue
        column += 1
        found, start = [], None
        tags = [x[column] if column < len(x) else "_" for x in rows] + ["_"]
        for k, t in enumerate(tags):
            if start is not None and not t.startswith("I-"):
                role = tags[start][2:]
                if role in ROLES:
                    found.append((next((i for i in range(start, k) if not start <= heads[i] < k), start), ROLES.index(role)))
                start = None
            if t.startswith("B-"):
                start = k
        out.append((at, found))
    return out


def factuality():
    """Sentence id -> [(word, how factual from 0 to 1)]; readers' scores run from about -1.5 to 1.5."""
    out = collections.defaultdict(list)
    for r in csv.DictReader(open(f"{sets.SHARED}/data/factuality/uds/factuality.tsv", encoding="utf-8"), delimiter="\t"):
        if r["split"] == "train":
            out[r["sent_id"]].append((int(r["token"]) - 1, min(1.0, max(0.0, 0.5 + float(r["factual"]) / 2))))
    return out


def put(sentences):
    frames, facts = read(), factuality()
    for s in sentences:
        n = len(s["words"])
        if s.get("id") in frames and all(a < n and all(b < n for b, _ in f) for a, f in frames[s["id"]]):
            s["frames"] = frames[s["id"]]
        if s.get("id") in facts:
            s["facts"] = [f for f in facts[s["id"]] if f[0] < n]


def loss(m, heads, b, w):
    """(frames, factuality); a batch without any has none."""
    out = {}
    if any(b["frames"]):
        act = lambda part, x: m.drop(F.leaky_relu(part(x), 0.1))
        scores = heads.frames(act(m.arg_trig, w[:, 1:]), act(m.arg_word, w[:, 1:])).float()
        gold, mask = torch.zeros_like(scores), torch.zeros_like(scores)
        for i, some in enumerate(b["frames"]):
            for at, found in some or ():
                mask[i, :, at, :b["n"][i]] = 1
                for word, role in found:
                    gold[i, role, at, word] = 1
        each = F.binary_cross_entropy_with_logits(scores, gold, reduction="none") * mask
        out["frames"] = (0.5, each.sum() / max(1, gold.sum().item()))
    at = [(i, word, p) for i, some in enumerate(b["facts"]) for word, p in some or ()]
    if at:
        i, word, p = (torch.tensor(v, device=w.device) for v in zip(*at))
        h = m.drop(F.leaky_relu(m.ev(w[:, 1:]), 0.1))[i, word]
        out["factual"] = (0.3, F.binary_cross_entropy_with_logits(heads.factual(h)[:, 0].float(), p))
    return out
