"""Reads the public sets into plain sentences: words and, per head, labels; None where a set is silent."""
import os

SHARED = os.environ.get("DATELINE_SHARED", "../shared")
NER = ["O"] + [f"{p}-{k}" for k in ("PER", "ORG", "LOC", "NORP", "EVENT") for p in "BI"]
TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUS = ["happened", "planned", "negated", "hypothetical"]
ROLES = ["actor", "recipient", "place", "time", "source", "instrument"]


def conllu(path):
    out, sent, meta = [], [], {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("#"):
            k, _, v = line[1:].partition("=")
            meta[k.strip()] = v.strip()
        elif line:
            c = line.split("\t")
            if c[0].isdigit():
                sent.append(c)
        elif sent:
            out.append(dict(words=[c[1] for c in sent], lemma=[c[2] for c in sent], upos=[c[3] for c in sent], xpos=[c[4] for c in sent],
                            feats=[c[5] for c in sent], head=[int(c[6]) for c in sent], rel=[c[7] for c in sent], id=meta.get("sent_id")))
            sent, meta = [], {}
    return out


def bio(path, sep, word_col, tag_col, mapping):
    out, words, tags = [], [], []
    for line in list(open(path, encoding="utf-8")) + [""]:
        line = line.rstrip("\n")
        if line.startswith("# ") and sep == "\t" and word_col == 1:
            continue
        if not line.strip():
            if words:
                out.append(dict(words=words, ner=fix_bio(tags)))
            words, tags = [], []
            continue
        c = line.split(sep)
        t = c[tag_col]
        if t == "O":
            tags.append("O")
        else:
            p, k = t.split("-", 1)
            k = mapping.get(k)
            tags.append(None if k is None else f"{p}-{k}" if k != "O" else "O")
        words.append(c[word_col])
    return out


def fix_bio(tags):
    out = []
    for i, t in enumerate(tags):
        if t and t.startswith("I-") and (i == 0 or out[-1] is None or out[-1][2:] != t[2:]):
            t = "B-" + t[2:]
        out.append(t)
    return out


def lemma_script(form, lemma):
    low = form.lower()
    for flag, base in (("k", form), ("l", low)):
        n = 0
        while n < min(len(base), len(lemma)) and base[n] == lemma[n]:
            n += 1
        if n == len(base) and n == len(lemma):
            return f"{flag};0;"
        if n >= max(1, len(base) // 2) or (n and len(base) - n <= 3):
            if flag == "k" and low != form and lemma.lower() == lemma:
                continue
            return f"{flag};{len(base) - n};{lemma[n:]}"
    return "=" + lemma


def apply_script(form, script):
    if script.startswith("="):
        return script[1:]
    flag, k, suffix = script.split(";", 2)
    base = form if flag == "k" else form.lower()
    k = int(k)
    return (base[:-k] if k else base) + suffix if k <= len(base) else base


def treebanks():
    """UD sentences by `ewt-train` and so on; the EWT ones also carry UNER's names, which annotate the same text."""
    ud = {f"{name}-{part}": conllu(f"{SHARED}/data/ud/{folder}/{part}.conllu")
          for name, folder in (("ewt", "EWT"), ("gum", "GUM-open")) for part in ("train", "dev", "test")}
    ud["pud-test"] = conllu(f"{SHARED}/data/ud/PUD/test.conllu")
    for part, name in (("ewt-train", "uner-ewt/train"), ("ewt-dev", "uner-ewt/dev"), ("ewt-test", "uner-ewt/test"), ("pud-test", "uner-pud/test")):
        names = {tuple(s["words"]): s["ner"] for s in bio(f"{SHARED}/data/ner/{name}.iob2", "\t", 1, 2, SAME)}
        for s in ud[part]:
            tags = names.get(tuple(s["words"]))
            if tags:
                s["ner"] = tags
    return ud


SAME = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
POLITICS = {"country": "LOC", "location": "LOC", "organisation": "ORG", "politicalparty": "ORG", "person": "PER",
            "politician": "PER", "election": "EVENT", "event": "EVENT"}


def names():
    """Sentences with names only. A class that our set of classes does not split (MISC) is None: no loss there."""
    out = bio(f"{SHARED}/data/ner/wikigold/wikigold.conll.txt", " ", 0, 1, SAME)
    for part in ("train", "dev", "test"):
        out += bio(f"{SHARED}/data/ner/crossner-politics/{part}.txt", "\t", 0, 1, POLITICS) * 2
    return out
