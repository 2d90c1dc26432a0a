import { exitCodes } from '../exit-codes.ts'
import { countOf } from '../output/format.ts'
import type { ShelfWork } from './shelf-work.ts'

/** Checks whether the content of every version is intact. */
export const verify: ShelfWork = async ({ mount, history }, { output, signal }) => {
  let contents = 0
  let bad = 0
  for await (const page of history.verify({ mount }, { signal })) {
    contents += page.length
    for (const { problem, files = [], ...rest } of page) {
      if (!problem) continue
      bad += 1
      await output.record({ ...rest, problem, files }, [`${problem}: a version of ${files.join(', ')}`])
    }
  }
  const sentence = bad === 0 ? 'All versions are intact.' : `${bad} of ${contents} are damaged.`
  await output.record({ contents, bad }, [`${countOf(contents, 'content')} read. ${sentence}`])
  return bad === 0 ? exitCodes.done : exitCodes.someFailed
}
