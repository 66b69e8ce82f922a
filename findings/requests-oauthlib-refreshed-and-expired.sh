#!/usr/bin/env bash
# requests-oauthlib 2.0.0 with oauthlib 4.0.0 (Python): a token that was refreshed is as old as the one before it, and a client
# without a refresh token refreshes all the same.
#
# Guess: with auto_refresh_url, a session whose token has expired gets another one and sends the request with it. expires_in is
# only recommended (RFC 6749, 5.1): if it is left out, nothing is known, and the new token is used until it is refused. A
# BackendApplicationClient, which has no refresh token (4.4.3), asks for a token by its own grant again. The form has what
# the grant has, and what auto_refresh_kwargs add to it.
# Seen: an answer without expires_in leaves the time of the old token in place. The refresh succeeds, token_updater gets the new
# token, and the request, which is not sent, ends in TokenExpiredError, as does each one after it, for one refresh each. The
# client with credentials sends grant_type=refresh_token without a refresh token, which every server refuses, and what it
# gets is that refusal. And each refresh has allow_redirects=True in its form, an option of requests that went astray.
# Who is hurt: programs at servers that leave expires_in out, after the first token, if that one had it; services that were
# tried for less than the life of a token and fail behind it; and both at servers that are strict about unknown parameters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check requests-oauthlib==2.0.0 oauthlib==4.0.0 requests==2.34.2
cat > probe.py <<'PROBE'
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests_oauthlib import OAuth2Session

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # The server of this probe is on this machine and has no TLS.
changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


forms = []  # Of the requests for tokens.
used = []  # What came to the API.
life = {}  # The member expires_in of the answers, or nothing.


class Server(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        used.append(self.headers["authorization"])
        self.answer(200, {})

    def do_POST(self):
        form = dict(parse_qsl(self.rfile.read(int(self.headers["content-length"])).decode()))
        forms.append(form)
        if form["grant_type"] == "refresh_token" and "refresh_token" not in form:
            self.answer(400, {"error": "invalid_request"})
        else:
            self.answer(200, {"access_token": f"token {len(forms)}", "token_type": "Bearer", **life})


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
site = f"http://127.0.0.1:{server.server_port}"


def session(**options):
    return OAuth2Session(auto_refresh_url=f"{site}/token", token_updater=updated.append, **options)


def ask(through):
    try:
        return through.get(f"{site}/api").status_code
    except OAuth2Error as error:
        return error.error


updated = []
expired = {"access_token": "old", "token_type": "Bearer", "refresh_token": "refresh", "expires_at": time.time() - 60}
life = {"expires_in": 300}
person = session(client_id="client", token=dict(expired))
seen("with expires_in", [ask(person), ask(person)], [200, 200])
seen("used for it", used, ["Bearer token 1", "Bearer token 1"])
seen("the form", forms, [{"grant_type": "refresh_token", "refresh_token": "refresh", "allow_redirects": "True"}])

for noted in (forms, used, updated):
    noted.clear()
life = {}
person = session(client_id="client", token=dict(expired))
seen("without expires_in", [ask(person), ask(person)], ["token_expired", "token_expired"])
seen("requests for tokens, and to the API", [len(forms), len(used)], [2, 0])
seen("new tokens", [token["access_token"] for token in updated], ["token 1", "token 2"])

forms.clear()
life = {"expires_in": 1}
service = session(client=BackendApplicationClient("service"))
service.fetch_token(f"{site}/token", client_secret="secret")
time.sleep(3)
seen("client credentials, later", ask(service), "invalid_request")
seen("their forms", forms, [
    {"grant_type": "client_credentials"},
    {"grant_type": "refresh_token", "allow_redirects": "True"},
])
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
