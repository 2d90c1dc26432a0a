/** What is asked for when an Azure mount is added. */
import type { MountField, MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

const container = field('container', 'Container', { help: 'Leave it out to see all containers of the account.' })
const prefix = field('prefix', 'Folder in the container', { placeholder: '2026/reports' })
const advanced: readonly MountField[] = [
  field('endpoint', 'Endpoint', { advanced: true, help: 'Of other clouds and Azurite.' }),
  field('tier', 'Tier of what is written', {
    kind: 'choice',
    advanced: true,
    choices: ['Hot', 'Cool', 'Cold', 'Archive'].map((tier) => ({ value: tier, label: tier })),
    help: 'Without one the account decides.',
  }),
  field('createContainer', 'Make the container when it is not there', { kind: 'boolean', advanced: true }),
]

export const azureChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'azure',
    label: 'Azure Blob storage',
    preset: {},
    fields: [
      field('account', 'Storage account', { help: 'A connection string has it, too.' }),
      container,
      prefix,
      field('accountKey', 'Account key', { kind: 'secret' }),
      field('sasToken', 'SAS', { kind: 'secret', help: 'Instead of the key: the token, or the address it came in.' }),
      field('connectionString', 'Connection string', { kind: 'secret', help: 'Instead of the key and the SAS.' }),
      ...advanced,
    ],
  },
  {
    id: 'azure-entra',
    label: 'Azure Blob storage, signed in with Entra',
    preset: { entra: true },
    fields: [field('account', 'Storage account', { required: true }), container, prefix, ...advanced],
  },
]
