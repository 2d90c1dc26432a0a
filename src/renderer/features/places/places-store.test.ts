import { expect, test } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import type { Client } from '../../../rpc/client.ts'
import { togglePin } from './places.ts'
import { createPlaces } from './places-store.ts'

const at = (path: string) => ({ mount: 'reports', path })

/** Simulates the document that all windows of a host share. */
function sharedDocument() {
  const kept: { value?: unknown; isFull?: boolean } = {}
  const settings = {
    read: async () => ({ value: kept.value }),
    async write({ value }: { readonly value: unknown }) {
      if (kept.isFull) throw new Error('The disk is full.')
      kept.value = value
    },
  }
  return { kept, client: () => ({ settings }) as unknown as Client<Contract> }
}

test('keeps pins of another window and pins made in quick succession', async () => {
  const { client } = sharedDocument()
  const [one, other] = [createPlaces(client), createPlaces(client)]
  await one.change((places) => togglePin(places, at('2025')))
  await Promise.all([
    other.change((places) => togglePin(places, at('2026'))),
    other.change((places) => togglePin(places, at('2027'))),
  ])
  expect(other.state.getState().pins).toEqual([at('2025'), at('2026'), at('2027')])
  await one.load()
  expect(one.state.getState().pins).toEqual(other.state.getState().pins)
})

test('removes a pin that could not be stored', async () => {
  const { client, kept } = sharedDocument()
  const places = createPlaces(client)
  await places.change((now) => togglePin(now, at('2025')))
  kept.isFull = true
  await expect(places.change((now) => togglePin(now, at('2026')))).rejects.toThrow('disk is full')
  await expect.poll(() => places.state.getState().pins).toEqual([at('2025')])
})
