import { isCode, unlessDenied } from '../../object-store/failures/refusal.ts'
import { pause } from '../../../../lib/flow/pause.ts'
import { headIfAny } from '../read/look-up.ts'
import type { ObjectHeaders } from './object-headers.ts'
import { persist } from '../connect/persist.ts'
import type { Scope } from '../connect/scope.ts'
import type { PutAnswer } from './proof.ts'
import { S3Refusal } from '../failures/refusal.ts'

export interface ObjectBytes {
  readonly bucket: string
  readonly key: string
  readonly bytes: Uint8Array
  readonly headers?: ObjectHeaders
  /** Fails with `PreconditionFailed` if an object already exists. */
  readonly mustBeNew: boolean
  readonly signal: AbortSignal
}

const mostTries = 6
/** The errors that services send for an unknown header. */
const unknownHeader = ['NotImplemented', 'Http501', 'InvalidRequest', 'InvalidArgument', 'XAmzContentChecksumMismatch']

/**
 * Stores an object with one request, and returns the service's response. A feature that the service does not know is
 * not used again.
 */
export async function putObject(scope: Pick<Scope, 'client'>, object: ObjectBytes): Promise<PutAnswer> {
  const { client } = scope
  const { bucket, key, bytes, headers, mustBeNew, signal } = object
  for (let attempt = 1; ; attempt += 1) {
    const { conditions, checksums } = client.abilities
    try {
      // with `mustBeNew`, a retry would find the object that the first try stored
      return await persist({ signal, isHarmless: !mustBeNew }, () =>
        client.request({ right: 's3:PutObject', bucket, signal }, (_, options, lean) =>
          lean.putObject(
            {
              Bucket: bucket,
              Key: key,
              Body: bytes,
              ...headers,
              ...(checksums && { ChecksumAlgorithm: 'CRC32' }),
              ...(mustBeNew && conditions && { IfNoneMatch: '*' }),
            },
            options,
          ),
        ),
      )
    } catch (error) {
      if (attempt === mostTries || !(error instanceof S3Refusal)) throw error
      if (mustBeNew && isCode(error, 'ConditionalRequestConflict', 'Http409')) {
        // two writers at the same time: either the other object exists by now, or that write failed and this one may
        // succeed
        if (await headIfAny(scope, bucket, key, signal)) throw existing(error)
        await pause(50 * attempt, signal)
      } else if (!isCode(error, ...unknownHeader)) throw error
      else if (mustBeNew && conditions) {
        client.abilities.conditions = false
        // a caller that relied on the condition has not checked the name
        if (await unlessDenied(headIfAny(scope, bucket, key, signal), undefined)) throw existing(error)
      } else if (checksums) client.abilities.checksums = false
      else throw error
    }
  }
}

function existing({ right }: S3Refusal): S3Refusal {
  return new S3Refusal(Object.assign(new Error('another writer came first'), { name: 'PreconditionFailed' }), right)
}
