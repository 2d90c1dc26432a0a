// @vitest-environment happy-dom
/** Tests plugins in the settings with a real host: what is shown, and that no plugin runs before the user agrees. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { button, draw, focused, shownText } from '../../testing/render.test-support.tsx'
import { openTestWindow } from '../../testing/window.test-support.tsx'
import { PluginsSettings } from './plugins-settings.tsx'

const plugin = `export default () => ({ backends: [{ type: 'odd', open() {} }], rules: { 'same-size': () => true } })`

async function open(files: Readonly<Record<string, string>>) {
  const opened = await openTestWindow()
  const folder = join(opened.home, '..', 'config', 'plugins')
  const put = (name: string, code: string) => writeFileSync(join(folder, name), code)
  mkdirSync(folder, { recursive: true })
  for (const [name, code] of Object.entries(files)) put(name, code)
  const onFolder = vi.fn<(folder: string) => void>()
  const client = () => opened.client
  const user = draw(<PluginsSettings client={client} isDesktop={false} onFolder={onFolder} />)
  await screen.findByRole('button', { name: 'Refresh' })
  return { ...opened, user, folder, put, onFolder }
}
const row = async (name: string) => {
  const rows = await screen.findAllByRole('listitem')
  return rows.find((each) => each.textContent?.startsWith(name)) ?? expect.fail(`no row ${name}`)
}

test('a plugin is enabled after a warning, shows what it adds, and is disabled', async () => {
  const { user, client, folder } = await open({ 'odd.mjs': plugin })
  expect((await row('odd')).textContent).toContain(join(folder, 'odd.mjs'))
  await user.click(button('Enable odd…'))
  expect(shownText()).toContain('“odd” runs with your rights')
  expect(focused()).toBe(button('Cancel'))
  await user.click(button('Cancel'))
  expect((await client.plugins.list({})).plugins).toMatchObject([{ state: 'off' }])
  await user.click(button('Enable odd…'))
  await user.click(button('Enable it'))
  await waitFor(() => expect(shownText()).toContain('Adds type odd, rule @same-size'))
  expect((await client.plugins.list({})).plugins).toMatchObject([{ state: 'on' }])
  await user.click(button('Disable odd'))
  expect(await screen.findByRole('button', { name: 'Enable odd…' })).toBeTruthy()
  expect((await client.plugins.list({})).plugins).toMatchObject([{ state: 'off' }])
})

test('a plugin that cannot be loaded shows the reason; one whose files changed is off', async () => {
  const { user, put } = await open({ 'broken.mjs': 'this is no code', 'odd.mjs': plugin })
  await user.click(button('Enable broken…'))
  await user.click(button('Enable it'))
  expect((await screen.findByRole('alert')).textContent).toContain('“broken” failed')
  expect(within(await row('broken')).getByRole('button', { name: 'Enable broken…' })).toBeTruthy()
  await user.click(button('Enable odd…'))
  await user.click(button('Enable it'))
  await screen.findByRole('button', { name: 'Disable odd' })
  expect(screen.queryByRole('alert')).toBeNull()
  put('odd.mjs', `${plugin}\n`)
  await user.click(button('Refresh'))
  expect(await screen.findByText('Off, because its files changed after it was enabled.')).toBeTruthy()
})

test('reports an empty plugin folder and copies its path', async () => {
  const { user, folder, onFolder } = await open({})
  expect(shownText()).toContain('There are no plugins in the folder.')
  await user.click(button('Copy the path of the folder'))
  expect(onFolder).toHaveBeenCalledExactlyOnceWith(folder)
})
