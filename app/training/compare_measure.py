"""What the comparison measures of a net: accuracy over a gap, the reach of gradients, what a swapped country moves."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ..models.recurrent.net import RecurrentNet
from .compare_stories import Story, batch, pairs, vocabulary
from .templates import seeded

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One story with its country swapped for another: what the gradient says of the country, and what the swap does.

    ``gradient`` is ‖∂h_T/∂x_country‖, ``relative`` the same over ‖∂h_T/∂x_T‖, T the word before the language.
    ``right`` says that the likeliest word is the country's language, before the swap and after it.
    """

    story: str
    swapped_for: str
    gradient: float
    relative: float
    total_variation: float
    right: bool


def distributions(net: RecurrentNet, stories: Sequence[Story]) -> Tensor:
    """The net's distribution over the word that is the language in each story, [N, V]."""
    ids, _, _ = batch(stories, 1.0)
    with torch.no_grad():
        hidden, _ = net.cell(net.embedding(ids))  # [N, T, U]
        at = torch.tensor([s.tongue - 1 for s in stories])  # [N]
        return net.logits(hidden[torch.arange(len(stories)), at]).softmax(-1)  # [N, V]


def right(found: Tensor, stories: Sequence[Story]) -> Tensor:
    """Whether the likeliest of all words is the language, [N], from distributions, [N, V]."""
    return found.argmax(-1) == torch.tensor([s.ids[s.tongue] for s in stories])


def majority(stories: Sequence[Story]) -> float:
    """The accuracy of always naming the most frequent language: what chance can do."""
    answers = [s.ids[s.tongue] for s in stories]
    return max(answers.count(answer) for answer in set(answers)) / len(answers)


def swapped(story: Story, rng: Random) -> Story:
    """The same story with another country, and with that country's language at the end."""
    words = vocabulary()
    country, tongue = rng.choice([p for p in pairs() if words[p[0]] != story.ids[story.country]])
    ids = list(story.ids)
    ids[story.country], ids[story.tongue] = words[country], words[tongue]
    return Story(ids, story.country, story.tongue)


def swaps(stories: Sequence[Story], gap: int) -> list[Story]:
    """Every story with another country, the same ones each time."""
    rng = seeded("comparison swap", gap)
    return [swapped(s, rng) for s in stories]


def total_variation(one: Tensor, two: Tensor) -> Tensor:
    """Half the sum of absolute differences of distributions, [N, V] each: [N], from 0 to 1."""
    return (one - two).abs().sum(-1) / 2


def gradients(net: RecurrentNet, story: Story) -> Array:
    """‖∂h_T/∂x_{T−k}‖, Frobenius, for k from 0 to T; T is the word before the language. [T + 1], float64.

    torch's own layer reads U copies of the story at once, and copy u gives the Jacobian's row u.
    """
    layer = copy.deepcopy(net.cell).double().requires_grad_(requires_grad=False)
    units = torch.arange(net.units)
    with torch.enable_grad():
        x = net.embedding.weight.detach()[story.ids[: story.tongue]].double()  # [T + 1, E]
        x = x.repeat(net.units, 1, 1).requires_grad_()  # [U, T + 1, E]
        hidden, _ = layer(x)  # [U, T + 1, U]
        (rows,) = torch.autograd.grad(hidden[units, -1, units].sum(), x)  # [U, T + 1, E]
    norms: Array = rows.square().sum((0, 2)).sqrt().flip(0).numpy()  # [T + 1]
    return norms


def reach(net: RecurrentNet, stories: Sequence[Story]) -> Array:
    """ln of the gradient norms, by distance and averaged over stories; as long as the shortest story. [K]."""
    found = [np.log(gradients(net, s)) for s in stories]
    shortest = min(len(each) for each in found)
    mean: Array = np.mean([each[:shortest] for each in found], axis=0)
    return mean


def cases(net: RecurrentNet, stories: Sequence[Story], others: Sequence[Story]) -> list[Case]:
    """Each story beside the one with another country: gradient at the country, and what the swap moves."""
    names = list(vocabulary())
    one, two = distributions(net, stories), distributions(net, others)  # [N, V] each
    moved = total_variation(one, two)  # [N]
    both = right(one, stories) & right(two, others)  # [N]
    found = []
    for n, (story, other) in enumerate(zip(stories, others, strict=True)):
        norms = gradients(net, story)  # [T + 1]
        at = float(norms[story.tongue - 1 - story.country])
        text = " ".join(names[i] for i in story.ids[1:])
        swapped_for = names[other.ids[other.country]]
        found.append(Case(text, swapped_for, at, at / float(norms[0]), float(moved[n]), bool(both[n])))
    return found
