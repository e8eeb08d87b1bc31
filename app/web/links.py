"""What every address of ours is: of the page, the embed, its picture and its oEmbed answer.

All of them start with the setting ``public_url``, or else with the socket address that a request arrived at; never with
what its Host header says, which anybody may write.
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from fastapi import Request

from ..errors import FieldError, InvalidRequest, LimitPassed, NotFound
from ..settings import Settings

MAX_URL_CHARS = 4_000  # of a page that is embedded by its address
CARD = (1200, 630)  # pixels of the picture in a link preview
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Links:
    """Addresses that begin with ``base``, which has no slash at its end. Queries come without their question mark."""

    base: str

    def page(self, query: str) -> str:
        """The page that shows this view."""
        return f"{self.base}/{_asked(query)}"

    def embed(self, query: str) -> str:
        """The view alone, for a frame."""
        return f"{self.base}/embed{_asked(query)}"

    def card(self, query: str, size: tuple[int, int] = CARD) -> str:
        """A PNG of exactly ``size`` (width, height) pixels with the whole figure inside."""
        width, height = size
        return f"{self.base}/api/v1/figure.png{_asked(query, {'card': f'{width}x{height}'})}"

    def oembed(self, query: str, form: str) -> str:
        """The oEmbed answer for the page, ``form`` being json or xml."""
        return f"{self.base}/oembed{_asked('', {'url': self.page(query), 'format': form})}"

    def query_of(self, url: str) -> str:
        """The query, without its question mark, of an address of the page or the embed.

        Raises:
            LimitPassed: ``url`` has more than 4,000 characters.
            NotFound: it is not an address of ours, or one of something that cannot be embedded.
            InvalidRequest: its query is not UTF-8, or part of the view is in its fragment.

        """
        if len(url) > MAX_URL_CHARS:
            detail = f"The address has {len(url):,} characters; the limit is {MAX_URL_CHARS:,}."
            raise LimitPassed(detail, limit=MAX_URL_CHARS, got=len(url), errors=[FieldError("/url", detail)])
        try:
            asked, own = urlsplit(url), urlsplit(self.base)
            known = _is_same_place(asked, own) and asked.path.removeprefix(own.path) in {"", "/", "/embed"}
        except ValueError:  # no such port, or half a bracket
            known = False
        if not (known and asked.path.startswith(own.path)):
            raise NotFound(f"Only views of this server have an embed: {self.base}/?… and {self.base}/embed?…")
        if "=" in asked.fragment:
            detail = "Part of this view is in the address's fragment, which a server never sees: the text is too long."
            raise InvalidRequest(detail, errors=[FieldError("/url", detail)])
        try:
            parse_qsl(asked.query, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError as error:
            detail = "The address's own query is not UTF-8."
            raise InvalidRequest(detail, errors=[FieldError("/url", detail)]) from error
        return asked.query


def links_of(request: Request, settings: Settings) -> Links:
    """Our addresses, as they are said in the answer to a request."""
    if settings.public_url is not None:
        return Links(settings.public_url)
    host, port = request.scope.get("server") or ("localhost", None)
    if port is None:  # a socket of the file system
        return Links("http://localhost")
    host = f"[{host}]" if ":" in host else host
    return Links(f"http://{host}" if port == DEFAULT_PORTS["http"] else f"http://{host}:{port}")


def view_pairs(query: str, keys: Collection[str] | None = None) -> dict[str, str]:
    """What a query says of the view: each key's first value, as the page reads it.

    Args:
        query: without its question mark; bytes that are no UTF-8 become U+FFFD, as in a browser.
        keys: those that the view state has; others are dropped. None keeps all.

    """
    found: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        if keys is None or key in keys:
            found.setdefault(key, value)
    return found


def _asked(query: str, more: dict[str, str] | None = None) -> str:
    parts = [part for part in (query, urlencode(more or {})) if part]
    return f"?{'&'.join(parts)}" if parts else ""


def _is_same_place(asked: SplitResult, own: SplitResult) -> bool:
    """Whether two addresses have the same host and port; http and https are both ours on their default ports."""
    if asked.scheme not in DEFAULT_PORTS or asked.username is not None or not asked.hostname or not own.hostname:
        return False
    ports = [None if parts.port == DEFAULT_PORTS[parts.scheme] else parts.port for parts in (asked, own)]
    hosts = {asked.hostname, own.hostname}
    return ports[0] == ports[1] and (len(hosts) == 1 or hosts <= LOOPBACK)
