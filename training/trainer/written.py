"""Event sentences that we wrote for training, out of `sentences/*.jsonl`: rare types and statuses, and what only looks like an event.

Each names the trigger and, verbatim, who stands in which role, so that no alignment is needed but for the head words of phrases.
"""
import glob
import json
import os
import re

import torch

from . import sets
from .align import PEOPLE, TIME, head_by_rule, head_by_tree
from .batches import batch, in_order, prepare
from .losses import valid_heads
from .split import tokenize

LATER = ("headlines.jsonl", "articles.jsonl")  # of the stage with marked sentences only
FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sentences")


def items():
    """(file, line, item); a line that is no JSON ends the program with its place."""
    for path in sorted(glob.glob(f"{FOLDER}/*.jsonl")):
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            if line.strip():
                yield path, number, json.loads(line)


def occurrence(text, word, nth):
    """Where a whole word stands for the nth time, counting from 1."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    return found[nth - 1] if nth <= len(found) else None


def words_of(pairs, text, phrase, near=None):
    """Indices of the words that a phrase covers, of its occurrence nearest to `near`."""
    starts, at = [], text.find(phrase) if phrase else -1
    while at >= 0:
        starts.append(at)
        at = text.find(phrase, at + 1)
    starts = [s for s in starts if any(s <= w < s + len(phrase) for _, w in pairs)]
    if not starts:
        return []
    s = min(starts, key=lambda s: abs(s - (near or 0)))
    return [k for k, (_, w) in enumerate(pairs) if s <= w < s + len(phrase)]


@torch.no_grad()
def trees(m, pieces, sentences):
    """A trained model's heads of each sentence (they count from 1; 0 is the root), None for those too long."""
    m.eval()
    device, out, rows = next(m.parameters()).device, [None] * len(sentences), []
    for i, s in enumerate(sentences):
        for r in prepare([dict(words=[w for w, _ in s])], pieces, m.labels):
            rows.append(dict(r, key=i))
    for chunk in in_order(rows, 3000):
        b = batch(chunk, device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            w = m.encode(b["ids"], b["case"], b["pad"], b["pool"])
            heads = valid_heads(m.arcs(w), b["n"]).argmax(-1)
        for i, r in enumerate(chunk):
            out[r["key"]] = heads[i, :r["n"]].tolist()
    return out


def sentences(m=None, pieces=None, marked=False):
    """Rows as `align.sentences` makes them; heads of phrases by the model's trees where there is one."""
    told, flat = [], []
    for path, number, item in items():
        if os.path.basename(path) in LATER and not marked:
            continue
        for pairs in tokenize(item["text"]):
            told.append((path, number, item))
            flat.append(pairs)
    heads = trees(m, pieces, flat) if m else [None] * len(flat)
    return [row(*place, pairs, tree) for place, pairs, tree in zip(told, flat, heads)]


def row(path, number, item, pairs, tree):
    text, words = item["text"], [w for w, _ in pairs]
    out = dict(words=words, trigger=[0] * len(words), mode=[-1] * len(words), status=[-1] * len(words), args=[], silent=[], doc=f"{os.path.basename(path)}:{number}")
    for e in item["events"]:
        at = occurrence(text, e["trigger"], e.get("nth") or 1)
        i = next((k for k, (w, s) in enumerate(pairs) if at is not None and s <= at < s + len(w)), None)
        if at is None:
            raise SystemExit(f"{path}:{number}: no trigger {e['trigger']!r}")
        if i is None:  # it stands in the item's other sentence
            continue
        out["trigger"][i], out["mode"][i], out["status"][i] = sets.TYPES.index(e["type"]) + 1, e.get("mode") or "none", sets.STATUS.index(e["status"])
        phrases = {r: e.get(r + "s") or [] for r in PEOPLE}
        phrases.update({r: [e[r]] if e.get(r) else [] for r in ("place", "time", "source")})
        for r, some in phrases.items():
            number_of = sets.ROLES.index(r)
            for phrase in some:
                idx = words_of(pairs, text, phrase, at)
                if not idx:
                    out["silent"].append((i, number_of))
                else:
                    out["args"] += [(i, k, number_of) for k in heads_of(r, idx, words, tree)]
    out["args"] = sorted(set(out["args"]))
    return out


def heads_of(role, idx, words, tree):
    """The words that stand for a phrase of these word numbers: of times all that tell one, else its head."""
    if role == "time":
        return [k for k in idx if words[k].lower() in TIME] or [idx[-1]]
    h = head_by_tree(idx, tree) if tree else None
    return [head_by_rule(words, idx) if h is None else h]
