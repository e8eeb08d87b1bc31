"""create_app: wiring only."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette_compress import CompressMiddleware

from . import __doc__ as summary
from . import __version__
from .draw.asking import ask_app
from .draw.figures import Figures
from .models.library import Library
from .pipeline import Pipeline
from .settings import Settings
from .web import api_v1, dist, embed, figure, health, oembed, openapi, pages, problems
from .web.body import JsonBody
from .web.headers import SecurityHeaders
from .web.middleware import BodyLimit, HeadAsGet, LastResort, NoCookies, RequestId, ShortPath
from .web.promise import Promises


def create_app(settings: Settings | None = None, *, loopback: bool = True, warm_up: bool = True) -> FastAPI:
    """The application.

    Args:
        settings: read from the environment if left out.
        loopback: whether only this machine can reach the server; decides whether requests may fetch weights.
        warm_up: whether the nets and the default model are loaded at start, before anybody asks for them.

    """
    settings = settings or Settings()
    may_fetch = loopback if settings.fetch_on_demand is None else settings.fetch_on_demand
    library = Library(settings, may_fetch=may_fetch)
    pipeline = Pipeline(library, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if warm_up:  # a daemon, so that a long download does not keep a stopped server alive
            threading.Thread(target=library.warm_up, name="warm-up", daemon=True).start()
        try:
            yield
        finally:
            figures.close()
            pipeline.close()

    app = FastAPI(
        title="Heads & Gates",
        version=__version__,
        summary=summary,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    figures = app.state.figures = Figures(settings, ask_app(app), __version__)
    app.include_router(api_v1.router(library, pipeline, settings))
    app.include_router(figure.router(figures, library, settings))
    promises = Promises(figures, library, settings)
    app.include_router(embed.router(figures, settings, promises))
    app.include_router(oembed.router(settings, promises, figures.kits))
    app.include_router(health.router(library))
    app.include_router(pages.router(app, settings, promises, figures.kits))
    app.include_router(dist.router(figures.kits))
    openapi.install(app)
    problems.install(app)
    # the last one added is the outermost
    app.add_middleware(JsonBody)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    app.add_middleware(LastResort)
    app.add_middleware(ShortPath)
    app.add_middleware(HeadAsGet)
    app.add_middleware(CompressMiddleware, zstd_level=1, brotli_quality=2, gzip_level=1)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type", "If-None-Match"],
        expose_headers=["ETag", "Server-Timing", "X-Request-ID", "Retry-After"],
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestId)
    app.add_middleware(NoCookies)
    return app
