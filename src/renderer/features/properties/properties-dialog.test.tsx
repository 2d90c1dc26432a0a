// @vitest-environment happy-dom
/**
 * Tests the properties of one file with recorded answers: only changed values are sent, and values that cannot be
 * changed are plain text.
 */
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Properties, PropertyChanges } from '../../../contract/facets.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { button, draw, field, frame, shownText } from '../../testing/render.test-support.tsx'
import type { ChangedProperties } from './former.ts'
import { PropertiesDialog } from './properties-dialog.tsx'

const before: Properties = {
  contentType: 'text/plain',
  metadata: { author: 'Ada' },
  tags: { year: '2026' },
  etag: '"abc"',
  withheld: { owner: 's3:GetObjectAcl' },
}
const capabilities: Capabilities = {
  ...plainCapabilities,
  keepsEmptyFolders: true,
  modifiedTime: { canSet: false, precisionMs: 1000 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
  facets: ['properties'],
  properties: { changeable: ['contentType', 'metadata', 'tags'], storageClasses: [] },
}

function open({ canWrite = true, fails = false } = {}) {
  const sent: PropertyChanges[] = []
  const change = async ({ changes }: { readonly changes: PropertyChanges }): Promise<Properties> => {
    if (fails) throw new StorageError({ kind: 'denied', message: 'Your key may not change tags.', operation: 'test' })
    sent.push(changes)
    return { ...before, ...changes }
  }
  const client = { properties: { read: async () => before, change } } as unknown as Client<Contract>
  const onChanged = vi.fn<(changed: readonly ChangedProperties[]) => void>()
  const box = frame()
  const user = draw(
    <PropertiesDialog
      {...box}
      client={() => client}
      entry={{ name: 'notes.txt', kind: 'file' }}
      folder={{ mount: 'reports', path: '2026' }}
      capabilities={capabilities}
      canWrite={canWrite}
      onChanged={onChanged}
    />,
  )
  return { user, sent, onChanged, box }
}

test('sends only what changed, and offers to undo it', async () => {
  const { user, sent, onChanged, box } = open()
  const type = await screen.findByLabelText<HTMLInputElement>('Content type')
  expect(button('Save').disabled).toBe(true)
  await user.clear(type)
  await user.type(type, 'text/markdown')
  await user.clear(field('Tags, value 1'))
  await user.type(field('Tags, value 1'), '2027')
  await user.click(button('Save'))
  await vi.waitFor(() => expect(box.onClose).toHaveBeenCalledTimes(1))
  expect(sent).toEqual([{ contentType: 'text/markdown', tags: { year: '2027' } }])
  expect(onChanged.mock.lastCall?.[0]).toEqual([
    {
      location: { mount: 'reports', path: '2026/notes.txt' },
      before: { contentType: 'text/plain', tags: { year: '2026' } },
      after: { contentType: 'text/markdown', tags: { year: '2027' } },
    },
  ])
})

test('refuses duplicate keys before it sends anything', async () => {
  const { user, sent } = open()
  await screen.findByLabelText('Metadata, key 1')
  await user.click(button('Add: Metadata'))
  await user.type(field('Metadata, key 2'), 'author')
  await user.click(button('Save'))
  expect(screen.getByRole('alert').textContent).toBe('“author” is entered twice.')
  expect(sent).toEqual([])
})

test('shows why a change was refused and keeps what was typed', async () => {
  const { user, onChanged } = open({ fails: true })
  const value = await screen.findByLabelText<HTMLInputElement>('Tags, value 1')
  await user.type(value, '!')
  await user.click(button('Save'))
  await screen.findByText('Your key may not change tags.')
  expect(value.value).toBe('2026!')
  expect(onChanged).not.toHaveBeenCalled()
  expect(button('Save').disabled).toBe(false)
})

test('shows plain text if nothing can be changed, and the missing permission of withheld properties', async () => {
  open({ canWrite: false })
  await screen.findByText('These properties can’t be changed here.')
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(shownText()).toContain('text/plain')
  expect(shownText()).toContain('Owner: not shown, your key lacks s3:GetObjectAcl.')
})
