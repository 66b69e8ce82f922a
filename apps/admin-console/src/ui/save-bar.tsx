import { type ReactNode, useEffect } from 'react';
import { Box, Button, Group, Kbd, Text, Transition } from '@mantine/core';
import { useElementSize, useReducedMotion } from '@mantine/hooks';
import { listed } from '../lib/sentence.js';
import { MODIFIER, useSaveShortcut } from '../lib/use-save-shortcut.js';
import classes from './save-bar.module.css';

interface Props {
  dirty: boolean;
  saving: boolean;
  /** The labels of the changed members, as shown in the form. */
  changed: readonly string[];
  /** What a save would do, if anything is known about that. */
  impact?: ReactNode;
  onSave: () => void;
  onDiscard: () => void;
}

const NAMED = 3;

/** What stands around something that has the focus, in CSS pixels. */
const FOCUS_RING = 6;

/**
 * Scrolls what gets the focus out from behind the bar (WCAG 2.2, 2.4.11).
 * @param height of the bar in CSS pixels, 0 while it is not there
 */
function useRoomBelow(height: number): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.scrollPaddingBottom = `${height + FOCUS_RING}px`;
    return () => void style.removeProperty('scroll-padding-bottom');
  }, [height]);
}

/** Appears when there are changes, lists them, and saves them. Ctrl+S and ⌘S save too. */
export function SaveBar({ dirty, saving, changed, impact, onSave, onDiscard }: Props) {
  useSaveShortcut(() => {
    if (dirty && !saving) onSave();
  });
  const still = useReducedMotion();
  const mounted = dirty || saving;
  const { ref, height } = useElementSize();
  const room = mounted ? height : 0;
  useRoomBelow(room);
  const shown = changed.slice(0, NAMED);
  const names = changed.length > NAMED ? [...shown, `${changed.length - NAMED} more`] : shown;
  return (
    <>
      <Box h={room} aria-hidden />
      <Transition mounted={mounted} transition="slide-up" duration={still ? 0 : 140}>
        {(style) => (
          <Box ref={ref} style={style} className={classes['bar']} role="region" aria-label="Unsaved changes">
            {impact && <Box mb={6}>{impact}</Box>}
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
    </>
  );
}
