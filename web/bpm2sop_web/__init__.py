"""The review screens: a Flask application over the use cases of bpm2sop."""
