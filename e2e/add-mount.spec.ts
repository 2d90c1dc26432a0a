import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { makeKey, type Sshd, startSshd, whyNoSshd } from '../src/core/backends/sftp/testing/sshd.ts'
import {
  everythingBelow,
  everythingIn,
  keepInFile,
  masterPassword,
  mountsNav,
  startAdding,
  watchAnswers,
} from './support/mounts.ts'
import type { ServedApp } from './support/served-app.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

const passphrase = 'correct-horse-battery-staple'

test.describe('with a real SFTP server', () => {
  let sshd: Sshd
  let key: string
  test.beforeAll(async () => {
    const reason = await whyNoSshd()
    test.skip(reason !== undefined, reason)
    sshd = await startSshd()
    key = join(sshd.base, 'locked-key')
    await makeKey(key, 'ed25519', passphrase)
    appendFileSync(join(sshd.base, 'authorized_keys'), readFileSync(`${key}.pub`))
    mkdirSync(join(sshd.files, 'data'))
    writeFileSync(join(sshd.files, 'data', 'cargo.txt'), 'salt')
  })
  test.afterAll(() => sshd?.stop())

  function trustServer({ home }: ServedApp) {
    mkdirSync(join(home, '.ssh'))
    copyFileSync(join(sshd.base, 'known_hosts'), join(home, '.ssh', 'known_hosts'))
  }

  test('an unknown server is trusted only after confirmation, in the pane and in the dialog', async ({ app, page }) => {
    const mount = { name: 'web', type: 'sftp', host: '127.0.0.1', port: sshd.port, user: userInfo().username }
    const unlocked = join(sshd.base, 'user-key')
    appendFileSync(
      app.mountsFile,
      `- ${JSON.stringify({ ...mount, privateKey: unlocked, path: join(sshd.files, 'data') })}\n`,
    )
    await page.goto(app.url())
    await mountsNav(page).getByRole('button', { name: 'web' }).click()
    const left = page.getByRole('region', { name: 'Left pane' })
    await expect(left.getByText('is not known yet')).toBeVisible()
    await left.getByRole('button', { name: 'Trust the server…' }).click()
    const question = page.getByRole('dialog', { name: 'Trust server' })
    await expect(question.getByRole('status')).toContainText('SHA256:')
    await question.getByRole('button', { name: 'Cancel' }).click()
    expect(readFileSync(app.mountsFile, 'utf8')).not.toContain('hostKey')

    await left.getByRole('button', { name: 'Trust the server…' }).press('Enter')
    await question.getByRole('button', { name: 'Trust this key' }).press('Enter')
    await expect(pane(page, 'Left').row('cargo.txt')).toBeVisible()
    expect(readFileSync(app.mountsFile, 'utf8')).toContain('hostKey')

    const dialog = await startAdding(page)
    await dialog.getByRole('textbox', { name: 'Paste anything' }).fill(`sftp://${mount.user}@127.0.0.1:${sshd.port}/`)
    await expect(dialog.getByRole('textbox', { name: 'Server' })).toHaveValue('127.0.0.1')
    await dialog.getByRole('textbox', { name: 'Private key' }).fill(unlocked)
    await dialog.getByRole('button', { name: 'Test' }).click()
    await dialog.getByRole('button', { name: 'Trust this key' }).click()
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(dialog.getByText(/^Sign in/)).toHaveText('Sign in: works')
  })

  test('a server is added after a failed and a successful test, and its secret leaks nowhere', async ({
    app,
    page,
  }) => {
    trustServer(app)
    const answers = watchAnswers(page)
    await page.goto(app.url())
    const dialog = await startAdding(page)
    await dialog.getByText('SFTP server').click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('build box')
    await dialog.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1')
    await dialog.getByRole('textbox', { name: 'User' }).fill(userInfo().username)
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(sshd.files, 'data'))
    await dialog.getByRole('textbox', { name: 'Private key' }).fill(key)
    await dialog.getByLabel('Passphrase of the key').fill('not the passphrase')
    await dialog.getByText('More options').click()
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(sshd.port))
    const result = dialog.getByRole('group', { name: 'Test' })

    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(result.getByText(/^Sign in/)).toHaveText('Sign in: does not work')
    await expect(result.getByRole('status')).toContainText(/passphrase/i)

    await dialog.getByLabel('Passphrase of the key').fill(passphrase)
    await expect(result).toBeHidden()
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(result.getByRole('status')).toHaveText('Everything works: you can browse, read and write.')
    for (const step of ['Sign in', 'List', 'Read', 'Write']) {
      await expect(result.getByText(new RegExp(`^${step}`))).toHaveText(`${step}: works`)
    }

    await keepInFile(dialog, { isNew: true })
    await dialog.getByRole('button', { name: 'Add mount' }).click()
    await expect(dialog).toBeHidden()
    await expect(pane(page, 'Left').row('cargo.txt')).toBeVisible()
    await expect(mountsNav(page).getByRole('button', { name: 'build box' })).toBeVisible()

    expect(readFileSync(app.mountsFile, 'utf8')).toContain('secret: file')
    expect(everythingBelow(dirname(app.mountsFile))).not.toContain(passphrase)
    expect(await everythingIn(page)).not.toContain(passphrase)
    expect(answers()).toContain('cargo.txt')
    expect(answers()).not.toContain(passphrase)
  })

  test('a locked mount opens with the master password, or with the secret itself', async ({ app, page }) => {
    trustServer(app)
    await page.goto(app.url())
    const dialog = await startAdding(page)
    await dialog
      .getByRole('textbox', { name: 'Paste anything' })
      .fill(`sftp://${userInfo().username}@127.0.0.1:${sshd.port}${join(sshd.files, 'data')}`)
    await expect(dialog.getByText('Recognised: SFTP server.')).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('locked box')
    await dialog.getByRole('textbox', { name: 'Private key' }).fill(key)
    await dialog.getByLabel('Passphrase of the key').fill(passphrase)
    await keepInFile(dialog, { isNew: true })
    await dialog.getByRole('button', { name: 'Add mount' }).click()
    await expect(pane(page, 'Left').row('cargo.txt')).toBeVisible()

    const left = pane(page, 'Left')
    const { region } = left
    async function startAnew() {
      await app.kill()
      await app.restart()
      await page.goto(app.url())
      await mountsNav(page).getByRole('button', { name: 'locked box' }).click()
      await expect(region.getByRole('heading', { name: 'The secret of “locked box” is not available' })).toBeVisible()
    }
    await startAnew()
    await region.getByRole('button', { name: 'Unlock…' }).click()
    const unlock = page.getByRole('dialog', { name: 'Unlock the encrypted file' })
    await unlock.getByLabel('Master password').fill('something else')
    await unlock.getByRole('button', { name: 'Unlock' }).click()
    await expect(unlock.getByRole('alert')).toBeVisible()
    await unlock.getByLabel('Master password').fill(masterPassword)
    await page.keyboard.press('Enter')
    await expect(left.row('cargo.txt')).toBeVisible()

    await startAnew()
    await region.getByRole('button', { name: 'Enter the secret for this session…' }).click()
    const give = page.getByRole('dialog', { name: 'Enter the secret' })
    await give.getByLabel('Passphrase of the key').fill(passphrase)
    await give.getByRole('button', { name: 'Use it' }).click()
    await expect(left.row('cargo.txt')).toBeVisible()
    expect(await everythingIn(page)).not.toContain(masterPassword)
    expect(await everythingIn(page)).not.toContain(passphrase)
  })
})

