import { expect, test } from 'vitest'
import { formatLength } from '../media-viewer.tsx'
import { highlight } from './highlight.ts'
import { chunksOf } from './text-view.tsx'

const classesIn = async (name: string, code: string) =>
  (await highlight(name, code))?.flat().flatMap(({ classes }) => (classes === '' ? [] : [classes])) ?? []

test('detects the language by the file name, with or without an extension', async () => {
  expect(await classesIn('a.ts', 'const a = 1')).toContain('tok-keyword')
  expect(await classesIn('a.py', 'def a(): pass')).toContain('tok-keyword')
  expect(await classesIn('Dockerfile', 'FROM debian')).not.toEqual([])
  expect(await classesIn('.bashrc', 'if true; then echo; fi')).toContain('tok-keyword')
  expect(await highlight('a.unknown', 'x')).toBeUndefined()
})

test('highlighting keeps every character of the code', async () => {
  const code = 'const a = `x\n${1}`\n\n// end'
  const lines = (await highlight('a.js', code)) ?? []
  expect(lines.map((line) => line.map(({ text }) => text).join('')).join('\n')).toBe(code)
})

test('splits a text into chunks of whole lines, highlighted ones first', () => {
  const text = Array.from({ length: 450 }, (_, at) => `line ${at}`).join('\n')
  const chunks = chunksOf(text, [[{ text: 'line 0', classes: 'tok-keyword' }]])
  expect(chunks).toHaveLength(4)
  expect(chunks.slice(1).map(String).join('')).toBe(`${text.slice('line 0\n'.length)}\n`)
})

test('formats a duration as on a media player', () => {
  expect([0, 65, 3723].map(formatLength)).toEqual(['0:00', '1:05', '1:02:03'])
  expect(formatLength(Number.POSITIVE_INFINITY)).toBe(false)
})
