import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, type LinkLab, openLinkLab } from './testing/link-lab.test-support.ts'

const { signal } = new AbortController()
let lab: LinkLab
beforeEach(async () => {
  lab = await openLinkLab()
  writeFileSync(join(lab.files, 'a.txt'), '0123456789')
})
afterEach(() => lab.close())

const ownOf = async (id: string) => (await lab.handlers.list({}, { signal })).links.find((link) => link.id === id)?.own

describe('a link with limited uses', () => {
  it('serves exactly that many of 20 concurrent requests', async () => {
    const { url, id } = await lab.make('a.txt', { mostUses: 3 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(url)))
    expect(answers.filter(({ status, text }) => status === 200 && text === '0123456789')).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(17)
    expect((await ask(url)).text).toContain('as often as it can be')
    expect(await ownOf(id)).toMatchObject({ uses: 3, mostUses: 3, opened: 3 })
  })

  it('counts a resumed download once, and serves no range outside that download', async () => {
    const { url, id } = await lab.make('a.txt', { mostUses: 1 })
    expect((await ask(url, { method: 'HEAD' })).status).toBe(200)
    expect(await ownOf(id)).toMatchObject({ uses: 0 })
    const first = await ask(url)
    const etag = String(first.headers.etag)
    const goOn = { range: 'bytes=4-', 'if-range': etag }
    expect(await ask(url, { headers: goOn })).toMatchObject({ status: 206, text: '456789' })
    expect(await ownOf(id)).toMatchObject({ uses: 1 })
    const [state = '', endsMs = '', signature = ''] = etag.replaceAll('"', '').split('.')
    const wrong = [
      { range: 'bytes=1-' },
      { range: 'bytes=1-', 'if-range': `"${state}"` },
      { range: 'bytes=1-', 'if-range': `"${state}.${Number(endsMs) + 1}.${signature}"` },
      { range: 'bytes=1-', 'if-range': `"${state}.${endsMs}.${signature.slice(1)}A"` },
    ]
    for (const headers of wrong) expect((await ask(url, { headers })).status).toBe(410)
    lab.pass(24 * 3600_000)
    expect((await ask(url, { headers: goOn })).status).toBe(410)
  })

  it('serves the whole file instead of a range, so that no range is free', async () => {
    const { url, id } = await lab.make('a.txt', { mostUses: 2 })
    expect(await ask(url, { headers: { range: 'bytes=1-' } })).toMatchObject({ status: 200, text: '0123456789' })
    expect(await ownOf(id)).toMatchObject({ uses: 1 })
  })

  it('counts a zip as one use, and shows no page after the last one', async () => {
    const { url } = await lab.make('', { mostUses: 1 })
    expect((await ask(url)).status).toBe(200)
    expect((await ask(`${url}?zip`)).status).toBe(200)
    for (const path of ['', '?zip', 'a.txt']) expect((await ask(url + path)).status).toBe(410)
    expect((await ask(url, { headers: { 'if-range': '"x"' } })).status).toBe(410)
  })
})

describe('a link with a password', () => {
  const open = 'open sesame'
  const give = (url: string, password: string) =>
    ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ password }).toString(),
    })

  it('asks for it on a page, and then remembers the browser', async () => {
    const { url } = await lab.make('a.txt', { password: open })
    const asked = await ask(url)
    expect([asked.status, asked.text.includes('0123456789')]).toEqual([401, false])
    expect(asked.text).toContain('type="password"')
    expect((await give(url, 'wrong')).status).toBe(401)
    const given = await give(url, open)
    expect([given.status, new URL(given.headers.location ?? '', url).href]).toEqual([303, url])
    const [cookie = ''] = given.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/)
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    expect((await ask(url, { headers })).text).toBe('0123456789')
    // The cookie is invalid for another link, after a change, and after some days.
    const other = await lab.make('a.txt', { password: open })
    expect((await ask(other.url, { headers })).status).toBe(401)
    const renamed = headers.cookie.replace(/portolan-link-[\w-]+/, `portolan-link-${other.id}`)
    expect((await ask(other.url, { headers: { cookie: renamed } })).status).toBe(401)
    const longer = headers.cookie.replace(/=(\d+)\./, (_, ends: string) => `=${Number(ends) + 1}.`)
    expect((await ask(url, { headers: { cookie: longer } })).status).toBe(401)
  })

  it('accepts it from curl, and serves no folder, zip or upload without it', async () => {
    const basic = { authorization: `Basic ${btoa(`:${open}`)}` }
    const folder = await lab.make('', { password: open })
    const inbox = await lab.make('', { method: 'put', password: open })
    for (const path of ['', 'a.txt', '?zip']) expect((await ask(folder.url + path)).status).toBe(401)
    expect((await ask(`${inbox.url}new.txt`, { method: 'PUT', body: 'x' })).status).toBe(401)
    expect((await ask(`${folder.url}a.txt`, { headers: basic })).text).toBe('0123456789')
    expect((await ask(`${inbox.url}new.txt`, { method: 'PUT', body: 'x', headers: basic })).status).toBe(201)
  })

  it('delays further attempts after wrong ones, even concurrent or correct ones', async () => {
    const { url } = await lab.make('a.txt', { password: open })
    const tries = await Promise.all(Array.from({ length: 40 }, (_, at) => give(url, `guess ${at}`)))
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(35)
    const early = await give(url, open)
    expect([early.status, early.headers['retry-after']]).toEqual([429, '1'])
    lab.pass(1000)
    expect((await give(url, 'guess')).status).toBe(401)
    expect((await give(url, open)).headers['retry-after']).toBe('2')
    lab.pass(2000)
    expect((await give(url, open)).status).toBe(303)
    expect((await give(url, open)).status).toBe(303)
  })
})
