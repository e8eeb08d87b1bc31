"""Which parts of attention can be read from which architecture, and the reason where some cannot.

A model whose type is not in the table is tried: see ``app/capture/probe.py``. The table says what is known beforehand
and is what the documentation prints; a test walks it with tiny random models.
"""

from dataclasses import dataclass
from typing import Literal

Reading = Literal["everything", "weights", "nothing"]


@dataclass(frozen=True)
class Architecture:
    """One model type of transformers: what can be read from it, and what a reader should know about it."""

    model_type: str
    title: str
    reading: Reading
    note: str


WEIGHTS_ONLY = "It computes its attention itself rather than through the registry: q, k and v are unavailable."

ARCHITECTURES = [
    Architecture("bert", "BERT", "everything", ""),
    Architecture("distilbert", "DistilBERT", "everything", ""),
    Architecture("roberta", "RoBERTa", "everything", ""),
    Architecture("xlm-roberta", "XLM-R", "everything", ""),
    Architecture("albert", "ALBERT", "everything", "One module serves every layer."),
    Architecture("electra", "ELECTRA", "everything", ""),
    Architecture("modernbert", "ModernBERT", "everything", "Most layers look at a window around the token only."),
    Architecture("gpt2", "GPT-2", "everything", ""),
    Architecture("gpt_neox", "GPT-NeoX, Pythia", "everything", ""),
    Architecture("opt", "OPT", "everything", ""),
    Architecture("phi", "Phi", "everything", ""),
    Architecture("llama", "Llama, SmolLM2", "everything", "Several query heads share a key/value head: repeated here."),
    Architecture("mistral", "Mistral", "everything", "Looks back a window only; grouped heads."),
    Architecture("qwen3", "Qwen3", "everything", "Grouped heads; q and k are normalised before they are matched."),
    Architecture("gemma2", "Gemma 2", "everything", "Scores are capped; every other layer looks at a window only."),
    Architecture("t5", "T5", "everything", "A learned position bias is added to unscaled scores."),
    Architecture("bart", "BART", "everything", ""),
    Architecture("marian", "Marian (Opus-MT)", "everything", ""),
    Architecture("deberta-v2", "DeBERTa v2, v3", "weights", WEIGHTS_ONLY),
    Architecture("mpnet", "MPNet", "weights", WEIGHTS_ONLY),
    Architecture("xlnet", "XLNet", "weights", WEIGHTS_ONLY),
    Architecture("bloom", "BLOOM", "weights", WEIGHTS_ONLY),
    Architecture("gptj", "GPT-J", "weights", WEIGHTS_ONLY),
    Architecture("gpt_neo", "GPT-Neo", "weights", WEIGHTS_ONLY),
    Architecture(
        "gpt_oss",
        "gpt-oss",
        "nothing",
        "Part of each row goes to a learned sink that is no token: rows do not sum to 1.",
    ),
    Architecture("longformer", "Longformer", "nothing", "Its weights are by offset in a window, not by token."),
    Architecture("funnel", "Funnel Transformer", "nothing", "It pools the sequence: its rows are not tokens."),
    Architecture("fnet", "FNet", "nothing", "It has no attention: it mixes tokens by a Fourier transform."),
    Architecture("mamba", "Mamba", "nothing", "It has no attention: it is a state-space model."),
]


def known(model_type: str) -> Architecture | None:
    """The table's entry for a model type."""
    return next((entry for entry in ARCHITECTURES if entry.model_type == model_type), None)
