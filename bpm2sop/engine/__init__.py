"""A pure function over many inputs: in this process, in several, or on several machines. Results come in input order."""

from bpm2sop.engine.run import Engine, parse_engine, run

__all__ = ["Engine", "parse_engine", "run"]
