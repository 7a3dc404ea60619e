"""Trains `accurate`: MiniLM-L6 with all heads, several tasks at once. `python train_accurate.py --out out/accurate.pt`

Two stages: the first with triggers aligned by word statistics, the second (`--init` a checkpoint) with triggers and
participants aligned by that checkpoint (or by `--align`). A stage lasts `--steps` batches or `--minutes`, whichever is first; the learning
rate falls to nothing by its end. It writes `OUT` and `OUT.state` every `--save-every` batches; `--resume` goes on from there.
"""
import argparse
import collections
import json
import os
import random
import time

import numpy as np
import torch

from trainer import align, annotated, base, batches, frames, losses, names, scores, sets, silver, texts, written
from trainer.model import Model
from trainer.pieces import WordPiece

CONFIG = dict(hidden=384, layers=6, heads=12, ffn=1536, positions=192, arc=192, rel=96, ev=192, arg=128, dropout=0.1)
BODY = ("pos", "ln", "layers", "case")


def make_labels(ud, modes):
    train = ud["ewt-train"] + ud["gum-train"]

    def common(key, least):
        return sorted(k for k, n in collections.Counter(x for s in train for x in s[key]).items() if n >= least)
    scripts = collections.Counter(batches.lemma_script(w, l) for s in train for w, l in zip(s["words"], s["lemma"]))
    return dict(upos=common("upos", 1), xpos=common("xpos", 2), feats=common("feats", 2), lemma=sorted(k for k, n in scripts.items() if n >= 3),
                ner=sets.NER, deprel=common("rel", 2), trigger=["O"] + sets.TYPES, mode=["none"] + modes, status=sets.STATUS, role=sets.ROLES)


def save(path, m, vocabulary, **more):
    torch.save(dict(cfg=m.cfg, labels=m.labels, pieces=vocabulary, state=m.state_dict(), **more), path + ".tmp")
    os.replace(path + ".tmp", path)


