import { useState, type ReactNode } from 'react';
import { Button, Stack, Text } from '@mantine/core';
import { withCapital } from '../lib/sentence.js';
import { ActionRow } from './action-row.js';
import { ConfirmByTypingDialog } from './confirm-by-typing-dialog.js';
import { SectionCard } from './section-card.js';

interface Props {
  /** Singular noun for the record, for example "API client". */
  what: string;
  /** The text that has to be typed. */
  name: string;
  /**
   * Deletes the record and leaves the page. Errors it throws are shown in the dialog.
   * @param reason for the audit; empty if none was given
   */
  remove: (reason: string) => Promise<void>;
  /** One sentence about the consequences of deletion. */
  children: ReactNode;
  /** The text in the confirmation dialog, if different from `children`. */
  consequence?: ReactNode;
  /** Other irreversible actions, as rows above this one. */
  others?: ReactNode;
  /** Gives a more specific explanation of an error than its own message. */
  explain?: (error: unknown) => string | undefined;
}

/** The last section of a page: deletes the page's record after its name has been typed as confirmation. */
export function DeleteSection({ what, name, remove, children, consequence = children, others, explain }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <SectionCard id="danger" title="Danger zone" purpose="What cannot be undone." danger>
      <Stack gap="md">
        {others}
        <ActionRow
          action={
            <Button variant="outline" color="red" onClick={() => setAsking(true)}>
              {withCapital(`Delete ${what}`)}
            </Button>
          }
        >
          <Text>{children}</Text>
        </ActionRow>
      </Stack>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        expected={name}
        what="name"
        confirm={withCapital(`Delete ${what}`)}
        withReason="optional"
        onConfirm={remove}
        explain={explain}
      >
        {consequence}
      </ConfirmByTypingDialog>
    </SectionCard>
  );
}
