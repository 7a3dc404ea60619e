"""Figures on gold words: tags, trees, names, events. Raw-text figures come from the Rust side, with its splitter and decoder."""
import collections

import torch
import torch.nn.functional as F

from .batches import batch, in_order, spans
from .losses import valid_heads


def f1(t, p, g):
    return round(2 * t / max(1, p + g), 4)


@torch.no_grad()
def evaluate(m, rows_by_name, labels, dtype=None):
    m.eval()
    device = next(m.parameters()).device
    names = sorted({r.split(":")[0] for r in labels["deprel"]})
    coarse = torch.tensor([names.index(r.split(":")[0]) for r in labels["deprel"]], device=device)
    out = {}
    for name, rows in rows_by_name.items():
        c = collections.Counter()
        for chunk in in_order(rows, 4000):
            b = batch(chunk, device)
            with torch.autocast(device.type, dtype or torch.bfloat16, enabled=dtype is not None):
                w = m.encode(b["ids"], b["case"], b["pad"], b["pool"])
                if "upos" in b:
                    trees(c, m, b, w, coarse)
                if "ner" in b:
                    entities(c, m, b, w, labels, chunk)
                if "trigger" in b:
                    events(c, m, b, w, chunk)
        out[name] = figures(c)
    m.train()
    return out


def trees(c, m, b, w, coarse):
    x = w[:, 1:]
    real = torch.arange(x.shape[1], device=x.device)[None, :] < b["n"][:, None]
    c["n"] += real.sum().item()
    for k in ("upos", "xpos", "feats", "lemma"):
        c[k] += ((getattr(m, k)(x).argmax(-1) == b[k]) & real).sum().item()
    heads = valid_heads(m.arcs(w), b["n"]).argmax(-1)
    rels = m.rels(w, heads).argmax(-1)
    good = (heads == b["head"]) & real
    c["uas"] += good.sum().item()
    c["las"] += (good & (coarse[rels] == coarse[b["deprel"].clamp(min=0)]) & (b["deprel"] >= 0)).sum().item()


def entities(c, m, b, w, labels, chunk):
    best = m.ner(w[:, 1:]).argmax(-1)
    for i, r in enumerate(chunk):
        if all(t < 0 for t in r["ner"]):
            continue
        text = lambda seq: [labels["ner"][max(t, 0)] for t in seq]
        found = {s for s in spans(text(best[i, :r["n"]].tolist())) if s[2] in ("PER", "ORG", "LOC")}
        gold = spans(text(r["ner"]))
        c["np"] += len(found)
        c["ng"] += len(gold)
        c["nt"] += len(found & gold)


def events(c, m, b, w, chunk):
    trigger, mode, status = m.events(w)
    p = F.softmax(trigger.float(), -1)
    p = torch.where(p[..., 0] > 0.5, torch.zeros_like(p[..., 0], dtype=torch.long), p[..., 1:].argmax(-1) + 1)
    g = b["trigger"]
    c["tp"] += ((p == g) & (g > 0)).sum().item()
    c["pp"] += ((p > 0) & (g >= 0)).sum().item()
    c["gg"] += (g > 0).sum().item()
    has = b["status"] >= 0
    c["known"] += has.sum().item()
    c["status"] += ((status.argmax(-1) == b["status"]) & has).sum().item()
    c["mode"] += ((mode.argmax(-1) == b["mode"]) & has).sum().item()
    args = torch.sigmoid(m.args(w).float()) > 0.4
    for i, r in enumerate(chunk):
        n = r["n"]
        found = collections.Counter(k for k in p[i, :n].tolist() if k > 0)
        gold = collections.Counter(k for k in r["trigger"] if k > 0)
        for k in set(p[i, :n][g[i, :n] < 0].tolist()):  # a repeated telling is neither right nor wrong
            found[k] = min(found[k], gold[k])
        c["st"] += sum((found & gold).values())
        c["sp"] += sum(found.values())
        c["sg"] += sum(gold.values())
        silent = set(r["silent"])
        for t in (g[i] > 0).nonzero().flatten().tolist():
            said = {(t, h, role) for role, h in args[i, :, t, :n].nonzero().tolist() if (t, role) not in silent}
            true = {x for x in r["args"] if x[0] == t and (t, x[2]) not in silent}
            c["at"] += len(said & true)
            c["ap"] += len(said)
            c["ag"] += len(true)


def figures(c):
    r = {}
    if c["n"]:
        r.update({k: round(100 * c[k] / c["n"], 2) for k in ("upos", "xpos", "feats", "lemma", "uas", "las")})
    if c["ng"]:
        r["names_f1"] = f1(c["nt"], c["np"], c["ng"])
    if c["gg"]:
        r.update(trigger_p=round(c["tp"] / max(1, c["pp"]), 3), trigger_r=round(c["tp"] / c["gg"], 3), trigger_f1=f1(c["tp"], c["pp"], c["gg"]),
                 sentence_f1=f1(c["st"], c["sp"], c["sg"]), status=round(c["status"] / c["known"], 4), mode=round(c["mode"] / c["known"], 4),
                 args_f1=f1(c["at"], c["ap"], c["ag"]))
    return r
