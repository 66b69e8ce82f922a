import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** Web Content Accessibility Guidelines 2.2, levels A and AA. */
const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** How many movements of the page come to an end by themselves and have not yet; a spinner turns for ever. */
function moving(page: Page): Promise<number> {
  return page.evaluate(() => {
    const running = document.getAnimations().filter(({ playState }) => playState === 'running');
    return running.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).length;
  });
}

/**
 * Expects that a page, as it stands, breaks no rule of accessibility that a program can check. Each finding is one
 * line: rule, gravity, what is wrong, and the elements.
 * @param within CSS selector of the part to look at, the whole page by default
 */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  // Half faded in, a text has half its contrast.
  await expect.poll(() => moving(page), 'parts of the page that are still moving').toBe(0);
  const builder = new AxeBuilder({ page }).withTags(WCAG_AA);
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze();
  const findings = violations.map(({ id, impact, help, nodes }) => {
    const elements = nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`);
    return `${id} [${impact ?? 'unknown'}] ${help}: ${elements.join('; ')}`;
  });
  expect(findings, 'accessibility findings').toEqual([]);
}
