/** The logic of the mount form. It uses only the fields of the contract and knows no particular backend. */
import { isQuota, isSameQuota, type Quota, quotaGiven, quotaValues } from './quota-values.ts'
import type { MountField, MountGroup, MountType } from '../../../../contract/api/mounts.ts'

/** The filled-in values by field key. Secrets are not included: they stay in their inputs. */
export type FormValues = Readonly<Record<string, string | boolean>>

type Json = string | number | boolean | null | Quota
/** A config as received from the host. */
export type WrittenConfig = Readonly<Record<string, unknown>>

const groupOrder: readonly MountGroup[] = ['cloud', 'computer', 'servers', 'other']

/**
 * Sorts the choices: the first choice of each type in the order of headings, then all the others. Types without a
 * heading of their own are last.
 */
export function orderedTypes(types: readonly MountType[]): readonly MountType[] {
  const isFirst = (choice: MountType) =>
    choice.group !== 'other' && types.find(({ type }) => type === choice.type) === choice
  const place = (choice: MountType) => groupOrder.indexOf(choice.group) + (isFirst(choice) ? 0 : groupOrder.length)
  return types.toSorted((one, other) => place(one) - place(other))
}

/** Returns the choice that a config was created with: the most specific one whose preset the config contains. */
export function choiceOf(types: readonly MountType[], config: WrittenConfig): MountType | undefined {
  const ofType = types.filter(({ type }) => type === config['type'])
  const saysMost = (one: MountType, other: MountType) => size(other.preset) - size(one.preset)
  return (
    ofType
      .filter(({ preset }) => Object.entries(preset).every(([key, value]) => config[key] === value))
      .toSorted(saysMost)[0] ?? ofType[0]
  )
}

function size(record: object): number {
  return Object.keys(record).length
}

/** Converts a config to form values. Values that no input can show are left out and stay unchanged in the config. */
export function valuesOf(config: WrittenConfig): FormValues {
  const plain = Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) =>
      typeof value === 'boolean' || typeof value === 'string'
        ? [[key, value] as const]
        : typeof value === 'number'
          ? [[key, String(value)] as const]
          : [],
    ),
  )
  return { ...plain, ...quotaValues(config['quota']) }
}

export interface Filled {
  readonly choice: MountType
  /** All choices. The presets of the others must not remain in the config. */
  readonly types: readonly MountType[]
  readonly fields: readonly MountField[]
  readonly values: FormValues
  /** The existing config: of the mount, or of a draft. */
  readonly base: WrittenConfig
  /** The keys of secrets that the user typed again or removed. */
  readonly replaced: ReadonlySet<string>
}

/** Returns the environment reference that the config has in place of a secret. The reference itself is not secret. */
export function referenceIn(base: WrittenConfig, { key, kind }: Pick<MountField, 'key' | 'kind'>): string | undefined {
  const written = base[key]
  return kind === 'secret' && typeof written === 'string' ? written : undefined
}

/** Returns the difference from `base`: changed keys with their values, and `null` for emptied fields. */
export function configGiven({ choice, types, fields, values, base, replaced }: Filled): Record<string, Json> {
  const given: Record<string, Json> = base['type'] === choice.type ? {} : { type: choice.type }
  for (const { type, preset } of types) {
    if (type !== choice.type) continue
    for (const key of Object.keys(preset)) {
      const value = choice.preset[key] ?? null
      if (!fields.some((field) => field.key === key) && value !== (base[key] ?? null)) given[key] = value
    }
  }
  const quota = quotaGiven(values)
  if (fields.some(isQuota) && !isSameQuota(quota, base['quota'])) given['quota'] = quota
  for (const field of fields) {
    if (isQuota(field)) continue
    // A secret that refers to the environment stays a reference.
    if (field.kind === 'secret' && !replaced.has(field.key)) continue
    const value = valueGiven(field, values[field.key])
    if (value !== (base[field.key] ?? null) && String(value) !== String(base[field.key])) given[field.key] = value
  }
  return given
}

function valueGiven({ kind }: MountField, value: string | boolean | undefined): Exclude<Json, Quota> {
  if (kind === 'secret' || value === undefined) return null
  if (typeof value === 'boolean') return value
  const typed = value.trim()
  if (typed === '') return null
  // A reference to the environment is kept unchanged.
  return kind === 'number' && /^\d+$/.test(typed) ? Number(typed) : typed
}

/** Returns the first required field that is empty. A stored secret counts as filled. */
export function missingField(
  fields: readonly MountField[],
  values: FormValues,
  hasSecret: (key: string) => boolean,
): MountField | undefined {
  return fields.find(({ key, required, kind }) => {
    if (!required || hasSecret(key)) return false
    const value = values[key]
    return kind === 'secret' || value === undefined || (typeof value === 'string' && value.trim() === '')
  })
}
