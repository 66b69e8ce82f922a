#!/usr/bin/env bash
# js-yaml 5.5.0 writes and yaml 2.9.1 reads: some commit hashes become infinite.
# 
# Guess: both are for YAML 1.2, and what one writes the other reads as it was. A string that looks like a number is written
# in quotes; js-yaml does so with 1e3 and 12345678. The short hash of a commit, as the tag of an image, arrives as it is.
# Seen: 123e4567 is written without quotes. For js-yaml it is a string, as the number would be too large; for yaml it is a
# number by the core schema (YAML 1.2.2, 10.3.2), and is Infinity, of which JSON makes null. Each gets back what it has
# written itself.
# Who is hurt: deployments whose tag is a hash with one "e" and digits only, and more than 308 behind the "e": it works for
# months, and one day an image has the tag null.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts js-yaml@5.5.0 yaml@2.9.1
cat > probe.mjs <<'PROBE'
import { dump, load } from 'js-yaml';
import { parse, stringify } from 'yaml';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const written = (tag) => dump({ tag }).trim();
for (const tag of ['12345678', '1e3', '12e00007', '1234567e']) {
  seen(`${tag}, read by yaml`, parse(written(tag)).tag, tag);
}
for (const tag of ['123e4567', '1234e567', '1e999999']) {
  seen(`${tag}, written`, written(tag), `tag: ${tag}`);
  seen(`${tag}, read by js-yaml`, load(written(tag)).tag, tag);
  const read = parse(written(tag));
  seen(`${tag}, read by yaml`, [String(read.tag), JSON.stringify(read)], ['Infinity', '{"tag":null}']);
  seen(`${tag}, written and read by yaml`, parse(stringify({ tag })).tag, tag);
}
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
