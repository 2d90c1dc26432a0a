import { Environment } from '@marcbachmann/cel-js'
import { sumsSchema } from '../../../contract/schemas/entry.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { RuleSide } from '../journal/skip-rules.ts'

const sideType = {
  name: 'string',
  path: 'string',
  size: 'dyn',
  modified: 'dyn',
  sums: 'map',
} as const

/** Does it hold for a file and what is in its place? What is not known is null in CEL. Throws `bad-input`, with what is wrong about it, before anything is done. */
export function parseRule(text: string): (src: RuleSide, dst: RuleSide) => boolean {
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
