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

test('keys are named as the list writes them', () => {
  expect(keyName(press('k', { ctrlKey: true }))).toBe('Ctrl+K')
  expect(keyName(press('k', { metaKey: true }))).toBe('Ctrl+K')
  expect(keyName(press('Delete', { shiftKey: true }))).toBe('Shift+Delete')
  expect(keyName(press('*', { shiftKey: true }))).toBe('*')
  expect(keyName(press(' ', { ctrlKey: true }))).toBe('Ctrl+Space')
  expect(keyName(press('\\', { ctrlKey: true }))).toBe('Ctrl+\\')
})

test('a file list has keys of its own that can be typed elsewhere', () => {
  expect(commandForKey(press('Delete'), { inFiles: true, isTyping: false })).toBe('file.delete')
  expect(commandForKey(press('Delete'), { inFiles: false, isTyping: true })).toBeUndefined()
  expect(commandForKey(press('F7'), { inFiles: false, isTyping: true })).toBe('file.new-folder')
})

test('a transfer is undone from wherever the focus is, but a text field has its own undo', () => {
  const undo = press('z', { ctrlKey: true })
  expect(commandForKey(undo, { inFiles: true, isTyping: false })).toBe('transfer.undo')
  expect(commandForKey(undo, { inFiles: false, isTyping: false })).toBe('transfer.undo')
  expect(commandForKey(undo, { inFiles: false, isTyping: true })).toBeUndefined()
})

test('keys read as people write them', () => {
  expect(keyLabel('Ctrl+Shift+ArrowUp')).toBe('Ctrl Shift ↑')
  expect(keyLabel('+')).toBe('+')
})
