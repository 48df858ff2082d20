"""A digest on its way: a webhook on 127.0.0.1 that answers, fails, hangs and redirects; programs that do."""

import json
import sys

import pytest

from jpo_scraper import notify
from jpo_scraper.exceptions import NotifyError, UsageError
from jpo_scraper.notify import Notice, command, webhook
from tests.crawl.server import Reply, Site, redirect

NOTICE = Notice("JPO posts on 2026-03-16: 1 new post\n\nNew posts (1)\n  Señor officer\n", {"new": [{"id": 7}]})
SECRET = "/services/T0/a-key-that-nobody-may-see"


@pytest.fixture
def site():
    with Site() as site:
        yield site


def failure(act, *arguments) -> str:
    with pytest.raises(NotifyError) as caught:
        act(*arguments)
    message = str(caught.value)
    assert "a-key-that-nobody-may-see" not in message
    assert "`jpo digest --notify` sends it again" in message
    return message


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_webhook_gets_text_and_data_as_json(site, status):
    site.on(SECRET, Reply(status=status), method="POST")
    webhook(site.url + SECRET)(NOTICE)
    (asked,) = site.asked
    assert asked.json == {"text": NOTICE.text, "digest": {"new": [{"id": 7}]}}
    assert asked.headers["Content-Type"] == "application/json; charset=utf-8"
    assert asked.headers["User-Agent"].startswith("jpo-scraper/")


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_webhook_that_answers_with_an_error_is_named_by_its_host_alone(site, status):
    site.on(SECRET, Reply("the key a-key-that-nobody-may-see is wrong", status), method="POST")
    assert f"{site.url} answered with status {status}" in failure(webhook(site.url + SECRET), NOTICE)


def test_a_redirect_is_not_followed_and_its_target_not_named(site):
    with Site() as elsewhere:
        site.on(SECRET, redirect(elsewhere.url + SECRET), method="POST")
        message = failure(webhook(site.url + SECRET), NOTICE)
        assert "answered with a redirect (status 302), which is not followed" in message
        assert elsewhere.url not in message
        assert elsewhere.asked == []


def test_a_webhook_that_hangs_is_given_up(site, monkeypatch):
    monkeypatch.setattr(notify, "SECONDS", 0.2)
    site.on(SECRET, Reply(hang=True), method="POST")
    assert "did not answer within 0.2 s" in failure(webhook(site.url + SECRET), NOTICE)


def test_a_webhook_where_nobody_listens_cannot_be_reached():
    with Site() as gone:
        url = gone.url
    assert "cannot be reached: Connection refused" in failure(webhook(url + SECRET), NOTICE)


def test_a_webhook_that_speaks_no_http_cannot_be_reached(monkeypatch):
    import socket
    import threading

    with socket.create_server(("127.0.0.1", 0)) as server:

        def nonsense():
            connection, _ = server.accept()
            connection.recv(65536)
            connection.sendall(b"a-key-that-nobody-may-see\r\n\r\n")
            connection.close()

        thread = threading.Thread(target=nonsense)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}{SECRET}"
        assert "cannot be reached: BadStatusLine" in failure(webhook(url), NOTICE)
        thread.join()


def test_what_is_on_this_machine_is_not_asked_for_through_a_proxy(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    site.on("/hook", Reply(), method="POST")
    webhook(site.url + "/hook")(NOTICE)
    assert site.paths() == ["/hook"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://hooks.example.org/x", "must begin with https://"),
        ("http://127.0.0.1.example.org/x", "must begin with https://"),
        ("http://10.0.0.1/x", "must begin with https://"),
        ("ftp://127.0.0.1/x", "must begin with https://"),
        ("file:///etc/passwd", "is no address"),
        ("hooks.example.org/x", "is no address"),
        ("https://", "is no address"),
        ("https://hooks.example.org:99999/x", "is no address"),
        ("https://hooks.example.org/a\nHost: elsewhere", "is no address"),
        ("https://user:a-key-that-nobody-may-see@hooks.example.org/", "must not hold a user"),
    ],
)
def test_a_webhook_must_be_https_or_on_this_machine(url, words):
    with pytest.raises(UsageError, match=words) as caught:
        webhook(url)
    assert "a-key" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://hooks.example.org/x", "http://localhost:8065/x", "http://[::1]:80/x"])
def test_https_and_loopback_are_fine(url):
    assert callable(webhook(url))


def test_a_command_gets_the_text_on_its_standard_input_without_a_shell(tmp_path):
    path = tmp_path / "got it"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    command(f"{sys.executable} -c {json.dumps(code)} '{path}' '$(touch x)' ';'")(NOTICE)
    assert path.read_text(encoding="utf-8") == NOTICE.text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("false a-key-that-nobody-may-see", "false ended with status 1;"),
        ("sh -c 'echo first >&2; echo no such mailbox >&2; exit 67'", "sh ended with status 67 (no such mailbox);"),
        ("/no/such/program", "/no/such/program cannot be run: No such file or directory"),
    ],
)
def test_a_command_that_fails_says_so_without_its_arguments(line, words):
    assert words in failure(command(line), NOTICE)


def test_a_command_that_does_not_read_its_input_may_still_be_well():
    command("true")(Notice("x" * 1_000_000, {}))


def test_a_command_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(notify, "SECONDS", 0.2)
    assert "sleep took longer than 0.2 s" in failure(command("sleep 30"), NOTICE)


@pytest.mark.parametrize("line", ["", "  ", "mail -s 'open"])
def test_a_command_that_is_none_is_wrong_use(line):
    with pytest.raises(UsageError, match="--notify-command"):
        command(line)
