"""Prints the documents of the training set that the encoder never saw.

usage: unseen.py GOLD.jsonl...
"""
import json
import sys

from common import held

for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        if held(json.loads(line)["doc_id"]):
            print(line, end="")
