import { expect, test } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { createPreferences } from '../../features/settings/preferences.ts'
import { movePreferences } from './move-preferences.ts'

/** Simulates a settings file with these values. It is not writable if `isFull` is true. */
function setUp(values: Record<string, unknown>, isFull = false) {
  const settings = {
    get: async () => ({ path: '', values, problems: [] }),
    async change({ changes }: { changes: Record<string, unknown> }) {
      if (isFull) throw new StorageError({ kind: 'no-space', message: 'The disk is full.', operation: 'settings' })
      Object.assign(values, changes)
      return { path: '', values, problems: [] }
    },
  }
  const client = { settings } as unknown as Client<Contract>
  return { client, preferences: createPreferences({ client: () => client, onProblem: () => {} }) }
}

test('moves old preferences into the settings file if it does not set them', async () => {
  const values = { theme: 'light' }
  const { client, preferences } = setUp(values)
  expect(await movePreferences(client, preferences, { theme: 'dark', showHidden: true })).toEqual({})
  expect(values).toEqual({ theme: 'light', showHidden: true })
  expect(preferences.getState()).toMatchObject({ theme: 'light', showHidden: true })
})

test('applies preferences that cannot be moved, and returns them to be kept', async () => {
  const { client, preferences } = setUp({}, true)
  expect(await movePreferences(client, preferences, { confirmTrash: false })).toEqual({ confirmTrash: false })
  expect(preferences.getState().confirmTrash).toBe(false)
})
