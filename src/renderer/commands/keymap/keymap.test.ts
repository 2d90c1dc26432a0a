import { describe, expect, test } from 'vitest'
import { type CommandId, commandIds, commandList } from '../../../contract/command-list.ts'
import { keyPresets } from '../../../contract/settings/key-presets.ts'
import { movedPosition } from '../../ui/virtual-list/movement.ts'
import type { KeyPress } from '../keys.ts'
import { createKeymap } from '../../../contract/settings/keymap.ts'
import { commandForKey } from './command-for-key.ts'
import { isBrowserKey, properKey, whyNoKey } from '../../../contract/settings/proper-key.ts'
import { takenBack, withKeys, withoutKeys } from './remap.ts'

const standard = { keyPreset: 'portolan', keys: {} } as const
const inFiles = { inFiles: true, isTyping: false }

/** Converts a key in the notation of the command list to a key press. */
function press(key: string): KeyPress {
  const parts = key.split(/\+(?=.)/)
  const name = parts.at(-1) ?? ''
  return {
    key: name === 'Space' ? ' ' : name,
    ctrlKey: parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
    metaKey: false,
  }
}

/** The shortcuts of the product design, in its order, as far as commands exist for them. */
const designed: readonly (readonly [string, CommandId])[] = [
  ['Tab', 'go.other-pane'],
  ['Enter', 'file.open'],
  ['Backspace', 'go.up'],
  ['Alt+ArrowUp', 'go.up'],
  ['Alt+ArrowLeft', 'go.back'],
  ['Alt+ArrowRight', 'go.forward'],
  ['Insert', 'select.mark'],
  ['Ctrl+A', 'select.all'],
  ['*', 'select.invert'],
  ['+', 'select.add-pattern'],
  ['-', 'select.remove-pattern'],
  ['F2', 'file.rename'],
  ['F5', 'file.copy'],
  ['F6', 'file.move'],
  ['F7', 'file.new-folder'],
  ['F8', 'file.delete'],
  ['Delete', 'file.delete'],
  ['Ctrl+L', 'go.location'],
  ['Ctrl+T', 'tab.new'],
  ['Ctrl+W', 'tab.close'],
  ['Ctrl+K', 'go.palette'],
  ['Ctrl+I', 'view.inspector'],
  ['Ctrl+\\', 'go.same-folder'],
  ['Ctrl+U', 'go.swap'],
  ['F1', 'help.shortcuts'],
]

test.each(designed)('%s runs %s', (key, id) => {
  expect(commandForKey(createKeymap(standard), press(key), inFiles)).toBe(id)
})

test.each(['ArrowUp', 'ArrowDown', 'Home', 'End'])('%s moves in the list and runs no command', (key) => {
  expect(movedPosition(key, 3, { count: 9, pageRows: 4 })).not.toBe(undefined)
  expect(createKeymap(standard).commandOf(key)).toBeUndefined()
})

describe.each(['portolan', 'commander'] as const)('preset %s', (keyPreset) => {
  const keymap = createKeymap({ keyPreset, keys: {} })

  test('assigns the keys it lists, each to one command', () => {
    for (const [id, keys] of Object.entries(keyPresets[keyPreset])) expect(keymap.keysOf(id as CommandId)).toEqual(keys)
    const all = commandIds.flatMap((id) => keymap.keysOf(id))
    expect(all).toEqual([...new Set(all)])
  })

  test('leaves no command without keys, except the download in the commander preset', () => {
    const without = commandIds.filter((id) => commandList[id].keys.length > 0 && keymap.keysOf(id).length === 0)
    expect(without).toEqual(keyPreset === 'commander' ? ['file.download'] : [])
  })

  test('assigns no key that moves in a list or begins a name', () => {
    const keys = commandIds.flatMap((id) => keymap.keysOf(id))
    expect(keys.filter((key) => whyNoKey(key) !== undefined)).toEqual([])
  })
})

test('a custom key replaces the command that had it, which keeps its other keys', () => {
  const keymap = createKeymap({ ...standard, keys: { 'file.copy': ['F8', 'ctrl+shift+k'] } })
  expect(keymap.keysOf('file.copy')).toEqual(['F8', 'Ctrl+Shift+K'])
  expect(keymap.commandOf('F8')).toBe('file.copy')
  expect(keymap.commandOf('F5')).toBeUndefined()
  expect(keymap.keysOf('file.delete')).toEqual(['Delete'])
})

test('a custom key of a file list command works only in the file list', () => {
  const keymap = createKeymap({ ...standard, keys: { 'file.delete': ['Ctrl+Backspace'] } })
  expect(commandForKey(keymap, press('Ctrl+Backspace'), inFiles)).toBe('file.delete')
  expect(commandForKey(keymap, press('Ctrl+Backspace'), { inFiles: false, isTyping: true })).toBeUndefined()
})

test('taking over a key records the remaining keys of the other command; resetting both restores the preset', () => {
  const keys = withKeys(standard, 'file.rename', ['F6'])
  expect(keys).toEqual({ 'file.rename': ['F6'], 'file.move': [] })
  const first = withoutKeys({ ...standard, keys }, 'file.rename')
  expect(createKeymap({ ...standard, keys: first }).keysOf('file.rename')).toEqual(['F2'])
  expect(withoutKeys({ ...standard, keys: first }, 'file.move')).toEqual({})
})

test('resetting a command restores its keys, even one that another command took over', () => {
  const keys = withKeys(standard, 'view.refresh', ['F5', 'F9'])
  expect(createKeymap({ ...standard, keys }).keysOf('file.copy')).toEqual([])
  expect(takenBack({ ...standard, keys }, 'file.copy')).toEqual([{ key: 'F5', from: 'view.refresh' }])
  const reset = withoutKeys({ ...standard, keys }, 'file.copy')
  expect(reset).toEqual({ 'view.refresh': ['F9'] })
  expect(createKeymap({ ...standard, keys: reset }).keysOf('file.copy')).toEqual(['F5'])
  expect(takenBack({ ...standard, keys: reset }, 'file.copy')).toEqual([])
})

test('does not store keys that equal the preset', () => {
  expect(withKeys(standard, 'file.copy', ['F5'])).toEqual({})
  const commander = { keyPreset: 'commander', keys: { 'file.rename': ['F9'] } } as const
  expect(withKeys(commander, 'file.rename', ['Shift+F6', 'F2'])).toEqual({})
})

test.each([
  ['shift+ctrl+k', 'Ctrl+Shift+K'],
  ['ctrl++', 'Ctrl++'],
  ['+', '+'],
  ['f5', 'F5'],
  ['Cmd+Alt+del', 'Ctrl+Alt+Delete'],
  ['alt+up', 'Alt+ArrowUp'],
  ['space', 'Space'],
])('normalizes %s to %s', (typed, key) => {
  expect(properKey(typed)).toBe(key)
})

test('refuses letters and cursor keys for commands, and marks keys that browsers reserve', () => {
  expect(['k', 'K', 'Shift+K', '7', 'ArrowUp', 'Shift+End', 'F9', 'Ctrl+K', '/'].map(whyNoKey)).toEqual([
    'letter',
    'letter',
    'letter',
    'letter',
    'moves',
    'moves',
    undefined,
    undefined,
    undefined,
  ])
  expect(['Ctrl+T', 'Ctrl+W', 'Ctrl+N', 'Ctrl+K'].map(isBrowserKey)).toEqual([true, true, true, false])
})
