import type { Contract } from '../../contract/contract.ts'
import type { Client } from '../../rpc/client.ts'
import { baseName } from '../../contract/location.ts'
import { decodeText } from './decode-text.ts'
import type { FileState } from './file-state.ts'

/** What can be shown of a file. */
export type Content =
  /** `isCut`: only the beginning of it. */
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'image'; readonly image: Blob }
  /** Neither text nor an image, or an image too large to be shown. */
  | { readonly kind: 'other' }

export const longestText = 2_000_000
const longestImage = 64_000_000

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  svg: 'image/svg+xml',
}

/** Reads no more than what is shown. */
export async function loadContent(client: Client<Contract>, state: FileState, signal: AbortSignal): Promise<Content> {
  const type = imageTypeOf(baseName(state.location.path))
  if (type !== undefined) {
    if ((state.sizeBytes ?? 0) > longestImage) return { kind: 'other' }
    const { bytes, isCut } = await readStart(client, state, longestImage, signal)
    return isCut ? { kind: 'other' } : { kind: 'image', image: new Blob([bytes], { type }) }
  }
  const { bytes, isCut } = await readStart(client, state, longestText, signal)
  const text = decodeText(bytes, { isCut })
  return text === undefined ? { kind: 'other' } : { kind: 'text', text, isCut }
}

function imageTypeOf(name: string): string | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return Object.hasOwn(imageTypes, ending) ? imageTypes[ending] : undefined
}

async function readStart(
  client: Client<Contract>,
  { location, version, sizeBytes }: FileState,
  most: number,
  signal: AbortSignal,
) {
  if (sizeBytes === 0) return { bytes: new Uint8Array(), isCut: false }
  const range = { location, offset: 0, length: most + 1 }
  const read = version
    ? client.versions.read({ ...range, version: version.id }, { signal })
    : client.files.read(range, { signal })
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of read) chunks.push(chunk as Uint8Array<ArrayBuffer>)
  const all = new Uint8Array(await new Blob(chunks).arrayBuffer())
  return { bytes: all.subarray(0, most), isCut: all.length > most }
}
