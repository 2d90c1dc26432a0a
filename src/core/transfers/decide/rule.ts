import { type Said, said } from '../../../contract/sentences/said.ts'
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

/**
 * Parses a rule and returns a function that evaluates it for a file and the entry in its place. Unknown values are null
 * in CEL. Throws `bad-input` with the reason before anything is done.
 */
export function parseRule(rule: string): (src: RuleSide, dst: RuleSide) => boolean {
  try {
    const environment = new Environment()
      .registerType('Side', { fields: sideType })
      .registerVariable('src', 'Side')
      .registerVariable('dst', 'Side')
    const check = environment.check(rule)
    if (!check.valid) throw check.error ?? badRule(said('rule.invalid', { rule }))
    if (check.type !== 'bool' && check.type !== 'dyn')
      throw badRule(said('rule.wrong-type', { rule, type: String(check.type) }))
    const parsed = environment.parse(rule)
    return (src, dst) => {
      const value: unknown = parsed({ src: shown(src), dst: shown(dst) })
      if (typeof value !== 'boolean') throw badRule(said('rule.not-boolean', { rule }))
      return value
    }
  } catch (error) {
    if (error instanceof StorageError) throw error
    const detail = error instanceof Error ? error.message : String(error)
    const [line = ''] = detail.split('\n')
    throw badRule(said('rule.unusable', { rule, detail: line.replace(/\.$/, '') }), detail)
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

function badRule(why: Said, detail?: string): StorageError {
  return new StorageError({
    kind: 'bad-input',
    ...why,
    operation: 'transfers.rule',
    ...(detail !== undefined && { detail }),
  })
}
