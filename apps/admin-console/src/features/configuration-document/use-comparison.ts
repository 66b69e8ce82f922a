import { useState } from 'react';
import type { Problem, ReadDocument } from '@passant/configuration-files';
import { useQueryClient } from '@tanstack/react-query';
import {
  ConfigurationDocument,
  type ConfigurationChanges,
  type ConfigurationExport,
  type ConfigurationRequest,
} from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { type Drifted, driftBetween } from './change-words.js';

/** What the server said about a document. */
export type Outcome =
  | { kind: 'planned' | 'drift'; planned: ConfigurationChanges; prune: boolean; declared: ConfigurationDocument }
  | { kind: 'applied'; done: ConfigurationChanges }
  | { kind: 'refused'; problems: readonly Problem[] }
  /** Somebody changed the configuration after the plan. */
  | { kind: 'overtaken'; drifted: readonly Drifted[] }
  | { kind: 'failed'; error: unknown };

interface Seen {
  body: ConfigurationRequest;
  etag: string;
  /** The configuration that the plan was made for. */
  before: ConfigurationExport;
  located: ReadDocument['locate'];
}

/** Plans and applies a document, with the version of the configuration that the plan was made for. */
export function useComparison() {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [seen, setSeen] = useState<Seen>();

  const clear = () => {
    setOutcome(undefined);
    setSeen(undefined);
  };

  const plan = async (kind: 'planned' | 'drift', document: ReadDocument, prune: boolean) => {
    const body = { configuration: document.configuration, prune };
    setBusy(true);
    clear();
    try {
      const planned = await call('planConfiguration', { body });
      const before = await call('exportConfiguration');
      const declared = ConfigurationDocument.parse(body.configuration);
      setSeen({ body, etag: planned.etag, before, located: document.locate });
      setOutcome({ kind, planned, prune, declared });
    } catch (error) {
      setOutcome(refusal(error, document.locate));
    }
    setBusy(false);
  };

  /** Applies what was planned. Does nothing without a plan. */
  const apply = async (reason: string) => {
    if (!seen) return;
    const { body, etag, before, located } = seen;
    setBusy(true);
    try {
      const done = await call('applyConfiguration', { body, etag, reason });
      setOutcome({ kind: 'applied', done });
      // Anything may be different now.
      void queryClient.invalidateQueries();
    } catch (error) {
      if (asApiError(error).status !== 412) setOutcome(refusal(error, located));
      else {
        const now = await call('exportConfiguration').catch(() => before);
        setOutcome({ kind: 'overtaken', drifted: driftBetween(before.configuration, now.configuration) });
      }
    }
    setSeen(undefined);
    setBusy(false);
  };

  return { busy, outcome, plan, apply, clear };
}

/** A refusal with the places of the members at fault, if the server named any. */
function refusal(error: unknown, locate: ReadDocument['locate']): Outcome {
  const fields = Object.entries(asApiError(error).fields);
  if (fields.length === 0) return { kind: 'failed', error };
  const problems = fields.map(([path, sentence]) => locate(path.replace(/^configuration\./, ''), sentence));
  return { kind: 'refused', problems };
}
