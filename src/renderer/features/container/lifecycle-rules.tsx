import { LockKeyhole } from 'lucide-react'
import { useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { LifecycleRule } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { RuleForm } from './rule-form.tsx'
import { ruleText } from './rule-text.ts'

export interface LifecycleRulesProps {
  readonly rules: readonly LifecycleRule[]
  readonly capabilities: Capabilities | undefined
  readonly canChange: boolean
  /** Called with the new rules, which replace all rules that can be edited here. */
  readonly onChange: (rules: readonly LifecycleRule[]) => void
}

/** Lists the lifecycle rules of a bucket. Rules with settings that cannot be edited here are shown and kept. */
export function LifecycleRules({ rules, capabilities, canChange, onChange }: LifecycleRulesProps) {
  const [edited, setEdited] = useState<string>()
  const own = rules.filter(({ isForeign }) => !isForeign)

  function save(rule: LifecycleRule, before: string | undefined) {
    setEdited(undefined)
    onChange(before === undefined ? [...own, rule] : own.map((each) => (each.id === before ? rule : each)))
  }

  return (
    <>
      {rules.length === 0 && <p className="text-ink-2">{text('container.no-rules')}</p>}
      <ul className="flex flex-col">
        {rules.map((rule) => (
          <li key={rule.id} className="border-b border-line py-1 last:border-0">
            {edited === `rule ${rule.id}` ? (
              <RuleForm
                rule={rule}
                others={rules.filter((each) => each !== rule).map(({ id }) => id)}
                capabilities={capabilities}
                onSave={(changed) => save(changed, rule.id)}
                onCancel={() => setEdited(undefined)}
              />
            ) : (
              <div className="flex items-baseline gap-2">
                <p className="min-w-0 flex-1 break-words">
                  <b className="font-semibold">{rule.id}</b>{' '}
                  {!rule.isEnabled && <span className="text-warn">({text('container.off')}) </span>}
                  <span className="text-small text-ink-2">{ruleText(rule, capabilities)}</span>
                </p>
                {rule.isForeign ? (
                  <span className="flex shrink-0 items-center gap-1 text-small text-ink-3">
                    <LockKeyhole aria-hidden className="size-3" />
                    {text('container.foreign')}
                  </span>
                ) : (
                  canChange && (
                    <>
                      <button
                        type="button"
                        className="rounded-sm text-small text-sea hover:underline"
                        aria-label={text('container.rule-edit-name', { id: rule.id })}
                        onClick={() => setEdited(`rule ${rule.id}`)}
                      >
                        {text('container.rule-edit')}
                      </button>
                      <button
                        type="button"
                        className="rounded-sm text-small text-sea hover:underline"
                        aria-label={text('container.rule-remove-name', { id: rule.id })}
                        onClick={() => onChange(own.filter((each) => each !== rule))}
                      >
                        {text('container.rule-remove')}
                      </button>
                    </>
                  )
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {edited === 'new' && (
        <RuleForm
          rule={undefined}
          others={rules.map(({ id }) => id)}
          capabilities={capabilities}
          onSave={(rule) => save(rule, undefined)}
          onCancel={() => setEdited(undefined)}
        />
      )}
      {canChange && edited === undefined && (
        <button type="button" className="btn mt-1 self-start" onClick={() => setEdited('new')}>
          {text('container.rule-add')}
        </button>
      )}
    </>
  )
}
