"""Figures of a checkpoint on gold words: `python evaluate.py out/accurate.pt`; the names of sets may follow."""
import argparse
import json

import torch

from trainer import align, base, batches, scores, sets
from trainer.pieces import WordPiece

SETS = ["ewt-dev", "ewt-test", "gum-dev", "gum-test", "pud-test", "events-held"]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("checkpoint")
    ap.add_argument("sets", nargs="*", default=SETS)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    m, vocabulary = base.load(a.checkpoint)
    m.to("cuda" if torch.cuda.is_available() else "cpu")
    pieces, ud = WordPiece(vocabulary), sets.treebanks()
    for name in a.sets:
        rows = align.sentences()[1] if name == "events-held" else ud[name]
        found = scores.evaluate(m, {name: batches.prepare(rows, pieces, m.labels)}, m.labels)
        print(name, json.dumps(found[name]), flush=True)


if __name__ == "__main__":
    main()
