import { useEffect, type RefObject } from 'react';

/** Whether nobody is doing anything where the focus is: it is on the page as a whole, and in no dialog or field. */
function isFocusFree(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.id === CONTENT;
}

const CONTENT = 'content';

/** Scrolls to a section and moves the focus there, so that the next Tab goes to its first field. */
function arriveAt(section: HTMLElement): void {
  section.scrollIntoView({ block: 'start' });
  section.focus({ preventScroll: true });
}

/**
 * Moves the focus to where a navigation led: to the section that the address names if it is there already, else to the
 * content of the page. What opens a dialog keeps the focus.
 */
export function arrive(hash: string | undefined): void {
  if (document.activeElement?.closest('[role="dialog"]')) return;
  const section = hash !== undefined && window.location.hash === `#${hash}` ? document.getElementById(hash) : null;
  if (section) arriveAt(section);
  else document.getElementById(CONTENT)?.focus({ preventScroll: true });
}

/** For a section that is rendered after the navigation to it, as its record has to be loaded first. */
export function useArrival(id: string | undefined, section: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (id !== undefined && window.location.hash === `#${id}` && section.current && isFocusFree()) {
      arriveAt(section.current);
    }
  }, [id, section]);
}
