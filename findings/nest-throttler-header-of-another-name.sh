#!/usr/bin/env bash
# @nestjs/throttler 6.7.1: with two limits, Retry-After has another name.
# 
# Guess: the documentation gives limits names, "short" and "long", so that an API has several. The headers X-RateLimit-...,
# which no standard knows, may carry these names; Retry-After is one of HTTP (RFC 9110, 10.2.3), and a 429 has it (RFC
# 6585, 4) under the name that every client reads.
# Seen: it is called Retry-After-short, and there is no other. With a single limit, or if the one that was met is called
# "default", it is Retry-After. So of the same two limits, the one is told and the other is not.
# Who is hurt: clients that wait as they are told: they hear nothing and ask again at once, where two limits were wanted
# most.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  @nestjs/core@12.5.1 @nestjs/common@12.5.1 @nestjs/platform-express@12.5.1 @nestjs/throttler@6.7.1 \
  reflect-metadata@0.2.2 rxjs@7.8.2
cat > probe.mjs <<'PROBE'
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

class Api {
  get() {
    return 'let in';
  }
}
Get()(Api.prototype, 'get', Object.getOwnPropertyDescriptor(Api.prototype, 'get'));
Controller()(Api);

/** What the second request within the limits hears about the time to wait. */
async function refusal(...limits) {
  class App {}
  const providers = [{ provide: APP_GUARD, useClass: ThrottlerGuard }];
  Module({ imports: [ThrottlerModule.forRoot(limits)], controllers: [Api], providers })(App);
  const nest = await NestFactory.create(App, { logger: false });
  await nest.listen(0, '127.0.0.1');
  const address = `http://127.0.0.1:${nest.getHttpServer().address().port}/`;
  await (await fetch(address)).text();
  const { status, headers } = await fetch(address);
  await nest.close();
  return [status, [...headers.keys()].filter((name) => name.startsWith('retry'))];
}

const hour = 3_600_000;
seen('one limit', await refusal({ ttl: hour, limit: 1 }), [429, ['retry-after']]);
const long = { name: 'long', ttl: 2 * hour, limit: 100 };
seen('short and long', await refusal({ name: 'short', ttl: hour, limit: 1 }, long), [429, ['retry-after-short']]);
seen('default and long', await refusal({ name: 'default', ttl: hour, limit: 1 }, long), [429, ['retry-after']]);
const first = await refusal({ name: 'default', ttl: hour, limit: 100 }, { ...long, limit: 1 });
seen('default and long, the other one met', first, [429, ['retry-after-long']]);
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
