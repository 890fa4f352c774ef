"""The pages, a blueprint a subject."""

from flask import Flask

from bpm2sop_web.pages import account


def register_pages(app: Flask) -> None:
    """Give the application its pages."""
    for module in (account,):
        app.register_blueprint(module.blueprint)
