"""Writes a checkpoint as the weight file that the Rust encoder reads: `python export.py out/accurate.pt ../crates/dateline-nlp/models/accurate.dlm`

Layout (little endian): magic, u32 version, u32 header length, u64 xxh3 of the blobs, JSON header, zeros to 64 bytes, blobs. Matrices
are 8-bit with one scale per row. `--fixture` also writes what the 8-bit weights answer here to sentences of our own, for the
Rust tests; `--dequantised` keeps a checkpoint with the rounded weights, to measure what rounding costs.
"""
import argparse
import datetime
import json
import struct

import numpy as np
import torch
import xxhash

from trainer import base
from trainer.batches import batch, prepare
from trainer.losses import valid_heads
from trainer.model import Model
from trainer.pieces import WordPiece

MAGIC, VERSION = b"DLNLPM01", 1
LAYER = dict(q="attention.self.query", k="attention.self.key", v="attention.self.value", o="attention.output.dense",
             ln1="attention.output.LayerNorm", up="intermediate.dense", down="output.dense", ln2="output.LayerNorm")
EMBEDDINGS = dict(word="word_embeddings", pos="position_embeddings", case="case_embeddings", ln="LayerNorm")
SMALL = 4096


def name_of(n):
    p = n.split(".")
    if p[0] == "layers":
        return f"encoder.layer.{p[1]}.{LAYER[p[2]]}.{p[3]}"
    return f"embeddings.{EMBEDDINGS[p[0]]}.{p[1]}" if p[0] in EMBEDDINGS else "heads." + n


def quantise(t):
    rows = t.reshape(-1, t.shape[-1])
    scale = np.maximum(np.abs(rows).max(1), 1e-12) / 127.0
    return np.clip(np.rint(rows / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def write(m, pieces, out, name):
    """Writes the file; gives back the weights as the reader will see them."""
    blob, tensors, rounded = bytearray(), [], {}

    def put(data):
        blob.extend(b"\0" * (-len(blob) % 64))
        at = len(blob)
        blob.extend(data)
        return at
    text = "\n".join(pieces).encode()
    vocab = dict(offset=put(text), length=len(text))
    for n, t in m.state_dict().items():
        a = t.float().cpu().numpy()
        row = dict(name=name_of(n), shape=list(a.shape))
        if a.ndim >= 2 and a.size > SMALL and not n.startswith("pos"):
            q, s = quantise(a)
            rounded[n] = torch.from_numpy((q.astype(np.float32) * s[:, None]).reshape(a.shape))
            row.update(dtype="i8", offset=put(q.tobytes()), length=q.nbytes)
            row["scale_offset"] = put(s.astype("<f4").tobytes())
        else:
            rounded[n] = t.float().cpu()
            row.update(dtype="f32", offset=put(a.astype("<f4").tobytes()), length=a.size * 4)
        tensors.append(row)
    blob.extend(b"\0" * (-len(blob) % 64))
    config = {k: v for k, v in m.cfg.items() if k != "dropout"}
    header = json.dumps(dict(name=name, created=str(datetime.date.today()), config=config, labels=m.labels, vocab=vocab, tensors=tensors), ensure_ascii=False).encode()
    head = struct.pack("<8sIIQ", MAGIC, VERSION, len(header), xxhash.xxh3_64_intdigest(bytes(blob))) + header
    head += b"\0" * (-len(head) % 64)
    with open(out, "wb") as f:
        f.write(head + blob)
    print(out, len(head) + len(blob), "bytes")
    return rounded


@torch.no_grad()
def answers(m, pieces, sentences):
    """The best label of each head for each word, and the events above one half, in full precision."""
    m.eval()
    out, L = [], m.labels
    for words in sentences:
        rows = prepare([dict(words=words)], pieces, L)
        b = batch(rows)
        w = m.encode(b["ids"], b["case"], b["pad"], b["pool"])
        x = w[:, 1:]
        heads = valid_heads(m.arcs(w), b["n"]).argmax(-1)
        row = dict(words=words, pieces=[[pieces.pieces[i] for i in p] for p in rows[0]["ps"]], heads=heads[0].tolist(), rels=[L["deprel"][k] for k in m.rels(w, heads).argmax(-1)[0].tolist()])
        row.update({k: [L[k][i] for i in getattr(m, k)(x).argmax(-1)[0].tolist()] for k in ("upos", "xpos", "feats", "lemma", "ner")})
        trigger, mode, status = m.events(w)
        p, args = trigger[0].softmax(-1), torch.sigmoid(m.args(w)[0])
        row["events"] = [dict(word=i, type=L["trigger"][p[i, 1:].argmax().item() + 1], score=round(1 - p[i, 0].item(), 4), mode=L["mode"][mode[0, i].argmax().item()],
                              status=L["status"][status[0, i].argmax().item()],
                              args=[dict(role=L["role"][r], word=h, score=round(args[r, i, h].item(), 4)) for r, h in (args[:, i] > 0.5).nonzero().tolist()])
                         for i in range(len(words)) if p[i, 0] < 0.5]
        out.append(row)
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("checkpoint")
    ap.add_argument("out")
    ap.add_argument("--name", default="accurate")
    ap.add_argument("--fixture")
    ap.add_argument("--dequantised")
    a = ap.parse_args()
    m, vocabulary = base.load(a.checkpoint)
    m.load_state_dict(write(m, vocabulary, a.out, a.name))
    if a.dequantised:
        torch.save(dict(cfg=m.cfg, labels=m.labels, pieces=vocabulary, state=m.state_dict()), a.dequantised)
    if a.fixture:
        from fixture_sentences import SENTENCES
        found = answers(Model.eval(m), WordPiece(vocabulary), [s.split() for s in SENTENCES])
        with open(a.fixture, "w", encoding="utf-8") as f:
            f.write("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in found) + "\n]\n")


if __name__ == "__main__":
    main()
