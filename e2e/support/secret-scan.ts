/** Searches for secrets in every place where a run could have left them, in all forms in which they are encoded. */
import type { CDPSession, Page } from '@playwright/test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A secret that was found, with its place. */
export interface Catch {
  readonly place: string
  readonly secret: string
  readonly form: string
}

export interface SecretScan {
  /** Searches a text of this place. */
  look(place: string, text: string): void
  /** Searches every file below a folder. `isMeant` tells which files contain secrets on purpose. */
  lookAtFiles(place: string, folder: string, isMeant?: (path: string) => boolean): void
  /** Returns how many bytes were searched in a place, because a scan of nothing proves nothing. */
  searched(place: string): number
  readonly found: readonly Catch[]
}

/** `secrets` maps names, which may be shown, to the secret values. */
export function createSecretScan(secrets: Readonly<Record<string, string>>): SecretScan {
  const forms = Object.entries(secrets).flatMap(([secret, value]) =>
    Object.entries(formsOf(value)).map(([form, text]) => ({ secret, form, text })),
  )
  const found: Catch[] = []
  const sizes = new Map<string, number>()

  function look(place: string, text: string) {
    sizes.set(place, (sizes.get(place) ?? 0) + text.length)
    for (const { secret, form, text: wanted } of forms) {
      if (text.includes(wanted)) found.push({ place, secret, form })
    }
  }
  return {
    look,
    lookAtFiles(place, folder, isMeant = () => false) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name)
        if (statSync(path).isFile() && !isMeant(path)) look(place, readFileSync(path, 'utf8'))
      }
    },
    searched: (place) => sizes.get(place) ?? 0,
    found,
  }
}

/**
 * In base64 a text looks different depending on its offset. This covers all three offsets, without the characters at
 * the ends that depend on the neighbouring bytes.
 */
function formsOf(value: string): Record<string, string> {
  const inBase64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]).toString('base64')
    return whole.slice(before === 0 ? 0 : before + 1).replace(/.?=*$/, '')
  })
  return {
    plain: value,
    'in a URL': encodeURIComponent(value),
    'in JSON': JSON.stringify(value).slice(1, -1),
    'base64 at 0': inBase64[0] ?? '',
    'base64 at 1': inBase64[1] ?? '',
    'base64 at 2': inBase64[2] ?? '',
    hex: Buffer.from(value).toString('hex'),
  }
}

/** Records every frame of every WebSocket that the page opens from now on, in both directions. */
export function collectFrames(page: Page): () => string {
  const frames: string[] = []
  const keep = ({ payload }: { payload: string | Buffer }) => frames.push(payload.toString())
  page.on('websocket', (socket) => {
    socket.on('framesent', keep)
    socket.on('framereceived', keep)
  })
  return () => frames.join('\n')
}

/**
 * Returns a snapshot of the page's heap in V8's format. The format truncates strings at 1,024 characters, so this finds
 * secrets that are separate or in short texts. `collectFrames` has the complete data of the connection.
 */
export async function heapOf(page: Page): Promise<string> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

/** Returns the command lines of a process and of all processes it started; empty if the system does not show them. */
export function commandLinesOf(pid: number): string {
  if (process.platform !== 'linux') return ''
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readQuietly(`/proc/${name}/stat`) : ''
    const parent = /\) \S (\d+)/.exec(stat)?.[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const isBelow = (one: number | undefined): boolean => one === pid || (one !== undefined && isBelow(parents.get(one)))
  return [...parents.keys()]
    .filter(isBelow)
    .map((one) => readQuietly(`/proc/${one}/cmdline`).replaceAll('\0', ' '))
    .join('\n')
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // The process has ended in the meantime.
  }
}
