import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OwnLink } from '../../core/links/own-link.ts'
import { ask, type LinkLab, openLinkLab } from './testing/link-lab.test-support.ts'

const { signal } = new AbortController()
let lab: LinkLab
beforeEach(async () => {
  lab = await openLinkLab()
  mkdirSync(join(lab.files, 'open/inner'), { recursive: true })
  mkdirSync(join(lab.files, 'closed'))
  writeFileSync(join(lab.files, 'open/a.txt'), 'open a')
  writeFileSync(join(lab.files, 'open/inner/b.txt'), 'open b')
  writeFileSync(join(lab.files, 'closed/secret.txt'), 'SECRET')
  writeFileSync(join(lab.files, 'secret.txt'), 'SECRET')
  writeFileSync(join(lab.base, 'secret.txt'), 'SECRET')
})
afterEach(() => lab.close())

const statusOf = async (...args: Parameters<typeof ask>) => (await ask(...args)).status
const changedId = (id: string) => id.slice(0, -1) + (id.endsWith('A') ? 'Q' : 'A')
const pathOf = (url: string) => new URL(url).pathname

describe('an altered link', () => {
  it('gives access to no other file, folder or link', async () => {
    const one = pathOf((await lab.make('open/a.txt')).url)
    const { url } = await lab.make('closed')
    const other = pathOf(url)
    const [, , oneKey = ''] = one.split('/')
    const [, , otherKey = ''] = other.split('/')
    const [oneId = '', oneSignature = ''] = oneKey.split('.')
    const [otherId = '', otherSignature = ''] = otherKey.split('.')
    const paths = [
      one.replace('a.txt', 'secret.txt'),
      one.replace('a.txt', 'b.txt'),
      `${one}/../secret.txt`,
      `/l/${oneKey}/inner/b.txt`,
      `/l/${oneId}.${otherSignature}/a.txt`,
      `/l/${otherId}.${oneSignature}/`,
      `/l/${oneId}./a.txt`,
      `/l/${oneId}/a.txt`,
      `/l/${oneKey.slice(0, -1)}/a.txt`,
      `/l/${oneKey}x/a.txt`,
      `/l/${changedId(otherId)}.${otherSignature}/secret.txt`,
      '/l/',
      '/',
      '/l/../../etc/passwd',
      '*',
    ]
    for (const path of paths) {
      const { status, text } = await ask(url, { path })
      expect([path, [404, 429].includes(status), text.includes('SECRET')]).toEqual([path, true, false])
    }
  })

  it('stays invalid when the ledger is changed to extend or redirect it', async () => {
    const { url, id } = await lab.make('open/a.txt')
    expect(await statusOf(url)).toBe(200)
    for (const [from, to] of [
      ['open/a.txt', 'secret.txt'],
      ['"get"', '"put"'],
      ['"kind":"file"', '"kind":"folder"'],
      ['"endsMs":1', '"endsMs":2'],
    ] as const) {
      const signed = lab.ledger.find(id)?.signed ?? ''
      const changed = signed.replace(from, to)
      expect(changed).not.toBe(signed)
      const other = changedId(id)
      lab.ledger.noteOwn(other, JSON.parse(changed) as OwnLink, changed)
      expect(lab.ledger.find(other)?.signed).toBe(changed)
      expect(await statusOf(url, { path: pathOf(url).replace(id, other) })).toBe(404)
      const db = new Database(join(lab.base, 'data/links.db'))
      db.prepare('update links set own = ? where id = ?').run(changed, id)
      expect(await statusOf(url)).toBe(404)
      db.prepare('update links set own = ? where id = ?').run(signed, id)
      db.prepare('delete from links where id = ?').run(other)
      db.close()
      expect(await statusOf(url)).toBe(200)
    }
  })

  it('allows only the method it was created for', async () => {
    const { url } = await lab.make('open/a.txt')
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      expect([method, await statusOf(url, { method })]).toEqual([method, 405])
    }
    const folder = await lab.make('open')
    expect(await statusOf(`${folder.url}new.txt`, { method: 'PUT', body: 'x' })).toBe(405)
    const inbox = await lab.make('open', { method: 'put' })
    const seen = await ask(inbox.url)
    expect([seen.status, seen.text.includes('a.txt')]).toEqual([200, false])
    expect((await ask(`${inbox.url}a.txt`)).text).not.toContain('open a')
    expect((await ask(`${inbox.url}?zip`)).text).not.toContain('open a')
    expect(readdirSync(join(lab.files, 'open')).toSorted()).toEqual(['a.txt', 'inner'])
    expect(readFileSync(join(lab.files, 'open/a.txt'), 'utf8')).toBe('open a')
  })
})

