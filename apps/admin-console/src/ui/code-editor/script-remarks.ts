import { meaningOfStatus } from '@passant/contracts';

/** A remark about a stretch of text, counted in characters. */
export interface Remark {
  from: number;
  to: number;
  message: string;
}

/** What the extension engine would refuse about a script that is otherwise good JavaScript. */
export function remarksOn(text: string): Remark[] {
  const remarks: Remark[] = [];
  if (!/\bexecute\b/.test(text)) {
    const firstLine = text.split('\n', 1)[0] ?? '';
    remarks.push({
      from: 0,
      to: firstLine.length,
      message: 'The engine calls a function named execute; there is none here.',
    });
  }
  for (const match of text.matchAll(/\bstatus\s*:\s*(\d+)/g)) {
    const [whole, digits = ''] = match;
    if (meaningOfStatus(Number(digits))) continue;
    const to = match.index + whole.length;
    remarks.push({
      from: to - digits.length,
      to,
      message: `${digits} is in no range: 2000–2999 succeeds, 4000–4999 lets the person retry, 5000–5999 ends it.`,
    });
  }
  return remarks;
}
