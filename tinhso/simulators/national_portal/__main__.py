"""Runs the portal as its own process: takes progress over HTTP, sends dossiers when asked.

    python -m tinhso.simulators.national_portal --port 8101 --target http://127.0.0.1:8000 \
        --secret … [--send 10 --procedure 1.001193 --organisation H56.14797] [--duplicate 0.3 …]

POST /CapNhatTienDoHoSoMC  progress from the province (signed)
POST /gui                  {"messages": [...]} send these to the province
GET  /tien-do              everything told so far
"""

from __future__ import annotations

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tinhso.simulators.national_portal.faults import Faults
from tinhso.simulators.national_portal.portal import Outgoing, Portal, new_dossier


def handler_for(portal: Portal) -> type[BaseHTTPRequestHandler]:
    """The HTTP face of a portal."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path == "/CapNhatTienDoHoSoMC":
                self._answer(*portal.take_progress(dict(self.headers), content))
            elif self.path == "/gui":
                rows = json.loads(content)["messages"]
                answers = portal.send([Outgoing(**row) for row in rows])
                self._answer(200, [{"status": a.status, "body": a.body} for a in answers])
            else:
                self._answer(404, {})

        def do_GET(self) -> None:
            self._answer(200, portal.progress)

        def _answer(self, status: int, body: object) -> None:
            content = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the operator asked for dossiers, not for a log."""

    return Handler


def main() -> None:
    """Read the arguments and serve until stopped."""
    parser = argparse.ArgumentParser(description="Giả lập Cổng Dịch vụ công quốc gia")
    parser.add_argument("--port", type=int, default=8101)
    parser.add_argument("--target", default="http://127.0.0.1:8000")
    parser.add_argument("--secret", required=True)
    parser.add_argument("--send", type=int, default=0)
    parser.add_argument("--procedure", default="1.001193")
    parser.add_argument("--organisation", default="H56.14797")
    for name in ("duplicate", "reorder", "wrong-signature", "answer-500", "late-seconds"):
        parser.add_argument(f"--{name}", type=float, default=0.0)
    given = parser.parse_args()
    faults = Faults(
        duplicate=given.duplicate,
        reorder=given.reorder,
        wrong_signature=given.wrong_signature,
        answer_500=given.answer_500,
        late_seconds=given.late_seconds,
    )
    portal = Portal(given.target, given.secret, faults)
    if given.send:
        portal.send(
            [
                new_dossier(
                    number, procedure=given.procedure, organisation=given.organisation, answers={}
                )
                for number in range(1, given.send + 1)
            ]
        )
    server = ThreadingHTTPServer(("127.0.0.1", given.port), handler_for(portal))
    print(f"ready http://127.0.0.1:{given.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
