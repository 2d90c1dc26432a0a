import { useEffect } from 'react'
import { type CommandId, isCommandId } from '../../../contract/command-list.ts'
import { runCommand } from '../../commands/catalogue.ts'
import { keymapOf } from '../../../contract/settings/keymap.ts'
import { commandForKey } from '../../commands/keymap/command-for-key.ts'
import { dismissNewest } from '../../commands/window-state.ts'
import type { WindowModel } from '../compose.ts'
import { keepTypedAhead } from './typed-ahead.ts'

/** Runs commands by their keyboard shortcuts, and by the ids that the desktop's menu sends. */
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
    const leaveTypedAhead = keepTypedAhead(model)
    addEventListener('keydown', onKeyDown)
    addEventListener('message', onMessage)
    return () => {
      leaveTypedAhead()
      removeEventListener('keydown', onKeyDown)
      removeEventListener('message', onMessage)
    }
  }, [model])
}

/**
 * The browser handles the shortcuts of these commands if they cannot run. For example, the shortcut closes the browser
 * tab when only the last tab is left.
 */
const leavesToBrowser: ReadonlySet<string> = new Set(['tab.close'])

/**
 * The system's own clipboard shortcuts are left to the browser. They cause clipboard events, which can read and write
 * the clipboard without a permission prompt.
 */
function isSystemKey(id: CommandId, { key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  if (shiftKey || altKey || !(ctrlKey || metaKey)) return false
  return systemKeys[id] === key.toLowerCase()
}

const systemKeys: Readonly<Partial<Record<CommandId, string>>> = {
  'file.clip-copy': 'c',
  'file.clip-cut': 'x',
  'file.paste': 'v',
}

/** Dialogs and menus handle all keys themselves. */
function isInOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null
}

/** Escape moves the focus to the files from the parts around them, and also when the focused element was removed. */
function leadsBack(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return target === document.body
  return target.role !== 'grid' && target.closest('.dock, nav[data-mounts], header, [data-side]') !== null
}

function focusFiles({ elements, window: state }: WindowModel): void {
  state.setState(({ sidebar }) => ({ sidebar: { ...sidebar, isOverlaid: false } }))
  elements[state.getState().activeSide].grid.current?.focus()
}
