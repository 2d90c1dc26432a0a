/** Changes the user's own shortcuts. Each function returns the new value of the setting `keys`. */
import type { CommandId } from '../../../contract/command-list.ts'
import { createKeymap, type KeyChoices } from '../../../contract/settings/keymap.ts'

type OwnKeys = KeyChoices['keys']

/**
 * Assigns shortcuts to a command. If another command has one of them, it loses it, and its remaining shortcuts are
 * stored.
 */
export function withKeys(choices: KeyChoices, id: CommandId, keys: readonly string[]): OwnKeys {
  const before = createKeymap(choices)
  const next: Record<string, readonly string[]> = { ...choices.keys, [id]: [...new Set(keys)] }
  for (const key of keys) {
    const other = before.commandOf(key)
    if (other !== undefined && other !== id) {
      next[other] = (next[other] ?? before.keysOf(other)).filter((each) => each !== key)
    }
  }
  return withoutStandard(choices, next)
}

/** Resets a command to the shortcuts of the preset. If another command was given one of them, it loses it. */
export function withoutKeys({ keyPreset, keys }: KeyChoices, id: CommandId): OwnKeys {
  const { [id]: _, ...rest } = keys
  return withKeys({ keyPreset, keys: rest }, id, createKeymap({ keyPreset, keys: {} }).keysOf(id))
}

/** Returns the shortcuts that `withoutKeys` would take from other commands, and from which. */
export function takenBack(
  choices: KeyChoices,
  id: CommandId,
): readonly { readonly key: string; readonly from: CommandId }[] {
  const now = createKeymap(choices)
  return createKeymap({ keyPreset: choices.keyPreset, keys: {} })
    .keysOf(id)
    .flatMap((key) => {
      const from = now.commandOf(key)
      return from === undefined || from === id ? [] : [{ key, from }]
    })
}

/** Removes the entries that equal the preset, because they need not be stored. */
function withoutStandard({ keyPreset }: KeyChoices, keys: OwnKeys): OwnKeys {
  const standard = createKeymap({ keyPreset, keys: {} })
  return Object.fromEntries(
    Object.entries(keys).filter(([id, own]) => own.join(' ') !== standard.keysOf(id as CommandId).join(' ')),
  )
}
