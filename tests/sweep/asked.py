"""What the application answers about a folder, held against the truth."""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedModel

from tests.sweep import truth as eager
from tests.sweep.asking import OTHER, TEXT, Asking
from tests.sweep.row import Row
from tests.sweep.truth import Truth

MASKED, FROM, TO = 3, 5, 3
TOLERANCE = 2e-5
WITHOUT_ATTENTION = {"linear_attention", "conv", "mamba", "moe", "mlp", "recurrent"}
EXTRAS = ("words", "rollout", "head_stats", "value_norms", "contributions", "lens", "predictions", "thumbnails")


def most(a: Any, b: Any) -> float:
    """The largest difference; infinite between arrays of different shapes."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    return float("inf") if a.shape != b.shape else float(np.abs(a - b).max(initial=0.0))


def stacked(by_layer: dict[int, Tensor]) -> np.ndarray:
    """Weights by layer, layers with fewer heads padded with zeros, as one array."""
    heads = max(len(weights) for weights in by_layer.values())
    found = np.zeros((len(by_layer), heads, *next(iter(by_layer.values())).shape[1:]), np.float32)
    for i, layer in enumerate(sorted(by_layer)):
        found[i, : len(by_layer[layer])] = by_layer[layer].numpy()
    return found


def told_by_configuration(model: PreTrainedModel, total: int) -> list[int] | None:
    """The layers that attend by the configuration's own list of kinds; None where it has none for this stack."""
    config = model.config.get_text_config()
    for name in ("layer_types", "layers_block_type"):
        kinds = getattr(config, name, None) or []
        if len(kinds) == total:
            return [layer for layer, kind in enumerate(kinds) if kind not in WITHOUT_ATTENTION]
    return None


