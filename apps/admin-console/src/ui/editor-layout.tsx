import type { ReactNode } from 'react';
import classes from './editor-layout.module.css';

/** A form beside what accompanies it; where there is no room, what accompanies it comes first. */
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
