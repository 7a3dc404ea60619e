"""Prunes MiniLM's vocabulary to what news and treebanks use: `python make_vocabulary.py out/vocabulary.json`

Every single Latin character stays, alone and as a continuation, so that no Latin word is unknown.
"""
import argparse
import collections
import json
import os
import re

from trainer import base, texts
from trainer.pieces import SPECIAL, WordPiece

LATIN = 0x250


def single(p):
    return len(p) == 1 and (ord(p) < LATIN or not p.isalpha()) or p.startswith("##") and len(p) == 3 and ord(p[2]) < LATIN


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("out")
    ap.add_argument("--size", type=int, default=20000)
    a = ap.parse_args()
    with open(f"{base.folder()}/tokenizer.json", encoding="utf-8") as f:
        ids = json.load(f)["model"]["vocab"]
    full = WordPiece([p for p, _ in sorted(ids.items(), key=lambda x: x[1])])
    count = collections.Counter()
    for source in (texts.articles(), texts.news(), texts.treebank_words()):
        for t in source:
            for w, n in collections.Counter(re.findall(r"\w+|[^\w\s]", t)).items():
                for i in full.encode(w):
                    count[full.pieces[i]] += n
    plain = [p for p in ids if not p.startswith("[") or p == "["]
    kept = {p for p in plain if single(p)}
    rest = sorted((p for p in plain if p not in kept and all(ord(c) < LATIN for c in p)), key=lambda p: (-count[p], ids[p]))
    kept |= set(rest[:a.size - len(kept) - len(SPECIAL)])
    pieces = SPECIAL + sorted(kept, key=ids.get)
    os.makedirs(os.path.dirname(a.out) or ".", exist_ok=True)
    with open(a.out, "w", encoding="utf-8") as f:
        json.dump(dict(pieces=pieces, base_ids=[ids[p] for p in pieces]), f)
    print(len(pieces), "pieces cover", round(sum(count[p] for p in kept) / sum(count.values()), 5), "of those in the texts")


if __name__ == "__main__":
    main()
