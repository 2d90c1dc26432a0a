import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stepOfArrow } from './direction.ts'

test('arrow keys follow the reading direction', () => {
  expect([stepOfArrow('ArrowRight', false), stepOfArrow('ArrowLeft', false)]).toEqual([1, -1])
  expect([stepOfArrow('ArrowRight', true), stepOfArrow('ArrowLeft', true)]).toEqual([-1, 1])
  expect(stepOfArrow('ArrowUp', true)).toBeUndefined()
})

// Centred elements (left-1/2) and elements that follow the pointer are the same in both directions.
const physical =
  /(?<=[\s"'`:])-?(?:[mp][lr]-[\d[a]|(?:border|rounded)-[lr](?=[\s"'`])|text-(?:left|right)(?=[\s"'`])|(?:left|right)-(?!1\/2)[\d[])/
const physicalRule = /^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right|text-align: (?:left|right))\b/
const followsPointer = ['drag-ghost.tsx']

test('styles use logical sides only, so that a right-to-left window is mirrored', () => {
  const folder = join(import.meta.dirname, '..')
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx|css)$/.test(name) && !followsPointer.some((file) => name.endsWith(file)))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => (name.endsWith('.css') ? physicalRule : physical).test(line))
        .map((line) => `${name}: ${line.trim()}`),
    )
  expect(found).toEqual([])
})
