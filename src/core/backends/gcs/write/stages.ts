/**
 * Objects that will be joined: the pieces of a file are stored below a name beside it, `.portolan-<id>.part/`, which
 * exists as long as the stage.
 */
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import { crc32cPolynomial, crc32Of, crc32OfAll } from '../../crc32.ts'
import { isMissing } from '../../object-store/failures/refusal.ts'
import { jsonBody, objectAt } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { factFields, type SaidObject } from '../read/facts.ts'
import { listPage } from '../read/look-up.ts'
import type { NewObject } from './upload.ts'

/** The maximum number of objects joined in one step. https://cloud.google.com/storage/docs/composing-objects */
const mostSources = 32
const removalsAtOnce = 16

type Client = Pick<Scope, 'client' | 'storageClass'>

export interface Stage {
  readonly bucket: string
  /** Ends with a slash. It is also the name of the marker. */
  readonly prefix: string
}

/** A generation of an object, with the checksum that the service calculated. */
export interface SourcePiece {
  readonly name: string
  readonly generation: string
  readonly sizeBytes: number
  readonly crc32: number | undefined
}

export function pieceKey({ prefix }: Stage, number: number): string {
  return prefix + String(number).padStart(5, '0')
}

/** Returns the objects of a stage, with its marker; with `withPast` also their earlier generations. */
export async function objectsIn(
  { client }: Client,
  { bucket, prefix }: Stage,
  { withPast, signal }: { readonly withPast?: true; readonly signal: AbortSignal },
): Promise<readonly SaidObject[]> {
  const found: SaidObject[] = []
  let token: string | undefined
  do {
    const page = await listPage(client, bucket, prefix, { token, isFlat: true, ...(withPast && { withPast }), signal })
    found.push(...(page.items ?? []))
    token = page.nextPageToken
  } while (token !== undefined)
  return found
}

/**
 * Removes a stage permanently, even if the bucket keeps versions. The marker is removed last, so that leftovers can be
 * found again.
 */
export async function dropStage(scope: Client, stage: Stage, signal: AbortSignal): Promise<void> {
  const found = await objectsIn(scope, stage, { withPast: true, signal })
  const remove = async ({ name, generation }: SaidObject) => {
    try {
      await scope.client.json({ at: objectAt(stage.bucket, name), method: 'DELETE', query: { generation }, signal })
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  const workers = createWorkerPool(removalsAtOnce)
  for (const each of found) if (each.name !== stage.prefix) await workers.begin(() => remove(each))
  await workers.finish()
  for (const mark of found.filter(({ name }) => name === stage.prefix)) await remove(mark)
}

/** Joins the pieces into one object, in as many steps as needed, and compares its checksum with theirs. */
export async function joinPieces(
  scope: Client,
  stage: Stage,
  pieces: readonly SourcePiece[],
  object: NewObject,
): Promise<{ readonly said: SaidObject; readonly isProven: boolean }> {
  const { signal } = object
  let sources: readonly Pick<SourcePiece, 'name' | 'generation'>[] = pieces
  for (let step = 0; sources.length > mostSources; step += 1) {
    const key = `${stage.prefix}joined-${step}`
    const said = await compose(scope, sources.slice(0, mostSources), {
      bucket: stage.bucket,
      key,
      mustBeNew: false,
      signal,
    })
    sources = [{ name: key, generation: said.generation ?? '' }, ...sources.slice(mostSources)]
  }
  const said = await compose(scope, sources, object)
  return { said, isProven: isMadeOf(said, pieces) }
}

/** Tells whether an object has the checksum of these pieces joined. */
export function isMadeOf({ crc32c }: SaidObject, pieces: readonly SourcePiece[]): boolean {
  const sum = crc32OfAll(pieces, crc32cPolynomial)
  return sum !== undefined && sum === crc32Of(crc32c)
}

/** https://cloud.google.com/storage/docs/json_api/v1/objects/compose */
function compose(
  { client, storageClass }: Client,
  sources: readonly Pick<SourcePiece, 'name' | 'generation'>[],
  { bucket, key, contentType, mustBeNew, signal }: NewObject,
): Promise<SaidObject> {
  return client.json<SaidObject>({
    at: `${objectAt(bucket, key)}/compose`,
    method: 'POST',
    query: { ifGenerationMatch: mustBeNew ? 0 : undefined, fields: factFields },
    ...jsonBody({
      destination: { ...(contentType && { contentType }), ...(storageClass && { storageClass }) },
      sourceObjects: sources.map(({ name, generation }) => ({ name, generation })),
    }),
    signal,
  })
}
