"""BERT's uncased word pieces over a pruned vocabulary: greedy longest match, so that a lost piece falls back to shorter ones."""
import unicodedata

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
UNKNOWN = 1
LONGEST_PART, LONGEST_PIECE = 100, 24


def normalise(word):
    """Lower case without accents and control characters."""
    def kept(c):
        kind = unicodedata.category(c)
        return kind != "Mn" and (kind not in ("Cc", "Cf") or c in "\t\n\r") and c != "\ufffd"
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if kept(c))


def is_punct(c):
    n = ord(c)
    return 33 <= n <= 47 or 58 <= n <= 64 or 91 <= n <= 96 or 123 <= n <= 126 or unicodedata.category(c).startswith("P")


def split(word):
    """A word's parts: punctuation and Han characters stand alone."""
    out, cur = [], ""
    for c in normalise(word):
        alone = is_punct(c) or 0x4E00 <= ord(c) <= 0x9FFF
        if alone or c.isspace():
            if cur:
                out.append(cur)
            cur = ""
            if alone:
                out.append(c)
        else:
            cur += c
    return out + [cur] if cur else out


class WordPiece:
    def __init__(self, pieces):
        self.pieces = pieces
        self.id = {p: i for i, p in enumerate(pieces)}
        self.cache = {}

    def encode(self, word, most=12):
        """At most `most` ids; the unknown piece for a part that no pieces cover."""
        r = self.cache.get(word)
        if r is None:
            r = [i for part in split(word) for i in self.part(part)][:most] or [UNKNOWN]
            self.cache[word] = r
        return r

    def part(self, part):
        if len(part) > LONGEST_PART:
            return [UNKNOWN]
        at, ids = 0, []
        while at < len(part):
            for end in range(min(len(part), at + LONGEST_PIECE), at, -1):
                k = self.id.get(("##" if at else "") + part[at:end])
                if k is not None:
                    break
            else:
                return [UNKNOWN]
            ids.append(k)
            at = end
        return ids
