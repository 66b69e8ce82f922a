import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useUnsavedChanges } from '../lib/unsaved-changes.js';

/** Guards a form against accidental navigation. Render it once on the form's page. */
export function UnsavedChangesGuard({ dirty }: { dirty: boolean }) {
  const { asking, leave, stay } = useUnsavedChanges(dirty);
  return (
    <Modal opened={asking} onClose={stay} title="Leave without saving?" size="sm">
      <Stack gap="md">
        <Text>What you changed on this page is not saved and will be lost.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay on this page
          </Button>
          <Button color="red" onClick={leave}>
            Leave and lose changes
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
