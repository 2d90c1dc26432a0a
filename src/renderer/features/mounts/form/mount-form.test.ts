import { expect, test } from 'vitest'
import type { MountField, MountType } from '../../../../contract/api/mounts.ts'
import {
  choiceOf,
  configGiven,
  type FormValues,
  missingField,
  orderedTypes,
  referenceIn,
  valuesOf,
} from './mount-form.ts'

const field = (key: string, more: Partial<MountField> = {}): MountField => ({
  key,
  label: key,
  kind: 'text',
  required: false,
  advanced: false,
  ...more,
})
const fields = [
  field('name', { required: true }),
  field('address', { required: true }),
  field('port', { kind: 'number' }),
  field('agent', { kind: 'boolean' }),
  field('password', { kind: 'secret', required: true }),
]
const choice = (id: string, type: string, group: MountType['group'], preset = {}): MountType => ({
  id,
  type,
  label: id,
  group,
  preset,
  fields,
})
const plain = choice('plain', 'boat', 'cloud')
const fast = choice('fast', 'boat', 'cloud', { make: 'fast' })
const types = [choice('shed', 'shed', 'computer'), plain, fast, choice('tower', 'tower', 'servers')]

const none: ReadonlySet<string> = new Set()

test('lists one choice of each type first, then the others', () => {
  expect(orderedTypes(types).map(({ id }) => id)).toEqual(['plain', 'shed', 'tower', 'fast'])
})

test('picks the choice that matches most of a config', () => {
  expect(choiceOf(types, { type: 'boat', make: 'fast' })).toBe(fast)
  expect(choiceOf(types, { type: 'boat', make: 'own' })).toBe(plain)
  expect(choiceOf(types, { type: 'raft' })).toBeUndefined()
})

test('a new mount gets its type, its preset and the typed values', () => {
  const values = { name: ' lab ', address: 'a.example', port: '22', agent: true, colour: 'not of this form' }
  expect(configGiven({ choice: fast, types, fields, values, base: {}, replaced: none })).toEqual({
    type: 'boat',
    make: 'fast',
    name: 'lab',
    address: 'a.example',
    port: 22,
    agent: true,
  })
})

test('an existing mount gets only what changed, and null for emptied fields', () => {
  const base = { type: 'boat', name: 'lab', address: 'a.example', port: '${PORT}', agent: true, lists: [1] }
  const same = { choice: plain, types, fields, base, replaced: none }
  expect(configGiven({ ...same, values: valuesOf(base) })).toEqual({})
  expect(configGiven({ ...same, values: { ...valuesOf(base), address: '', port: '2022' } })).toEqual({
    address: null,
    port: 2022,
  })
})

test('keeps a secret from the environment until it is typed again', () => {
  const base = { type: 'boat', name: 'lab', address: 'a.example', password: '${PASSWORD}' }
  const same = { choice: plain, types, fields, base, values: valuesOf(base) }
  expect(configGiven({ ...same, replaced: none })).toEqual({})
  expect(configGiven({ ...same, replaced: new Set(['password']) })).toEqual({ password: null })
  expect(referenceIn(base, field('password', { kind: 'secret' }))).toBe('${PASSWORD}')
  expect(referenceIn(base, field('address'))).toBeUndefined()
})

test('another choice removes the preset of the previous one', () => {
  const base = { type: 'boat', make: 'fast', name: 'lab' }
  expect(configGiven({ choice: plain, types, fields, values: valuesOf(base), base, replaced: none })).toEqual({
    make: null,
  })
})

test('a required field is missing if it is empty, a secret if it is neither typed nor stored', () => {
  const values = { name: 'lab', address: ' ' }
  expect(missingField(fields, values, () => false)?.key).toBe('address')
  expect(missingField(fields, { ...values, address: 'a' }, () => false)?.key).toBe('password')
  expect(missingField(fields, { ...values, address: 'a' }, (key) => key === 'password')).toBeUndefined()
})

test('a quota shows its unit, is written as one object, and is removed if empty', () => {
  const quotaFields = [...fields, field('quota.bytes'), field('quota.files', { kind: 'number' })]
  const base = { type: 'boat', name: 'lab', quota: { bytes: 1_500_000_000, files: 20 } }
  const given = (values: FormValues) =>
    configGiven({
      choice: plain,
      types,
      fields: quotaFields,
      base,
      replaced: none,
      values: { ...valuesOf(base), ...values },
    })
  expect(valuesOf(base)).toMatchObject({ 'quota.bytes': '1500 MB', 'quota.files': '20' })
  expect(given({})).toEqual({})
  expect(given({ 'quota.files': '', 'quota.bytes': '2 TB' })).toEqual({ quota: { bytes: 2e12 } })
  expect(given({ 'quota.files': '', 'quota.bytes': '' })).toEqual({ quota: null })
})
