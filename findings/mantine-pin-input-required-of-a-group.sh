#!/usr/bin/env bash
# @mantine/core 9.8.1 (react 19.3.1, jsdom 26.1.0): a required PinInput lets its form be sent without a code.
#
# Guess: as with TextInput, `required` reaches what is filled in, so that an empty code keeps the form from being sent, and
# `aria-label` is the name of what is filled in.
# Seen: both are written on the <div role="group"> around the boxes. There HTML knows no `required`: the form is valid while it is
# empty, and no box has aria-required. The group has the name; each of the boxes is called "PinInput", in every language. What
# getInputProps returns reaches the boxes, and `required` there makes the form wait for all of them.
# Who is hurt: forms for codes of a second factor that leave it to the browser to say what is missing: an empty code is sent and
# refused, which counts as an attempt. Tests that look for a field by its label find the group, which cannot be filled in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  @mantine/core@9.8.1 @mantine/hooks@9.8.1 react@19.3.1 react-dom@19.3.1 jsdom@26.1.0
cat > probe.mjs <<'PROBE'
import { MantineProvider, PinInput, TextInput } from '@mantine/core';
import { JSDOM } from 'jsdom';
import { createElement as element } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

/** Whether a form with nothing but this, empty, may be sent; what says that it is required; the names of its fields. */
function form(field) {
  const { document } = new JSDOM(`<form>${renderToStaticMarkup(element(MantineProvider, {}, field))}</form>`).window;
  const having = (attribute) => [...document.querySelectorAll(`[${attribute}]`)];
  return {
    maySend: document.forms[0].checkValidity(),
    required: [...having('required'), ...having('aria-required')].map((one) => one.getAttribute('role') ?? one.localName),
    names: [...document.querySelectorAll('input:not([type=hidden])')].map((one) => one.getAttribute('aria-label')),
  };
}
const asked = { 'aria-label': 'Code', required: true };
const three = { ...asked, length: 3 };
const ofEach = (index) => ({ 'aria-label': `Code, ${index + 1} of 3`, required: true });
const EACH = ['Code, 1 of 3', 'Code, 2 of 3', 'Code, 3 of 3'];

seen('TextInput', form(element(TextInput, asked)), { maySend: false, required: ['input'], names: ['Code'] });
seen('PinInput', form(element(PinInput, three)), {
  maySend: true,
  required: ['group'],
  names: ['PinInput', 'PinInput', 'PinInput'],
});
seen('PinInput, each box told', form(element(PinInput, { ...three, getInputProps: ofEach })), {
  maySend: false,
  required: ['group', 'input', 'input', 'input'],
  names: EACH,
});
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
