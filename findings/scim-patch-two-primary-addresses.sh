#!/usr/bin/env bash
# scim-patch 0.8.3: a new primary address leaves the old one primary, too, and a name in another case is another name.
#
# Guess: the package applies a PATCH of RFC 7644, 3.5.2, so it does what that says must be done by whoever applies one: where
# a value becomes primary, the others stop being it ("SHALL"); a replacement by a filter that nothing meets fails with
# noTarget, as the package has this code and throws it elsewhere; and names have no case (RFC 7643, 2.1), as it knows of its
# operations, where "Replace" is as good as "replace".
# Seen: after "add" or "replace" there are two primary addresses. A replacement that meets nothing makes a value up from
# its filter and adds it; treatMissingAsAdd: false is what throws. "USERNAME" is a second attribute beside "userName", in
# the path as in the value, while the names inside of a filter have no case. Core attributes with their schema in front
# are found.
# Who is hurt: services that send mail to the first primary address they find, the one that was to be replaced, and those
# whose directory writes names as it likes: the change is answered 200 and is in an attribute that nobody reads.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3
cat > probe.mjs <<'PROBE'
import { scimPatch } from 'scim-patch';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const work = { type: 'work', value: 'old@example.com', primary: true };
const home = { type: 'home', value: 'home@example.com' };
function patched(operations, options) {
  const person = { schemas: [], userName: 'juniper', emails: [structuredClone(work), structuredClone(home)] };
  try {
    return scimPatch(person, operations, options);
  } catch (error) {
    return { error: error.scimCode };
  }
}
const primary = ({ emails }) => emails.filter((email) => email.primary).map(({ value }) => value);

const added = { type: 'other', value: 'new@example.com', primary: true };
const both = ['old@example.com', 'new@example.com'];
seen('primary after an addition', primary(patched([{ op: 'add', path: 'emails', value: [added] }])), both);
const promoted = patched([{ op: 'Replace', path: 'emails[type eq "home"].primary', value: true }]);
seen('primary after a replacement', primary(promoted), ['old@example.com', 'home@example.com']);

const nowhere = [{ op: 'replace', path: 'emails[type eq "other"].value', value: 'new@example.com' }];
seen('a filter that nothing meets', patched(nowhere).emails.at(-1), { type: 'other', value: 'new@example.com' });
seen('with treatMissingAsAdd: false', patched(nowhere, { treatMissingAsAdd: false }).error, 'noTarget');

const names = (person) => Object.keys(person).filter((name) => name.toLowerCase() === 'username');
seen('a path in another case', names(patched([{ op: 'replace', path: 'USERNAME', value: 'j' }])), ['userName', 'USERNAME']);
seen('a value in another case', names(patched([{ op: 'replace', value: { username: 'j' } }])), ['userName', 'username']);
seen('a filter in another case', patched([{ op: 'remove', path: 'emails[TYPE EQ "work"]' }]).emails, [home]);
const core = 'urn:ietf:params:scim:schemas:core:2.0:User:userName';
seen('a name with its schema', patched([{ op: 'replace', path: core, value: 'j' }]).userName, 'j');
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
