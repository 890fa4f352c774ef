"""`bpm2sop serve`: the review screens, on this machine or for an office."""

from __future__ import annotations

import secrets
import signal
import socket
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bpm2sop.cli.options import engine_option, language_option
from bpm2sop.cli.store import first_profile_option, tell_kept
from bpm2sop.cli.talk import progress, tell, tell_refusal, wrong_use
from bpm2sop.engine import parse_engine
from bpm2sop.errors import Forbidden, Refused
from bpm2sop.settings import load_profile
from bpm2sop.wording import Language, say

if TYPE_CHECKING:
    from bpm2sop.workspace.opening import Workspace

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104  (compared, not bound)
_PORT = 8017
_THREADS = 8
_BODY = 130_000_000
"""Bytes of a request, at most; what an upload may hold stands in `bpm2sop_web.taking`."""
_PROXY = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """How a workspace is served; `once` opens it where there are no users."""

    hosts: tuple[str, ...]
    once: str
    https: bool
    browser: bool
    language: Language


@click.command("serve")
@click.option(
    "--db",
    default="bpm2sop.db",
    show_default=True,
    help="The workspace: a file, or a PostgreSQL address.",
)
@click.option("--host", default=None, help="Address to listen on; 127.0.0.1 unless --public.")
@click.option(
    "--port",
    default=_PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes any that is free.",
)
@click.option("--public", is_flag=True, help="Let others in as well; the workspace needs users.")
@click.option(
    "--name", "names", multiple=True, help="A host name under which browsers reach this server."
)
@click.option(
    "--https", is_flag=True, help="Browsers come by https, through a proxy on this machine."
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option(
    "--import",
    "first",
    multiple=True,
    metavar="PATH",
    help="Bring this in first if the workspace has no maps.",
)
@first_profile_option
@engine_option
@language_option
def command(  # noqa: PLR0913  (one parameter an option)
    *,
    db: str,
    host: str | None,
    port: int,
    public: bool,
    names: tuple[str, ...],
    https: bool,
    no_browser: bool,
    first: tuple[str, ...],
    profile_name: str,
    engine: str,
    language: Language,
) -> None:
    """Serve the review screens of a workspace and print their address."""
    from bpm2sop.drafting import Settings
    from bpm2sop.workspace.opening import open_workspace

    with wrong_use(language):
        profile, machines = load_profile(profile_name), parse_engine(engine)
    listen = host or ("0.0.0.0" if public else "127.0.0.1")  # noqa: S104  (asked for by --public)
    settings = Settings(language=language, profile=profile)
    workspace = open_workspace(db, settings=settings, engine=machines)
    try:
        tell_kept(workspace, settings)
        once = _once(workspace)
        if listen not in _LOOPBACK and (once or not public):
            key = "web.serve.needs_users" if once else "web.serve.needs_public"
            raise click.UsageError(say(language, key))
        if first:
            _bring_in(workspace, first, language)
        how = _How(
            hosts=_hosts(listen, names),
            once=once,
            https=https,
            browser=not no_browser,
            language=language,
        )
        with _port(listen, port, language) as taken, _working(workspace, language):
            _serve(workspace, taken, how)
    finally:
        workspace.close()


def _once(workspace: Workspace) -> str:
    """Make the token of the link that lets in whoever sits here; none where people sign in."""
    from bpm2sop.workspace.people import local_person

    try:
        local_person(workspace)
    except Forbidden:
        return ""
    return secrets.token_urlsafe(24)


def _hosts(listen: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Name the hosts under which we may be asked."""
    own = (socket.gethostname(), socket.getfqdn()) if listen in _ANY else (listen,)
    return tuple(dict.fromkeys(("localhost", "127.0.0.1", "[::1]", *own, *names)))


def _bring_in(workspace: Workspace, paths: tuple[str, ...], language: Language) -> None:
    """Bring maps into a workspace that has none."""
    from bpm2sop.sources import gather
    from bpm2sop.workspace.importing import import_maps
    from bpm2sop.workspace.maps import list_maps
    from bpm2sop.workspace.rights import LOCAL

    if list_maps(workspace, LOCAL):
        return
    with progress(None, say(language, "cli.drafting")) as done:
        report = import_maps(workspace, LOCAL, gather(paths), progress=done)
    taken = len(report.lines) - report.refused
    tell(say(language, "web.serve.imported", count=taken, refused=report.refused))


@contextmanager
def _port(host: str, port: int, language: Language) -> Iterator[socket.socket]:
    """Take a port, or say that another program has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, port))
        except OSError as error:
            words = say(language, "web.serve.port", port=port, why=error.strerror or "")
            raise click.UsageError(words) from error
        yield taken


@contextmanager
def _working(workspace: Workspace, language: Language) -> Iterator[None]:
    """Do what batches ask for while the screens are served."""
    from bpm2sop.workspace.coordinating import work

    def told(problem: Refused) -> None:
        tell_refusal(problem, language)

    stop = threading.Event()
    worker = threading.Thread(
        target=work, args=(workspace, stop), kwargs={"tell": told}, name="batches", daemon=True
    )
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join(timeout=10)


def _serve(workspace: Workspace, taken: socket.socket, how: _How) -> None:
    """Serve until somebody stops it."""
    from waitress.server import create_server

    from bpm2sop_web import Options, create_app
    from bpm2sop_web.assets import built
    from bpm2sop_web.secret import secret_for

    if not built():
        raise click.UsageError(say(how.language, "web.serve.no_bundle"))
    secret = secret_for(workspace.store.place)
    options = Options(hosts=how.hosts, secure=how.https, secret=secret, once=how.once)
    more: dict[str, Any] = _PROXY if how.https else {}
    server = create_server(
        create_app(workspace, options),
        sockets=[taken],
        threads=_THREADS,
        ident=None,
        max_request_body_size=_BODY,
        clear_untrusted_proxy_headers=True,
        **more,
    )
    address = _address(taken, how.once)
    key = "web.serve.at" if how.once else "web.serve.sign_in"
    tell(say(how.language, key, address=address))
    if how.browser:
        threading.Timer(0.5, webbrowser.open, (address,)).start()
    signal.signal(signal.SIGTERM, _stop)
    server.run()


def _address(taken: socket.socket, once: str) -> str:
    """Give what a browser on this machine types."""
    host, port = taken.getsockname()[:2]
    shown = "127.0.0.1" if host in _ANY else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"local/{once}" if once else "")


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
