#!/usr/bin/env bash
# @nestjs/passport 12.0.0 and passport-http-bearer 1.0.1: the guard keeps the challenge of the strategy for itself.
# 
# Guess: AuthGuard('bearer') answers as passport.authenticate('bearer') does with the same strategy: 401 with the challenge
# that the strategy has made ("Bearer ...", with error="invalid_token" for a token that is not good), which RFC 9110,
# 15.5.2, and RFC 6750, 3, want with it; and 400 for a request that has its token twice.
# Seen: 401 in all three cases, and never a WWW-Authenticate. The strategy does everything right, and the guard gets the
# challenge and the status, and uses neither.
# Who is hurt: APIs that are built with both. Their clients cannot tell "bring a token" from "this one has ended", and
# those that send a token only when they are challenged for one never do.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
  @nestjs/core@12.5.1 @nestjs/common@12.5.1 @nestjs/platform-express@12.5.1 @nestjs/passport@12.0.0 \
  passport@0.7.0 passport-http-bearer@1.0.1 express@5.3.0 reflect-metadata@0.2.2 rxjs@7.8.2
cat > probe.mjs <<'PROBE'
import 'reflect-metadata';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import express from 'express';
import passport from 'passport';
import { Strategy } from 'passport-http-bearer';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

class Bearer extends PassportStrategy(Strategy) {
  validate(token) {
    return token === 'good';
  }
}
class Api {
  get() {
    return 'let in';
  }
}
const method = Object.getOwnPropertyDescriptor(Api.prototype, 'get');
for (const decorate of [UseGuards(AuthGuard('bearer')), Get()]) decorate(Api.prototype, 'get', method);
Controller()(Api);
class App {}
Module({ controllers: [Api], providers: [Bearer] })(App);
const nest = await NestFactory.create(App, { logger: false });
await nest.listen(0, '127.0.0.1');

passport.use(new Strategy((token, done) => done(null, token === 'good')));
const plain = express();
plain.get('/', passport.authenticate('bearer', { session: false }), (_, response) => response.send('let in'));
const server = plain.listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));

async function ask(server, path, authorization) {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers });
  return [response.status, response.headers.get('www-authenticate')];
}
const invalid = 'Bearer realm="Users", error="invalid_token"';
const cases = [
  ['a good token', '/', 'Bearer good', [200, null], [200, null]],
  ['no token', '/', undefined, [401, 'Bearer realm="Users"'], [401, null]],
  ['a bad token', '/', 'Bearer bad', [401, invalid], [401, null]],
  ['a token twice', '/?access_token=good', 'Bearer good', [400, null], [401, null]],
];
for (const [what, path, authorization, byPassport, byGuard] of cases) {
  seen(`${what}, passport`, await ask(server, path, authorization), byPassport);
  seen(`${what}, guard`, await ask(nest.getHttpServer(), path, authorization), byGuard);
}
server.close();
await nest.close();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
