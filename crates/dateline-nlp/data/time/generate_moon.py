#!/usr/bin/env python3
"""Writes moon.txt: known days of lunar and other moving calendars, 1945-2050, from the tables of the Python packages `holidays`
(MIT) and `convertdate` (MIT), and new moons from `ephem` (MIT). Run: PYTHONPATH=... python3 generate_moon.py > moon.txt"""
import datetime as D

import ephem
from convertdate import hebrew
from holidays.calendars.chinese import _ChineseLunisolar
from holidays.calendars.hindu import _HinduLunisolar
from holidays.calendars.islamic import _IslamicLunar
from holidays.calendars.persian import _Persian

IST = D.timedelta(hours=5, minutes=30)


def diwali(year):
    """The evening of the new moon between mid-October and mid-November, as India tells it; the table where it has the year."""
    told = plain(hindu.diwali_india_date(year))
    if told:
        return told
    moon = ephem.next_new_moon(f"{year}/10/15").datetime() + IST
    return moon.date() if moon.hour >= 18 else moon.date() - D.timedelta(1)


YEARS = range(1945, 2051)
rows = {}


def put(name, first, days=1):
    rows.setdefault(name, []).append((first, first + D.timedelta(days - 1)))


islam, china, hindu, persia = _IslamicLunar(), _ChineseLunisolar(), _HinduLunisolar(), _Persian()
plain = lambda found: found[0] if isinstance(found, tuple) else found
for y in YEARS:
    for name, many in (("eid-al-fitr", islam.eid_al_fitr_dates), ("eid-al-adha", islam.eid_al_adha_dates), ("ashura", islam.ashura_dates)):
        for found in many(y):
            put(name, plain(found))
    for found in islam.ramadan_beginning_dates(y):
        first = plain(found)
        ends = [plain(e) for z in (y, y + 1) for e in islam.eid_al_fitr_dates(z)]
        end = min((e for e in ends if e > first), default=None)
        if end and (end - first).days < 32:
            put("ramadan", first, (end - first).days)
    put("lunar-new-year", plain(china.lunar_new_year_date(y)))
    put("vesak", plain(china.buddha_birthday_date(y)))
    put("diwali", diwali(y))
    if plain(persia.new_year_date(y)):
        put("nowruz", plain(persia.new_year_date(y)))
    jewish = lambda year, month, day: D.date(*hebrew.to_gregorian(year, month, day))
    put("passover", jewish(y + 3760, 1, 15), 8)
    put("rosh-hashana", jewish(y + 3761, 7, 1), 2)
    put("yom-kippur", jewish(y + 3761, 7, 10))
    put("hanukkah", jewish(y + 3761, 9, 25), 8)
    # 5 Iyar, moved off the Sabbath and the days beside it.
    day = jewish(y + 3760, 2, 5)
    day += D.timedelta({4: -1, 5: -2, 0: 1}.get(day.weekday(), 0))
    if y >= 1949:
        put("israel-independence", day)
print("# Moving days, `NAME FIRST LAST`, made by generate_moon.py. Islamic days may differ by one between states.")
for name in sorted(rows):
    for first, last in sorted(set(rows[name])):
        print(name, first, last)
