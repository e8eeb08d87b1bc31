"""The command line: ``serve``, ``figure``, ``openapi``, ``fetch`` and ``train``.

Exit status: 0 done, 1 an error of this project or a net that differs, 2 wrong usage or settings. Errors are one line on
stderr that says what is wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .errors import HeadsGatesError
from .models.registry import packaged_models
from .places import DIST, PACKAGE, program

if TYPE_CHECKING:
    from .settings import Settings

FIGURES = ("svg", "png", "html", "json", "csv")
EPILOG = "Settings come from environment variables that begin with HEADS_GATES_, such as HEADS_GATES_CACHE_DIR."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand and return the exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(parser, getattr(options, "model", ()))
        if options.command == "serve":
            serve(settings, parser, options.host, options.port)
        elif options.command == "figure":
            figure(settings, parser, options)
        elif options.command == "openapi":
            openapi(settings, parser)
        elif options.command == "fetch":
            fetch(settings, options.models)
        else:
            return train(settings, options.out, options.only, quick=options.quick, check=options.check)
    except HeadsGatesError as error:
        sys.stderr.write(f"{parser.prog}: {error.title}: {error.detail}\n")
        return 1
    except OSError as error:  # a file cannot be written
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


class Parser(argparse.ArgumentParser):
    """Reports an error on one line; the usage, which takes many, is printed by ``--help`` only."""

    def error(self, message: str) -> NoReturn:
        """End the program with status 2."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}; {self.prog} --help says more\n")


def make_parser() -> argparse.ArgumentParser:
    """The subcommands and their options."""
    parser = Parser(
        prog=program(),
        description="Heads & Gates: what a Transformer's heads look at and what an LSTM's gates let through.",
        epilog=EPILOG,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serving = commands.add_parser("serve", help="serve the page and the API", description="Serve the page and the API.")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serving.add_argument("--port", type=port, default=8000, help="port to listen on, 0 for any (default: %(default)s)")

    serving.add_argument(
        "--model",
        action="append",
        default=[],
        type=utf8,
        metavar="[ID=]FOLDER",
        help="a model of your own: a folder with config.json, safetensors and tokenizer.json; may be repeated; "
        "requests call it by the folder's name unless ID is given; the same as an entry of HEADS_GATES_MODELS",
    )

    add_figure(commands)

    commands.add_parser(
        "openapi",
        help="write the API's OpenAPI document to standard output",
        description="Write the API's OpenAPI document to standard output, without the operations that draw figures. "
        "The repository's openapi.json is made with it.",
    )

    known = list(packaged_models())
    fetching = commands.add_parser(
        "fetch",
        help="put the weights of models on disk",
        description="Fetch the weights of models and check their hashes. Files that are on disk already are kept.",
    )
    fetching.add_argument(
        "models",
        nargs="*",
        metavar="MODEL",
        type=model_id,
        help=f"a model, or `all`; known: {', '.join(known)} (default: {known[0]})",
    )

    training = commands.add_parser(
        "train",
        help="train the recurrent nets again",
        description="Train the recurrent nets again, two at a time. The same machine gives the same weights.",
    )
    training.add_argument(
        "--out",
        type=Path,
        default=PACKAGE / "models" / "recurrent" / "nets",
        help="folder for the weights (default: the one that this program reads them from)",
    )
    training.add_argument(
        "--only",
        type=lambda text: tuple(text.split(",")),
        metavar="NETS",
        help="a few of them, such as gru,rnn; known: lstm, gru, rnn, comparison, counter (default: all)",
    )
    training.add_argument("--quick", action="store_true", help="a few steps only, to see that everything runs")
    training.add_argument(
        "--check",
        action="store_true",
        help="train into a temporary folder and compare with what is in --out, bit by bit; status 1 if it differs",
    )
    return parser


def add_figure(commands: "argparse._SubParsersAction[Parser]") -> None:
    """The subcommand ``figure``."""
    drawing = commands.add_parser(
        "figure",
        help="draw a view into a file",
        description="Draw a view of a sentence into a file, without a server. "
        "Weights that are not on disk are fetched, unless HEADS_GATES_FETCH_ON_DEMAND is false.",
        epilog=f"example: {program()} figure 'The cat sat.' --view heatmap --set layer=3 --set head=1 -o cat.svg",
    )
    drawing.add_argument(
        "what",
        nargs="?",
        default="",
        metavar="SENTENCE",
        type=utf8,
        help="the sentence, or the query of the page's address, such as '?view=gates&cell=gru' "
        "(default: the sentence that the page opens with)",
    )
    drawing.add_argument(
        "-o",
        "--out",
        required=True,
        metavar="FILE",
        type=utf8,
        help="the file, - for standard output; replaced if there",
    )
    drawing.add_argument("--format", choices=FIGURES, help="what kind of file (default: by its ending)")
    drawing.add_argument("--view", type=utf8, help="the view, such as heatmap (default: both panels)")
    drawing.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        type=setting,
        help="anything else that stands in the page's address; may be repeated; /docs lists the keys",
    )
    drawing.add_argument("--width", metavar="PX", help="width in CSS pixels, 240 to 2000 (default: 720)")
    drawing.add_argument("--ratio", metavar="N", help="PNG: pixels a CSS pixel, 1 to 4 (default: 2)")
    drawing.add_argument("--theme", choices=["auto", "light", "dark"], help="colours (default: auto; PNG: light)")
    drawing.add_argument("--lang", choices=["en", "zh"], help="language of the words (default: en)")


