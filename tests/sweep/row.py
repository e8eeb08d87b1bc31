"""One row of the table."""

from dataclasses import dataclass, field


@dataclass
class Row:
    """What became of a type. ``refused`` are the extras that are refused in words; ``faults`` must be none."""

    name: str
    class_name: str = ""
    attending: list[int] = field(default_factory=list)
    layers: int = 0
    heads: list[int] = field(default_factory=list)
    result: str = ""
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