class Sweep:
    """Everything that is asked about one folder, in turn."""

    def __init__(self, folder: Path, row: Row) -> None:
        self.folder, self.row = folder, row
        self.at = Asking(folder, row)
        self.truth: Truth

    def run(self) -> None:
        asyncio.run(self.all())

    async def all(self) -> None:
        before = await self.at.listed()
        self.at.hold(before["reading"] is None, "listed with a reading before it was loaded")
        first = await self.at.ask("POST", "attention", {"text": TEXT, "layers": []})
        self.writes = first.status_code == 200
        if not self.writes:  # an encoder and a decoder without a head: what the decoder reads is given
            given = await self.at.ask("POST", "attention", {"text": TEXT, "text_pair": OTHER, "layers": []})
            first = given if given.status_code == 200 else first
        if first.status_code != 200:
            self.row.result = f"refused: {first.json().get('detail', '')}"
            return
        document = first.json()
        self.at.family = document["family"]
        info = await self.at.listed()
        self.reading = info["reading"]
        self.model = eager.part_read(eager.eager(self.folder), self.left_out(document))
        tokenizer = self.tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        self.ids = tokenizer.encode(TEXT).ids
        self.at.hold([t["id"] for t in document["tokens"]] == self.ids, "reads other tokens than the tokenizer's")
        target = None
        if self.at.family == "encoder-decoder":
            target = [self.start(), *tokenizer.encode(OTHER).ids[:-1]]
        self.target_ids = target
        self.truth = eager.read(self.model, self.ids, target)
        self.row.attending = sorted(self.truth.own)
        self.row.layers = self.truth.total
        self.row.heads = [len(self.truth.own[layer]) for layer in sorted(self.truth.own)]
        await self.weights(info)
        await self.single_layers()
        await self.extras()
        await self.changes()
        await self.steps()
        await self.found_heads()
        await self.contexts()

    def left_out(self, document: dict[str, Any]) -> str | None:
        """The class that was read, where that is said to be a part of what the folder holds."""
        said = next((each for each in document["notices"] if each["code"] == "left-out"), None)
        if said is not None:
            self.row.class_name += f" (read: {said['names'][1]})"
        return None if said is None else str(said["names"][1])

    def start(self) -> int:
        """The token that a decoder begins with."""
        for source in (getattr(self.model, "generation_config", None), self.model.config):
            for name in ("decoder_start_token_id", "bos_token_id"):
                if (found := getattr(source, name, None)) is not None:
                    return int(found)
        return 0

    async def weights(self, info: dict[str, Any]) -> None:
        """All layers at once: weights, layers' numbers, heads by layer, in the answer and in the listing."""
        row, hold, truth = self.row, self.at.hold, self.truth
        found = await self.at.attention()
        if found is None:
            return
        document, tensors = found
        off = most(tensors["attention"], stacked(truth.own))
        if self.at.family == "encoder-decoder":
            hold([t["id"] for t in document["target_tokens"]] == self.target_ids, "its decoder reads other tokens")
            off = max(off, most(tensors["target_attention"], stacked(truth.target)))
            off = max(off, most(tensors["cross_attention"], stacked(truth.cross)))
        hold(off <= TOLERANCE, f"weights are off by {off:.1e}")
        hold(document["attention"]["layers"] == row.attending, f"layers {document['attention']['layers']}")
        hold(
            document.get("layers_total") == row.layers, f"says {document.get('layers_total')} layers, runs {row.layers}"
        )
        told = told_by_configuration(self.model, row.layers)
        hold(told in (None, row.attending), f"the configuration says that {told} attend")
        hold(document.get("attending") == row.attending, f"attending {document.get('attending')}")
        hold(document.get("heads_by_layer") == row.heads, f"heads {document.get('heads_by_layer')}")
        hold(info["layers"] == row.layers, f"listed with {info['layers']} layers")
        hold(info["heads"] == max(row.heads), f"listed with {info['heads']} heads")
        row.result = f"equal to eager: {off:.0e}" if self.reading == "everything" else f"weights only: {off:.0e}"

    async def single_layers(self) -> None:
        """Each layer alone: its weights, or a refusal that says which attend; never an empty array."""
        parts = {"attention": self.truth.own}
        if self.at.family == "encoder-decoder":
            parts |= {"target_attention": self.truth.target, "cross_attention": self.truth.cross}
        for layer in range(self.row.layers + 1):
            found = await self.at.ask("POST", "attention", self.at.sentences() | {"layers": [layer]})
            said, answer = f"layer {layer} alone", found.json()
            if not any(layer in by_layer for by_layer in parts.values()):
                named = all(str(each) in answer.get("detail", "") for each in (layer, self.row.attending[-1]))
                self.at.hold(found.status_code == 422 and named, f"{said}: {found.status_code} {answer.get('detail')}")
                continue
            if found.status_code != 200:
                self.at.fault(f"{said}: {found.status_code}")
                continue
            for name, by_layer in parts.items():
                wanted = [layer] if layer in by_layer else []
                self.at.hold(answer[name]["layers"] == wanted, f"{said}: {name} of {answer[name]['layers']}")
                values = np.asarray(answer[name]["values"])
                if wanted and len(values) == 1:
                    weights = by_layer[layer].numpy()
                    off = most(values[0, : len(weights)], weights)
                    self.at.hold(off <= TOLERANCE, f"{said}: {name} is off by {off:.1e}")
                else:
                    self.at.hold(len(values) == len(wanted), f"{said}: {name} has {len(values)} layers")

    async def extras(self) -> None:
        """Each extra: right, or refused in words."""
        for name in EXTRAS:
            found = await self.at.attention(include=[name], **({"heads": [], "layers": []} if name == "lens" else {}))
            if found is None:
                self.row.refused.append(name)
                continue
            document, tensors = found
            self.at.hold(document[name] is not None, f"{name}: left out")
            checks = getattr(self, f"check_{name}", None)
            if checks is not None:
                checks(document, tensors)

    def at_layers(self, document: dict[str, Any], name: str) -> None:
        found = document[name].get("layers")
        self.at.hold(found == self.row.attending, f"{name}: layers {found}")

    def check_thumbnails(self, document: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
        self.at_layers(document, "thumbnails")
        off = most((tensors["thumbnails"] / 255.0) ** 2, stacked(self.truth.own))
        self.at.hold(off <= 1 / 255, f"thumbnails: off by {off:.1e}")

    def check_rollout(self, document: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
        """Abnar & Zuidema 2020: ½·(mean over heads) + ½·identity, layer after layer."""
        self.at_layers(document, "rollout")
        so_far, wanted = np.eye(len(self.ids)), []
        for layer in self.row.attending:
            so_far = (self.truth.own[layer].numpy().mean(0) / 2 + np.eye(len(self.ids)) / 2) @ so_far
            wanted.append(so_far)
        off = most(tensors["rollout"], np.stack(wanted))
        self.at.hold(off <= TOLERANCE, f"rollout: off by {off:.1e}")

    def check_head_stats(self, document: dict[str, Any], _: dict[str, np.ndarray]) -> None:
        self.at_layers(document, "head_stats")
        for each in document["head_stats"]["statistics"]:
            self.at.hold(len(each["values"]) == len(self.row.attending), f"head_stats: {each['name']} of other layers")

    def check_words(self, document: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
        self.at_layers(document, "words")
        groups = document["words"]["words"]
        own = stacked(self.truth.own)
        wanted = np.stack(
            [np.stack([own[:, :, q][..., k].sum(-1).mean(-1) for k in groups], -1) for q in groups], -2
        )  # sum over keys, mean over queries
        off = most(tensors["words"], wanted)
        self.at.hold(off <= TOLERANCE, f"words: off by {off:.1e}")

    def check_value_norms(self, document: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
        self.at_layers(document, "value_norms")
        own = stacked(self.truth.own)
        self.at.hold(tensors["value_norms"].shape == own.shape, "value_norms: of another shape")
        hidden = tensors["value_norms"][own == 0] if tensors["value_norms"].shape == own.shape else np.zeros(1)
        self.at.hold(most(hidden, np.zeros_like(hidden)) == 0, "value_norms: a hidden token has weight")

    def check_contributions(self, document: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
        self.at_layers(document, "contributions")
        residual = next(value for name, value in tensors.items() if "residual" in name)
        known = [layer for layer in self.row.attending if layer in self.truth.given]
        self.at.hold(len(known) == len(self.row.attending), "contributions: what a layer was given is not known here")
        if len(known) == len(self.row.attending):
            wanted = np.stack([self.truth.given[layer].norm(dim=-1).numpy() for layer in known])
            off = most(residual / np.maximum(wanted, 1e-6), np.ones_like(wanted))
            self.at.hold(off <= 1e-4, f"contributions: residual is off by the factor {off:.1e}")

    def check_predictions(self, document: dict[str, Any], _: dict[str, np.ndarray]) -> None:
        if self.truth.logits is None:
            self.at.fault("predictions of a model that has none")
            return
        self.predicted("predictions", document["predictions"], self.truth.logits)

    def predicted(self, what: str, found: list[list[dict[str, Any]]], logits: Tensor) -> None:
        """The likeliest tokens at each position, with their probabilities."""
        chances = torch.softmax(logits, -1).numpy()
        if len(found) != len(chances):
            self.at.fault(f"{what}: of {len(found)} tokens")
            return
        piece = self.tokenizer.token_to_id
        ids = [(t, piece(each["text"]), each["probability"]) for t, row in enumerate(found) for each in row]
        off = max((abs(chance - float(chances[t, i])) for t, i, chance in ids if i is not None), default=0.0)
        first = max(float(chances[t].max()) - row[0]["probability"] for t, row in enumerate(found))
        self.at.hold(max(off, first) <= 1e-4, f"{what}: off by {max(off, first):.1e}")

    def check_lens(self, document: dict[str, Any], _: dict[str, np.ndarray]) -> None:
        """Each layer is what the model makes of the states that the layer was given; the last, what it predicts."""
        layers, truth = document["lens"]["layers"], self.truth
        if truth.logits is None or len(layers) != truth.total + 1:
            self.at.fault(f"lens: {len(layers)} layers of {truth.total} and the embedding")
            return
        ending = eager.after_layers(truth)
        for layer in range(truth.total):
            if ending is None or layer not in truth.given:
                self.at.fault(f"lens: layer {layer} cannot be checked")
                return
            logits = eager.logits_of(self.model, ending, self.ids, truth.given[layer])
            self.predicted(f"lens, layer {layer}", layers[layer], logits)
        self.predicted("lens, last layer", layers[-1], truth.logits)

    async def changes(self) -> None:
        """A masked token, a head that is switched off, and heads that are not there."""
        row, truth = self.row, self.truth
        found = await self.at.attention(mask=[MASKED])
        if found is None:
            row.refused.append("mask")
        else:
            layer = row.attending[0]
            wanted = truth.own[layer].numpy().copy()
            wanted[..., MASKED] = 0
            wanted /= wanted.sum(-1, keepdims=True)
            off = most(found[1]["attention"][0, : len(wanted)], wanted)
            self.at.hold(off <= TOLERANCE, f"mask: layer {layer} is off by {off:.1e}")
        for layer in sorted({row.attending[0], row.attending[-1]}):
            await self.switched_off(layer, len(truth.own[layer]) - 1)
        absent = next((layer for layer in range(row.layers) if layer not in truth.own), row.layers)
        for layer, head in ((row.attending[0], 99), (absent, 0), (99, 0)):
            body = {"text": TEXT, "ablate": [{"layer": layer, "head": head}], "layers": []}
            refused = await self.at.ask("POST", "attention", body)
            self.at.hold(400 <= refused.status_code < 500, f"head {layer}.{head} is switched off: there is none")

    async def switched_off(self, layer: int, head: int) -> None:
        """Against an eager pass in which that head's part of the output projection's input is zero."""
        change = {"ablate": [{"layer": layer, "head": head}]}
        found = await self.at.attention(**change, include=["effect"])
        if found is None:
            what = "ablate" if await self.at.attention(**change) is None else "effect"
            if what not in self.row.refused:
                self.row.refused.append(what)
            return
        effect, heads = found[0]["effect"], len(self.truth.own[layer])
        module = eager.projection(self.truth, layer)
        if found[0]["predicts"] is None:
            self.at.hold(effect["total_variation"] is None, "effect: on predictions that there are none of")
        if module is None or self.truth.logits is None or effect["total_variation"] is None:
            return
        after = eager.without_head(self.model, self.ids, module, head, heads)
        before = torch.softmax(self.truth.logits, -1)
        wanted = (torch.softmax(after, -1) - before).abs().sum(-1) / 2  # [T]
        off = most(effect["total_variation"], wanted.numpy())
        self.at.hold(off <= 1e-4, f"effect of switching off {layer}.{head} is off by {off:.1e}")
        self.predicted("effect, before", effect["predictions_before"], self.truth.logits)
        self.predicted("effect, after", effect["predictions_after"], after)

    async def steps(self) -> None:
        """One head of every layer in full, in every part."""
        parts: dict[str | None, dict[int, Tensor]] = {None: self.truth.own}
        if self.at.family == "encoder-decoder":
            parts = {"encoder": self.truth.own, "decoder": self.truth.target, "cross": self.truth.cross}
        for part, by_layer in parts.items():
            for layer in range(self.row.layers):
                body = {"layer": layer, "head": 0, "query": FROM, **({"part": part} if part else {})}
                found = await self.at.ask("POST", "attention/steps", self.at.sentences() | body)
                said = f"steps of layer {layer}{f' ({part})' if part else ''}"
                if found.status_code != 200:
                    if self.reading == "everything":
                        self.at.hold(layer not in by_layer, f"{said}: refused with {found.json()['detail']}")
                    elif "steps" not in self.row.refused:
                        self.row.refused.append("steps")
                    continue
                if layer not in by_layer:
                    self.at.fault(f"{said}, which does not attend: answered")
                    continue
                answer = found.json()
                off = most(answer["weights"], by_layer[layer][0, FROM].numpy())
                self.at.hold(off <= TOLERANCE, f"{said}: weights are off by {off:.1e}")
                made = np.asarray(answer["weights"]) @ np.asarray(answer["values"])
                self.at.hold(most(made, answer["output"]) <= 1e-3, f"{said}: output is not the sum of weighted values")

    async def found_heads(self) -> None:
        """Every head by a habit and by a link."""
        everywhere = {(layer, head) for layer, weights in self.truth.own.items() for head in range(len(weights))}
        for body in ({"habit": "previous"}, {"from": FROM, "to": TO}):
            found = await self.at.ask("POST", "attention/find", {"text": TEXT, **body})
            if found.status_code != 200:
                if "find" not in self.row.refused:
                    self.row.refused.append("find")
                continue
            heads = found.json()["heads"]
            self.at.hold({(h["layer"], h["head"]) for h in heads} == everywhere, f"find {body}: other heads")
            if "from" in body:
                off = max(
                    (
                        abs(h["score"] - float(self.truth.own[h["layer"]][h["head"], FROM, TO]))
                        for h in heads
                        if (h["layer"], h["head"]) in everywhere
                    ),
                    default=0.0,
                )
                self.at.hold(off <= TOLERANCE, f"find {body}: scores are off by {off:.1e}")

    async def contexts(self) -> None:
        """One word in two sentences, at the embedding and after each layer."""
        body = {"text_a": TEXT, "token_a": 2, "text_b": OTHER, "token_b": 2}
        found = await self.at.ask("POST", "context", body)
        if found.status_code != 200:
            self.row.refused.append("context")
            return
        cosine = found.json()["cosine"]["values"]
        self.at.hold(len(cosine) == self.row.layers + 1, f"context: {len(cosine)} numbers for {self.row.layers} layers")
        other = eager.read(self.model, self.tokenizer.encode(OTHER).ids, self.target_ids)
        for layer in sorted(set(self.truth.given) & set(other.given)):
            pairs = [(self.truth.given[layer], other.given[layer])]
            if layer - 1 in self.truth.gave and layer - 1 in other.gave:
                # nearly always the same; not where something else is added between two layers
                pairs.append((self.truth.gave[layer - 1], other.gave[layer - 1]))
            wanted = [float(torch.cosine_similarity(a[2], b[2], dim=0)) for a, b in pairs]
            if layer < len(cosine):
                off = min(most(cosine[layer], each) for each in wanted)
                self.at.hold(off <= 1e-4, f"context: layer {layer} is off by {off:.1e}")
