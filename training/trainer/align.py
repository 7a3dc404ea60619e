"""Puts the event records, which name a type, participants and evidence as text, onto words: triggers and pointers.

A first pass learns by expectation maximisation which lemma in the evidence carries the type. A second one (`realign`) lets
a trained model choose among the same candidates, with its own trees for the heads of participants. An article's record is
told once but may stand in several sentences: a word that means a type of which the article has a record is no negative.
"""
import collections
import hashlib
import json
import re

from . import sets
from .split import tokenize

BAD = {"DET", "ADP", "PRON", "PUNCT", "AUX", "CCONJ", "SCONJ", "PART", "NUM", "SYM", "INTJ", "ADV"}
LIKELY = {"VERB": 3.0, "NOUN": 1.2, "ADJ": 0.6, "PROPN": 0.15}
SAY = set("say tell add report note".split())
TIME = set(("january february march april may june july august september october november december monday tuesday wednesday thursday "
            "friday saturday sunday today yesterday tomorrow week weekend month year ago tonight overnight morning evening afternoon "
            "night jan feb mar apr jun jul aug sep sept oct nov dec").split()) | {str(y) for y in range(1940, 2031)}
PEOPLE = ("actor", "recipient")
ROUNDS = 6


def documents():
    return [json.loads(line) for name in ("newswire", "recent")
            for line in open(f"{sets.SHARED}/gold/events-train/{name}.jsonl", encoding="utf-8")]


def held_out(doc_id):
    """The fold that no training sees and all figures come from."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 100 < 15


def lemmatizer():
    """Lemma and class of a form by the treebanks' most frequent reading, else by its ending."""
    forms = collections.defaultdict(collections.Counter)
    for folder in ("EWT", "GUM-open"):
        for s in sets.conllu(f"{sets.SHARED}/data/ud/{folder}/train.conllu"):
            for w, l, u in zip(s["words"], s["lemma"], s["upos"]):
                forms[w.lower()][(l.lower(), u)] += 1
    table = {w: c.most_common(1)[0][0] for w, c in forms.items()}

    def look(w):
        w = w.lower()
        if w in table:
            return table[w]
        for suffix, put, u in (("ies", "y", "NOUN"), ("ing", "", "VERB"), ("ied", "y", "VERB"), ("ed", "", "VERB"), ("s", "", "NOUN")):
            if w.endswith(suffix) and len(w) > len(suffix) + 2:
                b = w[:-len(suffix)] + put
                for cand in (b, b + "e", b[:-1] if len(b) > 2 and b[-1] == b[-2] else b):
                    if cand in table:
                        return table[cand]
                return b, u
        return w, "X"
    return look


def find(text, needle, lo, hi):
    if not needle:
        return None
    i = text.find(needle, lo, hi)
    if i < 0:
        i = text.lower().find(needle.lower(), lo, hi)
    return (i, i + len(needle)) if i >= 0 else None


def find_name(text, needle, ev, lo, hi):
    """A participant in the evidence, else in its sentence: the text as given, else the last capitalised word of it."""
    for n in (needle, *[w for w in reversed(re.findall(r"\w[\w'’-]+", needle)) if w[0].isupper()][:1]):
        for a, b in ((max(ev[0], lo), min(ev[1], hi)), (lo, hi)):
            hit = find(text, n, a, b)
            if hit:
                return hit
    return None


def located(look):
    """Each record with the sentence of its evidence, its candidate words and where its participants stand."""
    items, articles = [], {}
    for d in documents():
        text = d.get("title", "") + "\n" + d["text"]
        sents = tokenize(text)
        articles[d["doc_id"]] = (d, sents)
        for e in d["events"]:
            ev = find(text, e["evidence"], 0, len(text))
            if not ev:
                continue
            at = max(range(len(sents)), key=lambda i: sum(ev[0] <= s < ev[1] for _, s in sents[i]))
            words = sents[at]
            lo, hi = words[0][1], words[-1][1] + len(words[-1][0])
            texts = {r: [p["text"] for p in e[r + "s"] or [] if p.get("text")] for r in PEOPLE}
            texts["place"] = [e["place"]] if e.get("place") else []
            texts["source"] = [e["attribution"]] if e.get("attribution") else []
            spans = {r: [find_name(text, t, ev, lo, hi) for t in ts] for r, ts in texts.items()}
            covered = [x for xs in spans.values() for x in xs if x]
            cands = []
            for i, (w, s) in enumerate(words):
                l, u = look(w)
                if ev[0] <= s < ev[1] and w[0].isalpha() and u not in BAD and l not in TIME and l not in ("be", "have", "do"):
                    cands.append((i, l, u, any(a <= s < b for a, b in covered)))
            if cands:
                items.append(dict(doc=d["doc_id"], event=e, sent=at, cands=cands, spans=spans, ev=ev))
    return items, articles


def prior(l, u, inside):
    return LIKELY.get(u, 0.5) * (0.15 if inside else 1) * (0.35 if l in SAY else 1)


