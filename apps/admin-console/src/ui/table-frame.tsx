import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Table } from '@mantine/core';
import classes from './table-frame.module.css';

interface Props {
  /** Accessible name: what the table lists. */
  label: string;
  /** Width in pixels below which the table scrolls. */
  minWidth: number;
  children: ReactNode;
}

/** A frame within which a table scrolls if there is not enough room. It can also be scrolled by keyboard. */
export function TableFrame({ label, minWidth, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  useEffect(() => {
    const { current } = frame;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setScrolled(current.scrollWidth > current.clientWidth));
    // The frame is resized with the window, its content with the data.
    for (const element of [current, ...current.children]) observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <Table.ScrollContainer
      ref={frame}
      minWidth={minWidth}
      type="native"
      className={classes['frame']}
      {...(scrolled ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      {children}
    </Table.ScrollContainer>
  );
}
