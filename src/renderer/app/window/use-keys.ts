import { useEffect } from 'react'
import { type CommandId, isCommandId } from '../../../contract/command-list.ts'
import { runCommand } from '../../commands/catalogue.ts'
import { keymapOf } from '../../../contract/settings/keymap.ts'
import { commandForKey } from '../../commands/keymap/command-for-key.ts'
import { dismissNewest } from '../../commands/window-state.ts'
import type { WindowModel } from '../compose.ts'

/** Runs commands by their keys, and by their ids from the desktop's menu. */
export function useKeys(model: WindowModel): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || isInOverlay(event.target)) return
      if (event.key === 'Escape' && leadsBack(event.target)) return focusFiles(model)
      const id = commandForKey(keymapOf(model.preferences.getState()), event, {
        inFiles: event.target instanceof Element && event.target.role === 'grid',
        isTyping: event.target instanceof HTMLInputElement,
      })
      if (!id) return event.key === 'Escape' && dismissNewest(model.window) ? event.preventDefault() : undefined
      if (isSystemKey(id, event)) return
      if (runCommand(model, id) || !leavesToBrowser.has(id)) event.preventDefault()
    }
    function onMessage(event: MessageEvent<{ readonly type?: unknown; readonly id?: unknown } | null>) {
      if (event.source !== window || event.data?.type !== 'portolan-command') return
      if (isCommandId(event.data.id) && model.window.getState().dialog.kind === 'none') runCommand(model, event.data.id)
    }
    addEventListener('keydown', onKeyDown)
    addEventListener('message', onMessage)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener('message', onMessage)
    }
  }, [model])
}

/** Keys that a browser may have when there is nothing for us to do with them: the last tab is closed by it. */
const leavesToBrowser: ReadonlySet<string> = new Set(['tab.close'])

/** The system's own keys for the clipboard lead to its events, which alone may read and write it without being asked. */
function isSystemKey(id: CommandId, { key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  if (shiftKey || altKey || !(ctrlKey || metaKey)) return false
  return systemKeys[id] === key.toLowerCase()
}

const systemKeys: Readonly<Partial<Record<CommandId, string>>> = {
  'file.clip-copy': 'c',
  'file.clip-cut': 'x',
  'file.paste': 'v',
}

/** Dialogs and menus have all keys to themselves. */
function isInOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null
}

/** Escape leads back to the files from all that is around them, and when what had the focus is gone. */
function leadsBack(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return target === document.body
  return target.role !== 'grid' && target.closest('.dock, nav[data-mounts], header, [data-side]') !== null
}

function focusFiles({ elements, window: state }: WindowModel): void {
  state.setState(({ sidebar }) => ({ sidebar: { ...sidebar, isOverlaid: false } }))
  elements[state.getState().activeSide].grid.current?.focus()
}
