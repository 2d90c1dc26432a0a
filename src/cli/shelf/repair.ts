import type { Repaired } from '../../contract/history.ts'
import { assertNever } from '../../lib/assert-never.ts'
import { exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import type { ShelfWork } from './shelf-work.ts'

/** Repairs a damaged shelf as far as possible. */
export const repair: ShelfWork = async ({ mount, history }, { output, signal, has }) => {
  let isLost = false
  for await (const page of history.repair({ mount, removesLost: has('forever') }, { signal })) {
    for (const each of page) {
      if (each.kind === 'lost' && !each.isRemoved) isLost = true
      await output.record(each, [lineOf(each)])
    }
  }
  return isLost ? exitCodes.someFailed : exitCodes.done
}

function lineOf(each: Repaired): string {
  switch (each.kind) {
    case 'adopted':
      return `${countOf(each.versions, 'version')} restored from ${each.path}`
    case 'unreadable':
      return `Nothing can be read from ${each.path}. It stays where it is.`
    case 'mended':
      return `repaired: a version of ${each.files.join(', ')}`
    case 'lost': {
      const what = `a version of ${each.files.join(', ')} (${each.problem})`
      return each.isRemoved
        ? `removed: ${what}`
        : `lost: ${what}. Its other versions are not affected; --forever removes it from the history.`
    }
    case 'orphans':
      return each.count === 0
        ? 'There is no unused content.'
        : `${countOf(each.count, 'unused content')} removed, ${formatSize(each.sizeBytes)} freed.`
    default:
      return assertNever(each)
  }
}
