"""What is measured is attention, with the weights it says, and the cell itself."""

from pathlib import Path
from typing import Any

import pytest
import torch

from app.errors import NotReadable, WeightsError
from app.forward.cost import BUDGET_SECONDS, MAX_ROUNDS, Race, head_of
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.models.recurrent.net import RecurrentNet
from tests.models.tiny_models import TINY, save, tiny


def loaded(name: str, folder: Path) -> LoadedTransformer:
    return load_folder(save(tiny(name), folder / name), Identity("mine", "", "", None), 10**8)


def test_the_head_is_the_models_own(tmp_path: Path) -> None:
    """Against scaled_dot_product_attention over the first head of what the layer projects."""
    model = loaded("bert", tmp_path)
    head = head_of(model)
    layer: Any = model.model.get_submodule("encoder.layer.0.attention.self")
    x = torch.randn(5, head.hidden)
    with torch.no_grad():
        q, k, v = (part(x)[:, : head.width] for part in (layer.query, layer.key, layer.value))
        wanted = torch.nn.functional.scaled_dot_product_attention(q[None], k[None], v[None])[0]
        torch.testing.assert_close(head.attend(x), wanted, atol=1e-6, rtol=0)
    assert head.width == head.hidden // model.heads
    assert "mine, its own weights" in head.what


FUSED = {"modernbert", "gpt2", "gpt_neox", "bloom", "xlnet"}  # q, k and v from one matrix, or laid out otherwise


@pytest.mark.parametrize("name", sorted(TINY))
def test_every_architecture_says_whose_weights_they_are(tmp_path: Path, name: str) -> None:
    try:
        model = loaded(name, tmp_path)
    except (NotReadable, WeightsError):
        return  # a request for it gets no further
    head = head_of(model)
    assert ("random weights of that shape" if name in FUSED else "its own weights") in head.what
    assert head.attend(torch.randn(3, head.hidden)).shape == (3, head.width)


@pytest.mark.parametrize(("cell", "blocks"), [("lstm", 4), ("gru", 3), ("rnn", 1)])
def test_every_length_is_read_in_every_way(tmp_path: Path, one_thread: None, cell: str, blocks: int) -> None:
    net = RecurrentNet(20, 6, 5, cell).requires_grad_(requires_grad=False)
    race = Race(head_of(loaded("bert", tmp_path)), net, [3, 1, 7])
    while not race.over:
        race.run_round()
    assert len(race.rounds) == MAX_ROUNDS or race.seconds >= BUDGET_SECONDS
    assert race.threads == 1
    for way in ("attention", "cell_unrolled", "cell_fused"):
        assert all(len(found[way]) == 3 for found in race.rounds)
        middle = sorted(found[way][2] for found in race.rounds)
        assert middle[0] <= race.milliseconds(way)[2] / 1000 <= middle[-1]
    assert race.multiply_adds("cell_fused") == [n * blocks * 5 * (6 + 5) for n in (3, 1, 7)]
    hidden, width = race.head.hidden, race.head.width
    assert race.multiply_adds("attention") == [n * (3 * hidden * width + 2 * n * width) for n in (3, 1, 7)]
