#!/usr/bin/env bash
# scim2-parse-filter 0.2.10 and scimmy 1.3.5: filters that the standard shows as examples match nobody, or are a TypeError.
#
# Guess: RFC 7644, 3.4.2.2, explains the language by two dozen examples, so these are what a library for SCIM filters was
# tried with first. Both find the person whom an example describes, and throw for what is no filter, with a reason.
# Seen: both read all of them. But an attribute that several values have (`emails co "example.com"`, `schemas eq "urn:..."`)
# is compared as a whole: the one finds nobody, the other throws "Cannot read properties of undefined". A name with its
# schema in front finds nobody in either if the schema is that of the user, and in scimmy also if it is an extension. And
# scim2-parse-filter compares times as text, so that one with an offset is later or earlier than itself in UTC, where
# scimmy has it right. What both find are names in any case, "and" before "or", and conditions in brackets.
# Who is hurt: services that are told whom to suspend by such a filter: the answer is an empty list, which says that there
# is no such person; and those who go from one library to the other when a filter fails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10 scimmy@1.3.5
cat > probe.mjs <<'PROBE'
import { filter, parse } from 'scim2-parse-filter';
import SCIMMY from 'scimmy';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const person = {
  schemas: [CORE, ENTERPRISE],
  userName: 'juniper',
  userType: 'Employee',
  emails: [
    { type: 'work', value: 'juniper@example.com' },
    { type: 'home', value: 'juniper@home.example' },
  ],
  meta: { resourceType: 'User', lastModified: '2011-05-13T06:42:34+02:00' },
  [ENTERPRISE]: { department: 'Gardens' },
};

/** Whether each of the two finds the person by this filter: scim2-parse-filter, scimmy. */
function found(text) {
  const ways = [() => filter(parse(text))(person), () => new SCIMMY.Types.Filter(text).match([person]).length === 1];
  return ways.map((way) => {
    try {
      return way();
    } catch (error) {
      return error.constructor.name;
    }
  });
}

// What both find.
seen('names and operators in another case', found('Username EQ "juniper"'), [true, true]);
seen('or, and', found('title pr or userType eq "Employee" and userName sw "j"'), [true, true]);
seen('of one value', found('emails[type eq "work" and value co "@example.com"]'), [true, true]);
seen('part of a value', found('emails.value co "example.com"'), [true, true]);

// What they do not.
seen('values as they are', found('emails co "example.com"'), [false, 'TypeError']);
seen('schemas', found(`schemas eq "${ENTERPRISE}"`), [false, 'TypeError']);
seen('with the schema', found(`${CORE}:userName sw "j"`), [false, false]);
seen('with an extension', found(`${ENTERPRISE}:department eq "Gardens"`), [true, false]);
seen('the same moment', found('meta.lastModified eq "2011-05-13T04:42:34Z"'), [false, false]);
seen('an hour before that', found('meta.lastModified gt "2011-05-13T05:42:34Z"'), [true, false]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
