import { useEffect } from 'react'
import { canRun, runCommand } from '../../commands/catalogue.ts'
import { activeTabOf } from '../../commands/command.ts'
import { say } from '../../commands/window-state.ts'
import { canWriteTo } from '../../features/mounts/mounts-store.ts'
import { entriesOf } from '../../features/dropped/find-entry.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { clipType, takeChosen, writeClip } from './clip.ts'
import { pasteClip, pasteForeign } from './paste.ts'

/**
 * Handles the system's copy, cut and paste while the file list has the focus. In other places, and for selected text,
 * the browser's default behaviour stays.
 */
export function useClipboard(model: WindowModel): void {
  useEffect(() => {
    let isMiddleClick = false
    const onButton = ({ type, button }: MouseEvent) => {
      if (type === 'mousedown') isMiddleClick = button === 1
      else setTimeout(() => (isMiddleClick = false)) // The paste event comes before this timer.
    }
    const onCopy = (event: ClipboardEvent) => take(event, 'file.clip-copy')
    const onCut = (event: ClipboardEvent) => take(event, 'file.clip-cut')
    function take(event: ClipboardEvent, id: 'file.clip-copy' | 'file.clip-cut') {
      if (!isInFiles(event) || hasSelectedText()) return
      event.preventDefault()
      if (canRun(model, id)) writeClip(model, takeChosen(model, id === 'file.clip-cut'), event)
      else runCommand(model, id) // The command shows why it cannot run.
    }
    function onPaste(event: ClipboardEvent) {
      if (!isInFiles(event) || !event.clipboardData) return
      event.preventDefault()
      // A middle click opens a tab. On Linux, the system would also paste the text that is selected somewhere.
      if (isMiddleClick) return
      if (canWriteTo(model.mounts.state.getState(), activeTabOf(model).location.mount))
        paste(model, event.clipboardData)
      else runCommand(model, 'file.paste')
    }
    addEventListener('copy', onCopy)
    addEventListener('cut', onCut)
    addEventListener('paste', onPaste)
    addEventListener('mousedown', onButton, true)
    addEventListener('auxclick', onButton, true)
    return () => {
      removeEventListener('mousedown', onButton, true)
      removeEventListener('auxclick', onButton, true)
      removeEventListener('copy', onCopy)
      removeEventListener('cut', onCut)
      removeEventListener('paste', onPaste)
    }
  }, [model])
}

function paste(model: WindowModel, data: DataTransfer): void {
  const ours = data.getData(clipType)
  const { clip } = model.clipboard.state.getState()
  if (ours !== '') {
    if (clip && ours === JSON.stringify({ id: clip.id })) return void pasteClip(model, clip)
    return say(model.window, text('clipboard.gone'))
  }
  // Both are read at once, because the items are empty after the event.
  const pasted = { text: data.getData('text/plain'), files: [...data.files], entries: entriesOf(data.items) }
  void pasteForeign(model, pasted)
}

function isInFiles({ target }: ClipboardEvent): boolean {
  const focused = document.activeElement
  return focused?.role === 'grid' && (target === document.body || (target instanceof Node && focused.contains(target)))
}

function hasSelectedText(): boolean {
  return (document.getSelection()?.toString() ?? '') !== ''
}
