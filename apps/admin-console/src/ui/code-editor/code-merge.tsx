import { useEffect, useRef } from 'react';
import { javascript } from '@codemirror/lang-javascript';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import classes from './code-mirror.module.css';
import { look } from './look.js';

export interface CodeMergeProps {
  /** Accessible names of the two sides. */
  labels: readonly [before: string, after: string];
  before: string;
  after: string;
}

function side(label: string): Extension {
  return [
    lineNumbers(),
    javascript(),
    look,
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
}

/** CodeMirror's merge view as a React component. */
export default function CodeMerge({ labels, before, after }: CodeMergeProps) {
  const host = useRef<HTMLDivElement>(null);
  const [left, right] = labels;
  useEffect(() => {
    const view = new MergeView({
      parent: host.current!,
      a: { doc: before, extensions: side(left) },
      b: { doc: after, extensions: side(right) },
      gutter: true,
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    return () => view.destroy();
  }, [left, right, before, after]);
  return <div ref={host} className={classes['merge']} />;
}
