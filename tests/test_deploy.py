"""The recipes of deploy/ work: cron's lines are run by sh, systemd checks its units, and every option exists."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from jpo_scraper import queue
from jpo_scraper.cli import jpo

DEPLOY = Path(__file__).parent.parent / "deploy"
CRONTAB = (DEPLOY / "crontab").read_text(encoding="utf-8")
SERVICES = {path.stem: path.read_text(encoding="utf-8") for path in DEPLOY.glob("*.service")}
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
JOBS = [line.split(maxsplit=5) for line in CRONTAB.splitlines() if re.match(r"[\d*]", line)]
CALLS = [
    *(re.search(r"&& jpo ([^>|]*)", job[5])[1] for job in JOBS),
    *(re.search(r"^ExecStart=\S+/jpo (.*)$", text, re.MULTILINE)[1] for text in SERVICES.values()),
    " ".join(json.loads(re.search(r"^CMD (.*)$", CONTAINER, re.MULTILINE)[1])),
]
STAND_IN = '#!/bin/sh\necho "jpo $* for $JPO_CONTACT in $PWD" | tee -a "$CALLED"\nexit $ENDS\n'


@pytest.mark.parametrize("call", CALLS)
def test_every_call_in_a_recipe_is_one_that_jpo_understands(call):
    name, *words = shlex.split(call)
    options = {option for parameter in jpo.get_command(None, name).params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job[5])
@pytest.mark.parametrize("ends", [0, 1, 3, 4])
def test_a_line_of_the_crontab_prints_only_what_cron_should_mail(job, ends, tmp_path):
    """As cron does it: the variables of the table, /bin/sh, and a stand-in for jpo."""
    *when, line = job
    assert len(when) == 5
    assert "%" not in line  # a line break for cron
    variables = dict(re.findall(r"^([A-Z_]+)=(.*)$", CRONTAB, re.MULTILINE))
    program = tmp_path / "bin" / "jpo"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    called = tmp_path / "called"
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("/var/lib/jpo", str(tmp_path))],
        capture_output=True, text=True,
        env={**variables, "PATH": f"{program.parent}:/usr/bin:/bin", "CALLED": str(called), "ENDS": str(ends)},
    )  # fmt: skip
    said = called.read_text()
    assert said.endswith(f" for you@example.org in {tmp_path}\n")
    assert done.stderr == ""
    is_wrong = ends not in ((0, 3) if " crawl " in line else (0,))
    assert done.stdout == (said if is_wrong else "")


def test_the_command_of_the_crontab_is_quoted_as_the_program_reads_it():
    line = re.search(r"^JPO_NOTIFY_COMMAND=(.*)$", CRONTAB, re.MULTILINE)[1]
    assert shlex.split(line) == ["mail", "-s", "JPO posts", "you@example.org"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_accepts_services_and_timer(tmp_path):
    program = tmp_path / "jpo"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for path in DEPLOY.glob("jpo-*"):
        text = path.read_text(encoding="utf-8").replace("/opt/jpo-scraper/.venv/bin/jpo", str(program))
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.glob("jpo-*"))],
        capture_output=True, text=True, env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "jpo-" in line]
    assert (done.returncode, ours) == (0, [])
    calendar = re.search(r"^OnCalendar=(.*)$", (DEPLOY / "jpo-crawl.timer").read_text(), re.MULTILINE)[1]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True).returncode == 0


def test_a_crawl_has_ended_before_systemd_ends_its_worker_or_another_takes_it_over():
    unit = SERVICES["jpo-worker"]
    assert "KillMode=mixed" in unit.splitlines()  # a crawl gets one signal, from its worker
    minutes = int(re.search(r"^TimeoutStopSec=(\d+)min$", unit, re.MULTILINE)[1])
    assert queue.STOP_SECONDS < queue.STALLED_SECONDS <= 60 * minutes


def test_the_container_names_no_registry_and_runs_without_rights():
    lines = [line for line in CONTAINER.splitlines() if not line.startswith("#")]
    assert [line for line in lines if line.startswith("FROM")] == ["FROM ${BASE}"]
    assert "USER 1000:1000" in lines
    assert json.loads(re.search(r"^ENTRYPOINT (.*)$", CONTAINER, re.MULTILINE)[1]) == ["jpo"]
