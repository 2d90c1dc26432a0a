/** What a form for a mount works with. All of it comes from the contract's fields: nothing here knows a kind of storage. */
import { isQuota, isSameQuota, type Quota, quotaGiven, quotaValues } from './quota-values.ts'
import type { MountField, MountGroup, MountType } from '../../../../contract/api/mounts.ts'

/** What is filled in, by the keys of fields. Secrets are not among it: they stay in their inputs. */
export type FormValues = Readonly<Record<string, string | boolean>>

type Json = string | number | boolean | null | Quota
/** A config as it came from the host. */
export type WrittenConfig = Readonly<Record<string, unknown>>

const groupOrder: readonly MountGroup[] = ['cloud', 'computer', 'servers', 'other']

/** The first choice of every type, by heading, then all the others; what has no heading of its own comes last. */
export function orderedTypes(types: readonly MountType[]): readonly MountType[] {
  const isFirst = (choice: MountType) =>
    choice.group !== 'other' && types.find(({ type }) => type === choice.type) === choice
  const place = (choice: MountType) => groupOrder.indexOf(choice.group) + (isFirst(choice) ? 0 : groupOrder.length)
  return types.toSorted((one, other) => place(one) - place(other))
}

/** The choice a config was made with: of those whose preset it has, the one that says most. */
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

/** A config as a form shows it; what no input can show is left out, and stays as it is. */
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
  /** The other choices there are, whose presets must not stay behind. */
  readonly types: readonly MountType[]
  readonly fields: readonly MountField[]
  readonly values: FormValues
  /** What is there already: the mount as it is, or a draft. */
  readonly base: WrittenConfig
  /** The secrets that are typed anew or taken away. */
  readonly replaced: ReadonlySet<string>
}

/** What the file has in place of a secret: a reference to the environment, which is no secret. */
export function referenceIn(base: WrittenConfig, { key, kind }: Pick<MountField, 'key' | 'kind'>): string | undefined {
  const written = base[key]
  return kind === 'secret' && typeof written === 'string' ? written : undefined
}

/** What differs from `base`: keys with their values, and `null` for those that were emptied. */
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
    // a secret that is a reference to the environment stays one
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
  // a reference to the environment is kept as it is
  return kind === 'number' && /^\d+$/.test(typed) ? Number(typed) : typed
}

/** The first required field that is empty, where its secret is not kept already. */
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
