import { expect, it } from 'vitest'
import { stageBlockNames } from './stage-blocks.ts'

it('recognises the blocks of a stage and reads their checksum from the name', () => {
  const names = stageBlockNames('t1p7p')
  const name = names.nameOf({ number: 41, crc32: 0x00c0ffee })
  expect(names.read(name)).toEqual({ number: 41, crc32: 0x00c0ffee })
  expect(stageBlockNames('t1p8p').read(name)).toBeUndefined()
  expect(names.read(Buffer.from(`${'0'.repeat(24)}-0000041`).toString('base64'))).toBeUndefined()
  expect(names.nameOf({ number: 49_999, crc32: 0 })).toHaveLength(name.length)
})
