import { type Page, expect } from '@playwright/test';

/**
 * Expects that nothing requires horizontal scrolling, except tables and code, each in a scroll container of its own.
 * Each finding is one line: what is too wide, and by how many pixels. Charts hear of a new width only after the page
 * has been laid out with it, so what counts is what remains once the page has settled.
 */
export async function expectNothingSideways(page: Page, where: string): Promise<void> {
  // A soft assertion reports the findings of all widths, which is what somebody fixing one of them needs.
  await expect
    .configure({ soft: true })
    .poll(() => findingsOf(page), { message: `what is wider than ${where}` })
    .toEqual([]);
}

function findingsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    const name = (element: Element) => {
      const classes = [...element.classList].slice(0, 3).map((one) => `.${one}`);
      return `<${element.tagName.toLowerCase()}${classes.join('')}> “${(element.textContent ?? '').trim().slice(0, 40)}”`;
    };
    /** A scroll container: wider content is scrolled or clipped inside it. */
    const isFrame = (element: Element) =>
      element !== document.body && getComputedStyle(element).overflowX !== 'visible';
    /** Content for screen readers only: a pixel at the usual size of text. */
    const isForReaders = (element: Element) => element.clientWidth <= 2;
    const isTableOrCode = (frame: Element) =>
      frame.matches('pre, code, .cm-scroller') || frame.querySelector(':scope > table, :scope > * > table') !== null;

    const walk = (element: Element) => {
      if (!element.checkVisibility({ visibilityProperty: true })) return;
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.height > 0 && (box.right > width + 1 || box.left < -1)) {
        found.push(`${name(element)} stands out by ${Math.round(Math.max(box.right - width, -box.left))} px`);
        return;
      }
      const over = element.scrollWidth - element.clientWidth;
      if (isFrame(element) && over > 1 && element.textContent !== '') {
        const { overflowX, textOverflow } = getComputedStyle(element);
        const scrolls = ['auto', 'scroll'].includes(overflowX);
        const isMeant = scrolls ? isTableOrCode(element) : textOverflow === 'ellipsis' || isForReaders(element);
        if (!isMeant) found.push(`${name(element)} is ${scrolls ? 'scrolled' : 'cut'} by ${over} px`);
        return;
      }
      for (const child of element.children) walk(child);
    };
    walk(document.body);
    const over = document.documentElement.scrollWidth - width;
    return over > 0 ? [`the page is scrolled by ${over} px`, ...found] : found;
  });
}
