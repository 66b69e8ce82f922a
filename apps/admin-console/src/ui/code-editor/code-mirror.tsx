import { useEffect, useEffectEvent, useRef } from 'react';
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { forceLinting, lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { ScriptStep } from '@passant/contracts';
import { NO_REFERENCE, type ScriptReference } from '../../lib/script-reference.js';
import classes from './code-mirror.module.css';
import { look } from './look.js';
import { setRunMark, type RunMark } from './run-mark.js';
import { scriptAssistance } from './script-assistance.js';

export interface CodeMirrorProps {
  /** Accessible name of the editor. */
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Called on Ctrl+Enter and ⌘+Enter. */
  onRun?: () => void;
  readOnly?: boolean;
  mark?: RunMark;
  /** The API offered for completion and explained on hover. */
  reference?: ScriptReference;
  /** The step of the script: what is valid in one step may be invalid in another. */
  step?: ScriptStep;
}

/** CodeMirror 6 as a controlled React component. */
export default function CodeMirror(props: CodeMirrorProps) {
  const { label, value, onChange, onRun, readOnly = false, mark, reference = NO_REFERENCE, step = 'complete' } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const editable = useRef(new Compartment());
  const assisted = useRef(new Compartment());
  const changed = useEffectEvent(onChange);
  const run = useEffectEvent(() => onRun?.());

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (run(), true) }])),
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          drawSelection(),
          history(),
          indentOnInput(),
          indentUnit.of('  '),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          search({ top: true }),
          highlightSelectionMatches(),
          lintGutter(),
          javascript(),
          assisted.current.of(scriptAssistance(reference, step)),
          look,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
          editable.current.of(EditorState.readOnly.of(readOnly)),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...completionKeymap,
            ...lintKeymap,
            indentWithTab,
          ]),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The editor keeps its own document; later values are applied by the effect below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(EditorState.readOnly.of(readOnly)) });
  }, [readOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: assisted.current.reconfigure(scriptAssistance(reference, step)) });
  }, [reference, step]);

  const { line, message } = mark ?? {};
  useEffect(() => {
    if (!view.current) return;
    const value = line === undefined || message === undefined ? undefined : { line, message };
    view.current.dispatch({ effects: setRunMark.of(value) });
    forceLinting(view.current);
  }, [line, message]);

  return <div ref={host} className={classes['editor']} data-read-only={readOnly || undefined} />;
}
