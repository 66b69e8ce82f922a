import { useState } from 'react';
import { Badge, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ConfigurationChange, ConfigurationDocument } from '@passant/contracts';
import { ChangeTable } from '../../ui/change-table.js';
import { TableFrame } from '../../ui/table-frame.js';
import { ChangeImpact, hasImpact } from './change-impact.js';
import classes from './change-list.module.css';
import { entryInWords, sidesOf } from './change-words.js';

const ACTIONS = {
  create: { word: 'New', color: 'teal' },
  change: { word: 'Changed', color: 'blue' },
  delete: { word: 'Deleted', color: 'red' },
} as const;

/** So many entries are compared with recent requests by themselves; of more, those that somebody asks for. */
const MOST_ASKED = 5;
/** So many entries are drawn at first. */
const MOST_SHOWN = 50;

interface Props {
  changes: readonly ConfigurationChange[];
  /** The document with its defaults, if what it does to recent requests is shown. */
  declared?: ConfigurationDocument;
}

/** The changes of a plan, entry by entry: the differing members, what they bring about, and who would notice. */
export function ChangeList({ changes, declared }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, MOST_SHOWN);
  const asked = changes.filter(hasImpact).length;
  return (
    <Stack gap="sm">
      <ul className={classes['list']} aria-label="Changes">
        {shown.map((change) => (
          <li key={entryInWords(change)} className={classes['entry']}>
            <Entry change={change}>
              {declared && hasImpact(change) && (
                <ChangeImpact change={change} declared={declared} atOnce={asked <= MOST_ASKED} />
              )}
            </Entry>
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button variant="default" onClick={() => setAll(true)}>
          {`Show all ${changes.length} changes`}
        </Button>
      )}
    </Stack>
  );
}

function Entry({ change, children }: { change: ConfigurationChange; children: React.ReactNode }) {
  const { word, color } = ACTIONS[change.action];
  const { before, after } = sidesOf(change);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Badge variant="light" color={color} style={{ flex: 'none' }}>
          {word}
        </Badge>
        <Title order={3} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {entryInWords(change)}
        </Title>
      </Group>
      {change.fields.length > 0 && (
        <TableFrame label={`Changed fields of ${entryInWords(change)}`} minWidth={460}>
          <ChangeTable before={before} after={after} />
        </TableFrame>
      )}
      {change.consequences.map((sentence) => (
        <Text key={sentence} size="sm" c="var(--passant-warn-text)">
          {sentence}
        </Text>
      ))}
      <Box>{children}</Box>
    </Stack>
  );
}
