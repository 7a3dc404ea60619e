"""What a names' model trained elsewhere says of our training sentences: `python silver.py out/silver.jsonl`

Needs spaCy and its model en_core_web_sm 3.8 (MIT; trained on OntoNotes 5), which lie in no lock file of ours: any virtual environment with them will
do. `train_accurate.py --silver` learns from the answers beside the gold: as tags of a head of its own, which is thrown away after
training, and as nationalities and events, of which UNER says nothing. No dev or test sentence is asked.
"""
import json
import sys

import spacy
from spacy.tokens import Doc

from trainer import sets, texts
from trainer.align import sentences

NAME = "en_core_web_sm"
LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP", "EVENT": "EVENT", "PRODUCT": "OTHER", "WORK_OF_ART": "OTHER", "LAW": "OTHER"}


def main():
    out, model = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else NAME
    nlp = spacy.load(model)
    for pipe in list(nlp.pipe_names):
        if pipe not in ("tok2vec", "ner"):
            nlp.disable_pipe(pipe)
    ud = sets.treebanks()
    held = {tuple(s["words"]) for s in sentences()[1]}
    some = ud["ewt-train"] + ud["gum-train"] + sets.names() + sentences()[0] + texts.news_sentences()
    asked = sorted({tuple(s["words"]) for s in some} - held)
    with open(out, "w", encoding="utf-8") as f:
        docs = (Doc(nlp.vocab, words=list(w)) for w in asked if all(x and not x.isspace() for x in w))
        for doc in nlp.pipe(docs, batch_size=256):
            found = [(e.start, e.end, LABELS[e.label_]) for e in doc.ents if e.label_ in LABELS]
            f.write(json.dumps([[t.text for t in doc], found], ensure_ascii=False) + "\n")
    print(len(asked), "sentences")


if __name__ == "__main__":
    main()
