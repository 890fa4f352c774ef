"""The review screens: a Flask application over the use cases of bpm2sop."""

from bpm2sop_web.app import create_app
from bpm2sop_web.options import Options

__all__ = ["Options", "create_app"]
