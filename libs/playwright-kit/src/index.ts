export {
  FakeScheme,
  LEVELS,
  OPENID_CLIENT,
  PERSONAS,
  type Persona,
  type PersonaName,
  type SchemeMood,
} from '@passant/mobile-client/testing';
export { AdminConsole } from './console/admin-console.js';
export { LIMITATIONS, type Limitation, shows } from './coverage.js';
export { Given, VERSION } from './given/given.js';
export { Inbox, type Received } from './inbox.js';
export { expect } from './matchers/expect.js';
export { type InstallOptions, Phone, type RegisterOptions } from './phone/phone.js';
export { Registration } from './phone/registration.js';
export { type GuardOptions, ResourceServer } from './resource-server.js';
export { AdminApi, type Administrator } from './server/admin-api.js';
export { Clock, type Duration } from './server/clock.js';
export { Passant, type PassantOptions } from './server/passant.js';
export { type PassantFixtures, type PassantWorkerFixtures, test } from './test.js';
