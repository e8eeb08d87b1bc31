"""What is wrong with the settings is one line that says what to write instead, before anything listens or loads."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.listening import check_address
from app.settings import ModelSetting, Settings
from app.startup import WrongSettings, named_folder, read_settings
from tests.models.tiny_models import save, tiny


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tiny("bert"), tmp_path_factory.mktemp("models") / "whole")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting but the cache folder, whatever the machine that runs the tests has."""
    for name in [name for name in os.environ if name.startswith("HEADS_GATES_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HEADS_GATES_CACHE_DIR", str(tmp_path / "cache"))


NUMBERS = [name.upper() for name, field in Settings.model_fields.items() if field.annotation in {int, float}]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("written", ["many", "9" * 300, "-1"])
def test_every_number_has_bounds_that_are_named(name: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"HEADS_GATES_{name}", written)
    assert re.fullmatch(
        rf"HEADS_GATES_{name}: write a (whole )?number (from|above) \d+ to [\d_]+; got '{written[:70]}.*", fault()
    )


def fault(*added: str) -> str:
    with pytest.raises(WrongSettings) as caught:
        read_settings(added)
    said = str(caught.value)
    assert "\n" not in said
    assert "pydantic" not in said
    return said


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("[{'id': 'mine', 'folder': '/m'}]", 'write [{"id": "mine", "folder": "/m"}]'),
        ("{'id': 'mine', 'folder': None}", 'write [{"id": "mine", "folder": null}]'),
        ('{"id": "mine", "folder": "/m"}', 'write [{"id": "mine", "folder": "/m"}]'),
        ('{"mine": "/m"}', 'write [{"id": "mine", "folder": "/m"}]'),
        ("{}", 'write [{"id": "mine", "folder": "/models/mine"}]'),
        ("/models/mine", "serve --model FOLDER"),
        ("mine", "it is not JSON"),
        ('"/models/mine"', "serve --model FOLDER"),
        ('[{"id": "mine", "folder": "/m"}', "not JSON from character 31 on"),
        ('[{"id": "mine", "folder": "/m"},]', "double quotes"),
        ("[" * 50_000, "nested too deeply"),
        ("['" + "[" * 500, "not JSON from character 1 on"),
        ('[{"id": "mine", "folder": ""}]', "folder: write the path of a folder, as text; got ''"),
        ('[{"id": "mine", "folder": 5}]', "folder: write the path of a folder, as text; got 5"),
        ('[{"id": "mine", "folder": ["/m"]}]', "folder: write the path of a folder, as text; got ['/m']"),
        ('[{"id": "mine", "folder": "/m", "title": ""}]', "title: it is empty; write something, or leave it out"),
        ("[5]", "item 0 is 5, but must be an object"),
        ('["/models/mine"]', 'item 0 is "/models/mine", but must be an object'),
        ("[[]]", "item 0 is [], but must be an object"),
        ('[{"id": "a", "id": "b", "folder": "/m"}]', "the key 'id' twice"),
        ('[{"folder": "/m"}]', "item 0, id: it is missing"),
        ('[{"id": "mine"}]', "name either a folder or a hub id"),
        ('[{"id": "mine", "folder": "/m", "hub": "a/b"}]', "either a folder or a hub id"),
        ('[{"id": "mine", "hub": "a/b"}]', "40 hexadecimal digits"),
        ('[{"id": "mine", "hub": "a/b", "revision": "main"}]', "write the commit, 40 hexadecimal digits"),
        ('[{"id": "mine", "hub": "https://hub.example/a/b", "revision": "' + "0" * 40 + '"}]', "such as owner/name"),
        ('[{"id": "mine", "path": "/m"}]', "there is no such key; the keys are id, title, folder"),
        ('[{"id": "mine", "foldr": "/m"}]', "did you mean folder?"),
        ('[{"id": "My Model", "folder": "/m"}]', "write lowercase letters"),
        ('[{"id": "", "folder": "/m"}]', "write lowercase letters"),
        ('[{"id": "../up", "folder": "/m"}]', "write lowercase letters"),
        ('[{"id": 5, "folder": "/m"}]', "item 0, id: "),
        ('[{"id": "mine", "folder": 5}]', "item 0, folder: "),
        ('[{"id": "mine", "folder": "/m", "title": "a\\u0007b"}]', "cannot be shown"),
        ('[{"id": "mine", "folder": "/m", "title": "\\ud800"}]', "cannot be shown"),
        ('[{"id": "mine", "folder": "/m", "title": ""}]', "item 0, title: "),
        ('[{"id": "mine", "folder": "~nobody-of-that-name/m"}]', "no home folder"),
        ('[{"id": "mine", "folder": "/m\\u0000"}]', "is not a path"),
    ],
)  # fmt: skip
def test_models_that_are_no_list_of_models(monkeypatch: pytest.MonkeyPatch, written: str, says: str) -> None:
    monkeypatch.setenv("HEADS_GATES_MODELS", written)
    said = fault()
    assert says in said
    assert said.startswith("HEADS_GATES_MODELS")


