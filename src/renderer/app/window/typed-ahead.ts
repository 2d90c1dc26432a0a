import type { WindowModel } from '../compose.ts'

const dialogSelector = '[role=dialog]'

/**
 * Keeps text that is typed while a dialog opens, and inserts it into the field that gets the focus. Other keys do nothing
 * until then: they were meant for the dialog, and must not change the files behind it. Returns its end.
 */
export function keepTypedAhead({ window: state }: Pick<WindowModel, 'window'>): () => void {
  let typed = ''
  let isOpening = false

  const leave = state.subscribe(({ dialog }, { dialog: before }) => {
    if (dialog.kind === before.kind) return
    typed = ''
    isOpening = dialog.kind !== 'none' && before.kind === 'none'
  })

  function onKeyDown(event: KeyboardEvent) {
    if (!isOpening || event.key === 'Escape') return
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) typed += event.key
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  function onFocusIn({ target }: FocusEvent) {
    if (!isOpening || !(target instanceof Element) || target.closest(dialogSelector) === null) return
    isOpening = false
    if (typed !== '' && target instanceof HTMLInputElement) insertText(target, typed)
    typed = ''
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
