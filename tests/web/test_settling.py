"""The settings of a workspace by the pages: chosen or uploaded, looked at, then for all maps."""

import io
import re
from html import unescape
from typing import Any

from bpm2sop.workspace.rights import LOCAL, Role
from bpm2sop.workspace.settings import settings_of
from bpm2sop.workspace.views import sop_view
from tests.settings.test_logo import PNG
from tests.web.site import Site

_HIDDEN = re.compile(
    r'<input type="hidden" name="(seen|data|language|shipped|scope|level)" value="([^"]*)"'
)


def toml(text: str, name: str = "rumah.toml") -> tuple[io.BytesIO, str]:
    """A profile as a browser sends it."""
    return io.BytesIO(text.encode()), name


def hidden(page: str) -> dict[str, str]:
    """What goes along from the look to the act."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def test_a_shipped_profile_and_a_language_are_chosen(site: Site) -> None:
    """Looked at first, which changes nothing."""
    sop = site.sop()
    visitor = site.local()
    assert "sop-ap" in visitor.get("/admin/settings").text
    looked = visitor.post("/admin/settings/look", {"shipped": "plain", "language": "en"})
    assert "Pelayanan surat" in looked.text
    assert settings_of(site.workspace, LOCAL).profile.name == "sop-ap"
    assert visitor.post("/admin/settings", hidden(looked.text)).status_code == 303
    used = settings_of(site.workspace, LOCAL)
    assert (used.profile.name, used.language) == ("plain", "en")
    assert sop_view(site.workspace, LOCAL, sop).sop.language == "en"
    assert "plain" in visitor.get("/admin/system").text


def test_a_profile_is_uploaded_with_the_files_that_it_names(site: Site) -> None:
    """They are kept with the workspace."""
    site.sop()
    visitor = site.local()
    form: dict[str, Any] = {
        "profile": toml('[unit]\nlogo = "gambar/logo.png"\n[form]\nverbs = "imperative"\n'),
        "beside": (io.BytesIO(PNG), "logo.png"),
    }
    looked = visitor.post("/admin/settings/look", form)
    assert visitor.post("/admin/settings", hidden(looked.text)).status_code == 303
    profile = settings_of(site.workspace, LOCAL).profile
    assert profile.logo is not None
    assert (profile.logo.data, profile.form.verbs) == (PNG, "imperative")


def test_a_profile_with_a_mistake_is_told_with_file_and_line(site: Site) -> None:
    """On the same page, and nothing is changed."""
    site.sop()
    visitor = site.local()
    wrong = visitor.post("/admin/settings/look", {"profile": toml('[form]\n\nverbs = "passive"\n')})
    assert (wrong.status_code, "rumah.toml, baris 3" in wrong.text) == (422, True)
    alone = visitor.post("/admin/settings/look", {"profile": toml('[unit]\nlogo = "logo.png"\n')})
    assert (alone.status_code, "logo.png" in alone.text) == (422, True)
    broken = visitor.post(
        "/admin/settings/look", {"profile": (io.BytesIO(b"\xff\xfe\x00"), "x.toml")}
    )
    assert broken.status_code == 422
    assert settings_of(site.workspace, LOCAL).profile.name == "sop-ap"


def test_an_old_look_changes_nothing(site: Site) -> None:
    """Somebody brought a map meanwhile."""
    site.sop()
    visitor = site.local()
    looked = visitor.post("/admin/settings/look", {"language": "en"})
    site.sop(name="lain.bpmn")
    assert visitor.post("/admin/settings", hidden(looked.text)).status_code == 412
    assert settings_of(site.workspace, LOCAL).language == "id"


def test_what_no_browser_sends_is_refused(site: Site) -> None:
    """A form value that is no file, or a list."""
    visitor = site.local()
    for data in ("?", "eJyLBgABGADF"):
        assert visitor.post("/admin/settings", {"data": data, "seen": "0"}).status_code == 400


def test_only_who_keeps_house_may(site: Site) -> None:
    """Neither look nor act."""
    cici = site.person("cici", Role.APPROVER)
    assert cici.get("/admin/settings").status_code == 403
    for path in ("/admin/settings/look", "/admin/settings"):
        assert cici.post(path, {"language": "en"}).status_code == 403
