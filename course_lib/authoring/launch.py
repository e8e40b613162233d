"""Open JupyterLab on the first notebook: ``python -m course_lib.authoring.launch [PORT]``."""

import json
import os
import socket
import sys
from pathlib import Path

from course_lib.authoring.install import wait_for

ROOT = Path(__file__).parents[2]
FIRST = "notebooks/00_start_here.ipynb"
CONNECTION = "course_lib.authoring.prompt_server.PromptConnection"
NEWS = {"@jupyterlab/apputils-extension:announcements": True}  # a box over the first notebook
CONTENTS = "course_lib.authoring.contents.CourseContents"


def is_free(port):
    """Can a server listen on this port of this machine?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted, tries=50):
    """The wanted port or the next free one, and what to tell about it."""
    if is_free(wanted):
        return wanted, ""
    for port in range(wanted + 1, wanted + tries):
        if is_free(port):
            return port, f"Port {wanted} is taken (another JupyterLab?), so this one uses {port}."
    raise SystemExit(
        f"Ports {wanted} to {wanted + tries - 1} are all taken. Try: make lab PORT=9500"
    )


def command(port, first=FIRST, root=ROOT):
    """What starts JupyterLab on one notebook of the course in ``root``."""
    words = [
        sys.executable,
        "-m",
        "jupyterlab",
        first,
        f"--port={port}",
        "--ServerApp.port_retries=0",
        # Solutions and docs stand beside the notebooks' folder: links to them work, too.
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{first}",
        f"--ServerApp.kernel_websocket_connection_class={CONNECTION}",
        f"--ServerApp.contents_manager_class={CONTENTS}",
        # Nine lines in place of thirty: the address stays in sight.
        "--ServerApp.log_level=WARN",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # in a container one is often root
    return words


def configure(disabled=NEWS, environment=sys.prefix):
    """Switch these extensions off (or on), in the course's own environment alone."""
    if environment == sys.base_prefix:
        return  # not ours
    file = Path(environment) / "etc" / "jupyter" / "labconfig" / "page_config.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    chosen = known.get("disabledExtensions", {}) | disabled
    text = json.dumps(known | {"disabledExtensions": chosen}, indent=2)
    file.write_text(text + "\n", encoding="utf-8")


def main(port=8888, first=FIRST, root=ROOT):
    port, note = choose_port(int(port))
    if note:
        print(note)
    configure()
    print("JupyterLab opens in your browser. If it does not, follow the link below.")
    print("To stop it, press Ctrl+C twice here.", flush=True)
    return wait_for(command(port, first, root), root)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
