"""``python -m adcheck.training RULES CORPUS… [-p PASSAGES…]``: write the models below the folder RULES."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from adcheck.training import network, ngrams
from adcheck.training.samples import Sample, examples, passages, remarks, samples

PACKS = ("yakki", "keihyo")  # learnt from whole texts
TASKS = ("stealth",)  # learnt from passages; asked about posts, so n-grams have the first look
REMARKS = {
    "stealth": ("stealth",),
    "defect": ("contract", "outreach", "brief"),
}  # tasks that learn from whole texts too, and whose labels

# Heads with a file of their own: it may be of a later training than network.npz, to which the thresholds of most rules belong.
REQUESTS = (
    "stealth.suppress",
    "stealth.fabricated",
    "stealth.reward-review",
    "stealth.small-mark",
    "stealth.own-site-quote",
)


def main(argv: Sequence[str]) -> int:
    """The same corpora give the same n-grams, and (on the same machine) the same network."""
    folder, *names = argv
    end = names.index("-p") if "-p" in names else len(names)
    corpora = [Path(name) for name in names[:end]]
    sentences = {
        pack: [sample for file in corpora for sample in samples(file, pack)] + list(examples(pack)) for pack in PACKS
    }
    said = [passage for name in names[end + 1 :] for passage in passages(Path(name))]
    for task, packs in REMARKS.items():
        heads = {head for passage in said if passage.task == task for head in passage.heads}
        said += [passage for file in corpora for passage in remarks(file, task, packs, heads)]
    learnt = dict(sentences)
    for task in TASKS:
        chosen = [passage for passage in said if passage.task == task]
        learnt[task] = [Sample("", "", one.sentence, (0,) if one.heads else (), not one.heads) for one in chosen]
    for name, rows in learnt.items():
        ngrams.train(rows).dump(Path(folder) / name / "likeness.bin")
    network.train(sentences, said, Path(folder) / "network.npz")
    network.apart(Path(folder) / "network.npz", REQUESTS, Path(folder) / "requests.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
