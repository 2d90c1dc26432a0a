/**
 * Reads a page of a listing. Its XML is flat and always has the same few elements, so this takes a fraction of the time
 * of a general XML parser.
 */
import type { ListObjectsV2Output } from '@aws-sdk/client-s3'

type Row = NonNullable<ListObjectsV2Output['Contents']>[number]

/** Returns undefined for text that may contain more than that; the SDK can read it. */
export function readListing(xml: string): ListObjectsV2Output | undefined {
  const isWhole = xml.trimEnd().endsWith('</ListBucketResult>')
  if (!isWhole || unknown.test(xml)) return undefined
  const count = textIn(xml, 'KeyCount')
  const token = textIn(xml, 'NextContinuationToken')
  return {
    IsTruncated: textIn(xml, 'IsTruncated') === 'true',
    ...(count !== undefined && { KeyCount: Number(count) }),
    ...(token !== undefined && { NextContinuationToken: token }),
    ...(textIn(xml, 'EncodingType') === 'url' && { EncodingType: 'url' }),
    Contents: partsIn(xml, 'Contents').map(rowOf),
    CommonPrefixes: partsIn(xml, 'CommonPrefixes').flatMap((part) =>
      partsIn(part, 'Prefix').map((prefix) => ({ Prefix: unescaped(prefix) })),
    ),
  }
}

/** Comments, character data, and rows with attributes or namespace prefixes. */
const unknown = /<!|<(?:\w+:)?(?:Contents|CommonPrefixes|Key)\s|<\w+:(?:Contents|CommonPrefixes)/

function rowOf(part: string): Row {
  const row: { -readonly [Name in keyof Row]: Row[Name] } = { Key: textIn(part, 'Key') ?? '' }
  const size = textIn(part, 'Size')
  if (size !== undefined) row.Size = Number(size)
  const modified = new Date(textIn(part, 'LastModified') ?? '')
  if (!Number.isNaN(modified.getTime())) row.LastModified = modified
  const tag = textIn(part, 'ETag')
  if (tag !== undefined) row.ETag = tag
  const storageClass = textIn(part, 'StorageClass') as Row['StorageClass']
  if (storageClass) row.StorageClass = storageClass
  return row
}

/** Returns the content of each element with a name, in order. */
function partsIn(xml: string, name: string): string[] {
  const [open, close] = [`<${name}>`, `</${name}>`]
  const parts: string[] = []
  for (let at = xml.indexOf(open); at >= 0;) {
    const end = xml.indexOf(close, at)
    if (end < 0) break
    parts.push(xml.slice(at + open.length, end))
    at = xml.indexOf(open, end)
  }
  return parts
}

function textIn(xml: string, name: string): string | undefined {
  const open = `<${name}>`
  const at = xml.indexOf(open)
  if (at < 0) return undefined
  const end = xml.indexOf('<', at + open.length)
  return end < 0 ? undefined : unescaped(xml.slice(at + open.length, end))
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** Decodes the XML entities in a text. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
