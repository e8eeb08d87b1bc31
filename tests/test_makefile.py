import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {
    "help",
    "setup",
    "serve",
    "test",
    "fuzz",
    "test-slow",
    "check",
    "coverage",
    "lint",
    "lint-python",
    "openapi",
    "lint-front-end",
    "bench",
    "train",
    "train-check",
    "fetch",
    "dist",
    "clean",
}


def make(*arguments: str, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_make_alone_lists_every_target() -> None:
    assert set(re.findall(r"^  ([a-z-]+) +\S", make(), re.MULTILINE)) == TARGETS


def test_host_and_port_come_from_the_environment() -> None:
    assert "-m app serve --host 127.0.0.1 --port 8000" in make("-n", "serve", HOST="127.0.0.1", PORT="8000")
    assert "-m app serve --host 0.0.0.0 --port 9" in make("-n", "serve", HOST="0.0.0.0", PORT="9")  # noqa: S104


def test_a_model_of_ones_own_is_given_to_serve() -> None:
    assert "--model" not in make("-n", "serve", MODEL="")
    assert "--port 8000 --model 'mine=~/my models/a'" in make("-n", "serve", MODEL="mine=~/my models/a", PORT="8000")


def test_serve_fetches_the_weights_first() -> None:
    commands = make("-n", "serve")
    assert commands.index("-m app fetch minilm") < commands.index("-m app serve")


def test_an_index_for_torch_is_given_to_pip_only_if_set() -> None:
    fresh = "VENV=.venv-that-is-not-there"
    assert "--extra-index-url" not in make("-n", "setup", fresh, TORCH_INDEX_URL="")
    assert "--extra-index-url https://example.org/cpu" in make(
        "-n", "setup", fresh, TORCH_INDEX_URL="https://example.org/cpu"
    )
