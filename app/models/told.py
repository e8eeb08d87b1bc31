"""What an answer may say of an error: never a path of this machine.

Errors of loading and fetching say where on the disk things went wrong, and some quote a library; the log and the
terminal get that. What leaves the server passes through ``told`` first, whoever wrote it.
"""

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import HeadsGatesError, NotReadable, WeightsError
from ..places import IMPORTED_FROM

MOST_CHARS = 600  # of what a library says; the log has the rest
# A path from a root on, of POSIX or of Windows, or behind ~ or file:. What follows a letter, a colon or a slash is part
# of an address or of words such as and/or.
PATH = re.compile(
    r"""file:/+[^\s'"<>|,;]+ | (?<![\w:/\\.>])(?:…|~[\w-]*|[A-Za-z]:)?[/\\]+[\w.@+~%-][^\s'"`<>|,;:()\[\]{}]*""",
    re.VERBOSE,
)
ELSEWHERE = "…"


def told(error: BaseException, name: str, places: Mapping[Path, str]) -> HeadsGatesError:
    """The error as answers may have it: of its own kind, or a `WeightsError` for what a library raised.

    Args:
        error: what loading or fetching raised. One of ours is changed in place.
        name: what requests call the model.
        places: what stands for a folder and all that is in it, such as "the folder of mine".

    """
    if not isinstance(error, HeadsGatesError):
        why = without_paths(one_line(str(error)), places)
        return WeightsError(f"{name} could not be loaded: {why} ({type(error).__name__}).")
    detail = without_paths(one_line(error.detail), places)
    if isinstance(error, NotReadable) and name not in detail:  # it speaks of the kind of model
        detail = f"{name}: {detail}"
    error.detail = detail[:1].upper() + detail[1:] if detail.startswith(tuple(places.values())) else detail
    error.args = (error.detail,)
    return error


def one_line(text: str) -> str:
    """A text on one line, an ellipsis for what is beyond 600 characters."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARS else f"{line[:MOST_CHARS]}{ELSEWHERE}"


def without_paths(text: str, places: Mapping[Path, str]) -> str:
    """A text in which ``places`` stand for their paths, and an ellipsis for any other path of this machine."""
    known: dict[str, str] = {sys.executable: "python"}
    for path in (Path.home(), Path.cwd(), IMPORTED_FROM, Path(sys.prefix), Path(tempfile.gettempdir())):
        known |= dict.fromkeys(spellings(path), ELSEWHERE)
    for path, words in places.items():
        known |= dict.fromkeys(spellings(path), words)
    for written in sorted(known, key=len, reverse=True):
        if len(written) > 1:  # / alone is no secret, and stands in every address
            text = re.sub(rf"(?<![\w.]){re.escape(written)}(?![\w-])", known[written], text)
    return PATH.sub(ELSEWHERE, text)


def spellings(path: Path) -> set[str]:
    """How a path may stand in a text: as it was given, whole, without links, and with what repr makes of it."""
    found = {str(path), str(path.absolute()), str(path.resolve())}
    return found | {repr(each)[1:-1] for each in found} | {one_line(each) for each in found}
