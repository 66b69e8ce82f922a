import type { ReactNode } from 'react';
import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { Notice } from '../../ui/notice.js';
import type { Change } from './change-summary.js';

interface Props {
  opened: boolean;
  changes: readonly Change[];
  /** What ends with the save. */
  ends: string | undefined;
  /** What they would have done to recent requests. */
  impact: ReactNode;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Shows what a save will change, old and new values side by side, and who would notice, before the save is sent. */
export function ConfirmChangesDialog({ opened, changes, ends, impact, onCancel, onConfirm }: Props) {
  return (
    <Modal opened={opened} onClose={onCancel} title="Save these changes?" size="xl">
      <Stack gap="md">
        <Text>They hold at once, for every installation of the application.</Text>
        <Table aria-label="Changes" withRowBorders verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Setting</Table.Th>
              <Table.Th scope="col">Now</Table.Th>
              <Table.Th scope="col">After saving</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map(({ name, before, after }) => (
              <Table.Tr key={name} style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>
                <Table.Th scope="row" fw={500}>
                  {name}
                </Table.Th>
                <Table.Td>{before}</Table.Td>
                <Table.Td fw={600}>{after}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {ends !== undefined && <Notice tone="warn">{ends}</Notice>}
        {impact}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Go on editing
          </Button>
          <Button data-autofocus onClick={onConfirm}>
            Confirm and save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