describe('path traversal', () => {
  const climbs = [
    '../secret.txt',
    '../closed/secret.txt',
    '..%2fsecret.txt',
    '..%2Fclosed%2Fsecret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2fsecret.txt',
    '%252e%252e%252fsecret.txt',
    '%252e%252e/secret.txt',
    '..%5csecret.txt',
    '..\\secret.txt',
    'inner/../../secret.txt',
    'inner/..%2f..%2fsecret.txt',
    './../secret.txt',
    '..;/secret.txt',
    '..%00/secret.txt',
    'a.txt%00.png',
    '/secret.txt',
    '//secret.txt',
    '%2fetc%2fpasswd',
    '..%c0%af..%c0%afsecret.txt',
    '%ff',
    '%',
    `${'x/'.repeat(300)}a`,
    'a.txt/',
    'a.txt/../../secret.txt',
  ]
  it('out of a folder is refused in every notation', async () => {
    const { url } = await lab.make('open')
    for (const climb of climbs) {
      const { status, text } = await ask(url, { path: pathOf(url) + climb })
      const isRefused = status === 404 || status === 429 || (climb === 'a.txt/' && text === 'open a')
      expect([climb, isRefused, text.includes('SECRET')]).toEqual([climb, true, false])
    }
    expect((await ask(`${url}inner/b.txt`)).text).toBe('open b')
  })

  it('by a symbolic link in a shared folder is refused, even within that folder', async () => {
    const { url } = await lab.make('open')
    symlinkSync('../secret.txt', join(lab.files, 'open/inside-mount'))
    symlinkSync('../closed', join(lab.files, 'open/folder'))
    symlinkSync(join(lab.base, 'secret.txt'), join(lab.files, 'open/outside'))
    symlinkSync('a.txt', join(lab.files, 'open/beside'))
    for (const name of ['inside-mount', 'folder/', 'folder/secret.txt', 'outside', 'beside', 'folder/?zip']) {
      expect([name, await statusOf(url + name)]).toEqual([name, 404])
    }
    const index = await ask(url)
    for (const name of ['inside-mount', 'outside', 'beside', 'folder']) expect(index.text).not.toContain(`./${name}`)
    const zip = await ask(`${url}?zip`)
    expect([zip.status, zip.text.includes('SECRET'), zip.text.includes('open b')]).toEqual([200, false, true])
  })

  it('by a symbolic link that replaced the shared file or folder is refused', async () => {
    const file = await lab.make('open/a.txt')
    const folder = await lab.make('open')
    const several = await lab.make('open/a.txt', { also: ['open/inner'] })
    expect([await statusOf(file.url), await statusOf(`${several.url}a.txt`)]).toEqual([200, 200])
    rmSync(join(lab.files, 'open/a.txt'))
    symlinkSync('../secret.txt', join(lab.files, 'open/a.txt'))
    for (const url of [file.url, `${several.url}a.txt`, `${folder.url}a.txt`]) {
      const { status, text } = await ask(url)
      expect([status, text.includes('SECRET')]).toEqual([404, false])
    }
    renameSync(join(lab.files, 'open'), join(lab.files, 'was-open'))
    symlinkSync('closed', join(lab.files, 'open'))
    expect([await statusOf(folder.url), await statusOf(`${folder.url}secret.txt`)]).toEqual([404, 404])
    const inbox = await lab.make('was-open', { method: 'put' })
    renameSync(join(lab.files, 'was-open'), join(lab.files, 'moved'))
    symlinkSync('closed', join(lab.files, 'was-open'))
    expect(await statusOf(`${inbox.url}x`, { method: 'PUT', body: 'x' })).toBe(404)
    expect(readdirSync(join(lab.files, 'closed'))).toEqual(['secret.txt'])
  })

  it('to hidden files is refused, as they are not shared', async () => {
    writeFileSync(join(lab.files, 'open/.env'), 'SECRET')
    mkdirSync(join(lab.files, 'open/.git'))
    writeFileSync(join(lab.files, 'open/.git/config'), 'SECRET')
    const { url } = await lab.make('open')
    expect([await statusOf(`${url}.env`), await statusOf(`${url}.git/config`)]).toEqual([404, 404])
    expect((await ask(url)).text).not.toContain('.env')
    expect((await ask(`${url}?zip`)).text).not.toContain('SECRET')
  })

  it('to the history of a shelf is refused', async () => {
    const { backend } = await lab.mounts.open('shelf', { signal })
    const body = new Blob(['kept']).stream() as ReadableStream<Uint8Array>
    await backend.write('kept.txt', body, { ifExists: 'fail', signal })
    const { url } = await lab.make('', { mount: 'shelf' })
    expect((await ask(`${url}kept.txt`)).text).toBe('kept')
    expect(await statusOf(`${url}.portolan/index.db`)).toBe(404)
  })

  it('to another mount of the same name is refused', { timeout: 90_000 }, async () => {
    const { url } = await lab.make('open/a.txt')
    const { url: other } = await lab.make('secret.txt')
    writeFileSync(join(lab.files, 'closed/a.txt'), 'SECRET')
    const place = JSON.stringify([{ name: 'files', type: 'local', path: join(lab.files, 'closed') }])
    await vi.waitUntil(
      async () => {
        writeFileSync(join(lab.base, 'config/mounts.yaml'), place)
        return (await statusOf(other)) === 404
      },
      // The mounts file is read only when it has not changed for a moment, so the interval is long.
      { timeout: 60_000, interval: 2000 },
    )
    expect(await statusOf(url)).toBe(404)
  })
})

