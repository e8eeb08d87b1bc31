"""Reads the imports and exports of an ES module, and refuses every form that it does not know.

A scanner splits a module into tokens (comments, strings, templates and regular expressions are told apart), so that
the word "import" in any of them is not taken for a statement. Only these forms are known::

    import "./a.js";
    import { a, b as c } from "./b.js";
    export function …   export async function …   export class …
    export const a = …;   export const { a, b: c } = …;
    export { a, b as c };
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NoReturn

TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*[\s\S]*?\*/)
  | (?P<string>"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')
  | (?P<number>\.?[0-9][\w.]*)
  | (?P<word>[#$\w][$\w]*)
  | (?P<mark>[^\s\w"'`$#])
  | (?P<template>`)
    """,
    re.VERBOSE,
)
CHUNK = re.compile(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?P<end>`|\$\{)")
REGEX = re.compile(r"/(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+/\w*")
CLOSERS = {"(": ")", "[": "]", "{": "}", "${": "}"}
# a slash after one of these begins a regular expression, though they are words
BEFORE_REGEX = frozenset(
    [
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "instanceof",
        "new",
        "throw",
        "else",
        "do",
        "yield",
        "await",
    ]
)
HEADS = frozenset(["if", "while", "for", "with"])  # … and after the bracket that follows one of these


class LinkError(Exception):
    """A module cannot be linked: the message names file and line."""


@dataclass(frozen=True)
class Token:
    """One token: ``kind`` is string, number, word, mark, template or regex; ``start`` and ``end`` index the source."""

    kind: str
    text: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class Import:
    """One import statement: which file, and the pairs of exported and local name."""

    specifier: str
    names: tuple[tuple[str, str], ...]
    line: int


@dataclass
class Module:
    """A scanned module: what it imports and exports (exported to local name), and its text without those words."""

    imports: list[Import] = field(default_factory=list)
    exports: dict[str, str] = field(default_factory=dict)
    body: str = ""


class Scanner:
    """Splits one module into tokens."""

    def __init__(self, source: str, name: str) -> None:
        self.source, self.name = source, name
        self.open: list[tuple[str, bool]] = []  # brackets under way; whether a head such as `if` is before them
        self.last: Token | None = None
        self.after_head = False  # the last token closed the bracket of a head

    def refuse(self, at: int, what: str) -> NoReturn:
        """Raise the error that names file and line."""
        raise LinkError(f"{self.name}:{self.source.count(chr(10), 0, at) + 1}: {what}")

    def tokens(self) -> Iterator[Token]:
        """Every token but white space and comments."""
        at = 0
        while at < len(self.source):
            found = TOKEN.match(self.source, at)
            kind = found.lastgroup if found else None
            if found is None or kind is None:
                self.refuse(at, f"not understood: {self.source[at : at + 20]!r}")
            if kind == "space":
                at = found.end()
                continue
            if kind == "mark" and found[0] == "/" and self._begins_regex(at):
                found = REGEX.match(self.source, at)
                kind = "regex"
                if found is None:
                    self.refuse(at, "a regular expression that does not end on its line")
            end = found.end()
            if kind == "template" or (found[0] == "}" and self.open and self.open[-1][0] == "${"):
                end, kind = self._template(at, found[0]), "template"
            token = Token(kind, self.source[at:end], at, end, len(self.open))
            if kind == "mark":
                self._bracket(token)
            else:
                self.after_head = False
            self.last = token
            yield token
            at = end
        if self.open:
            self.refuse(len(self.source), f"{self.open[-1][0]!r} is never closed")

    def _begins_regex(self, at: int) -> bool:
        last = self.last
        if last is None or (last.kind == "word" and last.text in BEFORE_REGEX):
            return True
        if last.kind == "template":
            return last.text.endswith("${")
        if last.text == "}":
            self.refuse(at, "a slash after } may divide or begin a regular expression: put brackets around it")
        return self.after_head or (last.kind == "mark" and last.text not in (")", "]"))

    def _template(self, at: int, opener: str) -> int:
        """The end of a template's text that begins at a backtick, or at the } that ends an expression in it."""
        if opener == "}":
            self.open.pop()
        found = CHUNK.match(self.source, at + 1)
        if found is None:
            self.refuse(at, "a template that is never closed")
        if found["end"] == "${":
            self.open.append(("${", False))
        return found.end()

    def _bracket(self, token: Token) -> None:
        self.after_head = False
        if token.text in "([{":
            head = self.last is not None and self.last.kind == "word" and self.last.text in HEADS
            self.open.append((token.text, head))
        elif token.text in ")]}":
            opener, head = self.open.pop() if self.open else ("", False)
            if CLOSERS.get(opener) != token.text:
                self.refuse(token.start, f"{token.text!r} closes {opener or 'nothing'!r}")
            self.after_head = head


class Reader:
    """Reads the statements of one module that bind names to other modules."""

    def __init__(self, source: str, name: str) -> None:
        self.source, self.name = source, name
        self.scanner = Scanner(source, name)
        self.tokens = list(self.scanner.tokens())
        self.at = 0
        self.module = Module()
        self.cuts: list[tuple[int, int]] = []

    def read(self) -> Module:
        """Read the module.

        Raises:
            LinkError: it has a form that is not known.

        """
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.kind != "word" or self._is_property(self.at - 1):
                continue
            if token.text == "import":
                self._import(token)
            elif token.text == "export":
                self._export(token)
            elif token.text == "await" and token.depth == 0:
                self.refuse(token, "await outside of a function is not linked")
        self.module.body = self._cut()
        return self.module

    def refuse(self, token: Token, what: str) -> NoReturn:
        """Raise the error that names file and line."""
        self.scanner.refuse(token.start, what)

    def _is_property(self, at: int) -> bool:
        before = self.tokens[at - 1].text if at else ""
        after = self.tokens[at + 1].text if at + 1 < len(self.tokens) else ""
        return (before == "." and self.tokens[at - 2].text != ".") or (self.tokens[at].depth > 0 and after == ":")

    def _next(self, *wanted: str) -> Token:
        """The next token, which must be one of these texts or kinds."""
        if self.at >= len(self.tokens):
            self.refuse(self.tokens[-1], f"the file ends where {' or '.join(wanted)} is expected")
        token = self.tokens[self.at]
        if token.text not in wanted and token.kind not in wanted:
            self.refuse(token, f"{token.text!r} where {' or '.join(wanted)} is expected: this form is not linked")
        self.at += 1
        return token

    def _import(self, start: Token) -> None:
        if start.depth > 0 or self.tokens[self.at].text in ("(", "."):
            self.refuse(start, "only imports at the top of a module are linked: no import(…), no import.meta")
        token = self._next("string", "{")
        names: list[tuple[str, str]] = []
        if token.text == "{":
            names = self._names("as")
            self._next("from")
            token = self._next("string")
        end = self._next(";")
        if any(outer == "default" for outer, _ in names):
            self.refuse(start, "default exports are not linked")
        self.module.imports.append(Import(token.text[1:-1], tuple(names), self.source.count("\n", 0, start.start) + 1))
        self.cuts.append((start.start, end.end))

    def _export(self, start: Token) -> None:
        if start.depth > 0:
            self.refuse(start, "export inside of a bracket")
        token = self._next("function", "async", "class", "const", "{")
        if token.text == "{":
            pairs = [(outer, inner) for inner, outer in self._names("as")]
            self.cuts.append((start.start, self._next(";").end))
        else:
            self.cuts.append((start.start, token.start))
            pairs = [(name, name) for name in self._declared(token)]
        for outer, inner in pairs:
            if outer in self.module.exports:
                self.refuse(start, f"{outer} is exported twice")
            if outer == "default":
                self.refuse(start, "default exports are not linked")
            self.module.exports[outer] = inner

    def _declared(self, token: Token) -> list[str]:
        """The names that an exported declaration declares; ``token`` is its first word."""
        if token.text == "const":
            names = (
                [inner for _, inner in self._names(":")] if self._next("word", "{").text == "{" else [self._before()]
            )
            self._next("=")
            self._one_declarator(token.depth)
            return names
        if token.text == "async":
            self._next("function")
        if token.text != "class" and self.tokens[self.at].text == "*":
            self.at += 1
        self._next("word")
        return [self._before()]

    def _before(self) -> str:
        return self.tokens[self.at - 1].text

    def _one_declarator(self, depth: int) -> None:
        """Look ahead to the semicolon: a second declared name would be lost."""
        for token in self.tokens[self.at :]:
            if token.depth == depth and token.text == ";":
                return
            if token.depth == depth and (token.text == "," or (token.text in ("import", "export", "const"))):
                self.refuse(token, "one name a declaration is linked, and a semicolon after it")
        self.refuse(self.tokens[-1], "a declaration without a semicolon")

    def _names(self, joint: str) -> list[tuple[str, str]]:
        """Pairs of names up to the closing brace; ``joint`` is what stands between two: ``as`` or a colon."""
        names = []
        while (token := self._next("word", "}")).text != "}":
            first = second = token.text
            if self.tokens[self.at].text == joint:
                self.at += 1
                second = self._next("word").text
            names.append((first, second))
            if self._next(",", "}").text == "}":
                break
        return names

    def _cut(self) -> str:
        """The source without the cuts, each line where it was."""
        out, at = [], 0
        for start, end in chain(self.cuts, [(len(self.source), len(self.source))]):
            out += [self.source[at:start], "\n" * self.source.count("\n", start, end)]
            at = end
        return "".join(out)


def scan(source: str, name: str) -> Module:
    """Read one module; ``name`` is what errors call it.

    Raises:
        LinkError: the module has a form that is not known; file and line are named.

    """
    return Reader(source, name).read()
