/** The keys of commands: the user's own keys, else those of the preset, else those of the command list. */
import { type CommandId, commandIds, commandList } from '../command-list.ts'
import { keyPresets } from './key-presets.ts'
import type { Settings } from './settings.ts'
import { properKey } from './proper-key.ts'

export type KeyChoices = Pick<Settings, 'keyPreset' | 'keys'>

export interface Keymap {
  /** The working keys of a command. The first one is displayed. */
  readonly keysOf: (id: CommandId) => readonly string[]
  readonly commandOf: (key: string) => CommandId | undefined
  readonly isOwn: (id: CommandId) => boolean
}

/**
 * Creates a keymap. A key that is assigned twice belongs to the command with the highest precedence: own keys, then the
 * preset, then the command list.
 */
export function createKeymap({ keyPreset, keys }: KeyChoices): Keymap {
  const preset = keyPresets[keyPreset]
  const byKey = new Map<string, CommandId>()
  const taken = new Map<CommandId, string[]>(commandIds.map((id) => [id, []]))
  const isOwn = (id: CommandId) => Object.hasOwn(keys, id)
  const isOfPreset = (id: CommandId) => Object.hasOwn(preset, id)

  function give(id: CommandId, wanted: readonly string[]) {
    for (const key of wanted.map(properKey)) {
      if (byKey.has(key)) continue
      byKey.set(key, id)
      taken.get(id)?.push(key)
    }
  }
  for (const id of commandIds) if (isOwn(id)) give(id, keys[id] ?? [])
  for (const id of commandIds) if (!isOwn(id) && isOfPreset(id)) give(id, preset[id] ?? [])
  for (const id of commandIds) if (!isOwn(id) && !isOfPreset(id)) give(id, commandList[id].keys)

  return { keysOf: (id) => taken.get(id) ?? [], commandOf: (key) => byKey.get(key), isOwn }
}

let last: { readonly choices: KeyChoices; readonly keymap: Keymap } | undefined

/** Returns the keymap of these settings, and the same object while they do not change. */
export function keymapOf(choices: KeyChoices): Keymap {
  const isSame = last && last.choices.keyPreset === choices.keyPreset && last.choices.keys === choices.keys
  if (!last || !isSame) last = { choices, keymap: createKeymap(choices) }
  return last.keymap
}
