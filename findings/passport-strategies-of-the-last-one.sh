#!/usr/bin/env bash
# @nestjs/passport 12.0.0 and passport 0.7.0: of two applications in a process, both ask the strategy of the second.
#
# Guess: a strategy of Nest is a provider like others: it belongs to the module and the application that list it, gets
# their dependencies injected, and AuthGuard('name') of an application asks the one of that application.
# Seen: a strategy is registered under its name in the one passport of the process, when it is made. The second
# application's takes the place of the first's, and guards of both ask it: the first application lets in whom the second
# knows, and nobody else.
# Who is hurt: tests that start two instances to see how they work together, and servers that serve several tenants from
# one process: what is asked there is another instance's database, cache or configuration. A name of its own for each
# instance helps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @nestjs/passport@12.0.0 passport@0.7.0 passport-custom@1.2.1 \
  @nestjs/core@12.5.1 @nestjs/common@12.5.1 @nestjs/platform-express@12.5.1 reflect-metadata@0.2.2 rxjs@7.8.2
cat > probe.mjs <<'PROBE'
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

/** An application whose only caller is known by this name. */
async function application(name) {
  class Known extends PassportStrategy(Strategy, 'known') {
    async validate() {
      return { name };
    }
  }
  Injectable()(Known);
  class Greeter {
    greet(request) {
      return request.user.name;
    }
  }
  Controller()(Greeter);
  const greet = Object.getOwnPropertyDescriptor(Greeter.prototype, 'greet');
  Get()(Greeter.prototype, 'greet', greet);
  UseGuards(AuthGuard('known'))(Greeter.prototype, 'greet', greet);
  Req()(Greeter.prototype, 'greet', 0);
  class Root {}
  Module({ controllers: [Greeter], providers: [Known] })(Root);
  const app = await NestFactory.create(Root, { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}
const ask = async (app) => (await fetch(await app.getUrl())).text();

const first = await application('of the first');
seen('alone', await ask(first), 'of the first');
const second = await application('of the second');
seen('both', [await ask(first), await ask(second)], ['of the second', 'of the second']);
await first.close();
await second.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
