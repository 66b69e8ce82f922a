import { Suspense, lazy, useEffect, useMemo, useRef, useState } from 'react';
import { Kbd, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useSignOut } from '../features/session/use-sign-out.js';
import { useMay } from '../lib/queries/session.js';
import { MODIFIER } from '../lib/use-save-shortcut.js';
import { paletteEntries } from './palette-entries.js';
import classes from './shell.module.css';

const load = async () => ({ default: (await import('../features/palette/palette.js')).Palette });
const Palette = lazy(load);

/** The button in the header and the key that open the command palette. */
export function CommandPalette() {
  const [opened, setOpened] = useState(false);
  const [needed, setNeeded] = useState(false);
  const before = useRef<Element | null>(null);
  const { setColorScheme } = useMantineColorScheme();
  const may = useMay();
  const signOut = useSignOut();
  const fixed = useMemo(
    () => paletteEntries({ may, setColorScheme, signOut: () => void signOut() }),
    [may, setColorScheme, signOut],
  );
  useEffect(() => {
    // Loaded behind the page, so that nobody types into what has not opened yet.
    void load();
  }, []);
  const open = () => {
    // A dialog that is open may show a secret that is shown only once: it is left first.
    if (document.querySelector('[aria-modal="true"]')) return;
    before.current = document.activeElement;
    setNeeded(true);
    setOpened(true);
  };
  const close = () => {
    setOpened(false);
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
  useHotkeys([['mod+K', () => (opened ? close() : open())]], [], true);
  return (
    <>
      <UnstyledButton className={classes['search']} aria-keyshortcuts="Control+K Meta+K" onClick={open}>
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span className={classes['searchWords']}>
          Search <Kbd size="xs">{MODIFIER === '⌘' ? '⌘ K' : 'Ctrl K'}</Kbd>
        </span>
      </UnstyledButton>
      {needed && (
        <Suspense>
          <Palette opened={opened} onClose={close} fixed={fixed} />
        </Suspense>
      )}
    </>
  );
}
