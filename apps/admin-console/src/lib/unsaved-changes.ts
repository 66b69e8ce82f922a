import { useEffect, useId } from 'react';
import { useBlocker } from '@tanstack/react-router';

const dirtyForms = new Set<string>();

/** Whether anything typed on this page would be lost by leaving it. */
export function hasUnsavedChanges(): boolean {
  return dirtyForms.size > 0;
}

/**
 * Guards a form against being left by accident: asks before navigation inside the console, and lets the browser ask
 * before the page is closed or reloaded. Answers the pending question, if there is one.
 */
export function useUnsavedChanges(dirty: boolean): { asking: boolean; leave: () => void; stay: () => void } {
  const id = useId();
  useEffect(() => {
    if (dirty) dirtyForms.add(id);
    else dirtyForms.delete(id);
    return () => {
      dirtyForms.delete(id);
    };
  }, [dirty, id]);
  const blocker = useBlocker({
    // Read when it matters: a form that has just been saved is clean before React has drawn it so.
    shouldBlockFn: ({ current, next }) => dirtyForms.has(id) && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirtyForms.has(id),
    withResolver: true,
  });
  return {
    asking: blocker.status === 'blocked',
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
  };
}

/** Lets the next navigation pass although a form is dirty: what it held was saved or knowingly given up. */
export function forgetUnsavedChanges(): void {
  dirtyForms.clear();
}
