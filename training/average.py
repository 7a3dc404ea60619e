"""A checkpoint between two of one training: `python average.py before.pt after.pt out.pt --share 0.6` (the later one's share).

Weights between the two ends of a stage forget less of what the stage did not show and fit its noise less; the order of tensors, labels and
pieces must be the same, as it is where the later checkpoint was started from the earlier one (`--init`).
"""
import argparse

import torch


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("before")
    ap.add_argument("after")
    ap.add_argument("out")
    ap.add_argument("--share", type=float, default=0.5)
    a = ap.parse_args()
    before, after = (torch.load(p, weights_only=True) for p in (a.before, a.after))
    if before["labels"] != after["labels"] or before["pieces"] != after["pieces"]:
        raise SystemExit("the two do not share labels and pieces")
    state = {k: (1 - a.share) * before["state"][k] + a.share * after["state"][k] for k in before["state"]}
    torch.save(dict(after, state=state), a.out)


if __name__ == "__main__":
    main()
