#!/usr/bin/env bash
# fastmcp 4.0.10 (Python), OIDCProxy: it insists that the provider says how it signs, and then expects RS256.
#
# Guess: the proxy is given the address of the provider's metadata and takes from there what it needs: endpoints, issuer,
# keys. id_token_signing_alg_values_supported, which it does not start without, is what ID tokens are checked by where
# verify_id_token is on: if the list says ES256, and the key set has one key, for ES256, such an ID token is good.
# Seen: without the list, the proxy is not made, "Missing required configuration metadata". With it, its verifier is made
# for RS256, whatever the list says, and the ID token is no token. Said once more, as algorithm="ES256", it is good.
# Who is hurt: who puts an MCP server in front of a provider that signs with ES256 or Ed25519: people sign in at the provider
# without trouble, and what they come back with is no token to the verifier, which names neither algorithm nor key.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check fastmcp==4.0.10 joserfc==1.7.5
cat > probe.py <<'PROBE'
import asyncio
import json
import logging
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from fastmcp.server.auth.oidc_proxy import OIDCProxy
from joserfc import jwt
from joserfc.jwk import ECKey

changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


key = ECKey.generate_key("P-256", {"kid": "key", "use": "sig", "alg": "ES256"})
algorithms = []  # What the metadata says about ID tokens.


class Provider(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        answer = {"keys": [key.as_dict(private=False)]}
        if self.path.startswith("/.well-known/openid-configuration"):
            answer = {
                "issuer": origin,
                "authorization_endpoint": f"{origin}/authorize",
                "token_endpoint": f"{origin}/token",
                "jwks_uri": f"{origin}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": algorithms,
            }
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def proxy(path="", **options):
    return OIDCProxy(
        config_url=f"{origin}/.well-known/openid-configuration{path}",
        client_id="client",
        client_secret="secret",
        base_url="https://notes.example",
        jwt_signing_key="a key of this probe, of no use",
        verify_id_token=True,
        **options,
    )


def verdict(**options):
    """Whether an ID token of this server is good for the verifier that the proxy makes."""
    now = int(time.time())
    claims = {"iss": origin, "aud": "client", "sub": "juniper", "iat": now, "exp": now + 60}
    token = jwt.encode({"alg": "ES256", "kid": "key"}, claims, key)
    verifier = proxy(**options).get_token_verifier(audience="client", **options)
    return asyncio.run(verifier.verify_token(token)) is not None


logging.disable(logging.CRITICAL)
server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
origin = f"http://127.0.0.1:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()

try:
    proxy("?without")
except Exception as error:
    seen("without algorithms", "id_token_signing_alg_values_supported" in str(error), True)
algorithms.append("ES256")
seen("an ID token signed as the metadata says", verdict(), False)
seen("the same, with the algorithm said again", verdict(algorithm="ES256"), True)
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
