import './app/set-up-validation.js';
// Style sheets that every page needs are imported statically: the document links them, so that no script runs, and
// nothing is measured, before they apply.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

// Imported dynamically afterwards, so that every schema is built with the settings above, however the bundler splits
// the chunks.
const { App } = await import('./app/app.js');

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
