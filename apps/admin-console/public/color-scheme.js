// Applies the stored colour scheme before the first paint, so that users of the dark scheme see no white flash.
(function () {
  let chosen;
  try {
    chosen = window.localStorage.getItem('passant-color-scheme');
  } catch {
    chosen = null;
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  const scheme = dark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
  document.documentElement.style.colorScheme = scheme;
})();
