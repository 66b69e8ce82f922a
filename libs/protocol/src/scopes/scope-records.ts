import type { EpochSeconds } from '../time.js';

/** A scope that applications can use. The description is for administrators. */
export interface Scope {
  identifier: string;
  description: string;
  /** Claims it releases in the code flow, in addition to those of the standard. */
  claims: string[];
  revision: number;
  createdAt: EpochSeconds;
  updatedAt: EpochSeconds;
}
