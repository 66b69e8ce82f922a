import type { ReactNode } from 'react';
import { STYLE } from './page-style.js';

/** The common frame of every page: the logo, one card, nothing loaded from elsewhere. */
export function Layout({
  title,
  heading = title,
  footer,
  children,
}: {
  title: string;
  /** The heading shown on the page, if it contains text that others wrote. */
  heading?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>{`${title} · Passant`}</title>
        {/* Inserted verbatim: browsers compare the hash of exactly this text with the policy. */}
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <header>
          <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" fill="#0f6b74" />
            <path
              d="M9 25V9.5A2.5 2.5 0 0 1 11.5 7H17a6 6 0 0 1 0 12h-3"
              fill="none"
              stroke="#fff"
              strokeWidth="3"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
            <circle cx="22.5" cy="23.5" r="2" fill="#8fd6dc" />
          </svg>
          Passant
        </header>
        <main>
          <h1>{heading}</h1>
          {children}
        </main>
        {footer === undefined ? null : <footer>{footer}</footer>}
      </body>
    </html>
  );
}

/** Where the person will be sent, shown on every page before anything is disclosed. */
export function Destination({ place }: { place: string }) {
  return (
    <>
      You will be sent back to <bdi className="place">{place}</bdi>.
    </>
  );
}
