"""``python -m adcheck.training RULES CORPUS… [-p PASSAGES…]``: write the models below the folder RULES."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from adcheck.training import network, ngrams
from adcheck.training.samples import Sample, examples, passages, samples, unremarkable

PACKS = ("yakki", "keihyo")  # learnt from whole texts
TASKS = {"stealth": "post", "contract": "agreement"}  # learnt from passages, and what is unmarked in texts of the kind
ASKED_FIRST = ("stealth",)  # of them those asked about posts, where n-grams have the first look


def main(argv: Sequence[str]) -> int:
    """The same corpora give the same n-grams, and (on the same machine) the same network."""
    folder, *names = argv
    end = names.index("-p") if "-p" in names else len(names)
    corpora = [Path(name) for name in names[:end]]
    sentences = {
        pack: [sample for file in corpora for sample in samples(file, pack)] + list(examples(pack)) for pack in PACKS
    }
    said = [passage for name in names[end + 1 :] for passage in passages(Path(name))]
    said += [passage for task, kind in TASKS.items() for file in corpora for passage in unremarkable(file, task, kind)]
    learnt = dict(sentences)
    for task in ASKED_FIRST:
        chosen = [passage for passage in said if passage.task == task]
        learnt[task] = [Sample("", "", one.sentence, (0,) if one.heads else (), not one.heads) for one in chosen]
    for name, rows in learnt.items():
        ngrams.train(rows).dump(Path(folder) / name / "likeness.bin")
    network.train(sentences, said, Path(folder) / "network.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
