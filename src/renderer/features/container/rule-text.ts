import type { Capabilities } from '../../../contract/capabilities.ts'
import type { LifecycleRule } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'

/** Describes in words what a rule does. */
export function ruleText(rule: LifecycleRule, capabilities: Capabilities | undefined): string {
  const { expireDays, expireOldVersionsDays, moveToClass, abortUploadsDays } = rule
  const label = capabilities?.properties?.storageClasses.find(({ id }) => id === moveToClass?.storageClass)?.label
  const does = [
    expireDays !== undefined && text('container.rule.expire', { days: expireDays }),
    expireOldVersionsDays !== undefined && text('container.rule.old-versions', { days: expireOldVersionsDays }),
    moveToClass && text('container.rule.move', { label: label ?? moveToClass.storageClass, days: moveToClass.days }),
    abortUploadsDays !== undefined && text('container.rule.uploads', { days: abortUploadsDays }),
  ].filter(Boolean)
  const where =
    rule.prefix === '' ? text('container.rule-everything') : text('container.rule-below', { prefix: rule.prefix })
  return `${where}: ${does.length > 0 ? does.join(', ') : text('container.rule.nothing')}`
}

/** The values as the user typed them; numbers of days are still text. */
export interface RuleDraft {
  readonly id: string
  readonly prefix: string
  readonly isEnabled: boolean
  readonly expire: string
  readonly old: string
  readonly uploads: string
  readonly storageClass: string
  readonly classDays: string
}

export function ruleDraft(rule: LifecycleRule | undefined): RuleDraft {
  const days = (value: number | undefined) => (value === undefined ? '' : String(value))
  return {
    id: rule?.id ?? '',
    prefix: rule?.prefix ?? '',
    isEnabled: rule?.isEnabled ?? true,
    expire: days(rule?.expireDays),
    old: days(rule?.expireOldVersionsDays),
    uploads: days(rule?.abortUploadsDays),
    storageClass: rule?.moveToClass?.storageClass ?? '',
    classDays: days(rule?.moveToClass?.days),
  }
}

/** Returns the rule that was typed, or a sentence about what is wrong. `others` are the names already in use. */
export function ruleOf(draft: RuleDraft, others: readonly string[]): LifecycleRule | string {
  const id = draft.id.trim()
  if (id === '' || others.includes(id)) return text('container.rule-bad-id')
  const typed = [draft.expire, draft.old, draft.uploads, draft.storageClass === '' ? '' : draft.classDays || '?']
  if (typed.some((days) => days !== '' && !/^[1-9]\d{0,5}$/u.test(days))) return text('container.rule-bad-days')
  if (typed.every((days) => days === '')) return text('container.rule-empty')
  return {
    id,
    prefix: draft.prefix,
    isEnabled: draft.isEnabled,
    isForeign: false,
    ...(draft.expire !== '' && { expireDays: Number(draft.expire) }),
    ...(draft.old !== '' && { expireOldVersionsDays: Number(draft.old) }),
    ...(draft.uploads !== '' && { abortUploadsDays: Number(draft.uploads) }),
    ...(draft.storageClass !== '' && {
      moveToClass: { days: Number(draft.classDays), storageClass: draft.storageClass },
    }),
  }
}
