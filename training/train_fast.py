"""Trains `fast`, a pupil of `accurate`: `python train_fast.py --teacher out/accurate.pt --out out/fast.pt`

The teacher reads the gold sentences and unlabelled news once. The pupil learns from gold where there is some, from the teacher's
answers elsewhere, from its word vectors, and from its whole distributions where labels are noisy: at events. The pupil starts
as the teacher's strongest attention heads and inner units, seen through the main axes of the teacher's word vectors. The
held-out articles are not among the news.
"""
import argparse
import collections
import json
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

from trainer import align, annotated, base, batches, losses, names, scores, sets, silver, texts, written
from trainer.model import Model
from trainer.pieces import WordPiece

CONFIG = dict(hidden=192, layers=6, heads=6, ffn=576, arc=128, rel=48, ev=128, arg=96, dropout=0.0)


@torch.no_grad()
def ask(teacher, rows, budget=3000, float32=False):
    """Reads the rows: the teacher's word vectors stay beside each row, as 16-bit floats with [CLS] first, and its best tags,
    tree and names fill in what the row has no gold for."""
    teacher.eval()
    device = next(teacher.parameters()).device
    for chunk in batches.in_order(rows, budget):
        b = batches.batch([{k: r[k] for k in ("ps", "case", "n")} for r in chunk], device)
        with torch.autocast(device.type, torch.bfloat16, enabled=not float32):
            w = teacher.encode(b["ids"], b["case"], b["pad"], b["pool"])
            best = {"ner": teacher.ner(w[:, 1:]).argmax(-1)}
            if "upos" not in chunk[0]:
                best.update({k: getattr(teacher, k)(w[:, 1:]).argmax(-1) for k in ("upos", "xpos", "feats", "lemma")})
                best["head"] = losses.valid_heads(teacher.arcs(w), b["n"]).argmax(-1)
                best["deprel"] = teacher.rels(w, best["head"]).argmax(-1)
        for i, r in enumerate(chunk):
            r["view"] = w[i, :r["n"] + 1].to(torch.float16).cpu()
            for k, v in best.items():
                if k not in r or all(t < 0 for t in r[k]):
                    r[k] = v[i, :r["n"]].tolist()


@torch.no_grad()
def start_from(m, t):
    """Prunes the teacher into the pupil: axes by principal components, attention heads and inner units by their weight."""
    d = m.cfg["hidden"]
    words = t.word.weight.float()
    mean = words.mean(0)
    axes = torch.linalg.svd(words - mean, full_matrices=False)[2][:d].T.contiguous()
    m.word.weight.copy_((words - mean) @ axes)
    m.pos.weight.copy_((t.pos.weight + mean) @ axes)
    m.case.weight.copy_(t.case.weight @ axes)
    size = t.cfg["hidden"] // t.cfg["heads"]
    for layer, old in zip(m.layers, t.layers):
        weight = [(old.v.weight[h * size:(h + 1) * size].norm() * old.o.weight[:, h * size:(h + 1) * size].norm()).item() for h in range(t.cfg["heads"])]
        best = sorted(sorted(range(len(weight)), key=lambda h: -weight[h])[:m.cfg["heads"]])
        rows = torch.cat([torch.arange(h * size, (h + 1) * size) for h in best])
        for new, part in ((layer.q, old.q), (layer.k, old.k), (layer.v, old.v)):
            new.weight.copy_(part.weight[rows] @ axes)
            new.bias.copy_(part.bias[rows])
        layer.o.weight.copy_(axes.T @ old.o.weight[:, rows])
        layer.o.bias.copy_(axes.T @ old.o.bias)
        units = (old.up.weight.norm(dim=1) * old.down.weight.norm(dim=0)).topk(m.cfg["ffn"]).indices
        layer.up.weight.copy_(old.up.weight[units] @ axes)
        layer.up.bias.copy_(old.up.bias[units])
        layer.down.weight.copy_(axes.T @ old.down.weight[:, units])
        layer.down.bias.copy_(axes.T @ old.down.bias)


