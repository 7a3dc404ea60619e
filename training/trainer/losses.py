"""The loss of one batch against gold labels: the sum over the heads that the batch has labels for."""
import torch
import torch.nn.functional as F

from . import frames

TAGS = dict(upos=0.5, xpos=0.5, feats=0.5, lemma=0.7)
NER, SILVER, TRIGGER, STATUS, MODE, ARGS = 2.0, 1.0, 0.7, 0.5, 0.7, 0.8


def ce(logits, gold):
    return F.cross_entropy(logits.float().flatten(0, -2), gold.flatten(), ignore_index=-1)


def valid_heads(arcs, n):
    """Scores with the columns of padding words shut out."""
    ok = torch.arange(arcs.shape[-1], device=arcs.device)[None, :] <= n[:, None]
    return arcs.float().masked_fill(~ok[:, None, :], -1e4)


def arg_loss(scores, b):
    scores = scores.float()
    gold, mask = torch.zeros_like(scores), torch.zeros_like(scores)
    for i, args in enumerate(b["args"]):
        for t in (b["trigger"][i] > 0).nonzero().flatten().tolist():
            mask[i, :, t, :b["n"][i]] = 1
        for t, r in b["silent"][i]:
            mask[i, r, t] = 0
        for t, h, r in args:
            gold[i, r, t, h] = 1
            mask[i, r, t, h] = 1
    return (F.binary_cross_entropy_with_logits(scores, gold, reduction="none") * mask).sum() / max(1, gold.sum().item())


def loss_of(m, b, spare=None):
    """(loss, its parts for the log, the word vectors). `spare` are heads for the training alone, by name."""
    spare = spare or {}
    w = m.encode(b["ids"], b["case"], b["pad"], b["pool"])
    x = w[:, 1:]
    losses = {}
    if "upos" in b:
        for k, weight in TAGS.items():
            losses[k] = (weight, ce(getattr(m, k)(x), b[k]))
        losses["arc"] = (1.0, ce(valid_heads(m.arcs(w), b["n"]), b["head"]))
        losses["rel"] = (1.0, ce(m.rels(w, b["head"].clamp(min=0)), b["deprel"]))
    if "ner" in b and (b["ner"] >= 0).any():
        losses["ner"] = (NER, ce(m.ner(x), b["ner"]))
    if "silver" in spare and "silver" in b and (b["silver"] >= 0).any():
        losses["silver"] = (SILVER, ce(spare["silver"](x), b["silver"]))
    if "frames" in spare:
        losses.update(frames.loss(m, spare["frames"], b, w))
    if "trigger" in b:
        t, mode, status = m.events(w)
        # Triggers are rare: the sum is shared among them, not among all words.
        total = F.cross_entropy(t.float().flatten(0, 1), b["trigger"].flatten(), ignore_index=-1, reduction="sum")
        losses["trigger"] = (TRIGGER, total / ((b["trigger"] > 0).sum() + 2))
        if (b["status"] >= 0).any():
            losses["status"] = (STATUS, ce(status, b["status"]))
            losses["mode"] = (MODE, ce(mode, b["mode"]))
            losses["args"] = (ARGS, arg_loss(m.args(w), b))
    return sum(k * l for k, l in losses.values()), {k: l.item() for k, (_, l) in losses.items()}, w
