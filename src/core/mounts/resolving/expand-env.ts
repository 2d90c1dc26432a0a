import { said } from '../../../contract/sentences/said.ts'
import { mountFailure } from '../opening/mount-failure.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Replaces each `${NAME}` in the texts of a value, at any depth. Throws if a variable is not set. */
export function expandEnv(value: unknown, env: Env): unknown {
  if (typeof value === 'string') return expandText(value, env)
  if (Array.isArray(value)) return value.map((item) => expandEnv(item, env))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expandEnv(inner, env)]))
}

function expandText(text: string, env: Env): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = env[name]
    if (value === undefined) throw mountFailure('bad-input', said('mount.variable-not-set', { name }), 'resolve')
    return value
  })
}
