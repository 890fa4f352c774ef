"""The pages, a blueprint a subject."""

from flask import Flask

from bpm2sop_web.pages import (
    account,
    actors,
    admin,
    adopting,
    approval,
    atlas,
    documents,
    elsewhere,
    guide,
    heading,
    history,
    maps,
    profile,
    reorganising,
    review_acts,
    revising,
    settling,
    tracing,
    upload,
)


def register_pages(app: Flask) -> None:
    """Give the application its pages."""
    for module in (
        account,
        actors,
        admin,
        adopting,
        approval,
        atlas,
        documents,
        elsewhere,
        guide,
        heading,
        history,
        maps,
        profile,
        reorganising,
        review_acts,
        revising,
        settling,
        tracing,
        upload,
    ):
        app.register_blueprint(module.blueprint)
