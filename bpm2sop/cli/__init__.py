"""The command line: results on stdout, words on stderr."""

from bpm2sop.cli.main import main

__all__ = ["main"]
