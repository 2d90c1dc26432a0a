import { useEffect, useState } from 'react'
import type { Contract } from '../../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { CompareRow } from '../../../../contract/sync/compare.ts'
import type { PlanRow, SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'

export interface SameList {
  readonly of: SyncSettings
  readonly rows: readonly PlanRow[]
  readonly isRunning: boolean
  /** True if there are more names than are shown. */
  readonly isCut: boolean
  readonly failure: Failure | undefined
}

export const mostSame = 100_000

/** Lists the names that are the same on both sides, on request. */
export function useSameList(
  client: () => Client<Contract>,
  settings: SyncSettings,
  { isWanted }: { readonly isWanted: boolean },
): SameList {
  const [list, setList] = useState<SameList>(() => emptyOf(settings))
  const isListed = list.of === settings && !list.isRunning
  useEffect(() => {
    if (!isWanted || isListed) return undefined
    const leaving = new AbortController()
    void read(client, settings, leaving.signal, setList)
    return () => leaving.abort()
  }, [client, settings, isWanted, isListed])
  return list.of === settings ? list : emptyOf(settings)
}

function emptyOf(of: SyncSettings): SameList {
  return { of, rows: [], isRunning: true, isCut: false, failure: undefined }
}

async function read(
  client: () => Client<Contract>,
  settings: SyncSettings,
  signal: AbortSignal,
  show: (list: SameList) => void,
): Promise<void> {
  const { left, right, by, rule, mayDownload, filters } = settings
  const rows: PlanRow[] = []
  const list = emptyOf(settings)
  const wish = {
    left,
    right,
    by,
    tells: ['same' as const],
    ...(rule !== undefined && { rule }),
    ...(mayDownload !== undefined && { mayDownload }),
    ...(filters && { filters }),
  }
  try {
    for await (const item of client().sync.compare(wish, { signal })) {
      if (item.kind !== 'rows') continue
      for (const row of item.rows) rows.push(rowOf(row, rows.length))
      if (rows.length > mostSame) break
    }
    if (signal.aborted) return
    show({ ...list, rows: rows.slice(0, mostSame), isRunning: false, isCut: rows.length > mostSame })
  } catch (error) {
    if (!signal.aborted) show({ ...list, isRunning: false, failure: failureOf(error) })
  }
}

function rowOf({ path, kind, left, right }: CompareRow, number: number): PlanRow {
  return { number, path, kind, ...(left && { left }), ...(right && { right }), way: 'nothing' }
}
