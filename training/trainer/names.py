"""Names beyond the sets that annotate them: out of GUM's mentions, and names put in place of others while training.

GUM annotates every mention of people, places and organisations, named or not, nested. What is written as a proper noun is a name
as UNER means it; where the two guidelines may differ (titles inside, appositions, proper nouns without a mention) nothing is said.
"""
import collections
import csv
import random
import re

from . import sets
from .batches import case_of, spans

KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}
TITLES = set("mr mrs ms dr president vice prime minister general gen judge sen senator gov governor king queen prince princess sir lord lady professor prof "
             "captain capt col colonel lt lieutenant sgt saint st. pope chancellor secretary rep representative justice chief uncle aunt emperor bishop "
             "rev reverend father mother commander major detective officer chairman director deputy ambassador congressman".split())
INNER = {"of", "the", "and", "&", "-", "–", "'s", "’s", "for", "de", "la", "del", "von", "van", "der", "da", "al", "di", "'", "/", ".", "du"}
MARK = re.compile(r"\((\d+)-([a-z]+)-|(\d+)\)|\)")


def mentions(entity_column):
    """(start, end, class) of the mentions inside one sentence; those that cross its ends are left out."""
    out, open_ = [], []
    for i, misc in enumerate(entity_column):
        field = next((f[7:] for f in misc.split("|") if f.startswith("Entity=")), "")
        for m in MARK.finditer(field):
            if m[1]:
                open_.append((m[1], m[2], i))
                continue
            # `12)` closes mention 12, a bare `)` the one just opened: a mention of one word.
            at = next((k for k in range(len(open_) - 1, -1, -1) if not m[3] or open_[k][0] == m[3]), None)
            if at is not None:
                _, kind, start = open_.pop(at)
                out.append((start, i + 1, kind))
    return out


def gum_tags(s, entity_column):
    """BIO tags of a GUM sentence, None where nothing is said."""
    n = len(s["words"])
    proper = [x in ("NNP", "NNPS") for x in s["xpos"]]
    tags = ["O"] * n
    found = sorted(mentions(entity_column), key=lambda m: (m[0], -m[1]))
    covered = [False] * n
    for a, b, _ in found:
        for k in range(a, b):
            covered[k] = True
    for k in range(n):
        if proper[k] and not covered[k]:
            tags[k] = None
    taken = [False] * n
    for a, b, kind in found:
        if kind not in KINDS:
            continue
        while a < b and (s["upos"][a] == "DET" or s["words"][a].lower().rstrip(".") in TITLES):
            a += 1
        while a < b and not proper[b - 1] and s["words"][b - 1] in ("'s", "’s", "'", "’", ",", "."):
            b -= 1
        if a >= b or any(taken[a:b]) or not any(proper[a:b]):
            continue
        whole = proper[a] and all(p or w.lower() in INNER or x == "CD" for p, w, x in zip(proper[a:b], s["words"][a:b], s["xpos"][a:b]))
        plural = kind == "person" and "NNPS" in s["xpos"][a:b]
        if whole and not plural:
            tags[a:b] = [f"B-{KINDS[kind]}"] + [f"I-{KINDS[kind]}"] * (b - a - 1)
            taken[a:b] = [True] * (b - a)
        else:
            for k in range(a, b):
                if proper[k] and not taken[k]:
                    tags[k] = None
    return sets.fix_bio(tags)


def put_gum_names(sentences, path):
    """Adds `ner` to the sentences read from a GUM treebank file."""
    columns, cur = [], []
    for line in open(path, encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if len(c) == 10 and c[0].isdigit():
            cur.append(c[9])
        elif not line.strip() and cur:
            columns.append(cur)
            cur = []
    if cur:
        columns.append(cur)
    for s, column in zip(sentences, columns, strict=True):
        s["ner"] = gum_tags(s, column)


class Pool:
    """Names by class and number of words, for putting in place of others of the same length: the tree stays as it is."""

    def __init__(self, sentences, pieces):
        self.pieces = pieces
        self.seen, self.listed = collections.defaultdict(list), collections.defaultdict(list)
        for s in sentences:
            for a, b, kind in spans([t or "O" for t in s.get("ner", [])]):
                self.seen[kind, b - a].append(s["words"][a:b])
        for row in csv.DictReader(open(f"{sets.SHARED}/data/leaders/leaders_merged.tsv", encoding="utf-8"), delimiter="\t"):
            words = [w.capitalize() if w.isupper() else w for w in re.findall(r"[^\W\d_][\w'’-]+", row["name"] or "")]
            if 1 < len(words) < 5:
                self.listed["PER", len(words)].append(words)
                self.listed["PER", 1].append(words[-1:])
        for line in open(f"{sets.SHARED}/data/gazetteer/geonames/cities15000.txt", encoding="utf-8"):
            c = line.split("\t")
            words = c[1].split()
            if int(c[14] or 0) > 60000 and len(words) < 4:
                self.listed["LOC", len(words)].append(words)

    def instead(self, kind, n, rng):
        seen, listed = self.seen.get((kind, n)), self.listed.get((kind, n))
        pool = listed if listed and (rng.random() < 0.5 or not seen) else seen
        return rng.choice(pool) if pool else None

    def vary(self, row, rng, often=0.4, each=0.7, most=180):
        """The row with some of its names exchanged, or the row itself."""
        if not row.get("spans") or rng.random() > often:
            return row
        ps, case = list(row["ps"]), list(row["case"])
        for a, b, kind in row["spans"]:
            words = rng.random() < each and self.instead(kind, b - a, rng)
            if words:
                upper = all(c == 2 for c in row["case"][a:b])
                ps[a:b] = [self.pieces.encode(w) for w in words]
                case[a:b] = [2 if upper and case_of(w) in (1, 3) else case_of(w) for w in words]
        return dict(row, ps=ps, case=case) if sum(map(len, ps)) <= most else row


def hide(row, rng, share):
    """The row with some words unreadable but for their case, so that the others must speak; their lemma is nobody's guess."""
    hidden = [k for k in range(row["n"]) if rng.random() < share and not (row.get("trigger") and row["trigger"][k] > 0)]
    if not hidden:
        return row
    row = dict(row, ps=list(row["ps"]))
    if "lemma" in row:
        row["lemma"] = list(row["lemma"])
    for k in hidden:
        row["ps"][k] = [1] * len(row["ps"][k])
        if "lemma" in row:
            row["lemma"][k] = -1
    return row
