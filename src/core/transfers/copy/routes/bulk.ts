import { collectBytes } from '../../../../lib/flow/byte-stream.ts'
import { pullStream } from '../../../../lib/flow/pull-stream.ts'
import type { OpenedFacts } from '../../../backends/backend.ts'
import type { CopyResult } from '../copy-result.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'
import { createSourceCheck } from './sums-of-source.ts'
import { stageIdOf } from '../../stages/stage-id.ts'
import { hexOfCrc32 } from '../../journal/running-sum.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import type { OpenedLocation } from '../../../operations/opened-location.ts'
import { crc32 } from 'node:zlib'

/** Copies between two folders of this computer, together with other files. */
export async function copyInBulk(
  context: CopyContext,
  { item, from, to, ifExists, signal }: FileJob,
): Promise<CopyResult> {
  const fromLocalPath = from.backend.localPath?.osPath(from.path) ?? ''
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

/** Copies a small remote file: reads it in full and stores it together with others. */
export async function writeInBulk(
  context: CopyContext,
  { item, from, to, ifExists, signal }: FileJob,
): Promise<CopyResult> {
  const { sizeBytes = 0 } = item
  const giveBack = await context.buffers.take(sizeBytes, signal)
  try {
    const { bytes, opened, sums } = await context.fileSlots.within(() => readWhole(context, from, item, signal), signal)
    const modifiedMs = opened?.modifiedMs ?? item.modifiedMs
    const order = { path: to.path, bytes, ifExists, ...(modifiedMs !== undefined && { modifiedMs }) }
    const stored = await context.bulk.write(to.backend, order)
    context.moved(item, bytes.length)
    return { route: 'bulk', bytes: bytes.length, stored, sums }
  } finally {
    giveBack()
  }
}

async function readWhole(context: CopyContext, from: OpenedLocation, item: OpenItem, signal: AbortSignal) {
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
  return { bytes, opened, sums: await check.end(from, item.sizeBytes) }
}

/** Copies a small local file: reads it together with others and sends it alone. */
export async function readInBulk(context: CopyContext, job: FileJob): Promise<CopyResult> {
  const { item, from, to, ifExists, signal } = job
  const { sizeBytes = 0 } = item
  const giveBack = await context.buffers.take(sizeBytes, signal)
  try {
    const { bytes, modifiedMs = item.modifiedMs } = await context.bulk.read(from.backend, from.path)
    await context.pass(bytes.length, signal)
    const stored = await context.fileSlots.within(
      () =>
        to.backend.write(to.path, streamOf(bytes), {
          ifExists,
          signal,
          stageId: stageIdOf(context, job),
          expectedBytes: bytes.length,
          ...(modifiedMs !== undefined && { modifiedMs }),
          ...(item.isFree && ifExists === 'fail' && { isKnownFree: true }),
        }),
      signal,
    )
    context.moved(item, bytes.length)
    return { route: 'stream', bytes: bytes.length, stored, sums: { crc32: hexOfCrc32(crc32(bytes)) } }
  } finally {
    giveBack()
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let rest = bytes.length > 0 ? bytes : undefined
  return pullStream({
    async read() {
      const chunk = rest
      rest = undefined
      return chunk
    },
    async cancel() {},
  })
}
