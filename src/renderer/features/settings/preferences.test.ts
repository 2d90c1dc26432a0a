import { expect, test, vi } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { createPreferences } from './preferences.ts'

/** Simulates a host that answers only when the test says so. */
function slowHost() {
  const calls: { changes: object; answer: (values: object) => void; refuse: () => void }[] = []
  const client = {
    settings: {
      change: ({ changes }: { changes: object }) =>
        new Promise((resolve, reject) => {
          calls.push({
            changes,
            answer: (values) => resolve({ path: '', values, problems: [] }),
            refuse: () => reject(new StorageError({ kind: 'no-space', message: 'The disk is full.', operation: 's' })),
          })
        }),
    },
  } as unknown as Client<Contract>
  return { calls, client: () => client }
}

test('a change takes effect at once, and an older state of the file does not revert it', async () => {
  const { calls, client } = slowHost()
  const store = createPreferences({ client, onProblem: () => expect.unreachable() })
  store.change({ textSize: 120 })
  store.change({ textSize: 130 })
  expect(store.getState().textSize).toBe(130)
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  store.follow({ path: '', values: { textSize: 120, theme: 'dark' }, problems: [] })
  expect(store.getState()).toMatchObject({ textSize: 130, theme: 'dark' })
  calls[0]?.answer({ textSize: 120, theme: 'dark' })
  await vi.waitFor(() => expect(calls).toHaveLength(2))
  expect(store.getState().textSize).toBe(130)
  calls[1]?.answer({ textSize: 130, theme: 'dark' })
  await vi.waitFor(() => expect(store.getState()).toMatchObject({ textSize: 130, theme: 'dark' }))
})

test('reverts a change that cannot be written, and reports the problem', async () => {
  const { calls, client } = slowHost()
  const problems: string[] = []
  const store = createPreferences({ client, onProblem: (problem) => problems.push(problem) })
  store.follow({ path: '', values: { theme: 'light' }, problems: [] })
  store.change({ theme: 'dark' })
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  calls[0]?.refuse()
  await vi.waitFor(() => expect(store.getState().theme).toBe('light'))
  expect(problems).toEqual(['The disk is full.'])
})

test('reports a mistake in the file once, and again if it returns after a correction', () => {
  const problems: string[] = []
  const store = createPreferences({ client: slowHost().client, onProblem: (problem) => problems.push(problem) })
  const wrong = { path: '', values: {}, problems: [{ line: 3, message: '“clock” must be one of 24h, 12h.' }] }
  store.follow(wrong)
  store.follow(wrong)
  expect(problems).toEqual(['settings.yaml, line 3: “clock” must be one of 24h, 12h.'])
  store.follow({ ...wrong, problems: [] })
  store.follow(wrong)
  expect(problems).toHaveLength(2)
})
