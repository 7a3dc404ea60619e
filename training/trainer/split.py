"""Sentences and words of the event articles, close to UD's English: contractions split, offsets kept."""
import re

CONTR = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$")
WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|Jr|Sr|Prof|Rev|Capt|Maj|Adm|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|No|vs|Co|Corp|Inc|Ltd)\.|\w+['’]\w+|\d+(?:[.,:]\d+)+|\w+['’](?=\s|$)(?<=[sS]['’])|\w+|[.]{2,}|--+|``|''|\S")


def tokenize(text, base=0):
    """UD-like words with offsets, split into sentences; a line end always ends one."""
    sents, cur = [], []
    pos = 0
    for line in text.split("\n"):
        for m in WORD.finditer(line):
            w, s = m.group(), base + pos + m.start()
            parts = [(w, s)]
            c = CONTR.match(w)
            if c:
                parts = [(c.group(1), s), (c.group(2), s + len(c.group(1)))]
            elif w.lower() == "cannot":
                parts = [(w[:3], s), (w[3:], s + 3)]
            elif len(w) > 1 and w[-1] in "'’":
                parts = [(w[:-1], s), (w[-1], s + len(w) - 1)]
            cur += parts
            nxt = line[m.end():m.end() + 3]
            if w in (".", "!", "?", "...") or (w.endswith(('"', "”")) and cur and len(cur) > 1 and cur[-2][0] in ".!?"):
                if not nxt or (nxt[0] == " " and (len(nxt) < 2 or not nxt[1].islower())):
                    if not (nxt[:1] in ('"', "”", "'", "’", ")")):
                        sents.append(cur)
                        cur = []
        if cur:
            sents.append(cur)
            cur = []
        pos += len(line) + 1
    return [x for x in sents if x]
