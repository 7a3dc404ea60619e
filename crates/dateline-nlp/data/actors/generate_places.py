#!/usr/bin/env python3
"""Makes cities.tsv out of GeoNames (cities15000.txt, countryInfo.tsv, regionInfo.tsv; CC BY 4.0, geonames.org).

usage: generate_places.py GEONAMES_FOLDER > cities.tsv

A row is `iso3, population, names`. Kept are places of 15,000 people and more (all seats of first-level regions), with the names that
English text uses: the main and ASCII name, and those alternate names in Latin script that the press writes (listed in ALSO below).
Regions of the first level get half the population of their largest place, so that a city wins over a region of its name.
"""
import collections, csv, os, re, sys

ALSO = {"Kyiv": "Kiev", "Kharkiv": "Kharkov", "Odesa": "Odessa", "Lviv": "Lvov", "Mykolayiv": "Mykolaiv|Nikolaev", "Dnipro": "Dnipropetrovsk",
    "Zaporizhzhya": "Zaporizhzhia|Zaporozhye", "Luhansk": "Lugansk", "Mariupol": "Mariupol'", "Yangon": "Rangoon", "Mumbai": "Bombay", "Kolkata": "Calcutta",
    "Chennai": "Madras", "Bengaluru": "Bangalore", "Sanaa": "Sana'a", "Makkah": "Mecca", "Mecca": "Makkah", "Gdańsk": "Danzig", "Guangzhou": "Canton",
    "Ho Chi Minh City": "Saigon", "Homs": "Hims", "Aleppo": "Halab", "Al Hasakah": "Hasakeh|Hasaka|al-Hasakah", "Ar Raqqah": "Raqqa|Raqqah", "Dayr az Zawr": "Deir ez-Zor|Deir al-Zor|Deir Ezzor",
    "As-Suwayda": "Sweida|Suwayda|Suweida", "Dar‘ā": "Daraa|Deraa", "Al Fallujah": "Fallujah|Falluja", "Al Mawsil al Jadidah": "New Mosul", "Ramadi": "Ar Ramadi", "Ba‘qubah": "Baquba|Baqubah", "Al Basrah al Qadimah": "Basra|Basrah",
    "Najaf": "An Najaf", "Karbala": "Kerbala", "Tikrit": "Takrit", "Kirkuk": "Karkuk", "Erbil": "Arbil|Irbil", "Misratah": "Misrata", "Banghazi": "Benghazi", "Az Zawiyah": "Zawiya",
    "Al Hudaydah": "Hodeidah|Hodeida|Hudaydah", "Ta‘izz": "Taiz|Taez", "Ma'rib": "Marib", "Khan Yunis": "Khan Younis|Khan Yunis|Khan Yunus", "Rafaḩ": "Rafah", "Jabalya": "Jabaliya|Jabalia", "Dayr al Balah": "Deir al-Balah", "Janin": "Jenin", "Tulkarm": "Tulkarem|Tul Karm",
    "Nablus": "Nabulus", "Hebron": "Al Khalil", "Bethlehem": "Beit Lahm", "Ashqelon": "Ashkelon", "Beersheba": "Beer Sheva|Be'er Sheva", "Tyre": "Sour", "Sidon": "Saida", "En Nabatiye et Tahta": "Nabatieh|Nabatiyeh", "Baalbek": "Baalbeck",
    "El Obeid": "Al-Obeid|al-Obeid", "El Fasher": "Al-Fashir|al-Fashir|el-Fasher|El-Fasher", "Nyala": "Niyala", "El Geneina": "Geneina|El-Geneina", "Port Harcourt": "Port-Harcourt", "N’dalatando": "Ndalatando", "Mekele": "Mekelle|Makelle", "Āksum": "Axum|Aksum", "Kandahār": "Kandahar|Qandahar", "Jalālābād": "Jalalabad",
    "Mazār-e Sharīf": "Mazar-i-Sharif|Mazar-e-Sharif", "Kunduz": "Konduz", "Lashkar Gāh": "Lashkar Gah|Lashkargah", "Herāt": "Herat", "Srinagar": "", "Ürümqi": "Urumqi", "Lhasa": "", "Xi’an": "Xian", "Köln": "Cologne", "München": "Munich", "Nürnberg": "Nuremberg",
    "Genève": "Geneva", "Zürich": "Zurich", "Sevilla": "Seville", "Torino": "Turin", "Milano": "Milan", "Napoli": "Naples", "Firenze": "Florence", "Venezia": "Venice", "Genova": "Genoa", "Göteborg": "Gothenburg", "Antwerpen": "Antwerp", "Brugge": "Bruges", "The Hague": "Den Haag|Hague",
    "Thessaloníki": "Thessaloniki|Salonika", "Pireás": "Piraeus", "İzmir": "Izmir", "Diyarbakır": "Diyarbakir", "Şırnak": "Sirnak", "İstanbul": "Istanbul", "Istanbul": "Constantinople", "Tel Aviv": "Tel Aviv-Yafo", "Tskhinvali": "Tskhinval", "Sokhumi": "Sukhumi", "Stepanakert": "Khankendi", "Xankandi": "Stepanakert|Khankendi", "Dnipryany": "", "Saint Petersburg": "St Petersburg|St. Petersburg|Leningrad", "Groznyy": "Grozny", "Nal’chik": "Nalchik", "Rostov-na-Donu": "Rostov-on-Don|Rostov", "Nizhniy Novgorod": "Nizhny Novgorod", "Kazan": "Kazan'", "Bamyan": "Bamiyan", "Pristina": "Prishtina"}
