import type { Issuer } from './issuer.js';
import type { Authority } from './authority.js';
import type { Site } from './site.js';

/** Where a client comes from, which determines what is needed to run it. */
export type Source =
  | { kind: 'npm'; package: string }
  | { kind: 'browser'; package: string }
  | { kind: 'debian'; package: string; beside?: readonly string[] }
  /** Not available among the packages of this system, so not run. */
  | { kind: 'elsewhere'; from: string };

/** The environment in which a flow of a client runs: one issuer, and what belongs to this run of the flow. */
export interface Scene {
  issuer: Issuer;
  authority: Authority;
  /** A folder for this run only, readable by every user. */
  folder: string;
  /**
   * Opens an address for an application to which people return from this issuer: http on this machine, or https under a
   * host name.
   */
  site: (host?: string) => Promise<Site>;
  /** Registers a clean-up function that is called when the flow has ended. */
  onEnd: (end: () => Promise<void> | void) => void;
}

export interface Flow {
  id: string;
  /** What the client does, as a sentence fragment. */
  title: string;
  /** Runs the flow. It failed if this throws; the error says why. */
  run: (scene: Scene) => Promise<void>;
}

/** A piece of configuration or code that the flows use. */
export interface Sample {
  title: string;
  language: 'js' | 'text';
  text: string;
}

/** Third-party client software. */
export interface Client {
  id: string;
  name: string;
  /** What it is, in one sentence. */
  about: string;
  source: Source;
  flows: readonly Flow[];
  /** What to configure at this server (`atServer`) and in the client (`atClient`). */
  atServer: string;
  atClient: string;
  samples: readonly Sample[];
  /** Known faults of the client that its users should be aware of, as text. */
  faults?: readonly string[];
}
