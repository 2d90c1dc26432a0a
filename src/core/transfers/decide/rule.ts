import { Environment } from '@marcbachmann/cel-js'
import type { Entry } from '../../../contract/entry.ts'
import { sumsSchema } from '../../../contract/schemas/entry.ts'
import { StorageError } from '../../../contract/failure.ts'

/** One side as a rule sees it. What is not known is null. */
export type RuleSide = Pick<Entry, 'name' | 'sizeBytes' | 'modifiedMs' | 'sums'> & { readonly path: string }

/** Does the rule hold for a file and what is in its place? */
export type Rule = (src: RuleSide, dst: RuleSide) => boolean

const sideType = {
  name: 'string',
  path: 'string',
  size: 'dyn',
  modified: 'dyn',
  sums: 'map',
} as const

/** Throws `bad-input`, with what is wrong about it, before anything is done. */
export function parseRule(text: string): Rule {
  try {
    const environment = new Environment()
      .registerType('Side', { fields: sideType })
      .registerVariable('src', 'Side')
      .registerVariable('dst', 'Side')
    const check = environment.check(text)
    if (!check.valid) throw check.error ?? new Error('it makes no sense')
    if (check.type !== 'bool' && check.type !== 'dyn')
      throw new Error(`it gives ${String(check.type)}, not true or false`)
    const parsed = environment.parse(text)
    return (src, dst) => {
      const value: unknown = parsed({ src: shown(src), dst: shown(dst) })
      if (typeof value !== 'boolean') throw badRule(text, 'it gives neither true nor false')
      return value
    }
  } catch (error) {
    throw error instanceof StorageError ? error : badRule(text, error instanceof Error ? error.message : String(error))
  }
}

function shown({ name, path, sizeBytes, modifiedMs, sums }: RuleSide) {
  return {
    name,
    path,
    size: sizeBytes === undefined ? null : BigInt(sizeBytes),
    modified: modifiedMs === undefined ? null : new Date(modifiedMs),
    sums: sumsSchema.parse(sums ?? {}),
  }
}

function badRule(text: string, why: string): StorageError {
  const [line = ''] = why.split('\n')
  return new StorageError({
    kind: 'bad-input',
    message: `The rule “${text}” can't be used: ${line.replace(/\.$/, '')}.`,
    operation: 'transfers.rule',
    detail: why,
  })
}
