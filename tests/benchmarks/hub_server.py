"""A JupyterHub of its own, on loopback, with a folder per learner; and what its processes take."""

import asyncio
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from tests.browser.processes import reserved_port

ROOT = Path(__file__).parents[2]
PROXY = ROOT / ".venv-hub/proxy/node_modules/.bin/configurable-http-proxy"
ADVICE = re.compile(r"^ *```python\n( *# jupyter_server_config.py.*?)```", re.DOTALL | re.MULTILINE)
LONGEST = 60 * 20  # s: whatever happens to the script, no hub of ours is left after that

CONFIG = """
import os, sys
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.JupyterHub.authenticator_class = "shared-password"
c.Authenticator.allow_all = True
c.SharedPasswordAuthenticator.user_password = "{password}"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = {arguments}
c.Spawner.environment = {{
    "JUPYTER_RUNTIME_DIR": "{folder}/run",  # sockets need short names
    "JUPYTER_CONFIG_PATH": "{folder}/etc",
}}
c.Spawner.ip = "127.0.0.1"
c.Spawner.start_timeout = 240
c.Spawner.http_timeout = 240
c.Spawner.default_url = "/lab"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.JupyterHub.services = [{{"name": "bench", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{
    "name": "bench", "services": ["bench"],
    "scopes": ["admin:users", "admin:servers", "access:servers"],
}}]
"""


class Hub:
    """A running JupyterHub: ``url``, and requests in the name of the class's teacher."""

    def __init__(self, folder, advised=True):
        self.folder = Path(folder)
        self.token, self.password = secrets.token_hex(16), secrets.token_hex(8)
        port, hub_port, proxy_port = (reserved_port() for _ in range(3))
        self.url = f"http://127.0.0.1:{port}"
        arguments = ["--LabApp.expose_app_in_browser=True"]
        (self.folder / "etc").mkdir()
        if advised:  # the very lines that docs/hub.md gives
            (lines,) = ADVICE.findall((ROOT / "docs/hub.md").read_text(encoding="utf-8"))
            settings = self.folder / "etc" / "jupyter_server_config.py"
            settings.write_text(textwrap.dedent(lines), encoding="utf-8")
        if os.geteuid() == 0:
            arguments.append("--allow-root")
        config = self.folder / "jupyterhub_config.py"
        config.write_text(
            CONFIG.format(
                folder=self.folder, port=port, hub_port=hub_port, proxy_port=proxy_port,
                token=self.token, password=self.password, arguments=arguments, proxy=PROXY,
            )
        )  # fmt: skip
        kept = {
            k: v for k, v in os.environ.items() if k not in ("OMP_NUM_THREADS", "COURSE_STATIC")
        }
        self.log = (self.folder / "hub.log").open("w")
        self.process = subprocess.Popen(
            ["timeout", str(LONGEST), sys.executable, "-m", "jupyterhub", "-f", str(config)],
            cwd=self.folder, env=kept, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip

    async def ready(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(Exception):
                return await self.ask("GET", "/hub/api/")
            await asyncio.sleep(0.3)
        raise RuntimeError(f"JupyterHub did not start: {self.folder / 'hub.log'}")

    async def ask(self, method, path, body=None, seconds=240):
        """A request to the hub or to a learner's server, as JSON."""
        request = HTTPRequest(
            self.url + path, method, headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body) if body is not None else ("" if method == "POST" else None),
            connect_timeout=seconds, request_timeout=seconds,
        )  # fmt: skip
        answer = await AsyncHTTPClient().fetch(request)
        return json.loads(answer.body) if answer.body else None

    async def arrive(self, name, seconds=240):
        """Give a learner the course's notebooks and a server; the seconds until it answers."""
        home = self.folder / "homes" / name
        shutil.copytree(ROOT / "notebooks", home / "notebooks")
        start = time.monotonic()
        await self.ask("POST", f"/hub/api/users/{name}")
        await self.ask("POST", f"/hub/api/users/{name}/server")
        while time.monotonic() < start + seconds:
            if (await self.ask("GET", f"/hub/api/users/{name}")).get("server"):
                return time.monotonic() - start
            await asyncio.sleep(0.25)
        raise RuntimeError(f"The server of {name} did not start within {seconds} s.")

    def stop(self):
        """End the hub and everything that it has started: only descendants of our process."""
        ours = descendants(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(60)
        for pid in ours:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.log.close()

    def worked(self):
        """Seconds of a core that the hub, its servers and its kernels have worked so far."""
        ticks = 0
        for pid in descendants(self.process.pid):
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(words[11]) + int(words[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Kind of process → the PSS of each in MB: the hub, the proxy, servers and kernels."""
        found = {"hub": [], "proxy": [], "server": [], "kernel": []}
        for pid in descendants(self.process.pid):
            with contextlib.suppress(OSError, TypeError):
                words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
                found[kind(words)].append(field(pid, "Pss") / 1000)
        return found


def kind(command):
    """Which part of a hub a command line belongs to."""
    if "ipykernel" in command:
        return "kernel"
    if "singleuser" in command:
        return "server"
    return "proxy" if "configurable-http-proxy" in command else "hub"


def field(pid, name):
    """A line of /proc/PID/smaps_rollup in kB: Pss shares out what several processes share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return None


def descendants(root):
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    found, look = [], [root]
    while look:
        parent = look.pop()
        children = [pid for pid, above in parents.items() if above == parent]
        found += children
        look += children
    return found


def busy():
    """Seconds that the machine's cores have worked so far, all together."""
    user, nice, system, _idle, _wait, *rest = map(int, Path("/proc/stat").read_text().split()[1:11])
    return (user + nice + system + sum(rest[:3])) / os.sysconf("SC_CLK_TCK")
