"""Stand-ins for Colab and GitHub on loopback, so that the set-up cell runs as it is.

``GitHub`` is a proxy for https://github.com and codeload.github.com. Like them it makes archives
with ``git archive``, from repositories in a folder. ``Colab`` is its session server. A process gets
both by its environment alone: the cell has no hook for tests. Nothing leaves this machine.
"""

import contextlib
import json
import os
import re
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]
HOSTS = ("github.com", "codeload.github.com")

# What a kernel runs first: it is on Colab, and Colab does not have the course. An environment of
# ours has it (editable), so it is hidden.
STARTUP = f"""
import sys
sys.meta_path = [f for f in sys.meta_path if "__editable__" not in getattr(f, "__module__", "")]
sys.path = [p for p in sys.path if p != {str(ROOT)!r} and "__editable__" not in p]
import google.colab
"""


def git(folder, *words):
    """What git says in a folder, as an author without settings."""
    named = ("-c", "user.name=A", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false")
    clean = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *named, *words], cwd=folder, env=os.environ | clean, check=True, capture_output=True
    )
    return done.stdout


@contextlib.contextmanager
def listening(handler, **attributes):
    """A server on a free port of loopback, in threads of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    for name, value in attributes.items():
        setattr(server, name, value)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": len(body)} | headers).items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


class GitHub(Answer):
    """``server.repositories`` holds owner/name; ``server.mode`` is '', or what is wrong."""

    def do_CONNECT(self):
        self.host = self.path.partition(":")[0]
        assert self.host in HOSTS, f"somebody asked for {self.host}"
        if self.server.mode == "flaky":
            self.server.mode = ""
            return self.answer(502)
        self.answer(200)
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self):
        self.server.asked.append(f"https://{self.host}{self.path}")
        if self.server.mode == "slow":
            self.server.over.wait(20)
        if self.server.mode == "portal":
            return self.answer(200, b"<html>Welcome to our wireless network</html>")
        asked = unquote(self.path)
        first = re.fullmatch(r"/([^/]+/[^/]+)/archive/(.+)\.zip", asked)
        second = re.fullmatch(r"/([^/]+/[^/]+)/zip/(.+)", asked)
        name, revision = (first or second).groups()
        repository = self.server.repositories / name
        if not repository.is_dir():
            return self.answer(404)
        if first:
            location = f"https://codeload.github.com/{name}/zip/{revision}"
            return self.answer(302, Location=location)
        prefix = f"{name.partition('/')[2]}-{revision.replace('/', '-')}/"
        words = ("archive", "--format=zip", f"--prefix={prefix}", revision)
        try:
            self.answer(200, git(repository, *words))
        except subprocess.CalledProcessError:
            self.answer(404)


class Sessions(Answer):
    """Colab's server: which notebooks are open, as ``(kernel id, path)``."""

    def do_GET(self):
        time.sleep(self.server.delay)
        listed = [
            {"id": f"s-{kernel}", "kernel": {"id": kernel}, "path": path, "type": "notebook"}
            for kernel, path in self.server.opened
        ]
        with contextlib.suppress(OSError):  # the cell has stopped waiting
            self.answer(200, json.dumps(listed).encode())


class World:
    """GitHub and Colab, and the environment of a process that lives among them."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.repositories = self.folder / "repositories"
        self.site = self.folder / "site"  # what Colab has installed
        (self.site / "google" / "colab").mkdir(parents=True)
        (self.site / "google" / "colab" / "__init__.py").touch()
        startup = self.folder / "ipython" / "profile_default" / "startup"
        startup.mkdir(parents=True)
        (startup / "00-colab.py").write_text(STARTUP, encoding="utf-8")
        self._certificate()

    def _certificate(self):
        self.key, self.certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        names = ",".join(f"DNS:{host}" for host in HOSTS)
        words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=github.com"
        files = ["-keyout", str(self.key), "-out", str(self.certificate)]
        names = ["-addext", f"subjectAltName={names}"]
        subprocess.run([*words.split(), *files, *names], check=True, capture_output=True)

    def repository(self, name, files):
        """A new repository owner/name with one commit; its folder."""
        folder = self.repositories / name
        folder.mkdir(parents=True)
        git(folder, "init", "-q", "-b", "main")
        self.commit(folder, files)
        return folder

    def commit(self, folder, files):
        write(folder, files)
        git(folder, "add", "--all")
        git(folder, "commit", "-q", "-m", "a commit")

    @contextlib.contextmanager
    def open(self, *opened, mode="", delay=0):
        """The environment for a process while these notebooks are open; and GitHub's server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        over = threading.Event()
        github = listening(
            GitHub, repositories=self.repositories, context=context, mode=mode, asked=[], over=over
        )
        with github as github, listening(Sessions, opened=opened, delay=delay) as colab:
            yield self._environment(github, colab), github
            over.set()

    def _environment(self, github, colab):
        port = 9 if github.mode == "down" else github.server_port  # nobody listens on port 9
        proxy = f"http://127.0.0.1:{port}"
        return os.environ | {
            "COLAB_JUPYTER_IP": "127.0.0.1",
            "KMP_TARGET_PORT": str(colab.server_port),
            "HTTPS_PROXY": proxy,
            "https_proxy": proxy,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            "SSL_CERT_FILE": str(self.certificate),
            "PYTHONPATH": str(self.site),
            "IPYTHONDIR": str(self.folder / "ipython"),
            "TMPDIR": str(self.folder),
        }


def write(folder, files):
    """Write files, path → text, into a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def run(program, environment, folder, words=()):
    """Run a program text in a fresh Python as a kernel would; what it did."""
    program = f"{STARTUP}\n{program}"
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
