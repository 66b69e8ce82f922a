import { DEMO_PERSON, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { scopesToAskFor } from '../outlook.js';
import { type SnippetValues, inComment, inHeredoc, quoted } from './snippet.js';

/** A shell script that does what the phone did. It needs bash, curl and openssl. */
export function curlSnippet(values: SnippetValues): string {
  const { application, provider, platform, version, schemeKey } = values;
  const twoSteps = provider.flow === 'TWO_STEP';
  const scopes = scopesToAskFor(application)
    ?.map((scope) => JSON.stringify(scope))
    .join(', ');
  return `#!/usr/bin/env bash
# ${inComment(application.name)}: installs the app, signs a person in statelessly and prints the answer.
set -euo pipefail
SERVER=${quoted(values.origin)}
ISSUER=${quoted(values.issuer)}
INITIAL_ACCESS_TOKEN=${quoted(values.initialAccessToken)}
PROVIDER=${quoted(PATHS.customRegistrationV2(provider.identifier, 'complete').replace(/\/complete$/, ''))}
FILES=$(mktemp -d)
trap 'rm -rf "$FILES"' EXIT

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
member() { sed -n "s/.*\\"$1\\": *\\"\\([^\\"]*\\)\\".*/\\1/p"; }

# ES256 (RFC 7518 3.4): openssl signs in ASN.1, JOSE takes r and s, 32 bytes each.
sign() { # KEY HEADER CLAIMS
  local input hex
  input="$(printf %s "$2" | base64url).$(printf %s "$3" | base64url)"
  hex=$(printf %s "$input" | openssl dgst -sha256 -sign "$1" | openssl asn1parse -inform DER |
    sed -n 's/.*INTEGER *://p' | while read -r half; do printf '%64s' "$half" | tr ' ' 0; done)
  # shellcheck disable=SC2059
  printf '%s.%s' "$input" "$(printf "$(printf %s "$hex" | sed 's/../\\\\x&/g')" | base64url)"
}

# The key of this installation.
openssl ecparam -name prime256v1 -genkey -noout -out "$FILES/key.pem"
openssl ec -in "$FILES/key.pem" -pubout -outform DER 2>/dev/null | tail -c 64 >"$FILES/point"
X=$(head -c 32 "$FILES/point" | base64url)
Y=$(tail -c 32 "$FILES/point" | base64url)

CLIENT_ID=$(curl -sS "$SERVER${PATHS.clients}" -H "Authorization: Bearer $INITIAL_ACCESS_TOKEN" \\
  -H 'Content-Type: application/json' -d @- <<JSON | tee "$FILES/client.json" | member client_id
{
  "application_type": "native",
  "client_name": "Trial phone",
  "software_id": ${inHeredoc(application.identifier)},
  "software_version": ${inHeredoc(version)},
  "app_platform": "${platform}",
  "token_endpoint_auth_method": "private_key_jwt",
  "jwks": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "key-1", "use": "sig", "alg": "ES256", "x": "$X", "y": "$Y"}]}
}
JSON
)
[ -n "$CLIENT_ID" ] || { cat "$FILES/client.json"; exit 1; }

assertion() { # good for five minutes and one request
  local now
  now=$(date +%s)
  sign "$FILES/key.pem" '{"alg":"ES256","kid":"key-1","typ":"client-authentication+jwt"}' \\
    "{\\"iss\\":\\"$CLIENT_ID\\",\\"sub\\":\\"$CLIENT_ID\\",\\"aud\\":\\"$ISSUER\\",\\"iat\\":$now,\\"exp\\":$((now + 300)),\\"jti\\":\\"$(openssl rand -hex 16)\\"}"
}
step() { # init|complete FURTHER_MEMBERS
  curl -sS "$SERVER$PROVIDER/$1" -H 'Content-Type: application/json' -d @- <<JSON
{
  "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  "client_assertion": "$(assertion)"$2
}
JSON
}

${twoSteps ? INIT : ''}${schemeKey === undefined ? TYPED : signed(schemeKey)}
ANSWER=$(step complete ",${twoSteps ? '\n  \\"transaction_id\\": \\"$TRANSACTION\\",' : ''}
  \\"data\\": $DATA,
  \\"profile_id\\": \\"TRIAL1\\",
  \\"grant_type\\": \\"${STATELESS_AUTHENTICATION_GRANT}\\""${
    scopes === undefined ? '' : `${quoted(`,\n  "scope": [${scopes}]`)}`
  })
printf '%s\\n' "$ANSWER"
# A refusal is no success.
[ -n "$(printf %s "$ANSWER" | member access_token)" ]
`;
}

const INIT = `BEGUN=$(step init '')
TRANSACTION=$(printf %s "$BEGUN" | member transaction_id)
[ -n "$TRANSACTION" ] || { printf '%s\\n' "$BEGUN"; exit 1; }
`;

const TYPED = `# What the app brings back from the scheme, as a JSON string.
DATA='""'`;

function signed(pem: string): string {
  return `# The simulated scheme signs the challenge and who the person is.
CHALLENGE=$(printf %s "$BEGUN" | sed -n 's/.*challenge\\\\":\\\\"\\([^\\\\]*\\)\\\\".*/\\1/p')
cat >"$FILES/scheme.pem" <<'PEM'
${pem}
PEM
NOW=$(date +%s)
STATEMENT=$(sign "$FILES/scheme.pem" '{"alg":"ES256"}' \\
  "{\\"challenge\\":\\"$CHALLENGE\\",\\"sub\\":\\"${DEMO_PERSON.sub}\\",\\"firstName\\":\\"${DEMO_PERSON.firstName}\\",\\"lastName\\":\\"${DEMO_PERSON.lastName}\\",\\"iat\\":$NOW,\\"exp\\":$((NOW + 300))}")
DATA="\\"{\\\\\\"statement\\\\\\":\\\\\\"$STATEMENT\\\\\\"}\\""`;
}
