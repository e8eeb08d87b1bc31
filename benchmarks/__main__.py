"""``python -m benchmarks``: print every comparison."""

import os
import platform

import torch

from benchmarks import server

if __name__ == "__main__":
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}")
    for comparison in server.run():
        print(comparison, flush=True)
