#!/usr/bin/env bash
# PyJWT 2.15.1, PyJWKClient: the only key of a server is not found unless the key and the token name it.
#
# Guess: kid may be left out of a key (RFC 7517, 4.5) and of a token (RFC 7515, 4.1.4), and OpenID Connect Core, 10.1, wants
# it only where the set has several keys. So with one key in the set, a token is verified with that one, whether the name is
# missing in the token, in the key or in both.
# Seen: a key without kid is passed over, and a set that has only this one "did not contain any signing keys". A key with
# kid is not found for a token that has none, as no key matches "None". jwt.decode() with the same key in hand verifies all
# of them.
# Who is hurt: APIs of small servers that have one key and never needed a name for it: no token is let in, and the reason
# that is given speaks of a set without keys.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pyjwt==2.15.1 cryptography==50.0.2
cat > probe.py <<'PROBE'
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


private_key = ec.generate_private_key(ec.SECP256R1())
key = {**jwt.algorithms.ECAlgorithm.to_jwk(private_key.public_key(), as_dict=True), "alg": "ES256", "use": "sig"}
in_set = {}


class Server(BaseHTTPRequestHandler):
    """Hands out a set of this one key."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        content = json.dumps({"keys": [in_set]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/jwk-set+json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def sign(**header):
    claims = {"sub": "somebody", "exp": int(time.time()) + 300}
    return jwt.encode(claims, private_key, algorithm="ES256", headers=header)


def attempt(client, token):
    """Whom the token is about by the key that the client finds, or why it finds none."""
    try:
        found = client.get_signing_key_from_jwt(token)
        return jwt.decode(token, found, algorithms=["ES256"])["sub"]
    except jwt.PyJWKClientError as error:
        return str(error)


def client_of(**member):
    global in_set
    in_set = {**key, **member}
    return jwt.PyJWKClient(f"http://127.0.0.1:{server.server_port}/")


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
named, nameless = sign(kid="key"), sign()
none = "The JWKS endpoint did not contain any signing keys"
unmatched = 'Unable to find a signing key that matches: "None"'
seen("both have a name", attempt(client_of(kid="key"), named), "somebody")
seen("neither has", attempt(client_of(), nameless), none)
seen("only the token has", attempt(client_of(), named), none)
seen("only the key has", attempt(client_of(kid="key"), nameless), unmatched)
in_hand = jwt.PyJWK(key)
seen("the key in hand", [jwt.decode(token, in_hand, algorithms=["ES256"])["sub"] for token in (named, nameless)], ["somebody"] * 2)
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
