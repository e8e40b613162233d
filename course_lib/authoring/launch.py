"""Open JupyterLab on the first notebook: ``python -m course_lib.authoring.launch [PORT]``."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIRST = "notebooks/00_start_here.ipynb"
CONNECTION = "course_lib.authoring.prompt_server.PromptConnection"
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


def command(port, first=FIRST):
    """What starts JupyterLab on one notebook."""
    words = [
        sys.executable,
        "-m",
        "jupyterlab",
        first,
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/{first}",
        "--ServerApp.log_level=WARN",
        f"--ServerApp.kernel_websocket_connection_class={CONNECTION}",
        f"--ServerApp.contents_manager_class={CONTENTS}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # in a container one is often root
    return words


def main(port=8888, first=FIRST):
    port, note = choose_port(int(port))
    if note:
        print(note)
    print(f"JupyterLab opens in your browser. If not, follow the link below with ':{port}' in it.")
    print("To stop it, press Ctrl+C twice here.", flush=True)
    return subprocess.call(command(port, first), cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
