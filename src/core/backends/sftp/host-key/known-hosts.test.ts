import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fingerprintOf, judgeHostKey, keysOf, keyTypeOf, parseKnownHosts } from './known-hosts.ts'

function keyOf(type: string, fill: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  return Buffer.concat([length, Buffer.from(type), Buffer.from(fill.repeat(32))])
}
const ed = keyOf('ssh-ed25519', 'a')
const otherEd = keyOf('ssh-ed25519', 'b')
const rsa = keyOf('ssh-rsa', 'c')
const line = (hosts: string, key: Buffer, marker = '') =>
  `${marker}${hosts} ${keyTypeOf(key) ?? ''} ${key.toString('base64')} a comment`
const hashed = (name: string) => {
  const salt = randomBytes(20)
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}
const judge = (text: string, key: Buffer, host = 'example.org', port = 22) =>
  judgeHostKey(parseKnownHosts(text), { host, port, key })

describe('known_hosts', () => {
  it('trusts only the key that is listed for a server', () => {
    expect(judge(line('example.org', ed), ed)).toBe('trusted')
    expect(judge(line('example.org,10.0.0.7', ed), ed, '10.0.0.7')).toBe('trusted')
    expect(judge(line('example.org', ed), ed, 'EXAMPLE.org')).toBe('trusted')
    expect(judge(line('example.org', ed), otherEd)).toBe('changed')
    expect(judge(line('other.org', ed), ed)).toBe('unknown')
    expect(judge('', ed)).toBe('unknown')
  })

  it('treats a key of an unlisted type as changed', () => {
    expect(judge(line('example.org', rsa), ed)).toBe('changed')
    expect(judge([line('example.org', rsa), line('example.org', ed)].join('\n'), ed)).toBe('trusted')
  })

  it('matches hashed names', () => {
    expect(judge(line(hashed('example.org'), ed), ed)).toBe('trusted')
    expect(judge(line(hashed('example.org'), ed), otherEd)).toBe('changed')
    expect(judge(line(hashed('[example.org]:2222'), ed), ed, 'example.org', 2222)).toBe('trusted')
    expect(judge(line(hashed('other.org'), ed), ed)).toBe('unknown')
    expect(judge(line('|1|broken', ed), ed)).toBe('unknown')
    expect(judge(line('|2|AAAA|AAAA', ed), ed)).toBe('unknown')
  })

  it('separates servers on other ports', () => {
    expect(judge(line('[example.org]:2222', ed), ed, 'example.org', 2222)).toBe('trusted')
    expect(judge(line('[example.org]:2222', ed), otherEd, 'example.org', 2222)).toBe('changed')
    expect(judge(line('[example.org]:2222', ed), ed)).toBe('unknown')
  })

  it('trusts the key of a host on another port, but does not require it there', () => {
    expect(judge(line('example.org', ed), ed, 'example.org', 2222)).toBe('trusted')
    expect(judge(line('example.org', ed), otherEd, 'example.org', 2222)).toBe('unknown')
    const both = [line('example.org', ed), line('[example.org]:2222', otherEd)].join('\n')
    expect(judge(both, ed, 'example.org', 2222)).toBe('changed')
  })

  it('supports patterns and negations', () => {
    expect(judge(line('*.example.org,!bad.example.org', ed), ed, 'good.example.org')).toBe('trusted')
    expect(judge(line('*.example.org,!bad.example.org', ed), ed, 'bad.example.org')).toBe('unknown')
    expect(judge(line('10.0.0.?', ed), ed, '10.0.0.7')).toBe('trusted')
    expect(judge(line('10.0.0.?', ed), ed, '10.0.0.77')).toBe('unknown')
    expect(judge(line('exampleXorg', ed), ed)).toBe('unknown')
    expect(judge(line('e+.(x)[y]', ed), ed)).toBe('unknown')
  })

  it('refuses a revoked key, even if another line trusts it', () => {
    const text = [line('example.org', ed), line('*', ed, '@revoked ')].join('\n')
    expect(judge(text, ed)).toBe('revoked')
    expect(judge(text, ed, 'example.org', 2222)).toBe('revoked')
    expect(judge([line('example.org', ed), line('*', otherEd, '@revoked ')].join('\n'), ed)).toBe('trusted')
  })

  it('does not treat a certificate authority as a host key', () => {
    expect(judge(line('example.org', ed, '@cert-authority '), ed)).toBe('unknown')
  })

  it('skips lines that it cannot parse', () => {
    const text = [
      '# example.org ssh-ed25519 AAAA',
      '',
      'example.org',
      'example.org ssh-ed25519 !!!!',
      `example.org ssh-rsa ${ed.toString('base64')}`,
      `@unheard-of example.org ssh-ed25519 ${ed.toString('base64')}`,
      `  ${line('example.org', ed)}\r`,
    ].join('\n')
    expect(parseKnownHosts(text)).toEqual([{ marker: 'none', hosts: 'example.org', keyType: 'ssh-ed25519', key: ed }])
  })

  it('lists the key types to request from the server', () => {
    const known = parseKnownHosts([line('example.org', rsa), line('other.org', ed)].join('\n'))
    expect(keysOf(known, 'example.org', 22).map(({ keyType }) => keyType)).toEqual(['ssh-rsa'])
  })

  it('formats fingerprints like `ssh-keygen -l`', () => {
    const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
    // the key of github.com, as GitHub publishes it
    expect(fingerprintOf(Buffer.from(key, 'base64'))).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  })
})
