import { Box, Button, Group, Kbd, Text, Transition } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { listed } from '../lib/sentence.js';
import { MODIFIER, useSaveShortcut } from '../lib/use-save-shortcut.js';
import classes from './save-bar.module.css';

interface Props {
  dirty: boolean;
  saving: boolean;
  /** The labels of the changed members, as shown in the form. */
  changed: readonly string[];
  onSave: () => void;
  onDiscard: () => void;
}

const NAMED = 3;

/** Appears when there are changes, lists them, and saves them. Ctrl+S and ⌘S save too. */
export function SaveBar({ dirty, saving, changed, onSave, onDiscard }: Props) {
  useSaveShortcut(() => {
    if (dirty && !saving) onSave();
  });
  const still = useReducedMotion();
  const shown = changed.slice(0, NAMED);
  const names = changed.length > NAMED ? [...shown, `${changed.length - NAMED} more`] : shown;
  return (
    <Transition mounted={dirty || saving} transition="slide-up" duration={still ? 0 : 140}>
      {(style) => (
        <Box style={style} className={classes['bar']} role="region" aria-label="Unsaved changes">
          <Group justify="space-between" gap="xs">
            <Text size="sm" lineClamp={1} aria-live="polite" flex="1 1 11rem">
              <Text span fw={600} inherit>
                Unsaved changes
              </Text>
              {names.length > 0 && `: ${listed(names)}`}
            </Text>
            <Group gap="xs" wrap="nowrap">
              <Button variant="default" onClick={onDiscard} disabled={saving}>
                Discard
              </Button>
              <Button
                onClick={onSave}
                loading={saving}
                rightSection={
                  <Kbd size="xs" className={classes['keys']} aria-hidden>
                    {MODIFIER} S
                  </Kbd>
                }
              >
                Save changes
              </Button>
            </Group>
          </Group>
        </Box>
      )}
    </Transition>
  );
}
