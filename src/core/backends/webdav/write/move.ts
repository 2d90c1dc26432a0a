import type { Waits } from '../../backend.ts'
import type { DavPath } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { GarbledError, StatusError } from '../failures/failures.ts'
import { dump } from '../connect/requests.ts'
import { readMultistatus } from '../read/multistatus.ts'

/** Throws a `StatusError` with 412 if the name is in use and must not be replaced. */
export async function transfer(
  { requests }: DavServer,
  method: 'MOVE' | 'COPY',
  from: DavPath,
  to: DavPath,
  { overwrite, headers, signal }: Waits & { readonly overwrite: boolean; readonly headers?: Record<string, string> },
): Promise<void> {
  const answer = await requests.send({
    method,
    path: from,
    headers: { ...headers, destination: requests.origin + to, overwrite: overwrite ? 'T' : 'F' },
    signal,
    isLong: true,
  })
  if (answer.status !== 207) return dump(answer.body)
  await refuseParts(answer.body)
}

/** A multistatus instead of plain success means that a part of it failed. */
async function refuseParts(body: Parameters<typeof readMultistatus>[0]): Promise<void> {
  try {
    for await (const [failed] of readMultistatus(body)) {
      const status = Number(/\s(\d{3})\b/.exec(failed?.values.get('status') ?? '')?.[1] ?? 500)
      if (failed) throw new StatusError(status, 'some of it failed')
    }
  } catch (error) {
    throw error instanceof GarbledError ? new StatusError(500, error.message) : error
  }
}
