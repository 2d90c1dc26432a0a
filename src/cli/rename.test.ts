import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  mkdirSync(join(cli.cwd, 'shots'))
  for (const name of ['IMG_1.jpg', 'IMG_2.jpg', 'harbour 2.jpg']) writeFileSync(join(cli.cwd, 'shots', name), name)
})
afterEach(() => cli.close())

const there = () => readdirSync(join(cli.cwd, 'shots')).toSorted()
const both = ['shots/IMG_1.jpg', 'shots/IMG_2.jpg']

describe('rename', () => {
  it('renames many files', async () => {
    const { code } = await cli.run(['rename', ...both, '--find', 'IMG_', '--replace', 'boat {n:02}-'])
    expect(code).toBe(0)
    expect(there()).toEqual(['boat 01-1.jpg', 'boat 02-2.jpg', 'harbour 2.jpg'])
  })

  it('only previews with --dry-run', async () => {
    const { code, out } = await cli.run(['rename', ...both, '--replace', 'x{n}', '--dry-run', '--json'])
    expect(code).toBe(0)
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly to: string })
    expect(told.map(({ to }) => to)).toEqual(['x1.jpg', 'x2.jpg'])
    expect(there()).toContain('IMG_1.jpg')
  })

  it('renames nothing if a name already exists', async () => {
    const { code, out } = await cli.run(['rename', ...both, '--find', 'IMG_', '--replace', 'harbour '])
    expect(code).toBe(1)
    expect(out).toContain('harbour 2.jpg: the name exists')
    expect(there()).toEqual(['IMG_1.jpg', 'IMG_2.jpg', 'harbour 2.jpg'])
  })

  it('swaps names', async () => {
    const { code } = await cli.run(['rename', ...both, '--replace', 'IMG_{n}', '--start', '2', '--step', '-1'])
    expect(code).toBe(0)
    expect(readFileSync(join(cli.cwd, 'shots/IMG_1.jpg'), 'utf8')).toBe('IMG_2.jpg')
    expect(readFileSync(join(cli.cwd, 'shots/IMG_2.jpg'), 'utf8')).toBe('IMG_1.jpg')
  })

  it('reports an error in the rule', async () => {
    expect((await cli.run(['rename', ...both])).code).toBe(2)
    const { code, err } = await cli.run(['rename', ...both, '--regex', '--find', '(', '--replace', 'x'])
    expect(code).toBe(2)
    expect(err).toContain('regular expression')
    expect((await cli.run(['rename', 'shots/none', '--replace', 'x'])).code).toBe(4)
  })
})
