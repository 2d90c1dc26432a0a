/**
 * Copies within the service, in as many steps as it needs.
 * https://cloud.google.com/storage/docs/json_api/v1/objects/rewrite
 */
import { objectAt } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { factFields, type SaidObject } from '../read/facts.ts'

export interface SourceObject {
  readonly bucket: string
  readonly key: string
  /** The generation that must be current; with `isPast`, the one that is copied. */
  readonly generation: string | undefined
  readonly isPast?: true
}

interface Step {
  readonly done: boolean
  readonly totalBytesRewritten?: string
  readonly rewriteToken?: string
  readonly resource?: SaidObject
}

interface RewriteOptions {
  /** The generation that the target must have; 0 if the target must be new. */
  readonly ifGeneration?: string | number
  readonly signal: AbortSignal
  readonly onProgress?: ((bytes: number) => void) | undefined
}

export async function rewrite(
  { client }: Pick<Scope, 'client'>,
  { bucket, key, generation, isPast }: SourceObject,
  target: { readonly container: string; readonly key: string },
  { ifGeneration, signal, onProgress }: RewriteOptions,
): Promise<SaidObject> {
  let rewriteToken: string | undefined
  for (;;) {
    const step = await client.json<Step>({
      at: `${objectAt(bucket, key)}/rewriteTo/b/${encodeURIComponent(target.container)}/o/${encodeURIComponent(target.key)}`,
      method: 'POST',
      query: {
        ...(isPast ? { sourceGeneration: generation } : { ifSourceGenerationMatch: generation }),
        ifGenerationMatch: ifGeneration,
        rewriteToken,
        fields: `done,totalBytesRewritten,rewriteToken,resource(${factFields})`,
      },
      signal,
    })
    if (step.done && step.resource) return step.resource
    rewriteToken = step.rewriteToken
    onProgress?.(Number(step.totalBytesRewritten ?? 0))
  }
}
