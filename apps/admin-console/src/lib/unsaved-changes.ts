import { useEffect, useId } from 'react';
import { useBlocker } from '@tanstack/react-router';

const dirtyForms = new Set<string>();

/** Whether leaving this page would lose unsaved input. */
export function hasUnsavedChanges(): boolean {
  return dirtyForms.size > 0;
}

/**
 * Registers that this page has something to lose, for as long as `unsaved` is true. If the session ends meanwhile, the
 * page stays open.
 * @returns the id under which it is registered
 */
export function useUnsaved(unsaved: boolean): string {
  const id = useId();
  useEffect(() => {
    if (unsaved) dirtyForms.add(id);
    else dirtyForms.delete(id);
    return () => {
      dirtyForms.delete(id);
    };
  }, [unsaved, id]);
  return id;
}

/**
 * Guards a form against accidental navigation: asks before navigating within the console, and has the browser ask
 * before the page is closed or reloaded. The returned functions answer the pending question, if there is one.
 */
export function useUnsavedChanges(dirty: boolean): { asking: boolean; leave: () => void; stay: () => void } {
  const id = useUnsaved(dirty);
  const blocker = useBlocker({
    // Evaluated at navigation time: a form that was just saved is clean before React has rendered that state.
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

/** Allows the next navigation even if a form is dirty: its content was saved or deliberately discarded. */
export function forgetUnsavedChanges(): void {
  dirtyForms.clear();
}
