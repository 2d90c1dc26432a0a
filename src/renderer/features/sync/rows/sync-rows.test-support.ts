/** Rows of a plan for tests, numbered from 1. */
import type { ComparedSide } from '../../../../contract/sync/compare.ts'
import type { PlanRow } from '../../../../contract/sync/plan.ts'
import { baseName } from '../../../../contract/location.ts'

export const fileAt = (path: string, sizeBytes = 10): ComparedSide => ({
  name: baseName(path),
  kind: 'file',
  sizeBytes,
  modifiedMs: 1_700_000_000_000,
})

export type Made = Omit<PlanRow, 'number' | 'kind'> & { readonly kind?: PlanRow['kind'] }

export function planRows(...made: readonly Made[]): readonly PlanRow[] {
  return made.map((row, at) => {
    const { kind = row.left?.kind ?? row.right?.kind ?? 'file' } = row
    return Object.assign({ kind, number: at + 1 }, row)
  })
}

/** Example rows: two to the right, one to the left, one to decide, one to delete. */
export const pictured = planRows(
  { path: 'harbour.jpg', left: fileAt('harbour.jpg', 5_200_000), way: 'right' },
  { path: 'index.md', left: fileAt('index.md', 4000), right: fileAt('index.md', 4100), way: 'right' },
  { path: 'scan-0007.tiff', right: fileAt('scan-0007.tiff', 9_000_000), way: 'left' },
  { path: 'summary.xlsx', left: fileAt('summary.xlsx'), right: fileAt('summary.xlsx', 12), way: 'ask' },
  { path: 'old.txt', left: fileAt('old.txt', 88_000), way: 'left', wasThere: true },
)
