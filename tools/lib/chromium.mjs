import { capture } from './run.mjs';
import { findByPattern, findOnPath, isExecutable } from './executables.mjs';
import { installSystemPackage } from './system-package.mjs';

/** Debian's package, and the program in it. It can show nothing, and takes a seventh less of the processor than a browser. */
const SHELL = 'chromium-headless-shell';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files*/Google/Chrome/Application/chrome.exe',
];

/**
 * Finds a Chromium or Chrome for tests: the one that PLAYWRIGHT_CHROMIUM names, else one installed on the system, else
 * Playwright's own download, else a newly installed system package. Of those on the system the one without windows comes
 * first.
 * @param {{ seen?: boolean }} [options] `seen`: whether somebody wants to look at its windows
 * @returns {Promise<{ path: string } | { reason: string }>} `reason`: why there is none, as half a sentence
 */
export async function provideChromium({ seen = false } = {}) {
  const given = process.env.PLAYWRIGHT_CHROMIUM;
  if (given)
    return isExecutable(given)
      ? { path: given }
      : { reason: `PLAYWRIGHT_CHROMIUM names ${given}, which is no program` };

  const names = seen ? NAMES : [SHELL, ...NAMES];
  const present = findOnPath(names) ?? findByPattern(PLACES).find(isExecutable) ?? (await downloadOfPlaywright());
  if (present) return { path: present };

  // Not every release has the package of the shell.
  const withoutWindows = seen ? undefined : await installSystemPackage(SHELL);
  const failure = findOnPath(names) ? withoutWindows : await installSystemPackage('chromium');
  const installed = findOnPath(names);
  // Ubuntu's package of this name is a stub that works only with snap.
  if (!installed || (await capture(installed, ['--version', '--no-sandbox'])).code !== 0) {
    return { reason: failure ?? 'the installed chromium does not run' };
  }
  return { path: installed };
}

/** @returns {Promise<string | undefined>} */
async function downloadOfPlaywright() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return isExecutable(path) ? path : undefined;
}
