import { expect, it } from 'vitest'
import { keptSum, splitMetadata, sumsOf } from './kept-sum.ts'

it('uses a checksum in metadata only if its size matches and there is no MD5', () => {
  const metadata = { colour: 'blue', ...keptSum(0xabc, 12) }
  expect(sumsOf({ metadata, contentLength: 12 })).toEqual({ crc32: '00000abc' })
  expect(sumsOf({ metadata: { Portolan_Crc32: '00000abc-12' }, contentLength: 12 })).toEqual({ crc32: '00000abc' })
  expect(sumsOf({ metadata, contentLength: 13 })).toEqual({})
  expect(sumsOf({ metadata: { portolan_crc32: 'nonsense' }, contentLength: 12 })).toEqual({})
  const contentMD5 = Buffer.from('d41d8cd98f00b204e9800998ecf8427e', 'hex')
  expect(sumsOf({ metadata, contentLength: 12, contentMD5 })).toEqual({ md5: 'd41d8cd98f00b204e9800998ecf8427e' })
  expect(splitMetadata(metadata).own).toEqual({ colour: 'blue' })
})
