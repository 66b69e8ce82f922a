import { useState, type ReactNode } from 'react';
import { Button, Text } from '@mantine/core';
import type { EndedTokenCounts } from '@passant/contracts';
import { counted, listed } from '../lib/sentence.js';
import { ActionRow } from './action-row.js';
import { ConfirmByTypingDialog } from './confirm-by-typing-dialog.js';
import { toastDone } from './confirm.js';

interface Props {
  /** The text that has to be typed. */
  name: string;
  /** Ends the tokens. Errors it throws are shown in the dialog. */
  end: (reason: string) => Promise<EndedTokenCounts>;
  /** Which tokens are ended, and when to do this. */
  children: ReactNode;
}

/** A row of a danger zone: ends all issued tokens after the name has been typed as confirmation. */
export function EndTokens({ name, end, children }: Props) {
  const [asking, setAsking] = useState(false);
  const confirmed = async (reason: string) => {
    const ended = await end(reason);
    setAsking(false);
    toastDone(`Ended: ${inWords(ended)}`);
  };
  return (
    <>
      <ActionRow
        action={
          <Button variant="outline" color="red" onClick={() => setAsking(true)}>
            End all tokens
          </Button>
        }
      >
        <Text>{children}</Text>
      </ActionRow>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`End all tokens of ${name}?`}
        expected={name}
        what="name"
        confirm="End all tokens"
        withReason
        onConfirm={confirmed}
      >
        They stop working at once. Nothing is switched off: whoever has a key or a secret gets new ones.
      </ConfirmByTypingDialog>
    </>
  );
}

function inWords({ access_tokens, refresh_tokens, codes, transactions }: EndedTokenCounts): string {
  return listed([
    counted(access_tokens, 'access token|access tokens'),
    counted(refresh_tokens, 'refresh token|refresh tokens'),
    counted(codes, 'code|codes'),
    `${transactions} under way`,
  ]);
}
