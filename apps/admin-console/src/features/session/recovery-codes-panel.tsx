import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useUnsaved } from '../../lib/unsaved-changes.js';
import { CopyTextButton } from '../../ui/copy-button.js';
import { Notice } from '../../ui/notice.js';

interface Props {
  codes: readonly string[];
  onDone: () => void;
}

/** New recovery codes, which are shown only once. */
export function RecoveryCodesPanel({ codes, onDone }: Props) {
  // If the user leaves before copying them, they are lost for good.
  useUnsaved(true);
  return (
    <Stack gap="md">
      <Notice tone="warn" title="Keep these recovery codes">
        <Text>
          Each signs you in once when you have neither authenticator app nor passkey at hand. They are shown once: print
          them, or put them where your passwords are. Only their hashes are stored.
        </Text>
      </Notice>
      <SimpleGrid
        cols={{ base: 1, xs: 2 }}
        spacing="xs"
        verticalSpacing={4}
        component="ul"
        aria-label="Recovery codes"
        style={{ listStyle: 'none', margin: 0, padding: 0 }}
      >
        {codes.map((code) => (
          <Text key={code} component="li" ff="monospace">
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Group justify="flex-end" gap="xs">
        <CopyTextButton value={codes.join('\n')}>Copy recovery codes</CopyTextButton>
        <Button onClick={onDone}>Done, I have kept them</Button>
      </Group>
    </Stack>
  );
}
