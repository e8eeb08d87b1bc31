"""Asks the application about one folder as any client does; what is wrong in every answer alike is noted here."""

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import safetensors.numpy

from app.main import create_app
from app.settings import ModelSetting, Settings
from tests.sweep.row import Row

TEXT = "the red apple fell on my head and i"  # 9 words and 2 special tokens: longer than every window
OTHER = "a red apple was sweet"


class Asking:
    """Asks the application about one folder; everything that is wrong goes into the row."""

    def __init__(self, folder: Path, row: Row) -> None:
        self.folder, self.row = folder, row
        settings = Settings(
            models=(ModelSetting(id="it", folder=folder),),
            cache_dir=folder,
            wheel_dir=folder,
            torch_threads=1,
            fetch_on_demand=False,
        )
        self.app = create_app(settings, warm_up=False)
        self.family = ""

    def fault(self, what: str) -> None:
        self.row.faults.append(what)

    def hold(self, true: bool, what: str) -> None:
        if not true:
            self.fault(what)

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None, **query: str) -> httpx.Response:
        """One answer; one that is neither right nor a refusal in words is a fault."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            more: dict[str, Any] = {} if body is None else {"json": {"model": "it", **body}}
            found = await client.request(method, f"/api/v1/{path}", params=query, **more)
        what = f"{path} {json.dumps({k: v for k, v in (body or {}).items() if 'text' not in k})}"
        if found.status_code != 200:
            said = found.json().get("detail", "")
            self.hold(400 <= found.status_code < 500, f"{what}: {found.status_code} {said}"[:400])
            self.hold(len(said.split()) >= 4, f"{what}: {found.status_code} without words")
        for path_of_machine in (str(self.folder), "site-packages"):
            self.hold(path_of_machine.encode() not in found.content, f"{what}: names a path of the machine")
        return found

    async def attention(self, **body: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
        """The document and its tensors; None where it is refused."""
        found = await self.ask("POST", "attention", self.sentences() | body, format="safetensors")
        if found.status_code != 200:
            return None
        header = json.loads(found.content[8 : 8 + int.from_bytes(found.content[:8], "little")])
        document = {key: json.loads(value) for key, value in header["__metadata__"].items()}
        return document, safetensors.numpy.load(found.content)

    def sentences(self) -> dict[str, str]:
        return {"text": TEXT, "text_pair": OTHER} if self.family == "encoder-decoder" else {"text": TEXT}

    async def listed(self) -> dict[str, Any]:
        found = (await self.ask("GET", "models")).json()["models"]
        return dict(next(each for each in found if each["id"] == "it"))
