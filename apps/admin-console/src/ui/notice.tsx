import type { ReactNode } from 'react';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import classes from './notice.module.css';

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad';

const ICONS = { info: IconInfoCircle, good: IconCircleCheck, warn: IconAlertTriangle, bad: IconAlertCircle };

interface Props {
  tone: NoticeTone;
  title?: string;
  children?: ReactNode;
  /** `alert` interrupts a screen reader, `status` waits for a pause. */
  role?: 'alert' | 'status' | 'note';
}

/** A notice, shown where the information is relevant. */
export function Notice({ tone, title, children, role = 'note' }: Props) {
  const Icon = ICONS[tone];
  return (
    <div role={role} className={classes['notice']} data-tone={tone}>
      <Icon size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      <div className={classes['words']}>
        {title && <p className={classes['title']}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