def rows_of(pieces, labels, ud, ev_train, ev_held, told=None, news=0, marked=False):
    def rows(s):
        return batches.prepare(s, pieces, labels)
    some = dict(ud=ud["ewt-train"] + ud["gum-train"], names=sets.names() + (annotated.name_rows() * 2 if marked else []), events=ev_train)
    if marked:
        some["more"], some["events"] = annotated.parted(ev_train)
    if told:
        some["news"] = silver.unlabelled(texts.news_sentences(), told) if news else []
        some = {k: [silver.put(s, told) for s in v] for k, v in some.items()}
    train = {k: rows(v) for k, v in some.items()}
    dev = {"ewt-dev": rows(ud["ewt-dev"]), "gum-dev": rows(ud["gum-dev"]), "events-held": rows(ev_held)}
    return train, dev


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", default="out/accurate.pt")
    ap.add_argument("--vocabulary", default="out/vocabulary.json")
    ap.add_argument("--init", help="a checkpoint: the second stage")
    ap.add_argument("--steps", type=int, default=3000)
    ap.add_argument("--evaluate-every", type=int, default=500)
    ap.add_argument("--budget", type=int, default=900, help="padded words of a batch")
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--head-lr", type=float, default=1.5e-3)
    ap.add_argument("--warm", type=float, default=0.06)
    ap.add_argument("--freeze-words", action="store_true", help="leave the word pieces' vectors as they are: a tenth faster")
    ap.add_argument("--events", type=int, default=1, help="how often an epoch shows the event sentences")
    ap.add_argument("--more", type=float, default=1.0, help="share of the event sentences from elsewhere than the training articles that an epoch shows, drawn anew each time")
    ap.add_argument("--named", type=float, default=1.0, help="share of the name sentences, likewise")
    ap.add_argument("--written", type=int, default=1, help="how often, in one showing of the event sentences, ours are among them")
    ap.add_argument("--treebanks", type=float, default=1.0, help="share of the treebanks' sentences that an epoch shows, drawn anew each time")
    ap.add_argument("--align", help="the checkpoint whose view aligns the records, if not --init")
    ap.add_argument("--minutes", type=float, default=1e9, help="the stage ends after so much time")
    ap.add_argument("--save-every", type=int, default=200)
    ap.add_argument("--resume", action="store_true")
    ap.add_argument("--vary", type=float, default=0.0, help="share of the sentences with names whose names are exchanged")
    ap.add_argument("--hide", type=float, default=0.0, help="share of the words that become unreadable")
    ap.add_argument("--silver", help="what `silver.py` wrote: nationalities and events where the gold says nothing, and with --news all its names beside the gold")
    ap.add_argument("--news", type=int, default=0, help="unlabelled sentences of an epoch, drawn anew each time; with --silver")
    ap.add_argument("--frames", action="store_true", help="learn PropBank's arguments and UDS's factuality of the EWT sentences beside the events")
    ap.add_argument("--only", help="the one head that learns, of sentences with its labels; everything else stays as it is")
    ap.add_argument("--new-names", nargs="*", default=[], help="with --only ner: only what speaks for these classes learns")
    ap.add_argument("--dropout", type=float, help="instead of the checkpoint's")
    ap.add_argument("--marked", action="store_true", help="the sentences that were marked by hand too, and our headlines")
    ap.add_argument("--rows", help="a file to keep the prepared sentences in, read where it exists")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--float32", action="store_true", help="no bfloat16: on a CPU whose bfloat16 products are slower than those of 32 bit")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    os.makedirs(os.path.dirname(a.out) or ".", exist_ok=True)
    ud = sets.treebanks()
    names.put_gum_names(ud["gum-train"], f"{sets.SHARED}/data/ud/GUM-open/train.conllu")
    if a.init:
        m, vocabulary = base.load(a.init)
        pieces, labels = WordPiece(vocabulary), m.labels
        eye = base.load(a.align)[0] if a.align else m
        kept = a.rows and os.path.exists(a.rows)
        # Most articles' sentences were marked by hand: what is left needs no model's view.
        ev_train, ev_held = ([], []) if kept else align.sentences(None if a.only or a.marked else base.viewer(eye.to(device), pieces), a.marked)
        if not kept and not a.only:
            ev_train += written.sentences(eye, pieces, a.marked) * a.written
        if a.marked and not kept and not a.only:
            ev_train = annotated.instead(ev_train) + annotated.event_rows(eye, pieces)
    else:
        kept = False
        vocabulary = json.load(open(a.vocabulary))
        pieces = WordPiece(vocabulary["pieces"])
        ev_train, ev_held = align.sentences()
        ev_train += written.sentences() * a.written
        labels = make_labels(ud, sorted({m for s in ev_train for m in s["mode"] if isinstance(m, str)} - {"none"}))
        m = Model(dict(CONFIG, vocab=len(vocabulary["pieces"])), labels)
        base.start_from_minilm(m, vocabulary["base_ids"])
        vocabulary = vocabulary["pieces"]
    m.to(device).train()
    if a.dropout is not None:
        for part in m.modules():
            if isinstance(part, torch.nn.Dropout):
                part.p = a.dropout
    told = silver.read(a.silver) if a.silver else None
    spare = torch.nn.ModuleDict()
    if told and a.news:
        spare["silver"] = torch.nn.Linear(m.cfg["hidden"], len(silver.TAGS))
    if a.frames:
        frames.put(ud["ewt-train"])
        spare["frames"] = frames.Heads(m.cfg)
    spare.to(device)
    # Our own file of plain lists.
    train, dev = torch.load(a.rows, weights_only=False) if kept else rows_of(pieces, labels, ud, ev_train, ev_held, told, a.news, a.marked)
    if a.rows and not kept:
        torch.save((train, dev), a.rows)
    m.word.weight.requires_grad_(not a.freeze_words)
    if a.only:
        for n, p in m.named_parameters():
            p.requires_grad_(n.split(".")[0] == a.only)
        if a.new_names:
            mask = torch.tensor([float(label[2:] in a.new_names) for label in labels["ner"]], device=device)
            m.ner.weight.register_hook(lambda g: g * mask[:, None])
            m.ner.bias.register_hook(lambda g: g * mask)
        train = {k: kept for k, rows in train.items() if (kept := [r for r in rows if any(t >= 0 for t in r.get(a.only, ()))])}
    body = [p for n, p in m.named_parameters() if n.split(".")[0] in BODY and p.requires_grad]
    words = [m.word.weight] if m.word.weight.requires_grad else []
    heads = [p for n, p in m.named_parameters() if n.split(".")[0] not in BODY + ("word",) and p.requires_grad] + list(spare.parameters())
    groups = [dict(params=body, lr=a.lr, weight_decay=0.01), dict(params=heads, lr=a.head_lr, weight_decay=0.0 if a.only else 0.01)]
    groups += [dict(params=words, lr=a.lr, weight_decay=0)] if words else []
    opt = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    warm = max(20, int(a.steps * a.warm))
    most = [g["lr"] for g in groups]
    pool = names.Pool(ud["ewt-train"] + ud["gum-train"] + sets.names(), pieces)
    first, before = 1, 0.0
    if a.resume and os.path.exists(a.out + ".state"):
        kept = torch.load(a.out + ".state", weights_only=True)
        opt.load_state_dict(kept["opt"])
        m.load_state_dict(torch.load(a.out, weights_only=True)["state"])
        first, before = kept["step"] + 1, kept["seconds"]
        rng.seed(first)
        print("going on at", first, flush=True)
    print({k: len(v) for k, v in train.items()}, "trainable", sum(p.numel() for g in groups for p in g["params"]), flush=True)
    queue, seen, t0, cpu0 = [], collections.defaultdict(list), time.time(), time.process_time()
    for step in range(first, a.steps + 1):
        done = max(step / a.steps, (before + time.time() - t0) / 60 / a.minutes)
        for g, lr in zip(opt.param_groups, most):
            g["lr"] = lr * min(step / warm, max(0.005, (1 - done) / (1 - a.warm)))
        if not queue:
            share = dict(ud=a.treebanks, names=a.named, more=a.more, news=a.news / max(1, len(train.get("news", []))))
            queue = [c for k, rows in train.items() for _ in range(a.events if k == "events" else 1)
                     for c in batches.batches(rng.sample(rows, int(len(rows) * min(1, share[k]))) if k in share else rows, a.budget, rng)]
            rng.shuffle(queue)
            print("epoch of", len(queue), "batches", flush=True)
        chunk = [pool.vary(r, rng, a.vary) if a.vary else r for r in queue.pop()]
        b = batches.batch([names.hide(r, rng, a.hide) if a.hide else r for r in chunk], device)
        with torch.autocast(device.type, torch.bfloat16, enabled=not a.float32):
            loss, parts, _ = losses.loss_of(m, b, spare)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
        opt.step()
        for k, v in parts.items():
            seen[k].append(v)
        if step % 50 == 0:
            print(step, f"{time.time() - t0:.0f}s", {k: round(float(np.mean(v[-100:])), 3) for k, v in seen.items()}, flush=True)
        last = step == a.steps or done >= 1
        if step % a.save_every == 0 or last:
            save(a.out, m, vocabulary, step=step, steps=a.steps)
            torch.save(dict(opt=opt.state_dict(), step=step, seconds=before + time.time() - t0), a.out + ".state")
        if step % a.evaluate_every == 0 or last:
            figures = scores.evaluate(m, dev, labels, None if a.float32 else torch.bfloat16)
            print("EVAL", step, f"{time.time() - t0:.0f}s cpu {time.process_time() - cpu0:.0f}s", json.dumps(figures), flush=True)
        if last:
            break


if __name__ == "__main__":
    main()
