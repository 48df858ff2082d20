"""A crawl does not outlive its worker."""

import signal
import subprocess
import sys

HELD = "import time; from jpo_scraper.queue import leash; leash.hold(); print('held', flush=True); time.sleep(60)"


def test_a_process_on_a_leash_ends_as_if_killed_when_the_other_end_is_gone():
    process = subprocess.Popen([sys.executable, "-c", HELD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(timeout=60) == -signal.SIGKILL
    process.stdout.close()
