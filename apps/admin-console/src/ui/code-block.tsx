import { CopyTextButton } from './copy-button.js';
import classes from './code-block.module.css';

/** Verbatim text to copy. `label` is its accessible name, `copy` the label of the button. */
export function CodeBlock({ text, label, copy }: { text: string; label: string; copy?: string }) {
  return (
    <figure className={classes['figure']} aria-label={label}>
      <figcaption className={classes['caption']}>
        <span>{label}</span>
        <CopyTextButton value={text}>{copy ?? 'Copy'}</CopyTextButton>
      </figcaption>
      {/* Scrolls horizontally, so it must be focusable by keyboard. */}
      <pre className={classes['text']} tabIndex={0}>
        {text}
      </pre>
    </figure>
  );
}
