import { keymapOf } from '../../../contract/settings/keymap.ts'
import { activeTabOf } from '../../commands/command.ts'
import { keyLabel } from '../../commands/keys.ts'
import { say } from '../../commands/window-state.ts'
import { clipText } from '../../features/clipboard/clip-text.ts'
import { type Clip, hold } from '../../features/clipboard/clipboard.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { chosenEntries } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import type { ClipUser } from './clip-user.ts'
import { pasteClip, pasteForeign } from './paste.ts'

/** The type on the system clipboard that tells the windows of one Portolan which clip is there. */
export const clipType = 'application/x-portolan-locations+json'

/** Runs a clipboard action of a menu, or of a key that is not the system's own. */
export function clip(model: ClipUser, what: 'copy' | 'cut' | 'paste'): void {
  if (what === 'paste') return void pasteFromMenu(model)
  const taken = takeChosen(model, what === 'cut')
  // The event gives access to the clipboard at once and needs no permission.
  const write = (event: ClipboardEvent) => writeClip(model, taken, event)
  addEventListener('copy', write, { capture: true, once: true })
  const isWritten = document.execCommand('copy')
  removeEventListener('copy', write, { capture: true })
  if (!isWritten) say(model.window, text('clipboard.not-written'))
}

/** Stores the selected entries for a later paste, and shows a message. */
export function takeChosen(model: ClipUser, isCut: boolean): Clip {
  const { sources } = chosenEntries(activeTabOf(model))
  const taken: Clip = { id: crypto.randomUUID(), sources, isCut }
  hold(model.clipboard, taken)
  const [first] = chosenEntries(activeTabOf(model)).entries
  const values = { count: sources.length, name: first?.name ?? '', key: pasteKey(model) }
  say(model.window, text(isCut ? 'clipboard.cut' : 'clipboard.copied', values))
  return taken
}

export function writeClip(model: ClipUser, { id, sources }: Clip, event: ClipboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
  event.clipboardData?.setData('text/plain', plainText(model, sources))
  event.clipboardData?.setData(clipType, JSON.stringify({ id }))
}

function plainText(model: ClipUser, sources: Clip['sources']): string {
  const mounts = model.mounts.state.getState()
  const locations = sources.map(({ location }) => location)
  return clipText(locations, (name) => findMount(mounts, name))
}

/**
 * A menu can read only text, and only if the browser allows it. A clip from Portolan is known without reading the
 * clipboard.
 */
async function pasteFromMenu(model: ClipUser): Promise<void> {
  const { clip: held } = model.clipboard.state.getState()
  const found = await navigator.clipboard.readText().catch(() => undefined)
  if (held && (found === undefined || found === plainText(model, held.sources))) return pasteClip(model, held)
  if (found === undefined) return say(model.window, text('clipboard.use-keys', { key: pasteKey(model) }))
  return pasteForeign(model, { text: found, files: [], entries: [] })
}

function pasteKey(model: ClipUser): string {
  return keymapOf(model.preferences.getState()).keysOf('file.paste').slice(0, 1).map(keyLabel).join('')
}
