"""Links ES modules into one classic script: V8 by itself has no loader for them, and a page needs one request less.

Every module becomes a function of its own inside of one strict function, in the order in which modules run. What a
module exports is put into variables of the outer function, so that a minifier may rename them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from minify import string as minified

from app.draw.scan import LinkError, Module, scan

__all__ = ["LinkError", "bundle"]

ENTRY = Path("<entry>")
OUTER = re.compile(r"\bm\d+\$\w")  # the names of the outer function's variables


@lru_cache(maxsize=1024)
def _scanned(path: Path, _modified_ns: int, name: str) -> Module:
    return scan(path.read_text("utf-8"), name)


@dataclass
class _Linked:
    """Modules in the order in which they run."""

    root: Path
    order: list[Path] = field(default_factory=list)
    modules: dict[Path, Module] = field(default_factory=dict)
    wanted: dict[Path, set[str]] = field(default_factory=dict)
    instead: Mapping[Path, str] = field(default_factory=dict)

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def add(self, path: Path, module: Module, under_way: tuple[Path, ...] = ()) -> None:
        """Add a module after all that it imports."""
        self.modules[path] = module
        self.wanted.setdefault(path, set())
        for found in module.imports:
            where = f"{self.name(path)}:{found.line}"
            target = self._target(path, found.specifier, where)
            if target in (*under_way, path):
                ring = (*under_way, path, target)[(*under_way, path).index(target) :]
                raise LinkError(f"{where}: modules import each other: {' → '.join(map(self.name, ring))}")
            if target not in self.modules:
                self.add(target, self._read(target), (*under_way, path))
            missing = {outer for outer, _ in found.names} - self.modules[target].exports.keys()
            if missing:
                raise LinkError(f"{where}: {self.name(target)} exports no {', '.join(sorted(missing))}")
            self.wanted[target] |= {outer for outer, _ in found.names}
        self.order.append(path)

    def _target(self, path: Path, specifier: str, where: str) -> Path:
        if not specifier.startswith(("./", "../")):
            raise LinkError(f"{where}: only imports of files, such as ./a.js, are linked, not {specifier!r}")
        folder = self.root if path == ENTRY else path.parent
        target = (folder / specifier).resolve()
        if not target.is_file():
            raise LinkError(f"{where}: no such file: {specifier}")
        return target

    def _read(self, path: Path) -> Module:
        if path in self.instead:
            return scan(self.instead[path], self.name(path))
        # a script that others wrote: it runs as it is, and exports nothing
        if path.name.endswith(".min.js"):
            return Module(body=path.read_text("utf-8"))
        module = _scanned(path, path.stat().st_mtime_ns, self.name(path))
        if OUTER.search(module.body):
            raise LinkError(f"{self.name(path)}: names such as m1$a are the linker's own")
        return module

    def write(self) -> str:
        """The script."""
        index = {path: i for i, path in enumerate(self.order)}
        kept = {path: sorted(self.wanted[path]) for path in self.order}
        kept[self.order[-1]] = sorted(self.modules[self.order[-1]].exports)
        declared = [f"m{index[path]}${name}" for path in self.order for name in kept[path]]
        out = ['(function () {\n"use strict";\n', f"let {', '.join(declared)};\n" if declared else ""]
        for path in self.order:
            module = self.modules[path]
            bound = [
                f"{inner} = m{index[self._target(path, found.specifier, '')]}${outer}"
                for found in module.imports
                for outer, inner in found.names
            ]
            out.append(f"// {self.name(path)}\n(function () {{\n")
            out.append(f"const {', '.join(bound)};\n" if bound else "")
            out.append(f"{module.body}\n")
            out += [f"m{index[path]}${name} = {module.exports[name]};\n" for name in kept[path]]
            out.append("})();\n")
        last = self.order[-1]
        exported = ", ".join(f"{name}: m{index[last]}${name}" for name in kept[last])
        out.append(f"return {{ {exported} }};\n}})()")
        return "".join(out)


def bundle(entry: str | Path, *, root: Path, minify: bool, instead: Mapping[Path, str] | None = None) -> str:
    """Link a module and all that it imports into one script.

    Args:
        entry: a file, relative to ``root`` or absolute, or as a string the source text of a module whose imports are
            relative to ``root``.
        root: the folder with the modules; errors name files relative to it.
        instead: other source texts for some files, which are named relative to ``root``.
        minify: take comments and white space away and shorten names.

    Returns:
        One expression of JavaScript, which runs as a classic script and as a module. Its value is an object with
        what the entry exports.

    Raises:
        LinkError: a module has a form that is not linked, a file or an export is missing, or modules import each
            other in a ring. The message names file and line.

    """
    linked = _Linked(root.resolve(), instead={(root / path).resolve(): text for path, text in (instead or {}).items()})
    if isinstance(entry, Path):
        path = (root / entry).resolve()
        if not path.is_file():
            raise LinkError(f"no such file: {entry}")
        linked.add(path, linked._read(path))
    else:
        linked.add(ENTRY, scan(entry, str(ENTRY)))
    script = linked.write()
    if not minify:
        return script
    if "\0" in script:
        raise LinkError("a module holds a NUL character, which the minifier takes for the end")
    return str(minified("application/javascript", script))
