"""The extras of /attention, a file each, found by being here."""

from ..attended import AttentionExtra
from ..extra import extras_in

ATTENTION = extras_in(__name__, AttentionExtra)  # type: ignore[type-abstract] # its subclasses are made
