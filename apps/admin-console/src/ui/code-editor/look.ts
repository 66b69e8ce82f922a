import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours come from CSS variables, so that the editor follows the colour scheme automatically. */
const theme = EditorView.theme({
  '&': { color: 'var(--mantine-color-text)', backgroundColor: 'var(--passant-code)', fontSize: '0.8125rem' },
  '.cm-content, .cm-gutter': { minHeight: '220px' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--mantine-color-text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--passant-code)',
    color: 'var(--mantine-color-dimmed)',
    borderRight: '1px solid var(--passant-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--passant-code-active)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--passant-code-selection)',
  },
  '.cm-panels, .cm-tooltip': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    borderColor: 'var(--passant-line)',
  },
  '.cm-panel input, .cm-panel button': {
    backgroundColor: 'var(--mantine-color-body)',
    backgroundImage: 'none',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--passant-line)',
    borderRadius: '4px',
  },
  '.cm-explanation': { maxWidth: '460px', padding: '8px 10px', fontSize: '0.75rem', lineHeight: '1.5' },
  '.cm-explanation p': { margin: '4px 0 0', color: 'var(--mantine-color-dimmed)' },
  '.cm-completionDetail': { maxWidth: '280px', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionInfo': { maxWidth: '360px', padding: '8px 10px', fontSize: '0.75rem', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--mantine-primary-color-filled)',
    color: '#fff',
  },
});

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: 'var(--passant-code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--passant-code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--passant-code-number)' },
  { tag: [tags.comment], color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--passant-code-function)' },
  { tag: [tags.regexp, tags.escape], color: 'var(--passant-code-number)' },
]);

export const look = [theme, syntaxHighlighting(highlighting)];
