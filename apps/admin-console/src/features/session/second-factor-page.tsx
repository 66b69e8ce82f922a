import { useState } from 'react';
import { Anchor, Box, Paper, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { takesPasskeys } from '../../lib/passkeys.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { WordMark } from '../../ui/word-mark.js';
import { AddPasskey } from './add-passkey.js';
import type { Factors } from './owner-proof-fields.js';
import { SecondFactorSetUp } from './second-factor-set-up.js';
import { useSignOut } from './use-sign-out.js';
import classes from './sign-in-page.module.css';

/** Whoever is here has no second factor yet. */
const NONE: Factors = { state: 'OFF', passkeys: 0 };

/** Where whoever lacks the second factor that this server requires sets one up, before anything else. */
export function SecondFactorPage() {
  useDocumentTitle('Second factor · Passant');
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [byPasskey, setByPasskey] = useState(false);
  const leave = () => {
    // The recovery codes are still on the screen, but whoever says so has kept them.
    forgetUnsavedChanges();
    void navigate({ to: '/' });
  };
  return (
    <main className={classes['page']}>
      <Box w="100%" maw={560}>
        <Box mb="lg" display="grid" style={{ justifyItems: 'center' }}>
          <WordMark />
        </Box>
        <Paper withBorder p="xl" shadow="xs">
          <Title order={1}>Set up a second factor</Title>
          <Text c="dimmed" mt={2} mb="md">
            This server asks every administrator for one. You can do everything else afterwards.
          </Text>
          {byPasskey ? (
            <AddPasskey factors={NONE} onDone={leave} onCancel={() => setByPasskey(false)} />
          ) : (
            <SecondFactorSetUp factors={NONE} onDone={leave} />
          )}
        </Paper>
        <Text ta="center" fz="sm" mt="md">
          {takesPasskeys() && !byPasskey && (
            <>
              <Anchor component="button" type="button" onClick={() => setByPasskey(true)}>
                Add a passkey instead
              </Anchor>
              {' · '}
            </>
          )}
          <Anchor component="button" type="button" onClick={() => void signOut()}>
            Sign out
          </Anchor>
        </Text>
      </Box>
    </main>
  );
}
