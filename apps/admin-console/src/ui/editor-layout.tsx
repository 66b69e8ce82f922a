import type { ReactNode } from 'react';
import classes from './editor-layout.module.css';

/** A form with accompanying content beside it. If there is not enough room, that content comes first. */
export function EditorLayout({ children, rail }: { children: ReactNode; rail: ReactNode }) {
  return (
    <div className={classes['layout']}>
      <div className={classes['form']}>{children}</div>
      <aside className={classes['rail']} aria-label="About this form">
        {rail}
      </aside>
    </div>
  );
}
