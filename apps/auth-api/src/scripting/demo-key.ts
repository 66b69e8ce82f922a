import type { IdentityProvider as View, ProviderScripts } from '@passant/contracts';
import { holdsPublicKey } from '@passant/contracts';
import type { ScriptReport } from '@passant/extension-engine';
import { type Config, isOnThisMachineOnly } from '../platform/config.js';

/** What comes of a script that trusts a key which anybody has: it is not run. */
const REFUSED: ScriptReport = {
  outcome: 'threw',
  error:
    'Error: The script trusts a key whose private half is public. Where others can reach the server, nobody is let in by it.',
  logs: [],
  durationMs: 0,
  cpuMs: 0,
  httpCalls: [],
};

/**
 * Whether scripts may trust the key of the simulated scheme. A trial leaves such scripts in its database: they must let
 * nobody in when that is served to others, unless the operator asks for the demo there.
 */
export class DemoKey {
  private constructor(
    private readonly isExposed: boolean,
    private readonly isWanted: boolean,
  ) {}

  static for(config: Pick<Config, 'publicUrl' | 'host' | 'seed'>): DemoKey {
    return new DemoKey(!isOnThisMachineOnly(config), config.seed === 'demo');
  }

  /** The report of a script that must not run; `undefined` if it may. */
  refusalOf(script: string): ScriptReport | undefined {
    return this.isExposed && !this.isWanted && holdsPublicKey(script) ? REFUSED : undefined;
  }

  /** What there is to say of a provider's scripts; `undefined`: nothing. */
  stateOf(scripts: ProviderScripts): View['public_key'] {
    const isThere = Object.values(scripts).some((script) => holdsPublicKey(script));
    return !this.isExposed || !isThere ? undefined : this.isWanted ? 'TRUSTED' : 'REFUSED';
  }
}
