import { useState } from 'react';
import { Button } from '@mantine/core';
import type { ConfigurationChange, ConfigurationDocument } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { ImpactLine, useImpact } from '../../ui/impact-preview.js';

/** Whether a change is one of those that the console compares with recent requests when they are saved one by one. */
export function hasImpact({ action, section }: ConfigurationChange): boolean {
  return action === 'change' && (section === 'applications' || section === 'identity_providers');
}

interface Props {
  change: ConfigurationChange;
  declared: ConfigurationDocument;
  /** Otherwise it is asked for with a button. */
  atOnce: boolean;
}

/** What a change of an application or a provider would have done to recent requests, as its own page tells it. */
export function ChangeImpact({ change, declared, atOnce }: Props) {
  const [asked, setAsked] = useState(atOnce);
  if (asked) return <Answer change={change} declared={declared} />;
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => setAsked(true)}>
      {`What this does to requests of ${change.identifier}`}
    </Button>
  );
}

function Answer({ change: { section, identifier = '', fields }, declared }: Omit<Props, 'atOnce'>) {
  const isApplication = section === 'applications';
  const entries = (isApplication ? declared.applications : declared.identity_providers) ?? [];
  const entry = entries.find((one) => one.identifier === identifier) ?? {};
  const members = new Set(fields.map(({ path }) => path.split('.')[0]));
  const changes = Object.fromEntries(Object.entries(entry).filter(([member]) => members.has(member)));
  const impact = useImpact({
    of: isApplication ? 'application' : 'identity provider',
    identifier,
    changes,
    ask: (body, signal) =>
      call(isApplication ? 'previewApplicationImpact' : 'previewIdentityProviderImpact', {
        path: { identifier },
        body,
        signal,
      }),
  });
  return <ImpactLine of={isApplication ? 'application' : 'identity provider'} impact={impact} nameOf={(one) => one} />;
}
