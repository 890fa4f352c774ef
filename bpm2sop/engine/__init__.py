"""A pure function over many inputs: in this process, in several, or on several machines. Results come in input order."""

from bpm2sop.engine.crew import dismiss
from bpm2sop.engine.run import parse_engine, run
from bpm2sop.engine.values import Engine, Failure

__all__ = ["Engine", "Failure", "dismiss", "parse_engine", "run"]
