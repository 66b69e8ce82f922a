#!/usr/bin/env bash
# mcp 2.3.0 (Python), OAuthClientProvider: a tool that asks for nothing has the person asked for everything.
#
# Guess: a client for which no scope was configured asks for what the challenge names (RFC 6750, 3), else for what the
# metadata of the resource lists (RFC 9728, 2), and if neither says anything it leaves the parameter out, which RFC 6749,
# 3.3, has for "as the server thinks right", and MCP's own chapter on scopes as well.
# Seen: there is one more step in front of the last: everything in scopes_supported of the authorization server (RFC 8414,
# 2), which is what that server can do for any client, right down to its administration. All of it is written into the
# registration, and then asked of the person, with prompt=consent where offline_access is among it. For a resource that
# says that it has no scopes, by an empty list, " offline_access" is sent, with a space in front, which the grammar of
# RFC 6749, 3.3, does not have.
# Who is hurt: people, whose consent page lists rights that the tool has no use for; and tools, which a server refuses with
# invalid_scope as soon as one of these is not for everybody. A resource is served best that names its scopes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0
cat > probe.py <<'PROBE'
import asyncio
import json
import logging
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import httpx2
from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata

changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


CAN_DO = ["openid", "email", "offline_access", "notes:read", "clients:delete"]
BACK = "http://127.0.0.1/back"
challenge_scope = ""  # What the challenge of the API says about scopes.
api_metadata = {}  # Members of its metadata beside the required ones.
registered = {}


class Server(BaseHTTPRequestHandler):
    """The API at /mcp and its authorization server, which is at the root."""

    def log_message(self, *_):
        pass

    def answer(self, status, body, **headers):
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", "content-length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        match self.path:
            case "/mcp":
                if self.headers["authorization"] == "Bearer token":
                    return self.answer(200, {})
                self.answer(401, {}, **{"www-authenticate": f"Bearer{challenge_scope}"})
            case "/.well-known/oauth-protected-resource/mcp":
                self.answer(200, {"resource": f"{origin}/mcp", "authorization_servers": [origin], **api_metadata})
            case "/.well-known/oauth-authorization-server":
                endpoints = {f"{name}_endpoint": f"{origin}/{name}" for name in ("authorization", "token", "registration")}
                self.answer(200, {"issuer": origin, "response_types_supported": ["code"], "scopes_supported": CAN_DO, **endpoints})
            case "/registration":
                registered.clear()
                registered.update(json.loads(body))
                self.answer(201, {**registered, "client_id": "client"})
            case "/token":
                self.answer(200, {"access_token": "token", "token_type": "Bearer", "expires_in": 60})
            case _:
                self.answer(404, {})

    do_POST = do_GET


class Storage:
    async def get_tokens(self):
        return None

    async def get_client_info(self):
        return None

    async def set_tokens(self, tokens):
        pass

    async def set_client_info(self, info):
        pass


async def asked(scope="", **metadata):
    """The scopes of the registration and of the authorization request, and its prompt, of a client that has never been here."""
    global challenge_scope, api_metadata
    challenge_scope, api_metadata = scope, metadata
    request = {}

    async def redirect(url):
        request.update(parse_qsl(urlsplit(url).query, keep_blank_values=True))

    async def back():
        return AuthorizationCodeResult(code="code", state=request["state"])

    client = OAuthClientMetadata(redirect_uris=[BACK], client_name="probe")
    async with httpx2.AsyncClient(auth=OAuthClientProvider(f"{origin}/mcp", client, Storage(), redirect, back)) as http:
        assert (await http.get(f"{origin}/mcp")).status_code == 200
    return [registered.get("scope"), request.get("scope"), request.get("prompt")]


logging.disable(logging.CRITICAL)
server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
origin = f"http://127.0.0.1:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()

more = "notes:read offline_access"  # This one is added on purpose, for a refresh token.
seen("the challenge names one", asyncio.run(asked(' scope="notes:read"')), [more, more, "consent"])
seen("the metadata of the API names one", asyncio.run(asked(scopes_supported=["notes:read"])), [more, more, "consent"])
everything = " ".join(CAN_DO)
seen("neither does", asyncio.run(asked()), [everything, everything, "consent"])
seen("the API has none", asyncio.run(asked(scopes_supported=[])), [" offline_access", " offline_access", "consent"])
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
