import { useState, type ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { ConfirmByTypingDialog } from './confirm-by-typing-dialog.js';
import { SectionCard } from './section-card.js';

interface Props {
  /** "API client" */
  what: string;
  /** What has to be typed. */
  name: string;
  /** Deletes it and leaves the page. What it throws is shown in the dialog. */
  remove: () => Promise<void>;
  /** What the deletion means, in a sentence. */
  children: ReactNode;
  /** What is said while the name is typed, where that is something else. */
  consequence?: ReactNode;
  /** Tells more about a refusal than its own sentence. */
  explain?: (error: unknown) => string | undefined;
}

/** The end of a page: deletes what the page is about, once its name has been typed. */
export function DeleteSection({ what, name, remove, children, consequence = children, explain }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <SectionCard id="danger" title="Danger zone" purpose="What cannot be undone." danger>
      <Group justify="space-between" wrap="nowrap" gap="lg">
        <Text>{children}</Text>
        <Button variant="outline" color="red" flex="none" onClick={() => setAsking(true)}>
          {`Delete ${what}`}
        </Button>
      </Group>
      <ConfirmByTypingDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        expected={name}
        what="name"
        confirm={`Delete ${what}`}
        onConfirm={remove}
        explain={explain}
      >
        {consequence}
      </ConfirmByTypingDialog>
    </SectionCard>
  );
}
