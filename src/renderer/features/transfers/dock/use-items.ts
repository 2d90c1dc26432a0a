import { useEffect, useRef, useState } from 'react'
import type { ItemState, Transfer } from '../../../../contract/transfer.ts'
import { createItemReader, type ItemReader, noItems, type ReadItems } from './item-reader.ts'
import { settledOf } from '../transfers-state.ts'
import type { Transfers } from '../transfers-store.ts'

/** Reads the items of a transfer while they are shown, those that need the user first. */
export function useItems(
  { client, now }: Transfers,
  transfer: Transfer,
  states?: readonly ItemState[],
): ReadItems & { readonly more: (known: number) => void } {
  const [read, setRead] = useState<ReadItems>(noItems)
  const reader = useRef<ItemReader>(null)
  const { id, counts } = transfer
  const statesKey = states?.join(' ') ?? ''
  useEffect(() => {
    const wanted = statesKey === '' ? undefined : (statesKey.split(' ') as ItemState[])
    const made = createItemReader({ client, now, onRead: setRead }, id, wanted)
    reader.current = made
    return () => made.stop()
  }, [client, now, id, statesKey])
  // Any change of a transfer may also change its items.
  const stamp = `${transfer.state} ${settledOf(transfer)} ${counts.asking} ${counts.total} ${transfer.bytes.copied}`
  useEffect(() => reader.current?.changed(`${id} ${statesKey} ${stamp}`), [id, statesKey, stamp])
  return { ...read, more: (known) => reader.current?.more(known) }
}
