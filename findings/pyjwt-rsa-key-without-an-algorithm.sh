#!/usr/bin/env bash
# PyJWT 2.15.1 (Python): an RSA key that does not say what it is for is for RS256, whatever algorithms the API allows.
#
# Guess: "alg" of a key is optional (RFC 7517, 4.4), and one RSA key serves RS256 and PS256 alike. Which of them an API takes, it
# says itself: with algorithms=["PS256"], a token that is signed so by a key from PyJWKClient, which has no "alg", is read.
# Seen: the client makes up the missing member, RS256 for every RSA key, and decode() compares that with the header of the token:
# "Token algorithm 'PS256' does not match the key's algorithm 'RS256'", although the key set says nothing of RS256. With the
# member `key` of the same object in its place, the token is read, as it is with a set that has "alg".
# Who is hurt: APIs behind servers that sign with PS256, as FAPI 2.0 has it beside ES256, and leave "alg" out, to sign with more
# than one algorithm. The message says that the server signs with a key for something else, which it has never said.
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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


private = rsa.generate_private_key(65537, 2048)
numbers = jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
public = {"kty": "RSA", "n": numbers["n"], "e": numbers["e"], "use": "sig"}
SETS = {
    "/silent": {"keys": [{**public, "kid": "key"}]},
    "/outspoken": {"keys": [{**public, "kid": "key", "alg": "PS256"}]},
}


class Keys(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        body = json.dumps(SETS[self.path]).encode()
        self.send_response(200)
        self.send_header("content-type", "application/jwk-set+json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
threading.Thread(target=server.serve_forever, daemon=True).start()


def read(algorithm, path, key_of=lambda found: found):
    token = jwt.encode({"sub": "juniper"}, private, algorithm=algorithm, headers={"kid": "key"})
    found = jwt.PyJWKClient(f"http://127.0.0.1:{server.server_port}{path}").get_signing_key_from_jwt(token)
    try:
        return jwt.decode(token, key_of(found), algorithms=[algorithm])["sub"]
    except jwt.InvalidTokenError as error:
        return str(error)


def refusal(algorithm):
    return f"Token algorithm '{algorithm}' does not match the key's algorithm 'RS256'"


seen("a key without an algorithm, RS256", read("RS256", "/silent"), "juniper")
seen("the same, PS256", read("PS256", "/silent"), refusal("PS256"))
seen("the same, RS512", read("RS512", "/silent"), refusal("RS512"))
seen("its member key, PS256", read("PS256", "/silent", lambda found: found.key), "juniper")
seen("with the algorithm, PS256", read("PS256", "/outspoken"), "juniper")
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
