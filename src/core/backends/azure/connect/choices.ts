/** The form for a new Azure mount. */
import type { MountField, MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

const container = field('container', 'azure.container')
const prefix = field('prefix', 'azure.prefix', { placeholder: '2026/reports' })
const advanced: readonly MountField[] = [
  field('endpoint', 'azure.endpoint', { advanced: true }),
  field('tier', 'azure.tier', {
    kind: 'choice',
    advanced: true,
    choices: ['Hot', 'Cool', 'Cold', 'Archive'].map((tier) => ({ value: tier, label: tier })),
  }),
  field('createContainer', 'azure.create', { kind: 'boolean', advanced: true }),
]

export const azureChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'azure',
    label: formTypes.azure,
    preset: {},
    fields: [
      field('account', 'azure.account-or-string'),
      container,
      prefix,
      field('accountKey', 'azure.key', { kind: 'secret' }),
      field('sasToken', 'azure.sas', { kind: 'secret' }),
      field('connectionString', 'azure.connection-string', { kind: 'secret' }),
      ...advanced,
    ],
  },
  {
    id: 'azure-entra',
    label: formTypes['azure-entra'],
    preset: { entra: true },
    fields: [field('account', 'azure.account', { required: true }), container, prefix, ...advanced],
  },
]
