import { Stack } from '@mantine/core';
import { PAGES } from '../../lib/pages.js';
import { useMayChange } from '../../lib/queries/session.js';
import { PageHeader } from '../../ui/page-header.js';
import { SessionsSection } from './sessions-section.js';
import { SigningKeysSection } from './signing-keys-section.js';

/** Countermeasures for when a signing key or a session may be compromised. */
export function KeysPage() {
  const mayChange = useMayChange();
  return (
    <>
      <PageHeader
        title={PAGES.keys.label}
        purpose="What the server signs with, and who is signed in to this console: for the day on which one of them is in the wrong hands."
      />
      <Stack gap="md">
        <SigningKeysSection mayChange={mayChange} />
        {mayChange && <SessionsSection />}
      </Stack>
    </>
  );
}
