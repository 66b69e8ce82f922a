const CODES = { bold: 1, dim: 2, red: 31 };

/**
 * @param {keyof typeof CODES} style
 * @param {string} text
 */
const styled = (style, text) =>
  process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

/** @param {string} text one line of progress */
export const say = (text) => console.log(styled('dim', text));

/** @param {string} text heading of a stage */
export const heading = (text) =>
  console.log(`\n${styled('bold', `── ${text} ${'─'.repeat(Math.max(3, 76 - text.length))}`)}`);

/** @param {string} text one line that reports a problem */
export const complain = (text) => console.error(styled('red', text));

/** @param {number} since `performance.now()` at the start */
export const elapsed = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
