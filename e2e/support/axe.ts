import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@passant/playwright';
import type { Page } from '@playwright/test';

/** Web Content Accessibility Guidelines 2.2, levels A and AA. */
const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Milliseconds that the page may take to have no findings. Looking for them takes seconds on a slow machine. */
const PATIENCE = 150_000;

/** The WCAG rules about colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Number of running animations that will end by themselves; endless ones, such as a spinner, do not count. */
function moving(page: Page): Promise<number> {
  return page.evaluate(() => {
    const running = document.getAnimations().filter(({ playState }) => playState === 'running');
    return running.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).length;
  });
}

/**
 * Expects that a page violates no accessibility rule that can be checked automatically, once it has settled: a page that
 * is still being rendered may lack a name or a colour for a moment. Each finding is one line: rule, impact, what is
 * wrong, and the elements.
 * @param within CSS selector of the part to check; the whole page by default
 */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  await look(page, (axe) => axe.withTags(WCAG_AA), within);
}

/** Checks the colour rules only, for pages that were already checked in full and now differ in nothing but colours. */
export async function expectReadable(page: Page): Promise<void> {
  await look(page, (axe) => axe.withRules(COLOURS));
}

/** Changes the colours of a page of the console, and waits until it has them: its scheme is set by a script. */
export async function setColours(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}

/** Checks the colours of a page of the console in the dark, and leaves it in the light. */
export async function expectReadableInTheDark(page: Page): Promise<void> {
  await setColours(page, 'dark');
  await expectReadable(page);
  await setColours(page, 'light');
}

async function look(page: Page, choose: (axe: AxeBuilder) => AxeBuilder, within?: string): Promise<void> {
  // Text that is half faded in has half its contrast.
  await expect.poll(() => moving(page), 'parts of the page that are still moving').toBe(0);
  const looked = async () => {
    const findings = await findingsOf(page, choose, within);
    // What is scrolled under the header is too small a target only until somebody scrolls.
    if (findings.some((finding) => finding.startsWith('target-size'))) await page.evaluate(() => window.scrollTo(0, 0));
    return findings;
  };
  await expect.poll(looked, { message: 'accessibility findings', timeout: PATIENCE }).toEqual([]);
}

async function findingsOf(page: Page, choose: (axe: AxeBuilder) => AxeBuilder, within?: string): Promise<string[]> {
  // The page has a single frame, so legacy mode suffices. Rules that are satisfied are not collected.
  const resultTypes: ('violations' | 'incomplete')[] = ['violations', 'incomplete'];
  const builder = choose(new AxeBuilder({ page }).options({ resultTypes }).setLegacyMode());
  const { violations, incomplete } = await (within === undefined ? builder : builder.include(within)).analyze();
  // Text in the colour of what is behind it may be meant, says axe, so that it only asks for a look. Here it never is.
  const unseen = incomplete
    .map((rule) => ({ ...rule, nodes: rule.nodes.filter(({ any }) => any.some(isUnseen)) }))
    .filter(({ nodes }) => nodes.length > 0);
  return [...violations, ...unseen].map(({ id, impact, help, nodes }) => {
    const elements = nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`);
    return `${id} [${impact ?? 'unknown'}] ${help}: ${elements.join('; ')}`;
  });
}

/** Whether what axe could not decide is text that has the very colour of its background. */
function isUnseen({ data }: { data: unknown }): boolean {
  return (data as { messageKey?: unknown } | null)?.messageKey === 'equalRatio';
}
