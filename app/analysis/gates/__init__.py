"""The extras of /gates, a file each, found by being here."""

from ..extra import extras_in
from ..gates_read import GatesExtra

GATES = extras_in(__name__, GatesExtra)  # type: ignore[type-abstract] # its subclasses are made