@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("MAX_QUEUE", "many", "write a whole number from 1 to 1_000_000; got 'many'"),
        ("MAX_QUEUE", "0", "from 1 to"),
        ("MAX_QUEUE", "1.5", "write a whole number"),
        ("TORCH_THREADS", "99999999", "from 1 to 1_024"),
        ("TORCH_THREADS", "-1", "from 1 to 1_024"),
        ("MAX_FIGURE_SECONDS", "inf", "write a number above 0 to 86_400"),
        ("MAX_FIGURE_SECONDS", "nan", "write a number above 0"),
        ("MAX_FIGURE_BYTES", "1", "from 16000000 to"),
        ("MAX_BODY_BYTES", "9" * 300, "write a whole number from 1"),
        ("CAPTURE_CACHE_BYTES", "-5", "from 0 to"),
        ("FETCH_ON_DEMAND", "perhaps", "write true or false; got 'perhaps'"),
        ("PUBLIC_URL", "example.org", "write http:// or https://"),
        ("PUBLIC_URL", "https://example.org:99999", "PUBLIC_URL"),
        ("DEFAULT_MODEL", "minilmm", "did you mean minilm?); write one of minilm, e5, smollm2"),
        ("DEFAULT_MODEL", "lstm", "there is no model 'lstm'"),
    ],
)
def test_values_out_of_bounds(monkeypatch: pytest.MonkeyPatch, name: str, written: str, says: str) -> None:
    monkeypatch.setenv(f"HEADS_GATES_{name}", written)
    said = fault()
    assert says in said
    assert f"HEADS_GATES_{name}" in said


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("HEADS_GATES_MODEL", "HEADS_GATES_MODELS"),
        ("HEADS_GATES_CACHEDIR", "HEADS_GATES_CACHE_DIR"),
        ("heads_gates_max_que", "HEADS_GATES_MAX_QUEUE"),
        ("HEAD_GATES_MODELS", "HEADS_GATES_MODELS"),
        ("HEADS_AND_GATES_MODELS", "HEADS_GATES_MODELS"),
        ("HEADSGATES_PUBLIC_URL", "HEADS_GATES_PUBLIC_URL"),
        ("HEADS_GATES_ZZZ", "/docs#settings"),
    ],
)
def test_a_misspelt_name_is_not_passed_over(monkeypatch: pytest.MonkeyPatch, name: str, meant: str) -> None:
    monkeypatch.setenv(name, "x")
    said = fault()
    assert f"{name} is not a setting" in said
    assert meant in said
    monkeypatch.setenv(name, "")  # as docker compose writes what is not set
    read_settings()


def test_every_setting_is_known_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("heads_gates_max_queue", "7")
    monkeypatch.setenv("UNRELATED_HEADS_GATES_X", "1")
    assert read_settings().max_queue == 7


def new(folder: Path) -> Path:
    folder.mkdir()
    return folder