@torch.no_grad()
def deepen(state, layers):
    """A pupil's weights with layers put in before its last one that pass on what they get, nearly; it goes on from there."""
    have = 1 + max(int(k.split(".")[1]) for k in state if k.startswith("layers."))
    while have < layers:
        last = {k: v for k, v in state.items() if k.startswith(f"layers.{have - 1}.")}
        state.update({k.replace(f"layers.{have - 1}.", f"layers.{have}.", 1): v for k, v in last.items()})
        scale, shift = state[f"layers.{have - 2}.ln2.weight"], state[f"layers.{have - 2}.ln2.bias"]
        for k, v in last.items():
            part, kind = k.split(".")[2:]
            if part in ("ln1", "ln2"):
                # A norm with these two leaves what the norm before it made as it is, but for rounding.
                new = torch.full_like(v, (scale.square().mean() + shift.var()).sqrt().item() if kind == "weight" else shift.mean().item())
            else:
                new = v * 0 if part in ("o", "down") else v.clone()
            state[k] = new
        have += 1
    return state


def soft_ce(logits, target, weight):
    """Cross-entropy against the teacher's distribution, each word by its weight."""
    each = -(F.softmax(target.float(), -1) * F.log_softmax(logits.float(), -1)).sum(-1)
    return (each * weight).sum() / weight.sum().clamp(min=1)


