import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import type { PairDraft } from '../../../contract/sync/pairs.ts'
import { openPairStore, type PairStore } from './pair-store.ts'

const hourMs = 3600_000
const us = `${hostname()}/${process.pid}/here`
/** No process has this process id. */
const gone = `${hostname()}/4194999/gone`

let folder: string
let now: number
let open: PairStore[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-pairs-'))
  now = 1_700_000_000_000
  open = []
})
afterEach(() => {
  for (const each of open) each.close()
  rmSync(folder, { recursive: true, force: true })
})

function opened(owner = us): PairStore {
  const store = openPairStore(folder, owner, () => now)
  open.push(store)
  return store
}
function draft(name: string, schedule: PairDraft['schedule'] = { everyMs: hourMs }): PairDraft {
  return {
    name,
    schedule,
    settings: {
      left: { mount: 'Home', path: 'Photos' },
      right: { mount: 'reports', path: 'photos' },
      mode: 'two-way',
      onConflict: 'keep-both',
      by: 'size-and-time',
      deleted: 'trash',
    },
  }
}
const kindOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return failureOf(error).kind
  }
  return 'nothing failed'
}

it('keeps pairs by name, with their settings, after a restart', () => {
  const store = opened()
  store.save(draft('Photos'))
  store.save(draft('Archive', {}))
  store.close()
  const [archive, photos] = opened().list()
  expect(archive).toMatchObject({ name: 'Archive', schedule: {}, isPaused: false })
  expect(archive).not.toHaveProperty('nextMs')
  expect(photos).toEqual({ ...draft('Photos'), isPaused: false, nextMs: now + hourMs })
})

it('refuses a taken name, and renames a pair with its history', () => {
  const store = opened()
  store.save(draft('Photos'))
  store.save(draft('Archive'))
  expect(kindOf(() => store.save(draft('Photos')))).toBe('exists')
  expect(kindOf(() => store.save(draft('Archive'), 'Photos'))).toBe('exists')
  const { run } = store.begin('Photos', 'person')
  store.runs.note(run.id, { outcome: 'done' })
  store.setPaused('Photos', true)
  store.save(draft('Pictures'), 'Photos')
  expect(store.list().map(({ name }) => name)).toEqual(['Archive', 'Pictures'])
  expect(store.get('Pictures')).toMatchObject({ isPaused: true, last: { id: run.id, outcome: 'done' } })
  expect(kindOf(() => store.get('Photos'))).toBe('not-found')
})

it('starts no run of a pair while another program runs it', () => {
  const [store, other] = [opened(), opened(`${us}2`)]
  store.save(draft('Photos'))
  const { run } = store.begin('Photos', 'person')
  expect(kindOf(() => other.begin('Photos', 'person'))).toBe('busy')
  now += 2 * hourMs
  expect(other.beginDue('Photos')).toBeUndefined()
  expect(kindOf(() => store.remove('Photos'))).toBe('busy')
  expect(kindOf(() => store.save(draft('Photos', {}), 'Photos'))).toBe('busy')
  store.runs.note(run.id, { outcome: 'nothing' })
  expect(other.beginDue('Photos')).toMatchObject({ run: { begunBy: 'interval', startedMs: now } })
})

it('starts a due run once, and schedules the next one from its start', () => {
  const [store, other] = [opened(), opened(`${us}2`)]
  store.save(draft('Photos'))
  expect(store.beginDue('Photos')).toBeUndefined()
  now += hourMs
  store.setPaused('Photos', true)
  expect(store.beginDue('Photos')).toBeUndefined()
  store.setPaused('Photos', false)
  const begun = store.beginDue('Photos')
  store.runs.note(begun?.run.id ?? 0, { outcome: 'done' })
  expect(other.beginDue('Photos')).toBeUndefined()
  expect(other.get('Photos').nextMs).toBe(now + hourMs)
})

it('takes over the runs of programs that have ended, and no others', () => {
  const left = opened(gone)
  left.save(draft('Photos'))
  left.save(draft('Archive'))
  left.begin('Photos', 'person')
  const [store, other] = [opened(), opened(`${us}2`)]
  other.begin('Archive', 'person')
  now += 1000
  expect(store.runs.takeOver().map(({ pair }) => pair)).toEqual(['Photos'])
  expect(store.runs.takeOver()).toEqual([])
})

it('updates a run, and lists runs newest first, in pages', () => {
  const store = opened()
  store.save(draft('Photos'))
  const ids: number[] = []
  for (let each = 0; each < 5; each += 1) {
    const { run } = store.begin('Photos', 'person')
    ids.unshift(run.id)
    store.runs.note(run.id, { plan: `plan ${each}` })
    store.runs.note(run.id, { transfer: each + 1, bytesCopied: 10 })
    now += 1000
    store.runs.note(run.id, { outcome: 'done' })
  }
  const first = store.runs.history('Photos', { limit: 2 })
  expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  expect(first[0]).toMatchObject({ plan: 'plan 4', transfer: 5, bytesCopied: 10, outcome: 'done', endedMs: now })
  const rest = store.runs.history('Photos', { limit: 10, before: ids[1] ?? 0 })
  expect(rest.map(({ id }) => id)).toEqual(ids.slice(2))
})

it('removes a pair with its history', () => {
  const store = opened()
  store.save(draft('Photos'))
  store.runs.note(store.begin('Photos', 'person').run.id, { outcome: 'done' })
  store.remove('Photos')
  expect(store.list()).toEqual([])
  store.save(draft('Photos'))
  expect(store.get('Photos')).not.toHaveProperty('last')
  expect(kindOf(() => store.remove('Never'))).toBe('not-found')
})

it('sets a damaged list aside and reports it', () => {
  writeFileSync(join(folder, 'sync-pairs.db'), 'no database')
  const store = opened()
  expect(store.list()).toEqual([])
  expect(store.notice).toMatch(/set|kept as/)
  expect(readdirSync(folder).length).toBeGreaterThan(1)
})
