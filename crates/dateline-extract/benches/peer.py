"""Time trafilatura, text and metadata, over the pages of a folder: `peer.py DIR` prints "SECONDS trafilatura VERSION".

Called by benches/extract.rs. Seconds are CPU seconds of this process, reading and decompressing left out; the faster of two
passes counts. Needs `pip install trafilatura lxml_html_clean` (2.x) in an environment of its own.
"""
import gzip
import logging
import pathlib
import sys
import time

import trafilatura

logging.disable(logging.CRITICAL)
pages = []
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.name.endswith(".html.gz"):
        pages.append(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
    elif path.name.endswith(".html"):
        pages.append(path.read_text("utf-8", "replace"))

best = float("inf")
for _ in range(2):
    start = time.process_time()
    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
    best = min(best, time.process_time() - start)
print(f"{best:.3f} trafilatura {trafilatura.__version__}")
