import { useEffect, useRef, type ReactNode } from 'react';

/** Brings what has just appeared into view: on a long form it may stand far from where one pressed the button. */
export function Attention({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Nothing is returned: newer browsers answer a promise here, which React would take for a clean-up.
    ref.current?.scrollIntoView({ block: 'center' });
  }, []);
  return <div ref={ref}>{children}</div>;
}
