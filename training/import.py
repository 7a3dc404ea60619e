"""Reads a weight file back into a checkpoint, to go on training from what the product carries:
`python import.py ../crates/dateline-nlp/models/accurate.dlm out/accurate.pt`

The weights are the 8-bit ones, as the product sees them; a checkpoint of full precision is a matter of taste after that
(a stage started from it has overtaken the rounding within its first batches).
"""
import argparse
import json
import os
import struct

import numpy as np
import torch

from export import EMBEDDINGS, LAYER, MAGIC, VERSION

BACK = {v: k for k, v in LAYER.items()}
BACK_EMBEDDINGS = {v: k for k, v in EMBEDDINGS.items()}


def name_of(n):
    """The parameter's name in the network: what `export.name_of` does, undone."""
    if n.startswith("heads."):
        return n.removeprefix("heads.")
    if n.startswith("embeddings."):
        _, table, part = n.split(".")
        return f"{BACK_EMBEDDINGS[table]}.{part}"
    _, _, i, rest = n.split(".", 3)
    part, kind = rest.rsplit(".", 1)
    return f"layers.{i}.{BACK[part]}.{kind}"


def read(path):
    data = open(path, "rb").read()
    magic, version, length, _ = struct.unpack_from("<8sIIQ", data)
    if (magic, version) != (MAGIC, VERSION):
        raise SystemExit(f"{path}: no weight file of version {VERSION}")
    header = json.loads(data[24:24 + length])
    blob = data[24 + length + -(24 + length) % 64:]
    state = {}
    for t in header["tensors"]:
        count = int(np.prod(t["shape"]))
        if t["dtype"] == "i8":
            rows = np.frombuffer(blob, np.int8, count, t["offset"]).reshape(-1, t["shape"][-1]).astype(np.float32)
            a = rows * np.frombuffer(blob, "<f4", len(rows), t["scale_offset"])[:, None]
        else:
            a = np.frombuffer(blob, "<f4", count, t["offset"]).copy()
        state[name_of(t["name"])] = torch.from_numpy(a.reshape(t["shape"]))
    vocab = header["vocab"]
    pieces = blob[vocab["offset"]:vocab["offset"] + vocab["length"]].decode().split("\n")
    return header, pieces, state


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("weights")
    ap.add_argument("out")
    ap.add_argument("--dropout", type=float, default=0.1)
    a = ap.parse_args()
    header, pieces, state = read(a.weights)
    os.makedirs(os.path.dirname(a.out) or ".", exist_ok=True)
    torch.save(dict(cfg=dict(header["config"], dropout=a.dropout), labels=header["labels"], pieces=pieces, state=state), a.out)
    print(a.out, header["name"], header["created"], sum(t.numel() for t in state.values()), "weights")


if __name__ == "__main__":
    main()
