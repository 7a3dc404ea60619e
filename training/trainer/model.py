"""The encoder with its heads, plain PyTorch, so that the Rust side can be compared layer by layer."""
import json, math
import torch
import torch.nn as nn
import torch.nn.functional as F


class Drop(nn.Dropout):
    """Dropout whose masks, on a CPU, are cut from one long row of random ones at a random place: drawing each anew on one thread cost a tenth of the time."""
    ROW, rows = 1 << 24, {}

    def forward(self, x):
        if not self.training or not self.p or x.device.type != "cpu" or x.numel() > self.ROW // 2:
            return super().forward(x)
        if self.p not in Drop.rows:
            Drop.rows[self.p] = (torch.rand(self.ROW) >= self.p).float() / (1 - self.p)
        at = int(torch.randint(self.ROW - x.numel(), ()))
        return x * Drop.rows[self.p][at:at + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    def __init__(self, d, h, f, drop):
        super().__init__()
        self.h = h
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.ln1, self.ln2 = nn.LayerNorm(d, eps=1e-12), nn.LayerNorm(d, eps=1e-12)
        self.up, self.down = nn.Linear(d, f), nn.Linear(f, d)
        self.drop = Drop(drop)

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = (m(x).view(b, n, self.h, d // self.h).transpose(1, 2) for m in (self.q, self.k, self.v))
        s = torch.matmul(q * (d // self.h) ** -0.5, k.transpose(-1, -2)) + mask
        a = torch.matmul(torch.softmax(s, -1), v).transpose(1, 2).reshape(b, n, d)
        x = self.ln1(x + self.drop(self.o(a)))
        return self.ln2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Biaffine(nn.Module):
    """Scores of (dependent, head) pairs for several labels: [b, labels, n_dep, n_head]."""

    def __init__(self, k, labels):
        super().__init__()
        self.u = nn.Parameter(torch.empty(labels, k + 1, k + 1))
        nn.init.normal_(self.u, std=0.02)

    def forward(self, dep, head):
        dep = F.pad(dep, (0, 1), value=1.0)
        head = F.pad(head, (0, 1), value=1.0)
        return torch.einsum("bik,lkm,bjm->blij", dep, self.u, head)


class Model(nn.Module):
    def __init__(self, cfg, labels):
        super().__init__()
        self.cfg, self.labels = cfg, labels
        d, drop = cfg["hidden"], cfg.get("dropout", 0.1)
        self.word = nn.Embedding(cfg["vocab"], d)
        self.pos = nn.Embedding(cfg["positions"], d)
        self.case = nn.Embedding(8, d)
        nn.init.zeros_(self.case.weight)
        self.ln = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(d, cfg["heads"], cfg["ffn"], drop) for _ in range(cfg["layers"]))
        self.drop = Drop(drop)
        for name in ("upos", "xpos", "feats", "lemma", "ner"):
            setattr(self, name, nn.Linear(d, len(labels[name])))
        a, r, e = cfg["arc"], cfg["rel"], cfg["ev"]
        self.arc_dep, self.arc_head = nn.Linear(d, a), nn.Linear(d, a)
        self.rel_dep, self.rel_head = nn.Linear(d, r), nn.Linear(d, r)
        self.arc = Biaffine(a, 1)
        self.rel = Biaffine(r, len(labels["deprel"]))
        self.ev = nn.Linear(d, e)
        self.trigger = nn.Linear(e, len(labels["trigger"]))
        self.mode = nn.Linear(e, len(labels["mode"]))
        self.status = nn.Linear(e, len(labels["status"]))
        self.arg_trig, self.arg_word = nn.Linear(d, cfg["arg"]), nn.Linear(d, cfg["arg"])
        self.arg = Biaffine(cfg["arg"], len(labels["role"]))

    def encode(self, ids, case, pad, pool):
        """ids/case [b, pieces], pad mask, pool [b, words+1, pieces] averaging matrix (row 0 is [CLS])."""
        n = ids.shape[1]
        x = self.word(ids) + self.pos(torch.arange(n, device=ids.device)) + self.case(case)
        x = self.drop(self.ln(x))
        mask = torch.zeros(pad.shape, dtype=x.dtype, device=x.device).masked_fill(pad, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask.to(x.dtype))
        return self.drop(torch.bmm(pool.to(x.dtype), x))

    def arcs(self, w):
        act = lambda m, x: self.drop(F.leaky_relu(m(x), 0.1))
        return self.arc(act(self.arc_dep, w[:, 1:]), act(self.arc_head, w))[:, 0]  # [b, words, words+1]

    def rels(self, w, heads):
        """Relation scores for given heads [b, words] (0 is the root)."""
        act = lambda m, x: self.drop(F.leaky_relu(m(x), 0.1))
        dep = F.pad(act(self.rel_dep, w[:, 1:]), (0, 1), value=1.0)
        head = F.pad(act(self.rel_head, w), (0, 1), value=1.0)
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        return torch.einsum("bnk,lkm,bnm->bnl", dep, self.rel.u, head)

    def events(self, w):
        h = self.drop(F.leaky_relu(self.ev(w[:, 1:]), 0.1))
        return self.trigger(h), self.mode(h), self.status(h)

    def args(self, w):
        act = lambda m, x: self.drop(F.leaky_relu(m(x), 0.1))
        return self.arg(act(self.arg_trig, w[:, 1:]), act(self.arg_word, w[:, 1:]))  # [b, role, trigger, word]
