import './app/set-up-validation.js';
// Style sheets that every page needs are imported statically: the document links them, so that no script runs, and
// nothing is measured, before they apply.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/global.css';
import './languages/loader.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadLocale } from 'wuchale/load-utils';
import { preferredLanguage } from './lib/language.js';

document.documentElement.lang = preferredLanguage();
await loadLocale(document.documentElement.lang);

// Imported dynamically afterwards, so that every schema is built with the settings above and every text is in the
// language that was loaded, however the bundler splits the chunks.
const { App } = await import('./app/app.js');

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
