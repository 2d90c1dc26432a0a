import { pullStream, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import { propertiesFor } from '../properties-for.ts'
import type { CopyResult } from '../copy-result.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'
import { stageIdOf } from '../../stages/stage-id.ts'
import { createSourceCheck, type SourceCheck } from './sums-of-source.ts'
import type { OpenedFacts } from '../../../backends/backend.ts'
import { likenessOf } from '../../../operations/opened-location.ts'

/** Reads from the source and writes to the target in one stream. */
export async function copyByStream(context: CopyContext, job: FileJob): Promise<CopyResult> {
  const { item, from, to, ifExists, signal } = job
  const check = createSourceCheck(signal)
  let opened: OpenedFacts | undefined
  const source = await from.backend.read(from.path, {
    signal,
    onOpened: (_, facts) => {
      opened = facts
      check.opened(facts)
    },
  })
  const modifiedMs = opened?.modifiedMs ?? item.modifiedMs
  const expectedBytes = opened?.sizeBytes ?? item.sizeBytes
  let sums = {}
  const body = checkedBody(context, job, source, check, (made) => (sums = made))
  const stored = await to.backend.write(to.path, body, {
    ifExists,
    signal,
    stageId: stageIdOf(context, job),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(expectedBytes !== undefined && { expectedBytes }),
    ...propertiesFor(to.backend, opened),
    ...likenessOf(from, to),
    ...(item.isFree && ifExists === 'fail' && { isKnownFree: true }),
  })
  return { route: 'stream', bytes: check.bytes(), stored, sums }
}

/** Reports a problem of the source as an error before the copy gets its name. */
function checkedBody(
  context: CopyContext,
  { item, from, signal }: FileJob,
  source: ReadableStream<Uint8Array>,
  check: SourceCheck,
  onEnd: (sums: Readonly<Record<string, string>>) => void,
): ReadableStream<Uint8Array> {
  const bytes = sourceOf(source)
  return pullStream({
    async read() {
      const chunk = await bytes.read()
      if (!chunk) onEnd(await check.end(from, item.sizeBytes))
      else {
        await context.pass(chunk.length, signal)
        check.add(chunk)
        context.moved(item, chunk.length)
      }
      return chunk
    },
    cancel: (reason) => bytes.cancel(reason),
  })
}
