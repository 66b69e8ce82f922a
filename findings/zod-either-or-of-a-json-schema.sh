#!/usr/bin/env bash
# zod 4.6.7, z.fromJSONSchema(): "one of these two is required" becomes "anything" with anyOf, and "nothing" with oneOf.
#
# Guess: what the function cannot say in zod, it refuses with an error, as it does with dependentRequired and with not. So
# a schema that is taken means what it says; among them the one for "jwks or jwks_uri", as in metadata of clients: an
# object with anyOf or oneOf beside its properties, whose branches only say which member is required. The two cannot be
# both present in RFC 7591, 2, which is oneOf.
# Seen: a branch without a type becomes z.any(), whatever keywords it has. So anyOf is met by everything, also by an object
# that has neither; and oneOf, where all branches are met at once, by nothing, also not by one that has exactly one. Both
# without an error or a warning. With type: 'object' and the properties once more in each branch, both are right.
# Who is hurt: who takes the schema of an OpenAPI document for the checks of a form or a server: other validators, and the
# server that wrote it, agree on what it means; here an ordinary registration is "Invalid input", or all are good.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7 ajv@8.20.0
cat > probe.mjs <<'PROBE'
import Ajv from 'ajv/dist/2020.js';
import * as z from 'zod';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

/** What two validators say about three objects: with neither member, with one, and with both. */
function verdicts(schema) {
  const objects = [{}, { jwks_uri: 'https://client.example/keys' }, { jwks_uri: 'https://client.example/keys', jwks: {} }];
  const validate = new Ajv.default().compile(schema);
  let zod;
  try {
    const converted = z.fromJSONSchema(schema);
    zod = objects.map((object) => converted.safeParse(object).success);
  } catch (error) {
    zod = error.message;
  }
  return { ajv: objects.map((object) => validate(object)), zod };
}
const properties = { jwks_uri: { type: 'string' }, jwks: { type: 'object' } };
const client = { type: 'object', properties };
const either = [{ required: ['jwks_uri'] }, { required: ['jwks'] }];

const [any, one] = [
  [false, true, true],
  [false, true, false],
];
seen('anyOf', verdicts({ ...client, anyOf: either }), { ajv: any, zod: [true, true, true] });
seen('oneOf', verdicts({ ...client, oneOf: either }), { ajv: one, zod: [false, false, false] });
const written = either.map((branch) => ({ ...client, ...branch }));
seen('anyOf, written out', verdicts({ ...client, anyOf: written }), { ajv: any, zod: any });
seen('oneOf, written out', verdicts({ ...client, oneOf: written }), { ajv: one, zod: one });
const refused = verdicts({ ...client, dependentRequired: { jwks: ['jwks_uri'] } });
seen('dependentRequired', refused.zod, 'dependentSchemas and dependentRequired are not supported');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
