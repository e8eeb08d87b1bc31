"""Downloads a model that the settings name from the model hub: a pinned revision, safetensors only."""

import shutil
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

from ..errors import DownloadFailed
from ..schemas import Progress
from ..settings import Settings
from .registry import NamedModel
from .storage import Report, disk_errors

WANTED = ["*.json", "*.safetensors", "tokenizer.model", "*.txt"]


def model_dir(model: NamedModel, settings: Settings) -> Path:
    """The folder of the model's files, whether it exists or not. It exists only when it is whole."""
    return settings.cache_dir / "hub" / model.id / model.revision


def fetch(model: NamedModel, settings: Settings, report: Report) -> Path:
    """Download the pinned revision's configuration, tokenizer and safetensors; nothing that could run.

    The hub's client checks each file's hash. The folder is renamed to its final name when it is complete.

    Raises:
        DownloadFailed: the hub cannot be reached, or does not have it.
        DiskFull, WeightsError: it cannot be written.

    """
    target = model_dir(model, settings)
    staging = target.with_name(f".partial-{model.revision}")  # kept after an interruption: the client resumes there
    report(Progress(stage="download", done_bytes=0, total_bytes=0))
    with disk_errors(settings.cache_dir, 0):
        staging.mkdir(parents=True, exist_ok=True)
        try:
            snapshot_download(str(model.hub), revision=model.revision, local_dir=staging, allow_patterns=WANTED)
        except (HfHubHTTPError, LocalEntryNotFoundError, ConnectionError, ValueError) as error:
            raise DownloadFailed(
                f"{model.hub} at {model.revision} cannot be had from the model hub: {error}. "
                "Check the network, or name a local folder in the setting models."
            ) from error
        shutil.rmtree(staging / ".cache", ignore_errors=True)
        staging.replace(target)
    return target
