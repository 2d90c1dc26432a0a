import { expect, test } from 'vitest'
import { commandIds, commandList } from '../../contract/command-list.ts'
import { createKeymap } from '../../contract/settings/keymap.ts'
import { commandForKey as commandIn } from './keymap/command-for-key.ts'
import { keyLabel, keyName, type KeyPress } from './keys.ts'

const standard = createKeymap({ keyPreset: 'portolan', keys: {} })
const commandForKey = (pressed: KeyPress, where: { inFiles: boolean; isTyping: boolean }) =>
  commandIn(standard, pressed, where)

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
}

test('no key belongs to two commands', () => {
  const keys = commandIds.flatMap((id): readonly string[] => commandList[id].keys)
  expect(keys).toEqual([...new Set(keys)])
})

test('names pressed keys as the list of commands writes them', () => {
  expect(keyName(press('k', { ctrlKey: true }))).toBe('Ctrl+K')
  expect(keyName(press('k', { metaKey: true }))).toBe('Ctrl+K')
  expect(keyName(press('Delete', { shiftKey: true }))).toBe('Shift+Delete')
  expect(keyName(press('*', { shiftKey: true }))).toBe('*')
  expect(keyName(press(' ', { ctrlKey: true }))).toBe('Ctrl+Space')
  expect(keyName(press('\\', { ctrlKey: true }))).toBe('Ctrl+\\')
})

test('keys of the file list do not run commands in a text field', () => {
  expect(commandForKey(press('Delete'), { inFiles: true, isTyping: false })).toBe('file.delete')
  expect(commandForKey(press('Delete'), { inFiles: false, isTyping: true })).toBeUndefined()
  expect(commandForKey(press('F7'), { inFiles: false, isTyping: true })).toBe('file.new-folder')
})

test('undo works from everywhere, except in a text field, which has its own', () => {
  const undo = press('z', { ctrlKey: true })
  expect(commandForKey(undo, { inFiles: true, isTyping: false })).toBe('transfer.undo')
  expect(commandForKey(undo, { inFiles: false, isTyping: false })).toBe('transfer.undo')
  expect(commandForKey(undo, { inFiles: false, isTyping: true })).toBeUndefined()
})

test('labels show keys as people write them', () => {
  expect(keyLabel('Ctrl+Shift+ArrowUp')).toBe('Ctrl Shift ↑')
  expect(keyLabel('+')).toBe('+')
})