def utf8(text: str) -> str:
    """An argument, if its bytes are UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError("it is not UTF-8") from error
    return text


def setting(text: str) -> tuple[str, str]:
    """The key and the value of ``KEY=VALUE``."""
    key, equals, value = utf8(text).partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"write KEY=VALUE; got {text!r}")
    return key, value


def port(text: str) -> int:
    """A port number."""
    try:
        number = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"write a number from 0 to 65535; got {text!r}") from error
    if not 0 <= number < 65_536:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 65535")
    return number


def model_id(text: str) -> str:
    """The id of a packaged model, or ``all``."""
    known = [*packaged_models(), "all"]
    if text not in known:
        raise argparse.ArgumentTypeError(f"no model {text!r}; choose from {', '.join(known)}")
    return text


def read_settings(parser: argparse.ArgumentParser, models: Sequence[str] = ()) -> "Settings":
    """The settings, with models that the command line adds; ends the program with status 2 if one is wrong."""
    from . import startup  # noqa: PLC0415

    try:
        return startup.read_settings(models)
    except startup.WrongSettings as error:
        parser.exit(2, f"{parser.prog}: {error}\n")


def serve(settings: "Settings", parser: argparse.ArgumentParser, host: str, port_number: int) -> None:
    """Serve until interrupted; ends the program with status 2 if it cannot listen on that address."""
    from .listening import check_address  # noqa: PLC0415

    check_front_end(parser)
    if fault := check_address(host, port_number):  # before torch is loaded, which takes seconds
        parser.exit(2, f"{parser.prog}: {fault}\n")
    from .serving import run  # noqa: PLC0415

    run(settings, host, port_number)


def check_front_end(parser: argparse.ArgumentParser) -> None:
    """End the program with status 2 if the front end is not built."""
    from .draw import kits  # noqa: PLC0415

    if not kits.is_built(DIST):
        parser.exit(2, f"{parser.prog}: {kits.NOT_BUILT}\n")


def figure(settings: "Settings", parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Draw a view into a file; ends the program with status 2 if the kind of file or its folder is wrong."""
    kind = options.format or options.out.rpartition(".")[2].lower()
    if kind not in FIGURES:
        parser.error(f"what kind of file is {options.out}? Name it .{', .'.join(FIGURES)}, or give --format")
    if options.out != "-" and not Path(options.out).absolute().parent.is_dir():
        parser.error(f"there is no folder {Path(options.out).parent}")
    is_query = options.what.startswith("?")
    own = {key: getattr(options, key) for key in ("view", "width", "ratio", "theme", "lang")}
    changes = {key: value for key, value in own.items() if value is not None} | dict(options.set)
    if options.what and not is_query:
        changes.setdefault("text", options.what)

    check_front_end(parser)
    from .offline import figure as drawn  # noqa: PLC0415 - loads torch

    body = drawn(settings, kind, options.what[1:] if is_query else "", changes)
    if options.out == "-":
        sys.stdout.buffer.write(body)
        return
    Path(options.out).write_bytes(body)
    sys.stderr.write(f"{options.out}: {len(body):,} bytes\n")


def openapi(settings: "Settings", parser: argparse.ArgumentParser) -> None:
    """Write the OpenAPI document to standard output."""
    check_front_end(parser)
    from .main import create_app  # noqa: PLC0415 - loads torch
    from .web.openapi import file_text  # noqa: PLC0415

    sys.stdout.buffer.write(file_text(create_app(settings, warm_up=False).openapi()).encode())


def fetch(settings: "Settings", ids: Sequence[str]) -> None:
    """Fetch models, with progress on stderr."""
    from .models.fetch import fetch as fetch_model  # noqa: PLC0415
    from .terminal import ProgressPrinter  # noqa: PLC0415

    models = packaged_models()
    for name in models if "all" in ids else dict.fromkeys(ids or [next(iter(models))]):
        printer = ProgressPrinter(name, sys.stderr)
        try:
            folder = fetch_model(models[name], settings, printer)
        except BaseException:
            printer.close("not fetched")
            raise
        printer.close(f"on disk in {folder}")


def train(
    settings: "Settings", folder: Path, only: tuple[str, ...] | None = None, *, quick: bool, check: bool = False
) -> int:
    """Train recurrent nets into ``folder``, or compare it with a second training; the exit status."""
    from .training.check import train_and_compare  # noqa: PLC0415
    from .training.train import NETS, run  # noqa: PLC0415

    if unknown := [name for name in only or () if name not in NETS]:
        sys.stderr.write(f"{program()}: no net {unknown[0]!r}; choose from {', '.join(NETS)}\n")
        return 2
    if check:
        return 0 if train_and_compare(settings, only or NETS, folder, quick) else 1
    run(folder, settings, quick, only or NETS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
