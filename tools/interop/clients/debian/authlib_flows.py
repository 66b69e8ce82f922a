"""One flow of Authlib: `python3 authlib_flows.py <flow>`, settings as JSON in INTEROP_SETTINGS."""
import json
import os
import sys

from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

settings = json.loads(os.environ["INTEROP_SETTINGS"])
issuer = settings["issuer"]
token_endpoint = issuer + "/v1/token"


def sign_in(session, **parameters):
    address, _ = session.create_authorization_url(issuer + "/v1/authorize", **parameters)
    print("VISIT " + address, flush=True)
    answer = sys.stdin.readline().strip()
    verifier = parameters.get("code_verifier")
    token = session.fetch_token(token_endpoint, authorization_response=answer, code_verifier=verifier)
    person = session.get(issuer + "/v1/userinfo").json()
    assert person["sub"] == "ada", person
    return token


def code():
    # region page
    session = OAuth2Session(
        settings["clientId"],
        settings["clientSecret"],
        scope="openid profile email",
        redirect_uri=settings["redirectUri"],
        code_challenge_method="S256",
    )
    # endregion
    before = sign_in(session, code_verifier="a" * 48)["access_token"]
    renewed = session.refresh_token(token_endpoint)
    assert renewed["access_token"] != before, renewed


def code_without_pkce():
    session = OAuth2Session(
        settings["clientId"], settings["clientSecret"], scope="openid", redirect_uri=settings["redirectUri"]
    )
    sign_in(session)


def code_post():
    session = OAuth2Session(
        settings["clientId"],
        settings["clientSecret"],
        scope="openid",
        redirect_uri=settings["redirectUri"],
        token_endpoint_auth_method="client_secret_post",
        code_challenge_method="S256",
    )
    sign_in(session, code_verifier="a" * 48)


def key():
    session = OAuth2Session(
        settings["clientId"],
        settings["privateKey"],
        scope="openid",
        redirect_uri=settings["redirectUri"],
        token_endpoint_auth_method="private_key_jwt",
        code_challenge_method="S256",
    )
    session.register_client_auth_method(PrivateKeyJWT(token_endpoint))
    sign_in(session, code_verifier="a" * 48)


def client_credentials():
    session = OAuth2Session(settings["clientId"], settings["clientSecret"])
    token = session.fetch_token(token_endpoint, grant_type="client_credentials")
    assert token["access_token"], token


def introspection():
    session = OAuth2Session(settings["clientId"], settings["clientSecret"])
    answer = session.introspect_token(issuer + "/api/v2/token/introspect", token=settings["token"]).json()
    assert answer["active"] and answer["sub"] == "ada", answer


globals()[sys.argv[1]]()
