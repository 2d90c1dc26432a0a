/**
 * The mount that environment variables define, as is usual for services: `STORAGE_PROVIDER=s3` with
 * `STORAGE_BUCKET=reports` and so on, one variable for each key of that type, or `STORAGE_URI=s3://reports/2026`. Its
 * name is `storage`, or the value of `STORAGE_NAME`.
 */
import type { MountField } from '../../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../../backends/descriptor.ts'

type Env = Readonly<Record<string, string | undefined>>

const prefix = 'STORAGE_'
const reserved = new Set(['PROVIDER', 'URI', 'NAME'])

/** Undefined if the environment defines no mount. Errors in it are reported by the usual check of mounts. */
export function environmentMount(
  env: Env,
  descriptors: readonly BackendDescriptor[],
): Readonly<Record<string, unknown>> | undefined {
  const { STORAGE_PROVIDER: provider, STORAGE_URI: uri, STORAGE_NAME: name = 'storage' } = env
  if (uri) return { name, ...fromUri(uri, descriptors) }
  if (!provider) return undefined
  const choice = choiceOf(provider, descriptors)
  const fields = choice?.fields ?? []
  const keys = Object.entries(env)
    .filter(([variable, value]) => value && variable.startsWith(prefix) && !reserved.has(keyPart(variable)))
    .map(([variable, value = '']) => {
      const key = keyOf(keyPart(variable))
      return [key, valueOf(value, fields.find((field) => field.key === key)?.kind)] as const
    })
  return { name, type: choice?.type ?? provider, ...choice?.preset, ...Object.fromEntries(keys) }
}

function fromUri(uri: string, descriptors: readonly BackendDescriptor[]): Readonly<Record<string, unknown>> {
  for (const { type, recognise } of descriptors) {
    const [found] = recognise?.(uri) ?? []
    if (found) return { type, ...found.config, ...found.secrets }
  }
  return { type: uri.split(':', 1)[0] }
}

/** Finds a type, or a provider that *Add a mount* offers. A type alone has no provider's preset. */
function choiceOf(provider: string, descriptors: readonly BackendDescriptor[]) {
  for (const { type, choices } of descriptors) {
    const fields = choices.flatMap((choice) => choice.fields)
    if (type === provider) return { type, preset: {}, fields }
    const choice = choices.find(({ id, preset }) => id === provider || preset['provider'] === provider)
    if (choice) return { type, preset: choice.preset, fields }
  }
  return undefined
}

function keyPart(variable: string): string {
  return variable.slice(prefix.length)
}

/** `ACCESS_KEY_ID` becomes `accessKeyId`. */
function keyOf(part: string): string {
  return part.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

function valueOf(text: string, kind: MountField['kind'] | undefined): string | number | boolean {
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (kind !== 'boolean' && kind !== undefined) return text
  return text === 'true' || text === 'false' ? text === 'true' : text
}
