#!/usr/bin/env bash
# zod 4.6.7, z.toJSONSchema(): a regular expression goes over without its flags.
# 
# Guess: the keyword "pattern" of JSON Schema has no flags. What cannot be said in JSON Schema throws (unrepresentable,
# "throw" by default, as for dates and bigints), or is left out, so that the schema refuses nothing that zod takes.
# Seen: the source of the expression is written and its flags are dropped, without a word, also if unrepresentable is
# "throw". Where zod takes "ABC" (flag i) and lines in between (m, s), the schema refuses them.
# Who is hurt: those who publish an API as OpenAPI from the schemas that check it: generated clients and gateways refuse
# what the API takes. Tests with small letters do not see it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7 ajv@8.20.0
cat > probe.mjs <<'PROBE'
import Ajv from 'ajv/dist/2020.js';
import { z } from 'zod';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const cases = [
  [/^[a-z]{3}$/, 'abc', [true, true]],
  [/^[a-z]{3}$/i, 'abc', [true, true]],
  [/^[a-z]{3}$/i, 'ABC', [true, false]],
  [/^b$/m, 'a\nb', [true, false]],
  [/^a.b$/s, 'a\nb', [true, false]],
];
for (const [pattern, value, then] of cases) {
  const schema = z.string().regex(pattern);
  const validate = new Ajv.default().compile(z.toJSONSchema(schema, { unrepresentable: 'throw' }));
  seen(`${pattern}, ${JSON.stringify(value)}`, [schema.safeParse(value).success, validate(value)], then);
}
seen('schema', z.toJSONSchema(z.string().regex(/^[a-z]{3}$/i)).pattern, '^[a-z]{3}$');
const attempt = (schema) => {
  try {
    return z.toJSONSchema(schema);
  } catch ({ message }) {
    return message;
  }
};
seen('a date', attempt(z.date()), 'Date cannot be represented in JSON Schema');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
