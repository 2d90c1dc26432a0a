/**
 * A separate process for `kill.test.ts`: changes files of a shelf until it is killed, and reports what was
 * acknowledged.
 */
import { createHash, randomBytes } from 'node:crypto'
import { failureOf } from '../../../../contract/failure.ts'
import type { Piece } from '../../backend.ts'
import { shelfDescriptor } from '../index.ts'

const [root = '', folder = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const backend = await shelfDescriptor.open({ path: root }, {}, { signal })

const tell = (line: string) => process.stdout.write(`${line}\n`)
const any = (most: number) => Math.floor(Math.random() * most)
const anyPath = () => `${folder}/${any(6)}`
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const anyBytes = () => randomBytes(any(4) === 0 ? 300_000 : 10 + any(2000))

async function writeOne() {
  const bytes = anyBytes()
  const body = new Blob([new Uint8Array(bytes)]).stream()
  await backend.write(anyPath(), body, { ifExists: 'replace', signal })
  tell(sumOf(bytes))
}
async function writeMany() {
  const writes = Array.from({ length: 20 }, (_, at) => ({
    path: `${folder}/many ${at}`,
    bytes: new Uint8Array(randomBytes(500)),
    ifExists: 'replace' as const,
  }))
  for await (const ends of backend.bulk?.write(writes, { signal, id: folder }) ?? [])
    for (const { path, stored } of ends) {
      const written = writes.find((write) => write.path === path)
      if (stored && written) tell(sumOf(written.bytes))
    }
}
const large = new Uint8Array(randomBytes(9 * 1024 ** 2))
/** Returns the same large bytes with a small part changed. */
function anyLarge() {
  large.set(randomBytes(1000), any(large.length - 1000))
  return large
}
async function writePieces(bytes = new Uint8Array(anyBytes())) {
  const path = anyPath()
  const id = randomBytes(6).toString('hex')
  const stage = await backend.staging?.begin(path, { id, expectedBytes: bytes.length, ifExists: 'replace', signal })
  if (!stage || !backend.staging) return
  const pieces: Piece[] = []
  for (let at = 0; at < bytes.length; at += stage.pieceBytes) {
    const piece = bytes.subarray(at, at + stage.pieceBytes)
    pieces.push(await backend.staging.writePiece(path, stage.token, pieces.length, piece, { signal }))
  }
  await backend.staging.publish(path, stage.token, {
    ifExists: 'replace',
    sizeBytes: bytes.length,
    pieces,
    signal,
  })
  tell(sumOf(bytes))
}
const works = [
  writeOne,
  writeOne,
  writeMany,
  () => writePieces(),
  () => writePieces(anyLarge()),
  () => backend.rename?.rename(anyPath(), anyPath(), { ifExists: 'replace', signal }),
  () => backend.remove(anyPath(), { signal }),
]

await backend.makeFolder(folder, { signal }).catch(() => {})
tell('ready')
for (;;) {
  try {
    await works[any(works.length)]?.()
  } catch (error) {
    const { kind, message } = failureOf(error)
    if (kind !== 'not-found') tell(`failed: ${kind} ${message}`)
  }
}
