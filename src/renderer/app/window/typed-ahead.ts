import type { WindowModel } from '../compose.ts'

const dialogSelector = '[role=dialog]'

const movements = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'])

/**
 * Keeps the text and the movements that are typed while a dialog opens, and gives them to the element that gets the
 * focus. All other keys are dropped: they must not change the files behind the dialog, nor answer it unseen. Returns its
 * end.
 */
export function keepTypedAhead({ window: state }: Pick<WindowModel, 'window'>): () => void {
  let typed: KeyboardEvent[] = []
  let isOpening = false

  const leave = state.subscribe(({ dialog }, { dialog: before }) => {
    if (dialog.kind === before.kind) return
    typed = []
    isOpening = dialog.kind !== 'none' && before.kind === 'none'
  })

  function onKeyDown(event: KeyboardEvent) {
    if (!isOpening) return
    // The dialog can't be closed by itself yet, for example while its code can't be loaded.
    if (event.key === 'Escape') state.setState({ dialog: { kind: 'none' } })
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (isPlain && (event.key.length === 1 || movements.has(event.key))) typed.push(event)
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  function onFocusIn({ target }: FocusEvent) {
    if (!isOpening || !(target instanceof Element) || target.closest(dialogSelector) === null) return
    isOpening = false
    for (const event of typed) {
      if (movements.has(event.key)) target.dispatchEvent(new KeyboardEvent('keydown', event))
      else if (target instanceof HTMLInputElement) insertText(target, event.key)
    }
    typed = []
  }

  addEventListener('keydown', onKeyDown, { capture: true })
  addEventListener('focusin', onFocusIn)
  return () => {
    leave()
    removeEventListener('keydown', onKeyDown, { capture: true })
    removeEventListener('focusin', onFocusIn)
  }
}

/** Replaces the selection, as typing does. Only text fields have a selection. */
function insertText(field: HTMLInputElement, text: string): void {
  const { selectionStart: start, selectionEnd: end } = field
  if (start === null || end === null) return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }))
}
