"""What each head does on a sentence, every statistic in one number."""

from typing import Any, ClassVar

import numpy as np

from ...schemas import HeadStats, Statistic
from ..attended import Attended, AttentionExtra
from ..head_stats import STATISTICS, common, sentence_of, statistic


class HeadStatsExtra(AttentionExtra):
    """Habits, entropy and distance of every head."""

    name = "head_stats"
    description = "what each head does in one number"
    cost = "no forward pass of its own"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "include": ["head_stats"]}
    order = 50

    def answer(self, read: Attended) -> dict[str, Any]:
        """By statistic, layer and head; null where there is nothing to measure."""
        layout, sentence, found = read.model.layout, sentence_of(read.tokens, read.weights.visible), []
        for name, about in STATISTICS.items():
            values, chances = statistic(name, read.weights.own, sentence, layout.heads("own"))
            found.append(
                Statistic(
                    name=name,
                    habit=about.habit,
                    unit=about.unit,
                    definition=about.definition,
                    chance=common(chances),
                    chance_is=about.extreme or "level",
                    chance_by_layer=chances,
                    values=[[None if np.isnan(value) else float(value) for value in row] for row in values],
                )
            )
        return {"head_stats": HeadStats(layers=layout.numbers("own"), statistics=found)}
