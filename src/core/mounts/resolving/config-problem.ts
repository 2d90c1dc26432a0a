/** What a schema has against the keys of a mount, in whole sentences. */
import type { z } from 'zod'
import { type CodeOf, said, type Said, saidOf } from '../../../contract/sentences/said.ts'

/** For problems that a schema has no sentence of its own for. */
export const withSentences = { error: (problem: z.core.$ZodRawIssue) => saidOfProblem(problem).message }

function saidOfProblem(problem: z.core.$ZodRawIssue): Said {
  const key = (problem.path ?? []).map(String).join('.')
  if (problem.code === 'invalid_type') return saidOfType(key, problem.expected, problem.input)
  if (problem.code === 'unrecognized_keys') {
    return said('config.unknown-key', {
      key: problem.keys.map((each) => (key === '' ? each : `${key}.${each}`)).join(', '),
    })
  }
  if (problem.code === 'invalid_value') {
    return said('config.one-of', { key, choices: problem.values.map(String).join(', ') })
  }
  if (problem.code === 'too_small' && problem.origin === 'string') return said('config.empty', { key })
  if (problem.code === 'too_small') return said('config.at-least', { key, least: Number(problem.minimum) })
  if (problem.code === 'too_big' && problem.origin === 'string') {
    return said('config.too-long', { key, most: Number(problem.maximum) })
  }
  if (problem.code === 'too_big') return said('config.at-most', { key, most: Number(problem.maximum) })
  return said('config.not-valid', { key })
}

function saidOfType(key: string, expected: string, given: unknown): Said {
  if (key === '') return said('mount.not-a-mount')
  if (given === undefined) return said('config.missing', { key })
  return saidOf(codesOfTypes[expected] ?? 'config.not-valid', { key })
}

const codesOfTypes: Readonly<Record<string, CodeOf<'key'>>> = {
  string: 'config.text',
  number: 'config.number',
  int: 'config.number',
  boolean: 'config.true-or-false',
  array: 'config.list',
  object: 'config.keys',
  record: 'config.keys',
}

/** What is wrong with a mount, by what checking it threw. */
export function sentenceOf(error: unknown): string {
  const { issues } = error as Partial<z.ZodError>
  if (issues) return issues.map(({ message }) => message).join(' ')
  return error instanceof Error ? error.message : said('mount.not-a-mount').message
}
