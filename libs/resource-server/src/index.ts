export type { Demand } from './demand.js';
export type { ResourceMetadata } from './metadata.js';
export type { Observer } from './observer.js';
export type { Credentials, ResourceServerOptions } from './options.js';
export { Refusal, type RefusalBody, type RefusalCode } from './refusal.js';
export { type Requirement, ResourceServer } from './resource-server.js';
export type { ActiveToken, Answer } from './token.js';
export { PassantUnavailable } from './unavailable.js';