FOLDERS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no config": (lambda f: (f / "config.json").unlink(), "holds no config.json"),
    "a config inside": (lambda f: (f / "config.json").rename(new(f / "snap") / "config.json"), "write {}/snap"),
    "no JSON": (lambda f: (f / "config.json").write_text("{'a': 1}"), "config.json is no whole JSON"),
    "a byte order mark": (lambda f: (f / "config.json").write_text("\ufeff{}"), "config.json is no whole JSON"),
    "a deep one": (lambda f: (f / "config.json").write_text("[" * 50_000), "config.json is no whole JSON"),
    "a list": (lambda f: (f / "config.json").write_text("[]"), "names no model_type"),
    "no type": (lambda f: (f / "config.json").write_text("{}"), "names no model_type"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "holds no .safetensors file"),
    "weights cut": (lambda f: os.truncate(f / "model.safetensors", 9_000), "broken model.safetensors"),
    "empty weights": (lambda f: (f / "model.safetensors").write_bytes(b""), "broken model.safetensors"),
    "no tokenizer": (lambda f: (f / "tokenizer.json").unlink(), "holds no tokenizer.json"),
    "a tokenizer cut": (lambda f: (f / "tokenizer.json").write_text('{"model": '), "tokenizer.json is no whole JSON"),
}  # fmt: skip


