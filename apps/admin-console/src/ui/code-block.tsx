import { CopyTextButton } from './copy-button.js';
import classes from './code-block.module.css';

/** Text to take elsewhere, as it stands. `label` names it for a screen reader. */
export function CodeBlock({ text, label, copy = 'Copy' }: { text: string; label: string; copy?: string }) {
  return (
    <figure className={classes['figure']} aria-label={label}>
      <figcaption className={classes['caption']}>
        <span>{label}</span>
        <CopyTextButton value={text}>{copy}</CopyTextButton>
      </figcaption>
      {/* Scrolls sideways, so it must be reachable by keyboard. */}
      <pre className={classes['text']} tabIndex={0}>
        {text}
      </pre>
    </figure>
  );
}