def taught(m, teacher, bridge, b, w, view, vectors):
    """The loss against the teacher's vectors and, as soft distributions, against what it says of heads, names and events."""
    mask = (torch.arange(w.shape[1] - 1, device=w.device)[None, :] < b["n"][:, None]).float()
    gap = ((bridge(w).float() - view.float()) ** 2).mean(-1)[:, 1:]
    parts = dict(vectors=(vectors, (gap * mask).sum() / mask.sum() / view.float().var()))
    with torch.no_grad():
        t_arcs, t_ner = losses.valid_heads(teacher.arcs(view), b["n"]), teacher.ner(view[:, 1:])
    parts["arcs"] = (0.5, soft_ce(losses.valid_heads(m.arcs(w), b["n"]), t_arcs, mask))
    parts["names"] = (1.0, soft_ce(m.ner(w[:, 1:]), t_ner, mask))
    with torch.no_grad():
        t_trigger, t_mode, t_status = teacher.events(view)
        p = F.softmax(t_trigger.float(), -1)
        likely = (1 - p[..., 0]) * mask
        hot = likely * (likely > 0.3)
    trigger, mode, status = m.events(w)
    each = -(p * F.log_softmax(trigger.float(), -1)).sum(-1)
    parts["trigger"] = (0.7, (each * mask).sum() / (likely.sum() + 1))
    if hot.sum() > 0:
        parts["mode"] = (0.3, soft_ce(mode, t_mode, hot))
        parts["status"] = (0.3, soft_ce(status, t_status, hot))
        with torch.no_grad():
            t_args = torch.sigmoid(teacher.args(view).float())
        pairs = hot[:, None, :, None] * mask[:, None, None, :]
        bce = F.binary_cross_entropy_with_logits(m.args(w).float(), t_args, reduction="none") * pairs
        parts["args"] = (0.5, bce.sum() / ((t_args * pairs).sum() + 1))
    return parts


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--teacher", default="out/accurate.pt")
    ap.add_argument("--out", default="out/fast.pt")
    ap.add_argument("--steps", type=int, default=6000)
    ap.add_argument("--evaluate-every", type=int, default=1000)
    ap.add_argument("--budget", type=int, default=1500)
    ap.add_argument("--lr", type=float, default=1.5e-3)
    ap.add_argument("--news", type=int, default=16000, help="unlabelled sentences")
    ap.add_argument("--realign", action="store_true", help="align the event records by the teacher too, as for the teacher itself")
    ap.add_argument("--init", help="a pupil to go on with, instead of the pruned teacher")
    ap.add_argument("--vectors", type=float, default=2.0, help="weight of the likeness to the teacher's word vectors")
    ap.add_argument("--rows", help="a file to keep the teacher's answers in, read where it exists")
    ap.add_argument("--silver", help="what `silver.py` wrote: nationalities and events among the gold names, as for the teacher")
    ap.add_argument("--marked", action="store_true", help="the sentences that were marked by hand too, and our headlines")
    ap.add_argument("--limit", type=int, help="sentences of each set, to try the script out")
    ap.add_argument("--minutes", type=float, default=1e9, help="the training ends after so much time")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--float32", action="store_true", help="no bfloat16: on a CPU whose bfloat16 products are slower than those of 32 bit")
    ap.add_argument("--seed", type=int, default=2)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    os.makedirs(os.path.dirname(a.out) or ".", exist_ok=True)
    teacher, vocabulary = base.load(a.teacher)
    teacher.to(device)
    pieces, labels = WordPiece(vocabulary), teacher.labels
    t0 = time.time()

    def rows(s):
        return batches.prepare(s, pieces, labels)
    ud = sets.treebanks()
    names.put_gum_names(ud["gum-train"], f"{sets.SHARED}/data/ud/GUM-open/train.conllu")
    kept = a.rows and os.path.exists(a.rows)
    ev_train, ev_held = align.sentences(base.viewer(teacher, pieces) if a.realign and not kept else None, a.marked)
    if kept:
        train = torch.load(a.rows, weights_only=False)  # our own file of plain lists and tensors
    else:
        ev_train += written.sentences(teacher, pieces, a.marked)
        if a.marked:
            ev_train = annotated.instead(ev_train) + annotated.event_rows(teacher, pieces)
        news = texts.news_sentences()
        rng.shuffle(news)
        told = silver.read(a.silver) if a.silver else {}
        gold, named = ([dict(silver.put(s, told), silver=None) for s in some] if told else some
                       for some in (ud["ewt-train"] + ud["gum-train"], sets.names() + (annotated.name_rows() if a.marked else [])))
        train = dict(ud=rows(gold), names=rows(named), events=rows(ev_train), news=rows(news[:a.news]))
        if a.marked:
            more, own = annotated.parted(ev_train)
            train.update(more=rows(more), events=rows(own))
        train = {k: some[:a.limit] for k, some in train.items()}
        for k, some in train.items():
            ask(teacher, some, float32=a.float32)
            print("read", k, len(some), sum(r["n"] for r in some), f"{time.time() - t0:.0f}s", flush=True)
        if a.rows:
            torch.save(train, a.rows)
    dev = {"ewt-dev": rows(ud["ewt-dev"]), "gum-dev": rows(ud["gum-dev"]), "events-held": rows(ev_held)}
    dev = {k: some[:a.limit] for k, some in dev.items()}
    teacher.requires_grad_(False)
    cfg = dict(teacher.cfg, **CONFIG)
    m = Model(cfg, labels).to(device)
    if a.init:
        m.load_state_dict(deepen(torch.load(a.init, weights_only=True)["state"], cfg["layers"]))
    else:
        start_from(m, teacher)
    bridge = torch.nn.Linear(cfg["hidden"], teacher.cfg["hidden"]).to(device)
    opt = torch.optim.AdamW([*m.parameters(), *bridge.parameters()], lr=a.lr, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    t1, queue, seen, cpu0 = time.time(), [], collections.defaultdict(list), time.process_time()
    for step in range(1, a.steps + 1):
        done = max(step / a.steps, (time.time() - t1) / 60 / a.minutes)
        for g in opt.param_groups:
            g["lr"] = a.lr * min(step / 200, max(0.01, 1 - done))
        if not queue:
            queue = [c for k, some in train.items() for _ in range(2 if k in ("ud", "events") else 1) for c in batches.batches(some, a.budget, rng)]
            rng.shuffle(queue)
            print("epoch of", len(queue), "batches", flush=True)
        chunk = queue.pop()
        b = batches.batch(chunk, device)
        view = torch.zeros(len(chunk), b["pool"].shape[1], teacher.cfg["hidden"], dtype=torch.float16)
        for i, r in enumerate(chunk):
            view[i, :r["n"] + 1] = r["view"]
        with torch.autocast(device.type, torch.bfloat16, enabled=not a.float32):
            gold, told, w = losses.loss_of(m, b)
            parts = taught(m, teacher, bridge, b, w, view.to(device).to(torch.float32 if a.float32 else torch.bfloat16), a.vectors)
            loss = gold + sum(k * l for k, l in parts.values())
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(m.parameters(), 1.0)
        opt.step()
        for k, v in [*told.items(), *((f"t-{k}", l.item()) for k, (_, l) in parts.items())]:
            seen[k].append(v)
        if step % 100 == 0:
            print(step, f"{time.time() - t0:.0f}s", {k: round(float(np.mean(v[-100:])), 3) for k, v in seen.items()}, flush=True)
        last = step == a.steps or done >= 1
        if step % a.evaluate_every == 0 or last:
            torch.save(dict(cfg=cfg, labels=labels, pieces=vocabulary, state=m.state_dict(), step=step, steps=a.steps), a.out + ".tmp")
            os.replace(a.out + ".tmp", a.out)
            print("EVAL", step, f"{time.time() - t0:.0f}s cpu {time.process_time() - cpu0:.0f}s", json.dumps(scores.evaluate(m, dev, labels)), flush=True)
        if last:
            break


if __name__ == "__main__":
    main()
