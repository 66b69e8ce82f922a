import { useCallback, useEffect, useRef, useState } from 'react';
import { ADMIN_ENDPOINTS, adminPath, CSRF_HEADER, type StartedTrial } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { csrfToken } from '../../lib/api/session-state.js';
import type { Step } from './exchange.js';
import {
  type Breakage,
  type Outcome,
  type Permission,
  type TrialPlan,
  TrialPhone,
  type Visit,
  isOutcome,
} from './trial-phone.js';
import { TrialWire } from './trial-wire.js';

/** What the phone shows. */
export type Screen =
  | { name: 'start' }
  | { name: 'busy' }
  | {
      name: 'scheme';
      visit: Visit;
      /** What the scheme app signed; `undefined` if the person types it. */ signed: string | undefined;
    }
  | { name: 'end'; outcome: Outcome; broken: Breakage | undefined }
  | { name: 'fault'; error: unknown };

/** A trial that this page began, and how many installations it still has. */
interface Begun extends Permission {
  left: number;
}

type Kind = 'as configured' | 'switch off';

/** Begins a trial. Its installations end with it. */
export function beginTrial(identifier: string, statelessOff = false): Promise<StartedTrial> {
  return call('startTrial', { path: { identifier }, body: { stateless_off: statelessOff } });
}

/**
 * Ends a trial, also while the page goes away; no answer is waited for. If it does not arrive, the server ends the trial
 * by itself.
 */
function endTrial(identifier: string, id: string): void {
  const token = csrfToken();
  if (token === undefined) return;
  void fetch(adminPath(ADMIN_ENDPOINTS.endTrial, { identifier, id }), {
    method: ADMIN_ENDPOINTS.endTrial.method,
    headers: { [CSRF_HEADER]: token },
    keepalive: true,
  }).catch(() => undefined);
}

/**
 * The state of the trial phone of an application. What it makes on the server is removed when the person leaves the
 * page.
 */
export function useTrial(identifier: string) {
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [screen, setScreen] = useState<Screen>({ name: 'start' });
  const begun = useRef(new Map<Kind, Begun>());
  const phone = useRef<TrialPhone>(undefined);
  const left = useRef(false);

  useEffect(() => {
    const ours = begun.current;
    left.current = false;
    const end = () => {
      for (const { id } of ours.values()) endTrial(identifier, id);
      ours.clear();
    };
    window.addEventListener('pagehide', end);
    return () => {
      window.removeEventListener('pagehide', end);
      left.current = true;
      end();
    };
  }, [identifier]);

  const permission = useCallback(
    async (kind: Kind): Promise<Permission> => {
      let known = begun.current.get(kind);
      if (!known || known.left === 0) {
        if (known) endTrial(identifier, known.id);
        const { id, initial_access_token: token, registrations } = await beginTrial(identifier, kind === 'switch off');
        known = { id, token, left: registrations };
        begun.current.set(kind, known);
        // The person left the page while the trial began, so nobody else ends it.
        if (left.current) endTrial(identifier, id);
      }
      known.left -= 1;
      return known;
    },
    [identifier],
  );

  /** Does something with the phone, and shows what came of it, be it a fault. */
  const go = useCallback(async (work: () => Promise<Screen>) => {
    setScreen({ name: 'busy' });
    setScreen(await work().catch((error: unknown): Screen => ({ name: 'fault', error })));
  }, []);

  /** Installs the app on a new phone and opens the scheme app. */
  const begin = useCallback(
    async (plan: TrialPlan, broken?: Breakage): Promise<Screen> => {
      const wire = new TrialWire(setSteps);
      const ended = (outcome: Outcome): Screen => ({ name: 'end', outcome, broken });
      const kind = broken === 'switch' ? 'switch off' : 'as configured';
      const allowed = await permission(kind);
      const installed = await TrialPhone.install(wire, plan, allowed, broken);
      if (isOutcome(installed)) {
        // Somebody ended the trial; the next phone begins another.
        if (installed.kind === 'refused' && installed.status === 401) begun.current.delete(kind);
        return ended(installed);
      }
      phone.current = installed;
      const visit = await installed.openScheme();
      if (isOutcome(visit)) return ended(visit);
      const signed = await installed.answerOfScheme(visit);
      if (broken === undefined) return { name: 'scheme', visit, signed };
      if (broken === 'scheme') return ended(await installed.comeBackEmpty(visit));
      return ended(await installed.comeBack(visit, signed ?? ''));
    },
    [permission],
  );

  const start = useCallback((plan: TrialPlan) => void go(() => begin(plan)), [begin, go]);
  const startBroken = useCallback(
    (plan: TrialPlan, broken: Breakage) => void go(() => begin(plan, broken)),
    [begin, go],
  );
  /** Comes back from the scheme app. */
  const comeBack = useCallback(
    (visit: Visit, answer: string) =>
      void go(async () => ({
        name: 'end',
        outcome: await phone.current!.comeBack(visit, answer),
        broken: undefined,
      })),
    [go],
  );
  const reset = useCallback(() => {
    setSteps([]);
    setScreen({ name: 'start' });
  }, []);

  return { steps, screen, start, startBroken, comeBack, reset };
}
