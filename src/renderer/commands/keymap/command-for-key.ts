import { type CommandId, commandList } from '../../../contract/command-list.ts'
import type { Keymap } from '../../../contract/settings/keymap.ts'
import { type KeyPress, keyName } from '../keys.ts'

/** Returns the command of a key, depending on whether a file list has the focus. */
export function commandForKey(
  keymap: Keymap,
  press: KeyPress,
  { inFiles, isTyping }: { readonly inFiles: boolean; readonly isTyping: boolean },
): CommandId | undefined {
  const id = keymap.commandOf(keyName(press))
  if (!id) return undefined
  const { scope } = commandList[id]
  if (scope === 'files') return inFiles ? id : undefined
  if (scope === 'outside-text') return isTyping ? undefined : id
  // Shortcuts such as Ctrl+C keep their meaning in a text field.
  const isPlain = !press.ctrlKey && !press.metaKey && !press.altKey && press.key.length === 1
  return isTyping && isPlain ? undefined : id
}
