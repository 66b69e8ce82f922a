import { useEffect, useRef, type ReactNode } from 'react';

/** Scrolls newly shown content into view: on a long form it may be far from the button that was pressed. */
export function Attention({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The result is not returned: newer browsers return a promise here, which React would mistake for a cleanup
    // function.
    ref.current?.scrollIntoView({ block: 'center' });
  }, []);
  return <div ref={ref}>{children}</div>;
}
