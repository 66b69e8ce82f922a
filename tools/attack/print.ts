import { FAMILIES, type Family } from './case.js';
import { type Finding, counted } from './run.js';

const COLOURS = { bold: 1, dim: 2, red: 31, green: 32 };
const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (colour: keyof typeof COLOURS, text: string) =>
  coloured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;

/** Prints the run to standard output: a line per case that did not pass, and a line per family. */
export class Printer {
  private family: Family | undefined;

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  finding({ attack, result, reason = '' }: Finding): void {
    if (attack.family !== this.family) {
      this.family = attack.family;
      this.print(`\n${paint('bold', FAMILIES[attack.family])}`);
    }
    if (result === 'passed') return this.print(`  ${paint('green', '✓')} ${attack.title}`);
    if (result === 'failed') {
      this.print(`  ${paint('red', `✗ ${attack.title} (${attack.severity})`)}`);
      return this.print(paint('red', `      ${reason}`));
    }
    this.print(paint('dim', `  – ${attack.title} Not tested: ${reason}`));
  }

  summary(findings: readonly Finding[]): void {
    const counts = counted(findings);
    this.print(`\n${counts.passed} passed, ${counts.failed} failed, ${counts['not tested']} not tested`);
  }
}
