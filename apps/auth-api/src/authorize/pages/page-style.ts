import { createHash } from 'node:crypto';

/** The console's look, as far as these pages need it: one card, the same colours, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f7f8f9; --card: #ffffff; --line: #e3e6e9; --text: #1b2024; --dimmed: #5c656d; --track: #8d969d;
  --petrol: #0f6b74; --petrol-hover: #0b565e; --anchor: #0f6b74; --tint: #ecf7f7;
  --warn: #8a5200; --warn-tint: #fdf4e3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #101214; --card: #1e2226; --line: #2a2f34; --text: #dfe3e6; --dimmed: #9aa2a9; --track: #6b747c;
    --petrol: #0f6b74; --petrol-hover: #1f828b; --anchor: #80c0c5; --tint: #16292c;
    --warn: #e0a638; --warn-tint: #2b2418;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); }
body {
  margin: 0; min-height: 100dvh; padding: 24px 16px 10vh; display: grid; justify-items: center; align-content: center;
  background: var(--page); color: var(--text); font-size: 14px; line-height: 1.5;
  font-family: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header { margin-bottom: 20px; display: flex; align-items: center; gap: 9px; font-size: 16px; font-weight: 650; letter-spacing: -0.015em; }
main {
  width: 100%; max-width: 420px; padding: 28px; background: var(--card);
  border: 1px solid var(--line); border-radius: 9px; box-shadow: 0 1px 3px rgb(0 0 0 / 5%);
}
footer { max-width: 420px; margin-top: 16px; color: var(--dimmed); font-size: 12px; text-align: center; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 21px; line-height: 1.35; font-weight: 620; overflow-wrap: anywhere; }
h2 { margin: 20px 0 6px; font-size: 13.5px; font-weight: 620; }
p { margin: 6px 0 0; overflow-wrap: anywhere; }
.dimmed { color: var(--dimmed); }
form { margin: 20px 0 0; display: grid; gap: 10px; }
label { font-weight: 550; }
textarea {
  width: 100%; min-height: 72px; padding: 8px 10px; resize: vertical; color: var(--text); background: var(--card);
  border: 1px solid var(--track); border-radius: 6px; font-size: 14px; line-height: 1.45;
  font-family: ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
button {
  width: 100%; min-height: 38px; padding: 8px 16px; border: 1px solid transparent; border-radius: 6px; cursor: pointer;
  background: var(--petrol); color: #ffffff; font: inherit; font-weight: 550; overflow-wrap: anywhere;
}
button:hover { background: var(--petrol-hover); }
button.quiet { background: transparent; border-color: var(--track); color: var(--text); }
button.quiet:hover { background: var(--page); }
button.link { background: transparent; color: var(--anchor); min-height: 32px; padding: 4px; }
button.link:hover { text-decoration: underline; }
a { color: var(--anchor); }
:focus-visible { outline: 2px solid var(--anchor); outline-offset: 2px; }
ul { margin: 0; padding: 0; list-style: none; display: grid; gap: 6px; }
ul.scopes li { padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px; overflow-wrap: anywhere; }
ul.providers { margin-top: 20px; }
ul.providers form { margin: 0; }
code, pre { font-family: ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
pre {
  margin: 6px 0 0; padding: 10px 12px; max-height: 260px; overflow: auto; background: var(--page);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere;
}
.notice { margin: 16px 0 0; padding: 10px 12px; border-radius: 6px; background: var(--tint); overflow-wrap: anywhere; }
.notice.warn { background: var(--warn-tint); color: var(--warn); }
.place { font-weight: 620; overflow-wrap: anywhere; }
@media (max-width: 420px) { main { padding: 20px; } }
`;

/** CSP source for the only style sheet that a page may have, by its hash. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
