import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import type { Change } from './change-summary.js';

interface Props {
  opened: boolean;
  changes: readonly Change[];
  onCancel: () => void;
  onConfirm: () => void;
}

/** Shows what a save will change, old and new values side by side, before the save is sent. */
export function ConfirmChangesDialog({ opened, changes, onCancel, onConfirm }: Props) {
  return (
    <Modal opened={opened} onClose={onCancel} title="Save these changes?" size="lg">
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