# English words and names that are not meant as places when they stand in a text.
NOT = set("""western eastern northern southern centre oriental littoral equator atlantic pacific coast interior delta federal unity upper lower new old national of media reading police union mobile orange nice bath as same of male moore man march may june august sale best most both many much
    along battle split buy bar obama bush clinton trump victoria georgia jordan lincoln young deal hope come normal enterprise independence commerce
    industry republic central troy florence sandy gay salem surprise opportunity progress liberal university date tours lens angels van born essen
    roman eagle imperial mission temple young aba ali ben bo bin dan de ed el hu ho ii ipa iso la le les li lo lu mo nu oh on ota pa pau sa san se si so to u un van wa wu xi ye yi yo
    anna nan chad asia parole police deputy harmony globe security power general admiral marina victor martin david louis francis clara paul george davis allen carson
    warren russell hunt nelson douglas moses lawrence norman clayton wallace wesley kent milton page holland ireland england freedom
    gore lancet federal house senate congress capital west east north south center central union alliance reform justice liberty patriot
    islam kurdistan ansar jihad colonel major king prince bishop pope cardinal dean duke earl noble banks price long short brown white black green grey gray
    aurora paradise summit prospect plant city fort bay lake park hills heights springs falls grove mesa valley ridge oak forest mill bridge""".split())

def main(folder):
    iso3, names = {}, collections.defaultdict(lambda: [0, []])
    for line in open(os.path.join(folder, "countryInfo.tsv"), encoding="utf-8"):
        cols = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(cols) > 5:
            iso3[cols[0]] = {"XKX": "KOS"}.get(cols[1], cols[1])
    out, largest = [], collections.Counter()
    for c in csv.reader(open(os.path.join(folder, "cities15000.txt"), encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        name, ascii_name, feature, cc, region, population = c[1], c[2], c[7], c[8], c[10], int(c[14])
        if cc not in iso3 or feature in ("PPLX", "PPLH", "PPLQ", "PPLW"):
            continue
        largest[f"{cc}.{region}"] = max(largest[f"{cc}.{region}"], population)
        all_names = [name, ascii_name] + [a for a in ALSO.get(name, "").split("|") if a]
        seen = []
        for n in all_names:
            n = n.replace("‘", "").replace("’", "'").strip()
            if n and n.lower() not in NOT and len(n) > 2 and n not in seen:
                seen.append(n)
        if seen:
            out.append((iso3[cc], population, seen))
    for line in open(os.path.join(folder, "regionInfo.tsv"), encoding="utf-8"):
        if line.startswith("#"):
            continue
        cols = line.rstrip("\n").split("\t")
        if len(cols) < 3:
            continue
        code, name, ascii_name = cols[:3]
        cc = code.split(".")[0]
        if cc not in iso3:
            continue
        seen = []
        for n in (name, ascii_name):
            short = re.sub(r"^(?:State|Province|Region|Republic|Oblast|Governorate) of |^(?:Provincia|Departamento|Estado|Wilaya|Gouvernorat) (?:de |del |di |da |d')?", "", n)
            short = re.sub(r" (?:Province|Region|Oblast|Governorate|Department|District|County|State|Prefecture|Oblast’|Krai|Republic|Voivodeship|Canton|Division|Parish|Municipality)$", "", short)
            for form in (short, n):
                form = form.replace("‘", "").replace("’", "'")
                if form.lower() not in NOT and len(form) > 3 and form not in seen:
                    seen.append(form)
        if seen:
            out.append((iso3[cc], max(1000, largest.get(code, 0) // 2), seen))
    out.sort(key=lambda r: (r[0], -r[1], r[2][0]))
    print("# iso3; population; names | between. Made by generate_places.py from GeoNames (geonames.org, CC BY 4.0).")
    for iso, population, seen in out:
        print(iso, population, "|".join(seen), sep="\t")

main(sys.argv[1])
