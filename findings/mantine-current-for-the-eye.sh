#!/usr/bin/env bash
# @mantine/core 9.8.1 (react 19.3.1): which entry is the current one is said by Pagination, and only painted by its neighbours.
#
# Guess: what marks one of several as the current one sets aria-current (WAI-ARIA 1.2, 6.6): Pagination "page", NavLink with
# `active` "page", Stepper "step" at its active step.
# Seen: Pagination does. NavLink has data-active and Stepper has data-progress, for the style sheet: read aloud, the current
# entry sounds like all others. The attribute is passed on where the caller writes it: on the link, and on the Stepper.Step.
# Who is hurt: consoles whose side bar is of NavLinks and whose lists have Pagination: who hears that the second is right takes
# the first to be. A test that looks for the link by role and `current` finds none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  @mantine/core@9.8.1 @mantine/hooks@9.8.1 react@19.3.1 react-dom@19.3.1
cat > probe.mjs <<'PROBE'
import { MantineProvider, NavLink, Pagination, Stepper } from '@mantine/core';
import { createElement as element } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

/** The attributes of the links and buttons of this tree that tell the current one from the others. */
function marks(...tree) {
  const markup = renderToStaticMarkup(element(MantineProvider, {}, ...tree));
  const tags = markup.match(/<(a|button)\b[^>]*>/g);
  return tags.flatMap((tag) => tag.match(/(aria-current|data-active|data-progress)="[^"]*"/g) ?? []);
}
const steps = (attributes) => [
  element(Stepper.Step, { key: 'who', label: 'Who' }),
  element(Stepper.Step, { key: 'what', label: 'What', ...attributes }),
];
const link = { href: '/clients', label: 'Clients', active: true };
const other = element(NavLink, { key: 'other', href: '/people', label: 'People' });

seen('Pagination', marks(element(Pagination, { total: 3, value: 2 })), ['data-active="true"', 'aria-current="page"']);
seen('NavLink', marks(other, element(NavLink, { key: 'this', ...link })), ['data-active="true"']);
seen('Stepper', marks(element(Stepper, { active: 1 }, ...steps())), ['data-progress="true"']);

const said = element(NavLink, { key: 'this', ...link, 'aria-current': 'page' });
seen('NavLink, told by the caller', marks(other, said).sort(), ['aria-current="page"', 'data-active="true"']);
const step = element(Stepper, { active: 1 }, ...steps({ 'aria-current': 'step' }));
seen('Stepper, told by the caller', marks(step).sort(), ['aria-current="step"', 'data-progress="true"']);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
