import { childPath, parentPath } from '../../../contract/location.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'
import type { OpenItem, StageRecord } from '../journal/item-record.ts'

const tidyingMs = 20_000

export interface StageOwner {
  /** Resolves when the record would survive a crash. */
  readonly saveStage: (item: OpenItem, stage: StageRecord | undefined) => Promise<void>
  readonly now: () => number
}

/** Discards the stage of an item, so that an abandoned copy leaves nothing behind. */
export async function dropStage(
  { saveStage, now }: StageOwner,
  { item, to }: { readonly item: OpenItem; readonly to: OpenedLocation },
  stage: StageRecord,
): Promise<void> {
  const { staging } = to.backend
  if (!staging) return
  const signal = AbortSignal.timeout(tidyingMs)
  const path = childPath(parentPath(to.path), stage.name ?? targetName(item))
  if (stage.token !== undefined) await staging.discard(path, stage.token, { signal })
  else await staging.tidy(path, stage.id, { signal, sinceMs: stage.beganMs, untilMs: now() })
  await saveStage(item, undefined)
}

/** Returns the name of an item at the target. */
export function targetName({ name, toName = name }: Pick<OpenItem, 'name' | 'toName'>): string {
  return toName
}
