import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemCalls } from './system-calls.ts'

const calls = systemCalls()
let folder: string

beforeEach(() => (folder = fs.mkdtempSync(join(tmpdir(), 'portolan-calls-'))))
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

/** Without koffi everything uses the fallbacks, which have their own tests. */
describe.runIf(calls !== undefined)('system calls', () => {
  it('rename to a free name, and never replace', () => {
    fs.writeFileSync(at('a'), 'A')
    fs.writeFileSync(at('b'), 'B')
    fs.mkdirSync(at('empty'))
    expect(() => calls?.renameToFree(at('a'), at('b'))).toThrow('EEXIST')
    expect(() => calls?.renameToFree(at('empty'), at('b'))).toThrow('EEXIST')
    expect(() => calls?.renameToFree(at('gone'), at('c'))).toThrow('ENOENT')
    const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0x61, 0xff)])
    calls?.renameToFree(at('a'), odd)
    expect(fs.readFileSync(odd).toString()).toBe('A')
    expect(fs.readFileSync(at('b')).toString()).toBe('B')
    expect(fs.readdirSync(folder)).toHaveLength(3)
  })

  it('copy a range between files, and report if nothing was copied', async () => {
    fs.writeFileSync(at('source'), 'one two three')
    const source = fs.openSync(at('source'), 'r')
    const target = fs.openSync(at('target'), 'w+')
    expect(await calls?.copyRange(source, target, 4, 3)).toBe(3)
    expect(await calls?.copyRange(source, target, 8, 100)).toBe(5)
    expect(await calls?.copyRange(source, target, 13, 100)).toBe(0)
    expect(await calls?.copyRange(source, source, 0, 3)).toBe(0) // it is open for reading only
    expect(fs.readFileSync(at('target'), 'latin1')).toBe('\0\0\0\0two\0three')
    for (const file of [source, target]) fs.closeSync(file)
  })

  it('find the data between holes', () => {
    fs.writeFileSync(at('holes'), '')
    fs.truncateSync(at('holes'), 2 ** 40)
    const file = fs.openSync(at('holes'), 'r+')
    expect(calls?.nextData(file, 0)).toBeUndefined()
    fs.writeSync(file, 'x', 2 ** 32)
    expect(calls?.nextData(file, 0)).toBe(2 ** 32)
    expect(calls?.nextHole(file, 2 ** 32)).toBe(2 ** 32 + 4096)
    expect(calls?.nextData(file, 2 ** 32 + 4096)).toBeUndefined()
    calls?.flushFileSystem(file)
    fs.closeSync(file)
    expect(() => calls?.flushFileSystem(file)).toThrow('EBADF')
  })

  it('read and set extended attributes', () => {
    fs.writeFileSync(at('file'), '')
    const file = fs.openSync(at('file'), 'r+')
    expect(calls?.attributesOf(file)).toEqual([])
    calls?.setAttribute(file, 'user.origin', Buffer.of(1, 0, 255))
    calls?.setAttribute(file, 'user.empty', Buffer.of())
    expect(calls?.attributesOf(file).toSorted()).toEqual(['user.empty', 'user.origin'])
    expect(calls?.readAttribute(file, 'user.origin')).toEqual(Uint8Array.of(1, 0, 255))
    expect(calls?.readAttribute(file, 'user.empty')).toEqual(Uint8Array.of())
    expect(() => calls?.readAttribute(file, 'user.none')).toThrow('ENODATA')
    fs.closeSync(file)
  })
})
