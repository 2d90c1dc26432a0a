/**
 * The difference of two files as a text file. It is computed on request in memory, and the size of each side is
 * limited.
 */
import { said } from '../../../contract/sentences/said.ts'
import { describeLocation } from '../../../contract/location.ts'
import { mostComparedBytes, type VirtualPart } from '../../../contract/virtual-mount.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backends/backend.ts'
import { bytesOfPart, type KnownPart, type KnownParts, lookAtParts, type OpenPart, partFailure } from '../parts.ts'
import type { MadeFile, Maker } from '../virtual-backend.ts'
import { decodeText } from './decode.ts'
import { unifiedDiff } from './unified-diff.ts'

const chunkBytes = 65_536

export function createDifferenceMaker(parts: readonly VirtualPart[], openPart: OpenPart): Maker {
  let last: MadeFile | undefined

  return async (_wanted, waits) => {
    const known = await lookAtParts(parts, openPart, waits)
    if (last?.mark !== known.mark) last = await differenceOf(known, openPart, waits)
    return last
  }
}

async function differenceOf({ parts, mark }: KnownParts, openPart: OpenPart, waits: Waits): Promise<MadeFile> {
  for (const known of parts) refuseTooLarge(known)
  const [left, right] = parts
  if (!left || !right) throw new Error('a difference has two sides')
  const sides = [await wholeOf(left, openPart, waits), await wholeOf(right, openPart, waits)] as const
  const text = await unlessAborted(told(sides, [nameOf(left), nameOf(right)]), waits.signal)
  const bytes = new TextEncoder().encode(text)
  return {
    mark,
    sizeBytes: bytes.length,
    async *bytes(offset, length, { signal }) {
      const end = Math.min(bytes.length, offset + length)
      for (let at = offset; at < end; at += chunkBytes) {
        signal.throwIfAborted()
        yield bytes.slice(at, Math.min(end, at + chunkBytes))
      }
    },
  }
}

async function told(
  [left, right]: readonly [Buffer, Buffer],
  [leftName, rightName]: readonly [string, string],
): Promise<string> {
  if (left.equals(right)) return ''
  const [before, after] = [decodeText(left), decodeText(right)]
  if (!before || !after) return `Binary files ${leftName} and ${rightName} differ\n`
  const text = await unifiedDiff(before.text, after.text, { left: leftName, right: rightName })
  if (text !== '') return text
  const values = { left: leftName, right: rightName, before: before.encoding, after: after.encoding }
  const why = before.encoding === after.encoding ? 'difference.byte-order-mark' : 'difference.encodings'
  return `${said(why, values).message}\n`
}

async function wholeOf(known: KnownPart, openPart: OpenPart, waits: Waits): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytesOfPart(known, openPart, { ...waits, offset: 0 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function refuseTooLarge({ part, sizeBytes }: KnownPart): void {
  if (sizeBytes <= mostComparedBytes) return
  throw partFailure('too-large', said('difference.too-large', { mebibytes: mostComparedBytes / 1024 ** 2 }), part)
}

function nameOf({ part }: KnownPart): string {
  return `${describeLocation(part)}${part.version === undefined ? '' : ` (version ${part.version})`}`
}
