import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import type { ConfigurationDrift } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asMoment } from '../../lib/moments.js';
import { listed } from '../../lib/sentence.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { ChangeList } from './change-list.js';
import { applicationsOf, countsInWords, SINCE } from './change-words.js';

/** Compares the server with what was last applied to it, without any files. */
export function LastAppliedSection() {
  const [busy, setBusy] = useState(false);
  const [drift, setDrift] = useState<ConfigurationDrift>();
  const [error, setError] = useState<unknown>();
  const compare = async () => {
    setBusy(true);
    setError(undefined);
    setDrift(undefined);
    try {
      setDrift(await call('compareConfiguration'));
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <SectionCard
      id="last-applied"
      title="Changed since files were last applied"
      purpose="What somebody made, changed or deleted here afterwards. The server remembers what was applied, without secrets, so you need no files."
    >
      <Stack gap="md">
        <Group>
          <Button variant="default" loading={busy} onClick={() => void compare()}>
            Compare
          </Button>
        </Group>
        {error !== undefined && <ErrorState error={error} />}
        {drift && <Drift drift={drift} />}
      </Stack>
    </SectionCard>
  );
}

function Drift({ drift: { applied, changes } }: { drift: ConfigurationDrift }) {
  if (applied.length === 0) {
    return (
      <Notice tone="info" role="status" title="Nothing was ever applied to this server">
        There is nothing to compare it with yet. Plan and apply files first.
      </Notice>
    );
  }
  return (
    <Stack gap="sm">
      {changes.length === 0 ? (
        <Notice tone="good" role="status" title="The server is as it was when files were last applied" />
      ) : (
        <Notice tone="warn" role="status" title="The server was changed since files were last applied">
          {`${countsInWords(changes, SINCE)}.`}
        </Notice>
      )}
      <ChangeList changes={changes} />
      {applicationsOf(applied).map(({ at, by, sections }) => (
        <Text key={`${at} ${by}`} c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {`Applied ${asMoment(at * 1000)} by ${by}: ${listed(sections)}.`}
        </Text>
      ))}
    </Stack>
  );
}
