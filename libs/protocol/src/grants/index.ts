import type { RegistrationGrant } from '@passant/contracts';
import { defaultGrant } from './default.grant.js';
import type { Grant } from './grant.js';
import { statelessGrant } from './stateless.grant.js';

/** Every way a custom registration can end. */
export const GRANTS: Record<RegistrationGrant, Grant> = { default: defaultGrant, stateless: statelessGrant };
