/** Changes to the user's own keys, as what the setting `keys` becomes. */
import type { CommandId } from '../../../contract/command-list.ts'
import { createKeymap, type KeyChoices } from '../../../contract/settings/keymap.ts'

type OwnKeys = KeyChoices['keys']

/** Gives a command these keys. One that another command had is taken from it, with what is left to that written down. */
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

/** The command has the keys of the preset again. One that another command was given is taken back from it. */
export function withoutKeys({ keyPreset, keys }: KeyChoices, id: CommandId): OwnKeys {
  const { [id]: _, ...rest } = keys
  return withKeys({ keyPreset, keys: rest }, id, createKeymap({ keyPreset, keys: {} }).keysOf(id))
}

/** The keys that `withoutKeys` would take back, and from which command. */
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

/** What is the same as without it need not be written. */
function withoutStandard({ keyPreset }: KeyChoices, keys: OwnKeys): OwnKeys {
  const standard = createKeymap({ keyPreset, keys: {} })
  return Object.fromEntries(
    Object.entries(keys).filter(([id, own]) => own.join(' ') !== standard.keysOf(id as CommandId).join(' ')),
  )
}
