"""JupyterLab in a real Chromium: it opens on the outline, and notebooks opened, run and scrolled read right."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from audit import audit
from isnad import resources

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]
# The workspace opens again what was open before, behind the notebook in front.
FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
NAMES = ("10-what-is-in-the-corpus.ipynb", "30-how-the-event-unfolded.ipynb", "40-who-said-it.ipynb")


@pytest.fixture
def lab(tmp_path, site):
    """A JupyterLab server, set up as `make lab` does it, on a folder that holds three notebooks and nothing of the project; its address."""
    for name in NAMES:
        shutil.copy(resources.notebooks(name), tmp_path)
    makefile = (resources.CHECKOUT / "Makefile").read_text(encoding="utf-8")
    folder = tmp_path / "workspaces"
    folder.mkdir()
    (folder / re.findall(r"default-\w+\.jupyterlab-workspace", makefile)[0]).write_text(
        re.findall(r"^WORKSPACE := (.*)$", makefile, re.M)[0], encoding="utf-8"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--LabApp.news_url=None",
    ]
    place = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder),
        "ISNAD_TABLES": str(site / "tables"),
        "ISNAD_OUT": str(tmp_path),
    }
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=place, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api/status")
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def opened(page, address: str, name: str) -> None:
    page.goto(f"{address}/lab/tree/{name}")
    page.wait_for_selector(f"{FRONT} .jp-Cell", timeout=60_000)
    # Before the kernel answers, "Run" would ask which kernel to start.
    page.wait_for_selector('.jp-StatusBar-TextItem:has-text("| Idle")', timeout=60_000)


def run_all(page) -> None:
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
    page.wait_for_timeout(2000)
    # Between two cells the kernel is idle for a moment; cells off the screen have no prompt to look at.
    idle = 0
    for _ in range(600):
        idle = idle + 1 if page.locator('.jp-StatusBar-TextItem:has-text("| Idle")').count() else 0
        if idle == 8:
            return
        page.wait_for_timeout(250)
    pytest.fail("the notebook did not finish")


def scrolled(page):
    """Every screen of the notebook, from top to end."""
    panel = f"document.querySelector('{FRONT} .jp-WindowedPanel-outer')"
    at = 0
    while at < page.evaluate(f"() => {panel}.scrollHeight"):
        page.evaluate(f"(at) => {{ {panel}.scrollTop = at; }}", at)
        page.wait_for_timeout(400)
        yield at
        at += 800


def test_outputs_read_right_in_jupyterlab(lab, browser):
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    for name in NAMES:
        opened(page, lab, name)
        assert page.is_visible(".jp-TableOfContents"), "the outline stands at the left"
        page.wait_for_selector('.jp-TableOfContents :text("دقّق بنفسك")', timeout=60_000)
        assert page.locator(".jp-Launcher").count() == 0
        page.wait_for_timeout(1000)
        run_all(page)
        read, wrong, seen = 0, set(), {"table": 0, "figure": 0, "finding": 0, "counted": 0, "cut": 0}
        for _ in scrolled(page):
            looked, found = audit(page, f"{FRONT} .jp-Notebook")
            read, wrong = read + looked, wrong | set(found)
            for kind, here in page.evaluate(SEEN).items():
                seen[kind] = max(seen[kind], here)
        assert wrong == set() and read > 60, name
        assert seen["table"] and seen["figure"] and seen["finding"] and seen["counted"] and not seen["cut"], (
            name,
            seen,
        )
        assert page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").count() == 0
    page.close()


# Tables right to left, with whole words: no ellipsis, no cell narrower than its words.
SEEN = """() => ({
  table: document.querySelectorAll(".jp-OutputArea table[dir=rtl]").length, figure: document.querySelectorAll(".jp-OutputArea .main-svg").length,
  finding: document.querySelectorAll(".jp-OutputArea .isnad-finding").length,
  counted: [...document.querySelectorAll(".jp-OutputArea p.isnad-note")].filter((p) => /الصفوف/.test(p.textContent) && p.querySelector("a[href*='.csv']")).length,
  cut: [...document.querySelectorAll(".jp-OutputArea .isnad-table td > span")].filter((span) => getComputedStyle(span).textOverflow === "ellipsis" || span.scrollWidth > span.clientWidth + 1).length,
})"""


def test_layers_of_the_reader_are_switched_without_a_kernel(lab, browser):
    page = browser.new_page(viewport={"width": 1400, "height": 6000})
    opened(page, lab, NAMES[2])
    page.wait_for_timeout(1000)
    run_all(page)
    page.wait_for_selector(".isnad-reader")
    aligned = "() => [...document.querySelectorAll('.jp-MarkdownOutput [dir=rtl] p, .isnad-reader .isnad-text p')].every((p) => ['right', 'start'].includes(getComputedStyle(p).textAlign))"
    assert page.evaluate(aligned)
    page.uncheck(".isnad-show-quote")
    color = "() => getComputedStyle(document.querySelector('.isnad-text .isnad-quote')).backgroundColor"
    assert page.evaluate(color) == "rgba(0, 0, 0, 0)"
    page.close()
