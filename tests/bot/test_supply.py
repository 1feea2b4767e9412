"""What the program is made of can be told and asked about, with and without a network."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from benchmarks import supply

TEXT = supply.LOCK.read_text(encoding="utf-8")


def test_the_bill_names_every_locked_package_with_its_hashes() -> None:
    bill = supply.sbom(TEXT)
    named = {part["name"]: part for part in bill["components"]}
    assert len(named) == sum("==" in line for line in TEXT.splitlines() if line[:1].isalnum())
    assert all(part["hashes"] for part in named.values())
    assert sum(map(len, (part["hashes"] for part in named.values()))) == TEXT.count("--hash=")
    assert named["aiogram"]["purl"].startswith("pkg:pypi/aiogram@3.")
    assert sum("licenses" in part for part in named.values()) > len(named) * 0.9
    assert supply.sbom(TEXT) == bill


@pytest.fixture
def osv() -> Iterator[str]:
    """Knows one flaw, in whatever is asked about first."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            results: list[dict[str, object]] = [{} for _ in asked["queries"]]
            results[0] = {"vulns": [{"id": "PYSEC-1"}]}
            body = json.dumps({"results": results}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_known_flaw_fails_the_audit(osv: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert supply.audit(osv) == 1
    assert "PYSEC-1" in capsys.readouterr().out


def test_without_a_network_it_says_that_nothing_was_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert supply.audit("http://127.0.0.1:9/") == 0
    assert "没有查" in capsys.readouterr().out
