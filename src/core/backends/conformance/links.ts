import { beforeEach, describe, expect, it } from 'vitest'
import type { LinkOptions } from '../facets/link-options.ts'
import { failureKind, needs, readText, type Suite, write } from './harness.ts'

const hourMs = 3600_000

export function describeLinks(suite: Suite): void {
  const { signal } = suite
  const make = async (path: string, options: Partial<LinkOptions> = {}) => {
    const { links } = suite.backend()
    if (!links) throw new Error('this backend makes no links')
    return links.make(path, { method: 'get', lastsMs: hourMs, signal, ...options })
  }
  const can = (method: 'get' | 'put') => suite.backend().capabilities.links?.methods.includes(method) ?? false

  describe('links', () => {
    beforeEach((context) => needs(context, suite.backend().links !== undefined, 'links'))

    it('give the bytes to anyone who has them, and expire as stated', async (context) => {
      needs(context, can('get'), 'links to read')
      await write(suite, 'a file & more.txt', 'for all')
      const before = Date.now()
      const link = await make('a file & more.txt')
      const answer = await fetch(link.url, { headers: link.headers })
      expect([answer.status, await answer.text()]).toEqual([200, 'for all'])
      expect(link.endsMs).toBeGreaterThan(before)
      expect(link.endsMs).toBeLessThanOrEqual(Date.now() + hourMs)
    })

    it('are refused if they were altered', async (context) => {
      needs(context, can('get'), 'links to read')
      await write(suite, 'file', 'x')
      await write(suite, 'other', 'y')
      const { url } = await make('file')
      const altered = url.replace(/\/file(?=\?|$)/, '/other')
      expect(altered).not.toBe(url)
      const answer = await fetch(altered)
      await answer.body?.cancel()
      expect([403, 404]).toContain(answer.status)
    })

    it('accept an upload', async (context) => {
      needs(context, can('put'), 'links to upload')
      const link = await make('new.txt', { method: 'put', contentType: 'text/plain' })
      const answer = await fetch(link.url, { method: 'PUT', headers: link.headers, body: 'from outside' })
      await answer.body?.cancel()
      expect(answer.ok).toBe(true)
      expect(await readText(suite, 'new.txt')).toBe('from outside')
    })

    it('set the name and type of the download if that is offered', async (context) => {
      const extras = suite.backend().capabilities.links?.extras ?? []
      needs(context, can('get') && extras.includes('name') && extras.includes('type'), 'names and types')
      await write(suite, 'file.bin', 'x')
      const { url } = await make('file.bin', { downloadAs: 'Übersicht.csv', contentType: 'text/csv' })
      const { headers, body } = await fetch(url)
      await body?.cancel()
      expect(headers.get('content-type')).toMatch(/^text\/csv/)
      expect(headers.get('content-disposition')).toMatch(/^attachment;.*filename\*=UTF-8''%C3%9Cbersicht\.csv/)
    })

    it('expire no later than the provider allows, and report the reason', async (context) => {
      const longest = suite.backend().capabilities.links?.longestMs?.value
      needs(context, longest !== undefined && can('get'), 'a ceiling')
      await write(suite, 'file', 'x')
      const { endsMs, endsSooner } = await make('file', { lastsMs: (longest ?? 0) + 24 * hourMs })
      expect(endsSooner).toBe('provider')
      expect(endsMs).toBeLessThanOrEqual(Date.now() + (longest ?? 0))
    })

    it('can be revoked one by one if that is offered, otherwise fail with `unsupported`', async () => {
      const { links, capabilities } = suite.backend()
      await write(suite, 'file', 'x')
      if (!capabilities.links?.canRevoke) {
        expect(await failureKind(make('file', { revocable: true }))).toBe('unsupported')
        return
      }
      const link = await make('file', { revocable: true })
      expect(link.revocation).toBe('policy')
      expect((await fetch(link.url)).status).toBe(200)
      await links?.revoke?.('file', link.revocationId ?? '', { signal })
      expect([403, 410]).toContain((await fetch(link.url)).status)
    })
  })
}
