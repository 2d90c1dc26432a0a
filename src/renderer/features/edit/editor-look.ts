import { EditorView } from '@codemirror/view'

/**
 * The editor theme. It uses the colours of the window, which are CSS variables and therefore also work inside the
 * shadow root.
 */
export const editorLook = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--panel)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono, ui-monospace, monospace)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--ink-3)', backgroundColor: 'var(--paper)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sea) 7%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--row)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--sea-soft)' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark-paper)' },
  '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--paper)', borderBottom: '1px solid var(--line)' },
  '.cm-textfield, .cm-button': {
    color: 'var(--ink)',
    backgroundColor: 'var(--panel)',
    backgroundImage: 'none',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
  },
  // The same colours as in content.css, whose rules do not apply inside the shadow root.
  '.tok-keyword, .tok-operatorKeyword, .tok-modifier': { color: 'color-mix(in srgb, var(--m-shelf), var(--ink) 35%)' },
  '.tok-string, .tok-string2, .tok-regexp': { color: 'color-mix(in srgb, var(--ok), var(--ink) 25%)' },
  '.tok-number, .tok-bool, .tok-atom, .tok-literal, .tok-meta': {
    color: 'color-mix(in srgb, var(--warn), var(--ink) 10%)',
  },
  '.tok-typeName, .tok-className, .tok-namespace, .tok-tagName': { color: 'var(--sea-ink)' },
  '.tok-propertyName, .tok-attributeName, .tok-labelName': {
    color: 'color-mix(in srgb, var(--m-azure), var(--ink) 35%)',
  },
  '.tok-comment': { color: 'var(--ink-2)', fontStyle: 'italic' },
  '.tok-heading, .tok-strong': { fontWeight: '600' },
  '.tok-emphasis': { fontStyle: 'italic' },
})