@pytest.mark.parametrize("how", FOLDERS)
def test_folders_without_a_model(whole: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for path in whole.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    read_settings([str(folder)])
    change, says = FOLDERS[how]
    change(folder)
    said = fault(str(folder))
    assert said.startswith("model 'mine': ")
    assert says.format(folder) in said
    assert str(folder) in said


def test_paths_that_are_no_folders(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"is a file; write the folder, such as {whole}" in fault(str(whole / "config.json"))
    assert f"there is no folder {whole}x; write one that is there, perhaps {whole}" in fault(f"{whole}x")
    assert "can be no" in fault(str(whole / "config.json" / "x"))
    for name in ("CACHE_DIR", "WHEEL_DIR"):
        monkeypatch.setenv(f"HEADS_GATES_{name}", str(whole / "config.json"))
        assert f"HEADS_GATES_{name}: {whole / 'config.json'} is a file" in fault()
        monkeypatch.setenv(f"HEADS_GATES_{name}", str(tmp_path))
    monkeypatch.setenv("HEADS_GATES_CACHE_DIR", str(tmp_path / "made" / "when needed"))
    read_settings()
    monkeypatch.setenv("HEADS_GATES_WHEEL_DIR", str(tmp_path / "never made"))
    assert "there is no folder" in fault()


def test_what_cannot_be_read(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, who reads everything: the system's refusal is played."""

    def refused(path: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as played:
        played.setattr(os, "scandir", refused)
        assert f"{whole} cannot be read (Permission denied)" in fault(str(whole))
    with monkeypatch.context() as played:
        played.setattr(Path, "read_bytes", refused)
        assert f"{whole / 'config.json'} cannot be read (Permission denied)" in fault(str(whole))


def test_ids_are_told_apart(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "'minilm' is reserved; write another, such as 'my-minilm'" in fault(f"minilm={whole}")
    for taken in ("auto", "lstm"):
        assert f"'{taken}' is reserved" in fault(f"{taken}={whole}")
    assert "two models have the id 'whole'" in fault(str(whole), str(whole))
    monkeypatch.setenv("HEADS_GATES_MODELS", json.dumps([{"id": "a", "folder": str(whole)}]))
    assert "two models have the id 'a'" in fault(f"a={whole}")
    assert [each.id for each in read_settings([f"b={whole}"]).models] == ["a", "b"]


def test_several_faults_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADS_GATES_MAX_QUEUE", "many\nlines")
    monkeypatch.setenv("HEADS_GATES_TORCH_THREADS", "0")
    said = fault()
    assert "MAX_QUEUE" in said
    assert "TORCH_THREADS" in said


class TestModelOption:
    @pytest.mark.parametrize(
        ("written", "name", "folder"),
        [
            ("{}/whole", "whole", "{}/whole"),
            ("mine={}/whole", "mine", "{}/whole"),
            ("{}/whole/", "whole", "{}/whole"),
            ("./whole", "whole", "{}/whole"),
            ("whole", "whole", "{}/whole"),
            ("~/whole", "whole", "{}/whole"),
            ("mine=~/whole", "mine", "{}/whole"),
            ("whole/../whole", "whole", None),
            ("./My Model (2)", "my-model-2", "{}/My Model (2)"),
            ("./a=b", "a-b", "{}/a=b"),
        ],
    )
    def test_it_is_the_same_as_the_setting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, name: str, folder: str | None
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path))
        for each in ("whole", "My Model (2)", "a=b"):
            (tmp_path / each).mkdir()
        found = named_folder(written.format(tmp_path))
        assert found.id == name
        if folder is not None:
            assert found == ModelSetting(id=name, folder=Path(folder.format(tmp_path)))

    @pytest.mark.parametrize(
        ("written", "says"),
        [
            ("", "write FOLDER"),
            ("mine=", "write FOLDER"),
            ("/", "write FOLDER"),
            ("My Id=/m", "write lowercase letters"),
            ("./苹果", "write FOLDER, or id=FOLDER"),
            ("~nobody-of-that-name/m", "write FOLDER"),
            ("a\0b", "write FOLDER"),
        ],
    )
    def test_what_names_nothing(self, written: str, says: str) -> None:
        with pytest.raises(WrongSettings, match="--model") as caught:
            named_folder(written)
        assert says in str(caught.value)

    def test_the_home_folder_is_meant_in_the_setting_too(self, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(whole.parent))
        monkeypatch.setenv("HEADS_GATES_MODELS", '[{"id": "mine", "folder": "~/whole"}]')
        monkeypatch.setenv("HEADS_GATES_CACHE_DIR", "~/cache")
        found = read_settings()
        assert (found.models[0].folder, found.cache_dir) == (whole, whole.parent / "cache")

    def test_serve_gets_them(self, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        got: list[Settings] = []
        monkeypatch.setattr("app.serving.run", lambda settings, *_: got.append(settings))
        assert main(["serve", "--port", "0", "--model", str(whole), "--model", f"mine={whole}"]) == 0
        assert [(each.id, each.folder) for each in got[0].models] == [("whole", whole), ("mine", whole)]


@pytest.mark.parametrize(
    "command", [["serve"], ["fetch"], ["train", "--quick"], ["figure", "Hi", "-o", "-", "--format", "svg"]]
)
def test_every_command_says_it_on_one_line_and_ends_with_2(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEADS_GATES_MODELS", json.dumps([{"id": "mine", "folder": str(tmp_path / "none")}]))
    with pytest.raises(SystemExit) as caught:
        main(command)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"python -m app: model 'mine': there is no folder {tmp_path / 'none'}; write one that is there\n"
    )


def test_nothing_heavy_is_loaded_to_say_so() -> None:
    code = (
        "import sys, app.__main__ as m\n"
        "heavy = ('torch', 'transformers', 'fastapi', 'uvicorn')\n"
        "try: m.main(['serve', '--model', '/none/such'])\n"
        "except SystemExit as e: print(e.code, [n for n in heavy if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2 []"
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_said_before_anything_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.serving.run", lambda *_: pytest.fail("it was started"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as caught:
            main(["serve", "--port", str(port)])
        assert caught.value.code == 2
        said = capsys.readouterr().err
        assert f"127.0.0.1 port {port}" in said
        assert "write another --port" in said
        assert said.count("\n") == 1
    assert check_address("127.0.0.1", 0) is None
    assert "no address" in (check_address("no such host", 0) or "")
    assert "no address" in (check_address("a" * 70 + ".example", 0) or "")


def test_the_help_and_the_documents_tell_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    assert "--model [ID=]FOLDER" in capsys.readouterr().out
    root = Path(__file__).parents[1]
    for name in ("README.md", "templates/docs.html"):
        assert "serve --model" in (root / name).read_text("utf-8"), name
