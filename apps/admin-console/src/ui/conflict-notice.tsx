import { Button, Group, List, Stack, Text } from '@mantine/core';
import { listed } from '../lib/sentence.js';
import { Notice } from './notice.js';

interface Props {
  /** Singular noun for the record, for example "application". */
  what: string;
  /** Labels of the changed members, as shown in the form. */
  theirs: readonly string[];
  mine: readonly string[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/**
 * Somebody else saved first: lists the differences and lets the user decide. Nothing is overwritten or lost
 * automatically.
 */
export function ConflictNotice({ what, theirs, mine, onKeepMine, onTakeTheirs }: Props) {
  const both = mine.filter((name) => theirs.includes(name));
  return (
    <Notice role="alert" tone="warn" title={`Somebody else saved this ${what} meanwhile`}>
      <Stack gap="sm">
        <Text>
          Nothing of yours was saved or lost. Choose how to go on; keeping your changes does not save them yet.
        </Text>
        <List size="sm" spacing={2}>
          <List.Item>{`Changed there: ${listed(theirs) || 'nothing that this page shows'}`}</List.Item>
          <List.Item>{`Changed here: ${listed(mine)}`}</List.Item>
          {both.length > 0 && (
            <List.Item fw={600}>{`Changed in both places, yours would win: ${listed(both)}`}</List.Item>
          )}
        </List>
        <Group gap="xs">
          <Button onClick={onKeepMine}>Keep my changes on top of the newest</Button>
          <Button variant="default" onClick={onTakeTheirs}>
            Drop my changes and load the newest
          </Button>
        </Group>
      </Stack>
    </Notice>
  );
}
