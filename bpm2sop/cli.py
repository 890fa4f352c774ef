"""The command line: the only place that knows the terminal."""

import click

from bpm2sop import __version__


@click.group()
@click.version_option(__version__, prog_name="bpm2sop")
def main() -> None:
    """Turn business process maps into draft SOPs, every row traceable."""
