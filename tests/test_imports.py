"""Imports go one way: web → pipeline → answers → requests → analysis → forward → models → {capture, tokens} → …"""

import ast
import subprocess
import sys
from collections.abc import Set
from graphlib import TopologicalSorter
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app"
BASE = {"schemas", "shapes", "errors", "settings", "model_setting", "timing", "flight", "bounded_queue", "places"}
# a stage may use another only as listed, and nothing reaches back to the pipeline or the web
ALLOWED = {
    "tokens": BASE,
    "capture": BASE,
    "analysis": BASE | {"tokens", "capture", "models", "forward", "encode"},
    "requests": BASE | {"analysis"},
    "encode": BASE,
    "models": BASE | {"tokens", "capture"},
    "forward": BASE | {"capture", "models"},
    "checks": BASE | {"tokens", "capture", "models", "forward", "analysis"},
    "answers": BASE | {"tokens", "capture", "models", "forward", "analysis"},
    "scheduling": BASE | {"models", "forward"},
    "pipeline": BASE
    | {"tokens", "capture", "models", "forward", "analysis", "requests", "checks", "answers", "scheduling"},
    "draw": BASE,
    "web": BASE | {"pipeline", "requests", "checks", "analysis", "models", "encode", "web", "draw"},
    "main": BASE | {"pipeline", "models", "web", "draw"},
    "startup": BASE | {"models"},
    "listening": set(),
    "training": BASE | {"models"},
    "__main__": BASE
    | {"models", "draw", "web", "main", "startup", "listening", "offline", "serving", "terminal", "training"},
    "offline": BASE | {"main", "web", "draw", "terminal"},
    "serving": BASE | {"main"},
    "terminal": BASE,
    **dict.fromkeys(BASE, BASE),
}


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = source_of(node, path)
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return found


def source_of(node: ast.ImportFrom, path: Path) -> str:
    """The module that something is imported from: ``..errors`` of app/web/links.py is app.errors."""
    if not node.level:
        return node.module or ""
    package = path.relative_to(APP.parent).parts[: -node.level]
    return ".".join([*package, *filter(None, [node.module])])


def modules() -> list[Path]:
    found = sorted(APP.rglob("*.py"))
    assert len(found) > 20
    return found


def stage_of(path: Path) -> str:
    return path.relative_to(APP).with_suffix("").parts[0]


def test_imports_go_one_way() -> None:
    for path in modules():
        stage = stage_of(path)
        if stage == "__init__":
            continue
        used = {name.split(".")[1] for name in imports_of(path) if name.startswith("app.")} - {stage, "__version__"}
        used -= {"__doc__"}
        assert used <= ALLOWED[stage], f"{path.relative_to(APP)} imports {sorted(used - ALLOWED[stage])}"


def named(path: Path) -> str:
    return ".".join(path.relative_to(APP.parent).with_suffix("").parts).removesuffix(".__init__")


def modules_of(path: Path, known: Set[str]) -> set[str]:
    """The modules of ours that a module imports: of ``from app.draw import png`` the module png, not the folder."""
    found = imports_of(path) & known
    return {name for name in found if name != "app" and not any(each.startswith(f"{name}.") for each in found)}


def test_no_two_modules_or_stages_import_each_other() -> None:
    """Neither in a row of any length, nor inside of a function, nor for types only."""
    known = {named(path): path for path in modules()}
    used = {name: modules_of(path, known.keys()) - {name} for name, path in known.items()}
    assert used["app.draw.figures"] >= {"app.draw.snapshot", "app.draw.wanted"}
    TopologicalSorter(used).prepare()  # raises CycleError, which names the row
    stages: dict[str, set[str]] = {}
    for name, path in known.items():
        stage = stage_of(path)
        stages.setdefault(stage, set()).update({stage_of(known[each]) for each in used[name]} - {stage})
    assert "models" in stages["forward"]
    TopologicalSorter(stages).prepare()


def test_the_package_never_names_itself() -> None:
    """Its own modules are imported by relative names: where it is installed, it is called heads_gates."""
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
        plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not {name for name in froms | plain if name.split(".")[0] in {"app", "heads_gates"}}, path


def test_only_capture_models_and_forward_import_transformers() -> None:
    users = {
        stage_of(path) for path in modules() if any(name.split(".")[0] == "transformers" for name in imports_of(path))
    }
    assert users == {"capture", "models", "forward"}


def test_serving_does_not_import_training() -> None:
    """The command line may, inside of its command ``train`` and nowhere else."""
    users = {
        path.relative_to(APP).as_posix() for path in modules() if any(in_training(name) for name in imports_of(path))
    }
    assert {user for user in users if not user.startswith("training/")} == {"__main__.py"}
    tree = ast.parse((APP / "__main__.py").read_text("utf-8"))
    (command,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "train")
    inside = {id(node) for node in ast.walk(command)}
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imports = [node for node in froms if in_training(source_of(node, APP / "__main__.py"))]
    assert imports
    assert all(id(node) in inside for node in imports)


def in_training(name: str) -> bool:
    return name.split(".")[:2] == ["app", "training"]


def test_a_server_is_built_without_training() -> None:
    code = "import sys, app.main, app.serving; print(*(n for n in sys.modules if n.startswith('app.training')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=APP.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
