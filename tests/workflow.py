"""A workflow run here: its jobs in order, its commands in a shell, its actions by stand-ins.

What an action of GitHub's does for us is played by a few lines: a checkout is a clone of a bare
repository on disk, a deployment a copy of the site. Expressions are worked out from the contexts
the workflow names; one that cannot be is an error, so that nothing is passed over.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SCAFFOLD = ROOT / "generator" / "scaffold" / "files"
THEIRS = SCAFFOLD / "dot_github" / "workflows" / "publish.yml"  # what `broadsheet new` writes
PATIENCE = 60.0  # seconds for one step
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
TOKEN = re.compile(r"'[^']*'|&&|\|\||!=|==|!|[()]|[A-Za-z_][\w.-]*|\s+")
WORDS = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
BASE_URL = "https://ada.example.net/digest"
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")  # as `shell: bash` has it


def read(file: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


def steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in read(file)["jobs"].values() for step in job["steps"]]


@dataclass
class Job:
    result: str = "skipped"
    outputs: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, int, str]] = field(default_factory=list)  # step, exit code, output


class Hosting:
    """What lives on between runs: the repository, its settings, the cache, the published site."""

    def __init__(self, folder: Path, digest: Path) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        self.site = folder / "published"
        self.cache = folder / "cache"
        self.summary = folder / "summary.md"
        self.secrets: dict[str, str] = {}
        self.vars: dict[str, str] = {}
        self.environment: dict[str, str] = {}  # more for every step
        self.runs = 0
        self._programs()
        git(digest, "init", "--quiet", "--initial-branch=main")
        git(digest, "add", "--all")
        git(digest, "commit", "--quiet", "--message", "Begin")
        git(folder, "clone", "--quiet", "--bare", str(digest), str(self.remote))

    def _programs(self) -> None:
        """`broadsheet` as it is here; pip and gh that only note what they were asked."""
        programs = self.folder / "programs"
        programs.mkdir()
        here = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"'
        note = 'echo "$(basename "$0") $*" >> "$ASKED"'
        for name, line in {"broadsheet": here, "pip": note, "gh": note}.items():
            (programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            (programs / name).chmod(0o755)

    @property
    def asked(self) -> list[str]:
        """What pip and gh were asked, in order."""
        file = self.folder / "asked"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def log(self, branch: str = "main") -> list[str]:
        return git(self.remote, "log", "--format=%s", branch).splitlines()

    def file(self, path: str, branch: str = "main") -> str:
        return git(self.remote, "show", f"{branch}:{path}")

    def files(self, branch: str = "main") -> list[str]:
        return git(self.remote, "ls-tree", "-r", "--name-only", branch).splitlines()

    def push(self, changes: Mapping[str, str], name: str) -> None:
        """A push of someone else's: files written, or deleted where the text is empty."""
        clone = self.folder / f"push-{len(list(self.folder.glob('push-*')))}"
        git(self.folder, "clone", "--quiet", str(self.remote), str(clone))
        for path, text in changes.items():
            if text:
                (clone / path).parent.mkdir(parents=True, exist_ok=True)
                (clone / path).write_text(text, encoding="utf-8")
            else:
                (clone / path).unlink()
        git(clone, "add", "--all")
        git(clone, "commit", "--quiet", "--message", name)
        git(clone, "push", "--quiet", "origin", "HEAD:main")

    def run(self, workflow: Path, event: str, **inputs: Any) -> dict[str, Job]:
        """One run of the workflow; each job by name."""
        self.runs += 1
        told = read(workflow)
        assert told["defaults"] == {"run": {"shell": "bash"}}
        jobs: dict[str, Job] = {}
        for name, told_job in told["jobs"].items():
            jobs[name] = Running(self, jobs, event, inputs, name).job(told_job)
        return jobs


