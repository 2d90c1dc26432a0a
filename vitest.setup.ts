import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { en } from './src/renderer/strings/en/en.ts'
import { addTexts } from './src/renderer/strings/text.ts'

addTexts(en)

// a test that prints is a test whose output nobody reads: what it prints must be expected
const methods = ['debug', 'error', 'info', 'log', 'warn'] as const

beforeEach(() => {
  for (const method of methods) vi.spyOn(console, method).mockImplementation(() => {})
})

afterEach(() => {
  const printed = methods.flatMap((method) => vi.mocked(console[method]).mock.calls)
  vi.restoreAllMocks()
  expect(printed, 'unexpected console output').toEqual([])
})

// a suite gives back what it took: files and folders watched, threads, processes, sockets
const owned = /^(FSEvent|FSReq|Worker|MessagePort|TCP|Process|Pipe|FileHandle|DirHandle)/
let before: string[] = []

beforeAll(() => {
  before = held()
})

afterAll(async () => {
  await vi.waitFor(() => expect(beyond(before), 'resources left open').toEqual([]), { timeout: 5000, interval: 50 })
})

/** What is held now and was not before. Something that was under way at the start, such as reading a file, may have ended. */
function beyond(earlier: readonly string[]): string[] {
  const rest = [...earlier]
  return held().filter((name) => {
    const at = rest.indexOf(name)
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
}

function held(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => owned.test(name))
    .toSorted()
}