test('a mount that can only be read is added read-only', async ({ app, page }) => {
  test.skip(process.getuid?.() === 0 && process.platform !== 'linux', 'root may write anywhere')
  await page.goto(app.url())
  const dialog = await startAdding(page)
  // Not even root can write to this folder.
  await dialog.getByRole('textbox', { name: 'Paste anything' }).fill('/proc/self/net')
  await expect(dialog.getByText('Recognised: Folder of this computer.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('kernel')
  await dialog.getByRole('button', { name: 'Test' }).click()
  await dialog.getByRole('button', { name: 'Add read-only' }).click()
  await expect(mountsNav(page).getByRole('button', { name: 'kernel' })).toContainText('read-only')
  expect(readFileSync(app.mountsFile, 'utf8')).toContain('readOnly: true')
})

test('a URI with a password fills the form, and the password stays out of the page', async ({ app, page }) => {
  const answers = watchAnswers(page)
  await page.goto(app.url())
  const dialog = await startAdding(page)
  const box = dialog.getByRole('textbox', { name: 'Paste anything' })
  await box.fill('what is this')
  await expect(dialog.getByText('This is not recognised.')).toBeVisible()
  await box.fill('sftp://ann:hunter2-hunter2@files.example.org:2022/srv/data')
  await expect(dialog.getByText('Its secret is kept, not shown.')).toBeVisible()
  await expect(box).toHaveValue('')
  await expect(dialog.getByRole('textbox', { name: 'Server' })).toHaveValue('files.example.org')
  await expect(dialog.getByRole('textbox', { name: 'User' })).toHaveValue('ann')
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveAttribute('placeholder', 'kept, not shown')
  await dialog.getByText('More options').click()
  await expect(dialog.getByRole('textbox', { name: 'Port' })).toHaveValue('2022')
  await dialog.getByRole('button', { name: 'Add mount' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Choose where the secret is to be kept.')
  await dialog.getByRole('radio', { name: /This session only/ }).check()
  await dialog.getByRole('button', { name: 'Add mount' }).click()
  await expect(dialog).toBeHidden()
  expect(readFileSync(app.mountsFile, 'utf8')).toContain('secret: session')
  for (const text of [await everythingIn(page), answers(), everythingBelow(dirname(app.mountsFile))]) {
    expect(text).not.toContain('hunter2')
  }
})

test('imports mounts of other tools, with the result of each', async ({ app, page }) => {
  mkdirSync(join(app.home, '.ssh'))
  writeFileSync(
    join(app.home, '.ssh', 'config'),
    'Host quay\n  HostName quay.example.org\n  User ann\nHost pier\n  HostName pier.example.org\n',
  )
  await page.goto(app.url())
  const dialog = await startAdding(page)
  await dialog.getByRole('button', { name: 'Import…' }).click()
  const list = dialog.getByRole('list', { name: 'Import mounts' })
  await expect(list).toContainText('.ssh/config')
  await list.getByRole('checkbox', { name: /^quay/ }).check()
  await dialog.getByRole('button', { name: 'Add 1 mount' }).click()
  await expect(list.getByRole('status')).toHaveText('added')
  await page.keyboard.press('Escape')
  await expect(mountsNav(page).getByRole('button', { name: 'quay' })).toBeVisible()
  await expect(mountsNav(page).getByRole('button', { name: 'pier' })).toBeHidden()
})

test('shows that a test of a silent server runs, and stops it', async ({ app, page }) => {
  const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  try {
    await page.goto(app.url())
    const dialog = await startAdding(page)
    const { port } = silent.address() as AddressInfo
    await dialog.getByRole('textbox', { name: 'Paste anything' }).fill(`sftp://ann:secret@127.0.0.1:${port}/`)
    await expect(dialog.getByText('Recognised: SFTP server.')).toBeVisible()
    const connected = once(silent, 'connection')
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(dialog.getByText('Testing…')).toBeVisible()
    const [socket] = (await connected) as [{ readonly once: (event: 'close', listener: () => void) => void }]
    const closed = new Promise<void>((resolve) => socket.once('close', resolve))
    await dialog.getByRole('button', { name: 'Stop test' }).click()
    await expect(dialog.getByText('The test was stopped.')).toBeVisible()
    await closed
    await expect(dialog.getByRole('button', { name: 'Test again' })).toBeVisible()
  } finally {
    silent.close()
  }
})
