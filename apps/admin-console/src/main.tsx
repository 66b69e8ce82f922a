import './app/set-up-validation.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

// Loaded afterwards, so that every schema is built under the settings above, however the bundler cuts the chunks.
const { App } = await import('./app/app.js');

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
