#!/usr/bin/env bash
# joserfc 1.7.5, jwt.decode(): a token that says more in its header than is asked is refused.
#
# Guess: members of the header that are not understood, and not listed in crit, "MUST be ignored" (RFC 7515, 4). So a signed
# token that has trust_chain (OpenID Federation 1.0, 4.3), key_attestation (OpenID4VCI 1.0, F.1) or any private member besides
# is verified as without it.
# Seen: each of these is UnsupportedHeaderError, without a word in crit. jwt.encode() refuses to write them as well. What is
# registered for JWS passes, and so does any typ. A registry of one's own with strict_check_header=False does as the RFC
# says; it has to be given with every call.
# Who is hurt: services that trust a server and not its version: on the day the server adds a member that is none of their
# business, all its tokens are refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check joserfc==1.7.5 cryptography==50.0.2
cat > probe.py <<'PROBE'
import json
import sys
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

changed = False


def seen(what, now, then):
    global changed
    print(f"{what}: {json.dumps(now)}")
    if now != then:
        print(f"This has changed: {json.dumps(then)} was seen.", file=sys.stderr)
        changed = True


def text(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()


private_key = Ed25519PrivateKey.generate()
public_key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": text(private_key.public_key().public_bytes_raw())})


def sign(header):
    """A token as another implementation makes it."""
    signed = ".".join(text(json.dumps(part).encode()) for part in (header, {"sub": "somebody"}))
    return f"{signed}.{text(private_key.sign(signed.encode()))}"


def attempt(call):
    try:
        return call()
    except JoseError as error:
        return type(error).__name__


def read(**more):
    token = sign({"alg": "Ed25519", **more})
    return attempt(lambda: jwt.decode(token, public_key, algorithms=["Ed25519"]).claims["sub"])


MORE = {"trust_chain": ["eyJhbGciOiJFUzI1NiJ9.e30.c2ln"]}, {"key_attestation": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"}, {"example.com/build": "42"}
seen("nothing more", read(), "somebody")
seen("typ and kid", read(typ="at+jwt", kid="key"), "somebody")
for member in MORE:
    seen(*member, read(**member), "UnsupportedHeaderError")

signing_key = OKPKey.generate_key("Ed25519")
written = [attempt(lambda: jwt.encode({"alg": "Ed25519", **member}, {}, signing_key, algorithms=["Ed25519"])) for member in MORE]
seen("written by itself", written, ["UnsupportedHeaderError"] * 3)

lenient = JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
tokens = [sign({"alg": "Ed25519", **member}) for member in MORE]
seen("with a registry", [attempt(lambda: jwt.decode(token, public_key, registry=lenient).claims["sub"]) for token in tokens], ["somebody"] * 3)
sys.exit(1 if changed else 0)
PROBE
python/bin/python probe.py
