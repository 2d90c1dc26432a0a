import { history, defaultKeymap, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { type RefObject, useEffect, useRef } from 'react'
import { languageOf } from '../../content/show/text/highlight.ts'
import { editorLook } from './editor-look.ts'

/** Adds syntax colours when the language is loaded. The text can be edited before that, or without them. */
async function colour(view: EditorView, name: string, language: Compartment): Promise<void> {
  const found = await languageOf(name)
  if (found && view.dom.isConnected) view.dispatch({ effects: language.reconfigure(found) })
}

export interface CodeEditorProps {
  /** The file name, which determines the language. */
  readonly name: string
  readonly label: string
  readonly text: string
  /** Set when the editor exists. */
  readonly editor: RefObject<EditorView | null>
  readonly onChange: () => void
}

/**
 * A text editor with undo, search and syntax colours. Later changes of `text` have no effect, because the editor keeps
 * its own text.
 */
export function CodeEditor({ name, label, text, editor, onChange }: CodeEditorProps) {
  const frame = useRef<HTMLDivElement>(null)
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })

  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    // In a shadow root, its styles need no style element. The content security policy of the page would refuse one.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const language = new Compartment()
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          search({ top: true }),
          syntaxHighlighting(classHighlighter),
          keymap.of([...searchKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => update.docChanged && changed.current()),
          language.of([]),
          editorLook,
        ],
      }),
    })
    editor.current = view
    view.focus()
    void colour(view, name, language)
    return () => {
      editor.current = null
      view.destroy()
    }
    // The editor keeps its own text.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- made once for each file, by its key
  }, [])

  return <div ref={frame} className="min-h-0 flex-1 overflow-hidden rounded-lg border border-line" />
}