describe('a link that is no longer valid', () => {
  const over = async (url: string) => {
    const { status, text } = await ask(url)
    return [status, text.includes('open a')]
  }
  it('serves nothing after it has expired', async () => {
    const { url } = await lab.make('open/a.txt', { lastsMs: 1000 })
    expect(await statusOf(url)).toBe(200)
    lab.pass(1000)
    expect(await over(url)).toEqual([410, false])
    expect((await ask(url)).text).toContain('has expired')
  })

  it('serves and accepts nothing after it was revoked, for any kind of link', async () => {
    const links = [
      await lab.make('open/a.txt'),
      await lab.make('open'),
      await lab.make('open', { method: 'put' }),
      await lab.make('open/a.txt', { password: 'open sesame' }),
    ]
    for (const { id } of links) await lab.handlers.revoke({ id }, { signal })
    for (const { url } of links) expect(await over(url)).toEqual([410, false])
    expect(await statusOf(`${links[2]?.url}x`, { method: 'PUT', body: 'x' })).toBe(410)
    const { links: listed } = await lab.handlers.list({}, { signal })
    expect(listed.every(({ revokedMs }) => revokedMs !== undefined)).toBe(true)
  })

  it('can be revoked if its mount no longer exists', async () => {
    const { id } = await lab.make('open/a.txt')
    const handlers = { ...lab.handlers }
    rmSync(lab.files, { recursive: true })
    expect((await handlers.revoke({ id }, { signal })).revokedMs).toBeDefined()
  })
})

describe('guessing a link', () => {
  it('fails 10,000 times, is slowed down, and does not block other links', { timeout: 120_000 }, async () => {
    const { url, id } = await lab.make('open/a.txt')
    const { origin } = new URL(url)
    const counts = new Map<number, number>()
    const texts = new Set<string>()
    for (let round = 0; round < 100; round += 1) {
      const guesses = Array.from({ length: 100 }, (_, at) => {
        const random = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
        const guessedId =
          at % 2 === 0 ? id : Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
        return fetch(`${origin}/l/${guessedId}.${random}/a.txt`)
      })
      for (const answer of await Promise.all(guesses)) {
        counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
        texts.add(await answer.text())
      }
    }
    expect(counts).toEqual(
      new Map([
        [404, 30],
        [429, 9970],
      ]),
    )
    // An existing link and a missing one can't be distinguished.
    expect(texts.size).toBe(2)
    expect((await ask(url)).text).toBe('open a')
  })

  it('writes no link to the log, and neither does using one', async () => {
    const { url, id } = await lab.make('open/a.txt', { password: 'open sesame' })
    await ask(url)
    await ask(url, { headers: { authorization: `Basic ${btoa(':open sesame')}` } })
    await ask(`${url}x`)
    const [, signature = ''] = new RegExp(`${id}\\.([\\w-]+)/`).exec(url) ?? []
    expect(signature).toHaveLength(43)
    const log = JSON.stringify(lab.records)
    expect(log).toContain('open/a.txt')
    expect([log.includes(signature), log.includes('sesame')]).toEqual([false, false])
    const ledger = readdirSync(join(lab.base, 'data'))
      .map((name) => readFileSync(join(lab.base, 'data', name), 'latin1'))
      .join()
    expect(ledger).toContain(id)
    expect([ledger.includes(signature), ledger.includes('sesame')]).toEqual([false, false])
  })
})

describe('a page of another site', () => {
  it('cannot read a link under a foreign host name', async () => {
    const { url } = await lab.make('open/a.txt')
    expect(await statusOf(url, { headers: { host: 'evil.example.org' } })).toBe(421)
    const { headers } = await ask(url, { headers: { origin: 'https://evil.example.org' } })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  })
})
