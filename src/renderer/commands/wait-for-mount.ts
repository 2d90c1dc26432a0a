/** A command that depends on a mount that is still opening waits for it, until the user does something else. */
import type { StoreApi } from 'zustand/vanilla'
import { describeLocation } from '../../contract/location.ts'
import { nextTask } from '../../lib/flow/next-task.ts'
import { findMount, openMount, placeName } from '../features/mounts/mounts-store.ts'
import { text } from '../strings/text.ts'
import { activeTabOf, type CommandContext } from './command.ts'
import { sayUntil, type WindowState } from './window-state.ts'

/** Most mounts open before a user could read a message about waiting. */
const silentMs = 600

/** The function that ends the wait of each window. */
const waits = new WeakMap<StoreApi<WindowState>, () => void>()

/** Tells whether the capabilities of the mount are still unknown. */
export function isUnknown({ mounts }: CommandContext, mount: string): boolean {
  return findMount(mounts.state.getState(), mount)?.capabilities === undefined
}

/**
 * Calls `run` when the mount is open or could not be opened. Another key, a click or a change of folder ends the wait.
 */
export async function onceOpen(context: CommandContext, mount: string, run: () => void): Promise<void> {
  waits.get(context.window)?.()
  const leaving = new AbortController()
  const leave = () => leaving.abort()
  waits.set(context.window, leave)
  const before = placeOf(context)
  const saying = sayLater(context, mount)
  leaveByHand(leaving)
  try {
    await nextTask() // By then, the palette or menu that started the command has returned the focus.
    const focused = focusOf()
    await Promise.race([openMount(context.mounts, mount), aborted(leaving.signal)])
    const isElsewhere = placeOf(context) !== before || (focused !== undefined && focusOf() !== focused)
    if (leaving.signal.aborted || isElsewhere) return
  } finally {
    leave()
    saying.end()
    if (waits.get(context.window) === leave) waits.delete(context.window)
  }
  run()
}

/** Identifies the place where a command would run. In another place, it would have another effect. */
function placeOf(context: CommandContext): string {
  const { activeSide, dialog, menu } = context.window.getState()
  const { id, location } = activeTabOf(context)
  return JSON.stringify([activeSide, id, describeLocation(location), dialog.kind, menu.kind])
}

function focusOf(): Element | undefined {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body ? undefined : activeElement
}

function leaveByHand(leaving: AbortController): void {
  function onKey(event: KeyboardEvent) {
    if (modifiers.has(event.key)) return
    leaving.abort()
    if (event.key !== 'Escape') return
    // Escape ends the wait and has no other effect.
    event.preventDefault()
    event.stopPropagation()
  }
  const options = { capture: true, signal: leaving.signal }
  addEventListener('keydown', onKey, options)
  addEventListener('pointerdown', () => leaving.abort(), options)
}

const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'])

/** Shows a message about the wait if it takes long. */
function sayLater({ window, mounts }: CommandContext, mount: string) {
  let end: (() => void) | undefined
  const timer = setTimeout(() => {
    const name = placeName(mounts.state.getState(), mount)
    end = sayUntil(window, text('notice.waits-for-mount', { mount: name }))
  }, silentMs)
  return {
    end() {
      clearTimeout(timer)
      end?.()
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
