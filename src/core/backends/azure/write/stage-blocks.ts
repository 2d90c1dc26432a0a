/** Names of blocks that tell the stage they belong to, their place in it, and the CRC32 of their bytes. */
import { createHash } from 'node:crypto'
import { crc32Hex } from '../../crc32.ts'

export interface StageBlock {
  readonly number: number
  readonly crc32: number
}

export interface BlockNames {
  nameOf(block: StageBlock): string
  /** Undefined for a block of another stage or writer. */
  read(name: string): StageBlock | undefined
}

/** As long as those of other writers: all blocks of a blob have names of one length. */
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
