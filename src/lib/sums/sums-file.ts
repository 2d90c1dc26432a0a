/** Checksum files, as `sha256sum` and similar tools write and check them. */
import { recogniseSum, type SumKind, sumKinds } from './sum-names.ts'

export interface SumsLine {
  readonly name: string
  readonly hex: string
  readonly kind: SumKind
}

/**
 * Returns a line of a checksum file. A line break or backslash in a name is escaped, and a backslash before the
 * checksum marks this.
 */
export function sumLine(sum: string, name: string): string {
  const escaped = name
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
  return `${escaped === name ? '' : '\\'}${sum}  ${escaped}`
}

/**
 * Parses `hash  name`, `hash *name` and `SHA256 (name) = hash`. `bad` counts all other lines except empty ones and
 * comments.
 */
export function parseSumsFile(
  text: string,
  known: SumKind | undefined,
): { readonly lines: readonly SumsLine[]; readonly bad: number } {
  const lines: SumsLine[] = []
  let bad = 0
  for (const line of text.replace(/^\u{feff}/u, '').split(/\r?\n/)) {
    if (line.trim() === '' || /^[#;]/.test(line)) continue
    const found = parseLine(line, known)
    if (found) lines.push(found)
    else bad += 1
  }
  return { lines, bad }
}

function parseLine(line: string, known: SumKind | undefined): SumsLine | undefined {
  const [, tag = '', taggedName = '', taggedHex = ''] =
    /^\\?([A-Za-z0-9-]+) \((.*)\) = ([0-9A-Fa-f]+)\s*$/.exec(line) ?? []
  const [, plainHex = '', plainName = ''] = /^\\?([0-9A-Fa-f]+)(?: [ *]|\t)(.+)$/.exec(line) ?? []
  const given = recogniseSum(taggedHex === '' ? plainHex : taggedHex)
  if (!given) return undefined
  const tagKind = sumKinds.find((each) => each === tag.toLowerCase().replace('-', ''))
  if (tag !== '' && taggedHex !== '' && !tagKind) return undefined
  const wished = tagKind ?? known
  const kind = given.kinds.find((each) => each === wished) ?? (tagKind ? undefined : given.kinds[0])
  const written = taggedHex === '' ? plainName : taggedName
  return kind && { name: line.startsWith('\\') ? unescaped(written) : written, hex: given.hex, kind }
}

function unescaped(name: string): string {
  return name.replaceAll(/\\([\\nr])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? '\\')
}
