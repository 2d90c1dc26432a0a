import { collectBytes } from '../../../lib/byte-stream.ts'
import type { OpenedFacts } from '../../backends/backend.ts'
import type { Copied } from '../copied.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'
import { createSourceCheck } from './sums-of-source.ts'

/** Between two folders of this computer, together with others. */
export async function copyInBulk(context: CopyContext, { item, from, to, ifExists, signal }: FileJob): Promise<Copied> {
  const fromLocalPath = from.backend.localPath?.localPath(from.path) ?? ''
  const { sizeBytes = 0, modifiedMs } = item
  await context.pass(sizeBytes, signal)
  const stored = await context.bulk.copy(to.backend, {
    path: to.path,
    fromLocalPath,
    sizeBytes,
    ifExists,
    ...(modifiedMs !== undefined && { modifiedMs }),
  })
  context.moved(item, sizeBytes)
  return { route: 'bulk', bytes: sizeBytes, stored }
}

/** A small file from elsewhere, taken whole and stored together with others. */
export async function writeInBulk(
  context: CopyContext,
  { item, from, to, ifExists, signal }: FileJob,
): Promise<Copied> {
  const check = createSourceCheck(signal)
  let opened: OpenedFacts | undefined
  const source = await from.backend.read(from.path, {
    signal,
    onOpened: (_, facts) => {
      opened = facts
      check.opened(facts)
    },
  })
  const bytes = await collectBytes(source, signal)
  await context.pass(bytes.length, signal)
  check.add(bytes)
  const sums = await check.end(from, item.sizeBytes)
  const modifiedMs = opened?.modifiedMs ?? item.modifiedMs
  const order = { path: to.path, bytes, ifExists, ...(modifiedMs !== undefined && { modifiedMs }) }
  const stored = await context.bulk.write(to.backend, order)
  context.moved(item, bytes.length)
  return { route: 'bulk', bytes: bytes.length, stored, sums }
}
