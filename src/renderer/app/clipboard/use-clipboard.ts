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

/** Follows the system's copy, cut and paste while the files have the focus; elsewhere, and on selected text, they keep their meaning. */
export function useClipboard(model: WindowModel): void {
  useEffect(() => {
    let isMiddleClick = false
    const onButton = ({ type, button }: MouseEvent) => {
      if (type === 'mousedown') isMiddleClick = button === 1
      else setTimeout(() => (isMiddleClick = false)) // its paste comes before
    }
    const onCopy = (event: ClipboardEvent) => take(event, 'file.clip-copy')
    const onCut = (event: ClipboardEvent) => take(event, 'file.clip-cut')
    function take(event: ClipboardEvent, id: 'file.clip-copy' | 'file.clip-cut') {
      if (!isInFiles(event) || hasSelectedText()) return
      event.preventDefault()
      if (canRun(model, id)) writeClip(model, takeChosen(model, id === 'file.clip-cut'), event)
      else runCommand(model, id) // which says why not
    }
    function onPaste(event: ClipboardEvent) {
      if (!isInFiles(event) || !event.clipboardData) return
      event.preventDefault()
      if (isMiddleClick) return // it opens a tab; on Linux the system would paste what is selected somewhere
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
  // both at once: when the event is over, there is nothing in its items
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
