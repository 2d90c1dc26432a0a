import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../../contract/failure.ts'
import { readFile } from './read.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-in-place-')))
  for (const folder of ['open', 'closed']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'open/a.txt'), 'open')
  writeFileSync(join(root, 'closed/a.txt'), 'SECRET')
})
afterEach(() => rmSync(root, { recursive: true }))

async function read(path: string, options: { readonly isPlainWay?: true }): Promise<string> {
  const { signal } = new AbortController()
  try {
    return await new Response(await readFile(root, path, { ...options, signal })).text()
  } catch (error) {
    return failureOf(error).kind
  }
}

it('reads a file at its own path, and refuses to follow a symbolic link', async () => {
  symlinkSync('closed', join(root, 'link'))
  symlinkSync('a.txt', join(root, 'open/same.txt'))
  expect(await read('open/a.txt', { isPlainWay: true })).toBe('open')
  expect(await read('link/a.txt', {})).toBe('SECRET')
  expect(await read('link/a.txt', { isPlainWay: true })).toBe('outside')
  expect(await read('open/same.txt', { isPlainWay: true })).toBe('outside')
})

/** Replaces a folder by a symbolic link and restores it, as fast as it can. */
const swapping = `
const { renameSync, symlinkSync, unlinkSync } = require('node:fs')
const { workerData: { root, stop } } = require('node:worker_threads')
const halt = new Int32Array(stop)
while (Atomics.load(halt, 0) === 0) {
  renameSync(root + '/open', root + '/aside')
  symlinkSync('closed', root + '/open')
  unlinkSync(root + '/open')
  renameSync(root + '/aside', root + '/open')
}`

it('reads no other file while a folder is swapped with a symbolic link', async () => {
  const stop = new SharedArrayBuffer(4)
  const worker = new Worker(swapping, { eval: true, workerData: { root, stop } })
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  const given = new Set<string>()
  for (let round = 0; round < 100 || (round < 1000 && !given.has('open')); round += 1) {
    const texts = await Promise.all(Array.from({ length: 20 }, () => read('open/a.txt', { isPlainWay: true })))
    for (const text of texts) given.add(text)
  }
  Atomics.store(new Int32Array(stop), 0, 1)
  await ended
  expect(given).toContain('open')
  expect(given).not.toContain('SECRET')
})
