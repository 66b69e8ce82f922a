#!/usr/bin/env bash
# fastmcp 4.0.10 with mcp 2.3.0 (Python): who may not write yet is told to throw the token away that lets him read.
#
# Guess: with required_scopes, a token that is good and lacks one of them is answered 403 with error="insufficient_scope"
# (RFC 6750, 3.1), which is what makes a client ask the person for more. The middleware of mcp, on which fastmcp stands,
# has that answer, and so has fastmcp's own; the verifiers only say whose token it is and what it may.
# Seen: both verifiers, the one that introspects and the one that reads JWTs, look at the scopes themselves and say "no
# such token". So the answer is 401 invalid_token, word for word that of a revoked token, with the advice to clear the
# tokens and to register again. The code for 403 is there in both packages, and nothing reaches it.
# Who is hurt: people whose client does as it is told: the refresh token goes, too, each time a tool wants one right more,
# and the server collects a registration for each. Without required_scopes in the verifier, the check has to be one's own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check fastmcp==4.0.10 mcp==2.3.0 joserfc==1.7.5
cat > probe.py <<'PROBE'
import asyncio
import json
import logging
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
from fastmcp import FastMCP
from fastmcp.server.auth import RemoteAuthProvider
from fastmcp.server.auth.providers.introspection import IntrospectionTokenVerifier
from fastmcp.server.auth.providers.jwt import JWTVerifier
from joserfc import jwt
from joserfc.jwk import ECKey

changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


ISSUER = "https://auth.example"
API = "https://notes.example"
about = {}  # What the authorization server says about each token.


class Introspection(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        form = self.rfile.read(int(self.headers["content-length"])).decode()
        token = form.split("token=")[1].split("&")[0]
        answer = json.dumps(about.get(token, {"active": False})).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


server = ThreadingHTTPServer(("127.0.0.1", 0), Introspection)
threading.Thread(target=server.serve_forever, daemon=True).start()
key = ECKey.generate_key("P-256")


def token(scope, life=60):
    claims = {"iss": ISSUER, "aud": API, "client_id": "client", "scope": scope, "exp": int(time.time()) + life}
    made = jwt.encode({"alg": "ES256", "typ": "at+jwt"}, claims, key)
    if life > 0:
        about[made] = {**claims, "active": True}
    return made


async def answers(verifier):
    """Status and error of an API that wants notes:write, for a token that has it, one without it, and one that has ended."""
    auth = RemoteAuthProvider(token_verifier=verifier, authorization_servers=[ISSUER], base_url=API)
    app = FastMCP("notes", auth=auth).http_app()
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "probe", "version": "1"}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client}
    results = []
    async with app.router.lifespan_context(app):
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=API) as http:
            for given in (token("notes:read notes:write"), token("notes:read"), token("notes:write", life=-60)):
                headers = {"authorization": f"Bearer {given}", "accept": "application/json, text/event-stream"}
                answer = await http.post("/mcp", headers=headers, json=body)
                results.append((answer.status_code, answer.headers.get("www-authenticate")))
    return results


logging.disable(logging.CRITICAL)
scopes = ["notes:write"]
introspection = f"http://127.0.0.1:{server.server_port}/introspect"
verifiers = {
    "introspection": IntrospectionTokenVerifier(
        introspection_url=introspection, client_id="api", client_secret="secret", required_scopes=scopes
    ),
    "JWT": JWTVerifier(
        public_key=key.as_pem(private=False), issuer=ISSUER, audience=API, algorithm="ES256", required_scopes=scopes
    ),
}
for name, verifier in verifiers.items():
    enough, too_few, ended = asyncio.run(answers(verifier))
    seen(f"{name}, enough rights", enough, (200, None))
    seen(f"{name}, too few: status", too_few[0], 401)
    seen(f"{name}, too few: invalid_token", 'error="invalid_token"' in too_few[1], True)
    seen(f"{name}, too few: the advice", "clear authentication tokens" in too_few[1], True)
    seen(f"{name}, too few: as if it had ended", too_few == ended, True)
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
