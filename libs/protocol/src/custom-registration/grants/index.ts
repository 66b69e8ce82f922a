import type { RegistrationGrant } from '@passant/contracts';
import { defaultGrant } from './default.grant.js';
import type { Grant } from './grant.js';
import { statelessGrant } from './stateless.grant.js';

/** All grants of custom registration. */
export const GRANTS: Record<RegistrationGrant, Grant> = { default: defaultGrant, stateless: statelessGrant };