class Running:
    """One job on its way."""

    def __init__(
        self, hosting: Hosting, jobs: dict[str, Job], event: str, inputs: dict[str, Any], name: str
    ) -> None:
        self.hosting = hosting
        self.jobs = jobs
        self.work = hosting.folder / f"run-{hosting.runs}-{name}"
        self.steps: dict[str, Any] = {}
        self.contexts: dict[str, Any] = {
            "github": {
                "event_name": event,
                "ref_name": "main",
                "token": "t0ken",
                "repository": "ada/digest",
                "run_id": str(hosting.runs),
                "run_attempt": "1",
            },
            "inputs": inputs,
            "vars": hosting.vars,
            "secrets": hosting.secrets,
            "steps": self.steps,
            "needs": {n: {"result": j.result, "outputs": j.outputs} for n, j in jobs.items()},
        }

    def job(self, told: Mapping[str, Any]) -> Job:
        made = Job()
        needs = told.get("needs", [])
        needed = [needs] if isinstance(needs, str) else needs
        good = all(self.jobs[name].result == "success" for name in needed)
        if not (self.value(told["if"]) if "if" in told else good):
            return made
        # A condition that asks for no state of its own is only asked when all went well before.
        if "if" in told and "cancelled()" not in told["if"] and not good:
            return made
        self.work.mkdir()
        made.result = "success"
        for step in told["steps"]:
            if not self.step(step, made):
                made.result = "failure"
                break
        if made.result == "success" and (self.work / "site").exists():
            self.keep("cache")
        made.outputs = {key: self.filled(text) for key, text in told.get("outputs", {}).items()}
        return made

    def step(self, told: Mapping[str, Any], made: Job) -> bool:
        if "uses" in told:
            ACTIONS[told["uses"].split("@")[0]](self, told)
            return True
        output = self.work.parent / f"output-{self.work.name}"
        output.write_text("", encoding="utf-8")
        environment = {key: self.filled(str(v)) for key, v in told.get("env", {}).items()}
        if "REMOTE" in environment:
            assert environment["REMOTE"] == "https://x-access-token:t0ken@github.com/ada/digest"
            environment["REMOTE"] = str(self.hosting.remote)
        said = subprocess.run(
            [*SHELL, told["run"]],
            cwd=self.work,
            env=self.environment(output) | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        made.told.append((told["name"], said.returncode, said.stdout))
        lines = output.read_text(encoding="utf-8").splitlines()
        outcome = "failure" if said.returncode else "success"
        if "id" in told:
            values = dict(line.split("=", 1) for line in lines)
            self.steps[told["id"]] = {"outputs": values, "outcome": outcome}
        return outcome == "success" or told.get("continue-on-error", False)

    def environment(self, output: Path) -> dict[str, str]:
        programs = self.hosting.folder / "programs"
        return clean_environment() | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "ASKED": str(self.hosting.folder / "asked"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.hosting.summary),
            **self.hosting.environment,
        }

    def filled(self, text: str) -> str:
        """`text` with the value of each expression in it."""

        def shown(found: re.Match[str]) -> str:
            value = self.value(found[1])
            return str(value).lower() if isinstance(value, bool) else str(value)

        return EXPRESSION.sub(shown, text)

    def value(self, expression: str) -> Any:
        """An expression's value; what is not set is "", as on GitHub."""
        inner = EXPRESSION.sub(lambda found: found[1], expression)
        tokens = TOKEN.findall(inner)
        assert "".join(tokens) == inner, f"not understood: {expression}"
        inner = inner.replace("cancelled()", "false")
        written = "".join(WORDS.get(t) or self.written(t) for t in TOKEN.findall(inner))
        return eval(written.strip(), {"__builtins__": {}}, {"look": self.look})

    def written(self, token: str) -> str:
        return f"look({token!r})" if re.match(r"[A-Za-z_]", token) else token

    def look(self, name: str) -> Any:
        context, *rest = name.split(".")
        found: Any = self.contexts[context]
        for key in rest:
            found = found.get(key, "") if isinstance(found, Mapping) else ""
        return found

    # What the actions do.

    def checkout(self, told: Mapping[str, Any]) -> None:
        assert told["with"]["persist-credentials"] is False
        branch = self.filled(told["with"]["ref"])
        remote = self.hosting.remote.as_uri()
        git(self.work, "clone", "--quiet", "--depth=1", "--branch", branch, remote, ".")
        git(self.work, "remote", "remove", "origin")  # there is no way back without the token

    def nothing(self, told: Mapping[str, Any]) -> None:
        del told

    def pages(self, told: Mapping[str, Any]) -> None:
        self.steps[told["id"]] = {"outputs": {"base_url": BASE_URL}}

    def restore(self, told: Mapping[str, Any]) -> None:
        for path in told["with"]["path"].split():
            if (self.hosting.cache / path).exists():
                shutil.copytree(self.hosting.cache / path, self.work / path)

    def keep(self, name: str) -> None:
        del name
        shutil.rmtree(self.hosting.cache, ignore_errors=True)
        for path in (".broadsheet", "site"):
            shutil.copytree(self.work / path, self.hosting.cache / path)

    def upload(self, told: Mapping[str, Any]) -> None:
        artifact = self.hosting.folder / "artifact"
        shutil.rmtree(artifact, ignore_errors=True)
        shutil.copytree(self.work / told["with"]["path"], artifact)

    def deploy(self, told: Mapping[str, Any]) -> None:
        shutil.rmtree(self.hosting.site, ignore_errors=True)
        shutil.copytree(self.hosting.folder / "artifact", self.hosting.site)
        self.steps[told["id"]] = {"outputs": {"page_url": f"{BASE_URL}/"}}


ACTIONS: Mapping[str, Callable[[Running, Mapping[str, Any]], None]] = {
    "actions/checkout": Running.checkout,
    "actions/setup-python": Running.nothing,
    "actions/configure-pages": Running.pages,
    "actions/cache": Running.restore,
    "actions/upload-pages-artifact": Running.upload,
    "actions/deploy-pages": Running.deploy,
}


def clean_environment() -> dict[str, str]:
    """Enough to run programs, and nothing of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "SSL_CERT_FILE") if name in os.environ}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": os.devnull}
    return kept | nobody


def git(folder: Path, *arguments: str) -> str:
    who = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@reader.example"}
    who |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@reader.example"}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=clean_environment() | who,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    ).stdout
