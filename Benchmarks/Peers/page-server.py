"""A vendor's calendars on loopback: signs anybody in, and serves pages that were made before.

page-server.py google|microsoft PORT FILE.ics…
"""
import base64
import gzip
import http.server
import json
import socketserver
import sys
import urllib.parse

# Nothing is written beside the sources.
sys.dont_write_bytecode = True
from pages import KINDS  # noqa: E402

kind, port, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
vendor = KINDS[kind](files)
root = f"http://127.0.0.1:{port}"


def packed(value):
    return gzip.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def listing(key, items):
    """What is asked for by no token, and by each."""
    pages = list(vendor.pages(items))
    if kind == "microsoft":
        path = f"{root}{vendor.base}/me/calendars/{urllib.parse.quote(key)}/calendarView/delta?"
        for page in pages:
            for end in ["@odata.nextLink", "@odata.deltaLink"]:
                if end in page:
                    page[end] = path + page[end]
    return {"" if number == 0 else f"page{number}": packed(page) for number, page in enumerate(pages)}


answers = {key: listing(key, items) for key, _, items in vendor.calendars}
# Nothing changed.
for key, tokens in answers.items():
    nothing = list(vendor.pages([]))[0]
    if kind == "microsoft":
        nothing["@odata.deltaLink"] = (
            f"{root}{vendor.base}/me/calendars/{urllib.parse.quote(key)}/calendarView/delta?"
            + nothing["@odata.deltaLink"])
    tokens["sync"] = tokens["delta"] = packed(nothing)
index = packed(vendor.listing())


def claims():
    text = json.dumps({"sub": "1", "email": "ana@example.com", "aud": "bench", "oid": "1", "tid": "1",
                       "iss": "https://issuer.example", "preferred_username": "ana@example.com"})
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=")
                    for part in ["{}", text]) + ".sign"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, *words):
        pass

    def answer(self, body, status=200, headers=()):
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        for header in headers:
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        steps = [urllib.parse.unquote(step) for step in address.path.split("/")]
        if steps[-1] == "authorize":
            back = urllib.parse.urlencode({"state": query["state"], "code": "code"})
            return self.answer(b"", 302, [("Location", query["redirect_uri"] + "?" + back)])
        zipped = [("Content-Encoding", "gzip")]
        if steps[-1] in ["calendarList", "calendars"]:
            return self.answer(index, headers=zipped)
        known = next((answers[step] for step in steps if step in answers), None)
        token = query.get("pageToken") or query.get("syncToken") or query.get("$skiptoken") or query.get(
            "$deltatoken") or ""
        if known is None or token not in known:
            return self.answer(b"{}", 404)
        self.answer(known[token], headers=zipped)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(json.dumps({
            "token_type": "Bearer", "expires_in": 86_400, "access_token": "access",
            "refresh_token": "refresh", "id_token": claims(), "scope":
            "openid email https://www.googleapis.com/auth/calendar.events "
            "https://www.googleapis.com/auth/calendar.calendarlist.readonly "
            "Calendars.ReadWrite User.Read offline_access profile"}).encode())


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True


Server(("127.0.0.1", port), Handler).serve_forever()
