import { Button, Group, List, Stack, Text } from '@mantine/core';
import { listed } from '../lib/sentence.js';
import { Notice } from './notice.js';

interface Props {
  /** "application" */
  what: string;
  /** Names of the members, as the form calls them. */
  theirs: readonly string[];
  mine: readonly string[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else saved first: says what differs and lets the person decide; nothing is overwritten or lost by itself. */
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
