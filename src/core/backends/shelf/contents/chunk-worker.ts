/** A worker thread that hashes and stages chunks, one content after another. This module must not import a schema. */
import { createHash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { plain } from '../../local/bulk/bulk-read.ts'
import type { ChunkAnswer, ChunkJob } from './chunk-thread.ts'
import type { Stage } from './protocol.ts'
import { createStages, type Stages } from './stages.ts'

let staged: Stage[] = []
let stages: Stages | undefined

parentPort?.on('message', ({ places, bytes, ends, isFirst }: ChunkJob) => {
  if (isFirst || !stages) stages = createStages(places, (some) => void staged.push(...some))
  const sums: string[] = []
  const answer = (rest: Partial<ChunkAnswer>) => {
    stages?.end()
    const told: ChunkAnswer = { sums, stages: staged, ...rest }
    staged = []
    parentPort?.postMessage(told, [])
  }
  try {
    for (const [at, end] of ends.entries()) {
      const chunk = bytes.subarray(ends[at - 1] ?? 0, end)
      const sum = createHash('sha256').update(chunk).digest('hex')
      stages.add(sum, chunk)
      sums.push(sum)
    }
    answer({})
  } catch (error) {
    answer({ error: plain(error) })
  }
})
