/** Block names that contain their stage, their number and the CRC32 of their bytes. */
import { createHash } from 'node:crypto'
import { crc32Hex } from '../../crc32.ts'

export interface StageBlock {
  readonly number: number
  readonly crc32: number
}

export interface BlockNames {
  nameOf(block: StageBlock): string
  /** Returns undefined for a block of another stage or writer. */
  read(name: string): StageBlock | undefined
}

/** The names are as long as those of other writers, because all block names of a blob must have the same length. */
export function stageBlockNames(stageId: string): BlockNames {
  const own = createHash('sha256').update(stageId).digest('hex').slice(0, 15)
  return {
    nameOf: ({ number, crc32 }) =>
      Buffer.from(`${own}-${String(number).padStart(7, '0')}-${crc32Hex(crc32)}`).toString('base64'),
    read(name) {
      const [, stage, number, sum] =
        /^([0-9a-f]{15})-(\d{7})-([0-9a-f]{8})$/.exec(Buffer.from(name, 'base64').toString('latin1')) ?? []
      return stage === own ? { number: Number(number), crc32: Number.parseInt(sum ?? '', 16) } : undefined
    },
  }
}
