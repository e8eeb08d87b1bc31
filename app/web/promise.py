"""Whether the picture of a view can be promised: a link preview and an oEmbed answer name none that would be refused.

What can be known from the address, the lists and what is loaded is looked at first, without a model's work. For oEmbed,
and where a view shows words which a model chooses, the picture is then made, if what it needs is loaded, and kept for
those who are about to ask for it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from ..analysis.attention import ATTENTION
from ..analysis.gates import GATES
from ..checks.sentence import check_sentence
from ..draw.figures import Figures
from ..draw.fonts import installed
from ..errors import HeadsGatesError
from ..models.library import Library
from ..settings import Settings
from .figure import asked_in_query
from .links import CARD, view_pairs
from .preview import Preview

PATIENCE_SECONDS = 3.0
TEXTS = ("text", "text_pair", "text_b", "text_c")
BOTH = ""  # views of either panel, side by side: one of them is enough for a picture
# of a view that is called after the extra that it shows: the setting that limits its sentence, in tokens
LIMITS = {
    each.name: each.limit for each in (*ATTENTION, *GATES) if each.limit in {"max_gradient_tokens", "max_lens_tokens"}
}
BESIDE = {"shares", "cost"}  # of a net, and of a head beside it
TWO_READ = {"context", "order", "compare"}  # read text_b


class Promises:
    """Looks at views before their pictures are promised."""

    def __init__(self, figures: Figures, library: Library, settings: Settings) -> None:
        self._figures, self._library, self._settings = figures, library, settings
        self._views = figures.kits.described()

    async def holds(self, preview: Preview, card: tuple[int, int] = CARD, *, draw: bool = False) -> bool:
        """Whether ``figure.png`` of a view would be a picture, as far as can be said now; ``draw``: by making it."""
        try:
            found = await asyncio.to_thread(self._looked_at, preview.query) if preview.has_address else None
        except HeadsGatesError:
            found = None
        if found is None:
            return False
        is_loaded, shows_guesses = found
        if not is_loaded or not (draw or shows_guesses):
            return not shows_guesses
        return await self._is_made(preview, card)

    async def said(self, preview: Preview) -> Preview:
        """What a page says of itself, its picture where there is one."""
        return replace(preview, pictured=await self.holds(preview))

    async def _is_made(self, preview: Preview, card: tuple[int, int]) -> bool:
        try:
            asked = asked_in_query(f"{preview.query}&card={card[0]}x{card[1]}")
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._figures.png(replace(asked.wanted(), fresh=False), ratio=asked.options.ratio, card=card)
        except (TimeoutError, HeadsGatesError):
            return False
        return True

    def _looked_at(self, query: str) -> tuple[bool, bool] | None:
        """Whether all models are loaded, and whether words that a model chooses are shown; None: no picture.

        Raises:
            HeadsGatesError: what is wrong with the view.

        """
        kits = self._figures.kits
        if kits.problems(f"?{query}"):
            return None
        schemas = kits.keys()
        state = {key: str(schema["default"]) for key, schema in schemas.items()} | view_pairs(query, schemas)
        views = kits.views(state)
        alone = views[0] if state["view"] != BOTH else BOTH
        if lacks(alone, state):
            return None
        read = [key for key in TEXTS if key not in {"text_b", "text_c"} or set(views) & TWO_READ]
        if any(self._views[view].reads for view in views) and installed().missing("".join(state[key] for key in read)):
            return None
        readers = [
            *(self._of_transformer(view, state) for view in views if self._is_of_transformer(view) or view in BESIDE),
            *(self._of_net(view, state) for view in views if not self._is_of_transformer(view)),
        ]
        found = [one for one in readers if one is not None]
        if len(found) < len(readers):
            return None
        return all(ready for ready, _ in found), any(guesses for _, guesses in found)

    def _of_transformer(self, view: str, state: Mapping[str, str]) -> tuple[bool, bool] | None:
        pair = state["text_pair"] if state["text_pair"].strip() else ""
        listed = self._library.resolve(state["model"], state["text"] + pair)
        info = next(one for one in self._library.listing().models if one.id == listed.id)
        if info.state == "failed" or (info.state == "to fetch" and not self._library.may_fetch):
            return None
        loaded = self._library.ready_transformer(listed.id)
        texts = [(state["text"], pair or None)]
        if view in TWO_READ and state["text_b"].strip():
            texts.append((state["text_b"], None))
        limits = [limit for limit in (info.max_tokens, self._limit(view)) if limit is not None]
        if not limits:
            return None
        for text, second in texts:
            check_sentence(loaded, text, second, min(limits), self._settings.max_text_chars)
        for name, count in (("layer", info.layers), ("head", info.heads)):
            # a default that the model lacks gives way to its first head
            is_named = state[name] != str(self._figures.kits.keys()[name]["default"])
            if self._views[view].of == "head" and is_named and count is not None and int(state[name]) >= count:
                return None
        if view == "lens" and (info.family != "decoder" or info.predicts != "next"):
            return None
        return loaded is not None, info.predicts is not None

    def _of_net(self, view: str, state: Mapping[str, str]) -> tuple[bool, bool] | None:
        if not self._views[view].reads:
            return True, False
        net = self._library.ready_net(state["cell"], state["checkpoint"])  # type: ignore[arg-type]
        most = self._settings.max_recurrent_tokens
        for text in (state["text"], *([state["text_b"]] if view == "order" else [])):
            check_sentence(net, text, None, min(most, self._limit(view) or most), self._settings.max_text_chars)
        return net is not None, False

    def _is_of_transformer(self, view: str) -> bool:
        return self._views[view].of in {"head", "model"}

    def _limit(self, view: str) -> int | None:
        name = LIMITS.get(view)
        return None if name is None else int(getattr(self._settings, name))


def lacks(view: str, state: Mapping[str, str]) -> bool:
    """Whether a view that is shown alone shows nothing yet, because something was not chosen."""
    if view in {"context", "order"} or (view == "compare" and state["against"] == "text"):
        return not state["text_b"].strip()
    if view == "find":
        is_cell = state["pin"].startswith("a") and "." in state["pin"]
        return not (state["habit"] or (state["from"] and state["to"]) or is_cell)
    return view == "shares" and state["cell"] == "rnn"
