"""A notebook opened and run in JupyterLab, in a real Chromium: its outputs read right."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from isnad import resources
from test_browser import MISPLACED

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]
NAME = "40-who-said-it.ipynb"
OUTPUTS = ".jp-OutputArea :is(td > span, th > span, svg text, p.isnad-finding, q, h3, p.isnad-about), .jp-MarkdownOutput [dir=rtl] p"


@pytest.fixture
def lab(tmp_path, site):
    """A JupyterLab server on a folder that holds one notebook; its address."""
    shutil.copy(resources.notebooks(NAME), tmp_path)
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


def test_outputs_read_right_in_jupyterlab(lab, browser):
    page = browser.new_page(viewport={"width": 1400, "height": 6000})
    page.goto(f"{lab}/lab/tree/{NAME}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    # Before the kernel answers, "Run" would ask which kernel to start.
    page.wait_for_selector('.jp-StatusBar-TextItem:has-text("| Idle")', timeout=60_000)
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
    page.wait_for_selector(".jp-OutputArea .isnad-finding", timeout=90_000)
    page.wait_for_selector(".jp-OutputArea .main-svg", timeout=30_000)
    assert (
        page.locator(".jp-OutputArea table[dir=rtl]").count() >= 2
        and page.locator(".isnad-reader").count() == 1
    )
    assert page.evaluate(MISPLACED, OUTPUTS) == []
    aligned = "() => [...document.querySelectorAll('.jp-MarkdownOutput [dir=rtl] p, .isnad-reader .isnad-text p')].every((p) => ['right', 'start'].includes(getComputedStyle(p).textAlign))"
    assert page.evaluate(aligned)
    page.uncheck(".isnad-show-quote")
    assert (
        page.evaluate(
            "() => getComputedStyle(document.querySelector('.isnad-text .isnad-quote')).backgroundColor"
        )
        == "rgba(0, 0, 0, 0)"
    )
    page.close()
