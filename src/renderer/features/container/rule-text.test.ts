import { expect, test } from 'vitest'
import { ruleDraft, ruleOf, ruleText } from './rule-text.ts'

test('a rule read into the form and back is unchanged', () => {
  const rule = {
    id: 'tidy',
    prefix: 'logs/',
    isEnabled: true,
    isForeign: false,
    expireDays: 30,
    moveToClass: { days: 7, storageClass: 'GLACIER' },
  }
  expect(ruleOf(ruleDraft(rule), [])).toEqual(rule)
  expect(ruleText(rule, undefined)).toBe('below logs/: deleted after 30 days, to GLACIER after 7 days')
})

test('a rule needs a unique name, whole days and at least one action', () => {
  const draft = { ...ruleDraft(undefined), id: 'tidy', expire: '30' }
  expect(ruleOf(draft, ['tidy'])).toMatch(/Another rule has this name/)
  expect(ruleOf({ ...draft, expire: '0' }, [])).toMatch(/whole numbers/)
  expect(ruleOf({ ...draft, storageClass: 'GLACIER', classDays: '' }, [])).toMatch(/whole numbers/)
  expect(ruleOf({ ...draft, expire: '' }, [])).toMatch(/at least one action/)
})