def associate(items):
    """How much a lemma in the evidence speaks for a type, by expectation maximisation over the candidates."""
    total = collections.Counter(l for it in items for _, l, _, _ in it["cands"])
    assoc = None
    for _ in range(ROUNDS):
        num, mass = collections.defaultdict(collections.Counter), collections.Counter()
        for it in items:
            t = it["event"]["type"]
            ws = [prior(l, u, x) * (assoc(l, t) if assoc else 1.0) for _, l, u, x in it["cands"]]
            z = sum(ws)
            for (_, l, _, _), w in zip(it["cands"], ws):
                num[l][t] += w / z
                mass[t] += w / z
        n = sum(mass.values())
        held = {l: sum(c.values()) for l, c in num.items()}

        def assoc(l, t, num=num, mass=mass, n=n, held=held):
            p = mass[t] / n
            return ((num[l][t] + 2 * p) / (held.get(l, 0) + 2 + 0.3 * total[l])) / p
    return assoc


def head_by_rule(words, idx):
    """Head of a noun phrase without a tree: the last word before the first preposition, comma or relative."""
    keep = []
    for k in idx:
        w = words[k]
        if keep and (w in (",", "(") or w.lower() in "of in for from to at on with by who which that near and".split()):
            break
        if w in ("'s", "’s", "'", "’") and keep and k == idx[-1]:
            break
        keep.append(k)
    keep = [k for k in keep if words[k][0].isalnum()] or idx
    return keep[-1]


def head_by_tree(idx, heads):
    """The word of the span whose own head is outside (heads count from 1, 0 is the root)."""
    inside = set(idx)
    tops = [k for k in idx if heads[k] - 1 not in inside]
    return tops[0] if tops else None


def sentences(model_view=None, marked=False):
    """(training, held-out) sentences with trigger, mode, status, args and the roles to stay silent about.

    `model_view(doc, sentence)` gives (trigger probabilities [n][17], heads, tags) of a trained model, or None. `marked`: headlines are no negatives.
    """
    look = lemmatizer()
    items, articles = located(look)
    assoc = associate(items)
    per = collections.defaultdict(list)
    chosen, freq = collections.defaultdict(collections.Counter), collections.Counter()
    for _, sents in articles.values():
        freq.update(look(w)[0] for ws in sents for w, _ in ws)
    for it in items:
        view = None if held_out(it["doc"]) else model_view and model_view(it["doc"], it["sent"])
        t = sets.TYPES.index(it["event"]["type"]) + 1

        def score(c):
            s = prior(*c[1:]) * assoc(c[1], it["event"]["type"])
            return s ** 0.5 * (view[0][c[0]][t] + 0.01) if view else s
        it["ranked"] = sorted(it["cands"], key=score, reverse=True)
        chosen[it["event"]["type"]][it["ranked"][0][1]] += 1
        per[(it["doc"], it["sent"])].append(it)
    strong = {t: {l for l, n in c.items() if n >= 2 and n / freq[l] >= 0.25} for t, c in chosen.items()}
    train, held = [], []
    for doc_id, (d, sents) in articles.items():
        types = {e["type"] for e in d["events"]}
        numbers = {sets.TYPES.index(t) + 1 for t in types}
        headed = marked and bool(d.get("title")) and bool(types)
        for si, pairs in enumerate(sents):
            view = None if held_out(doc_id) else model_view and model_view(doc_id, si)
            words = [w for w, _ in pairs]
            row = dict(words=words, trigger=[0] * len(words), mode=[-1] * len(words), status=[-1] * len(words), args=[], silent=[], doc=doc_id)
            for i, w in enumerate(words):
                told = any(look(w)[0] in strong.get(t, ()) for t in types)
                p = max((view[0][i][t] for t in numbers), default=0) if view else 0.2
                # A headline tells again what the records' evidence, mostly of the body, tells: its words are no negatives.
                if told and p > 0.1 or p > 0.5 or headed and si == 0:
                    row["trigger"][i] = -1
            for it in per.get((doc_id, si), []):
                place(row, it, pairs, view)
            row["args"] = sorted(set(row["args"]))
            (held if held_out(doc_id) else train).append(row)
    return train, held


def place(row, it, pairs, view):
    e = it["event"]
    t = sets.TYPES.index(e["type"]) + 1
    free = [c for c in it["ranked"][:3] if row["trigger"][c[0]] in (-1, 0, t)]
    if not free or (free[0] is not it["ranked"][0] and (not view or view[0][free[0][0]][t] < 0.02)):
        return
    i = free[0][0]
    row["trigger"][i], row["mode"][i], row["status"][i] = t, e.get("mode") or "none", sets.STATUS.index(e["status"])
    for r, spans in it["spans"].items():
        number, missing = sets.ROLES.index(r), False
        for span in spans:
            idx = [k for k, (_, s) in enumerate(pairs) if span and span[0] <= s < span[1]]
            h = (head_by_tree(idx, view[1]) if view else head_by_rule(row["words"], idx)) if idx else None
            missing |= h is None
            if h is not None:
                row["args"].append((i, h, number))
        # A participant that the sentence does not name is mostly its pronoun: a subject of the trigger, else nothing is said.
        if missing and r != "place":
            subjects = [k for k in range(len(pairs)) if view and r == "actor" and view[1][k] == i + 1 and view[2][k] == ("PRON", "nsubj")]
            row["args"] += [(i, k, number) for k in subjects]
            if not subjects:
                row["silent"].append((i, number))
    if e.get("date"):
        near = [k for k, (w, s) in enumerate(pairs) if it["ev"][0] - 40 <= s < it["ev"][1] + 40 and w.lower() in TIME and w not in ("may", "march")]
        row["args"] += [(i, k, sets.ROLES.index("time")) for k in near]
        if not near:
            row["silent"].append((i, sets.ROLES.index("time")))
