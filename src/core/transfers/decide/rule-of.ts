/** Rules that decide which files are skipped: a CEL expression, or the name of a rule of a plugin or of the program. */
import { said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Policy } from '../../../contract/transfer.ts'
import type { Rule, SkipRules } from '../journal/skip-rules.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { parseRule } from './rule.ts'

/** Undefined if the policy has no rule. Throws `bad-input` for an invalid rule. */
export function ruleOf({ skip, rule = '' }: Policy, rules: SkipRules): Rule | undefined {
  if (skip !== 'rule') return undefined
  if (!rule.startsWith('@')) return parseRule(rule)
  const name = rule.slice(1)
  const known = rules.get(name)
  if (known) return guarded(known, name)
  const names = [...rules.keys()].map((each) => `@${each}`).join(', ')
  throw new StorageError({
    kind: 'bad-input',
    ...(names === '' ? said('rule.none-enabled', { name }) : said('rule.unknown', { name, names })),
    operation: 'transfers.rule',
  })
}

/** Wraps code of other authors: its errors name the rule, and files stop waiting for it when the transfer stops. */
function guarded(rule: Rule, name: string): Rule {
  return async (src, dst, { signal }) => {
    try {
      return await unlessAborted(Promise.resolve(rule(src, dst, { signal })), signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof StorageError) throw error
      const detail = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
      throw new StorageError(
        { kind: 'bad-input', ...said('rule.failed', { name, detail }), operation: 'transfers.rule' },
        { cause: error },
      )
    }
  }
}
